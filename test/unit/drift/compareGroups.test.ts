import { describe, expect, it } from 'vitest';
import { countShare, drawDays, type SimulatedDays } from '../../../scripts/drift/simulation.ts';
import { compareGroups } from '../../../server/src/drift/verdict/compareGroups.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

const days: SimulatedDays = { reference: 91, current: 1, rowsPerDay: 50, apart: 0.3, carried: 0, daysPerBlock: 1 };
const weeks = Array.from({ length: days.reference }, (_, day) => Math.floor(day / 7));

/** Share of simulated references whose weeks are found to lie further apart than their days explain. */
function shareFound(own: SimulatedDays, kind: 'normal' | 'categorical'): number {
  const random = createRandomStream(99);
  return countShare(60, (seed) => (compareGroups(drawDays(random, kind, own, 0).blocks, weeks, seed) ?? 1) <= 0.05);
}

describe('weeks of a reference', { timeout: 600_000 }, () => {
  it.each(['normal', 'categorical'] as const)('lie apart by chance in about 5 of 100 cases: %s', (kind) => {
    expect(shareFound(days, kind)).toBeLessThanOrEqual(0.1);
  });

  it('are found to lie apart where each day is like the day before', () => {
    expect(shareFound({ ...days, carried: 0.8 }, 'normal')).toBeGreaterThan(0.8);
  });

  it('say nothing where there are fewer than six', () => {
    const { blocks } = drawDays(createRandomStream(1), 'normal', { ...days, reference: 35 }, 0);
    expect(compareGroups(blocks, weeks.slice(0, 35), 1)).toBeUndefined();
    expect(
      compareGroups(
        blocks,
        blocks.map(() => -1),
        1,
      ),
    ).toBeUndefined();
  });
});
