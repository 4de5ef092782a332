/** Many numbers, sorted as few are. */
import { expect, it } from 'vitest';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { sortNumbers } from '../../../server/src/statistics/sortNumbers.ts';

const random = createRandomStream(5);
const many = 50_000;
const draw = (value: () => number): Float64Array => Float64Array.from({ length: many }, value);

it.each([
  ['no number', new Float64Array()],
  ['three numbers', Float64Array.of(3, -1, 2)],
  ['shares', draw(() => random.nextFraction())],
  ['shares with ties', draw(() => Math.round(random.nextFraction() * 20) / 20)],
  ['shares of which few lie far apart', draw(() => (random.nextFraction() < 0.001 ? 1e6 : random.nextFraction()))],
  ['equal numbers', draw(() => 0.25)],
  ['numbers that crowd at one end', draw(() => random.nextFraction() ** 40)],
  ['numbers of all sizes', draw(() => (random.nextFraction() - 0.5) * 10 ** (600 * random.nextFraction() - 300))],
  ['the largest and the smallest numbers', draw(() => (random.nextFraction() < 0.5 ? -1.7e308 : 1.7e308))],
  ['the least numbers', draw(() => Math.round(random.nextFraction() * 1000) * 5e-324)],
])('%s', (_, values) => {
  const sorted = values.toSorted();
  expect(sortNumbers(values)).toEqual(sorted);
  expect(values).toEqual(sorted);
});
