/** What a reader has to know of the blocks that verdicts were held against, in sentences. */
import type { DriftColumn } from '../../../../schemas/driftJob.ts';
import { countBlocks } from '../verdict/blockWords.ts';
import type { ChosenBlocks } from './chooseBlocks.ts';

/** Columns that are named in a note. */
const mostNamed = 3;

/**
 * What blocks did to the verdicts, where they did something, and what they leave out.
 *
 * @param weeks columns with the probability that their weeks lie so far apart when days are independent
 * @param others what is compared beside columns, such as `whole rows`, which no blocks hold
 */
export function sayBlocks(
  { label, blocks, period }: ChosenBlocks,
  columns: readonly DriftColumn[],
  weeks: ReadonlyMap<string, number>,
  others: readonly string[],
): readonly string[] {
  const isHeld = ({ cells }: DriftColumn): boolean =>
    cells.some((cell) =>
      cell?.judgements.some(
        (one) => one.kind === 'judged' && (one.widened !== undefined || one.test.kind === 'blocks'),
      ),
    );
  const held = columns.filter(isHeld).map(({ name }) => name);
  const apart = findApart(weeks);
  return [
    ...(held.length === 0
      ? []
      : [
          `Changes of ${list(held)} are held against how far the ${countBlocks(blocks, period)} of ${label} lie apart.`,
        ]),
    ...(apart.length === 0
      ? []
      : [
          `Weeks of ${label} lie further apart than its days explain, in ${list(apart)}; set block to 1 week to hold changes against weeks.`,
        ]),
    ...(others.length === 0 ? [] : [`${capitalise(others.join(' and '))}: rows count as independent of each other.`]),
  ];
}

/** Those whose weeks lie apart while at most 5 of 100 such lists would name a column without cause (Benjamini and Hochberg). */
function findApart(weeks: ReadonlyMap<string, number>): readonly string[] {
  const sorted = [...weeks].sort(([, a], [, b]) => a - b);
  const last = sorted.findLastIndex(([, p], place) => p <= (0.05 * (place + 1)) / sorted.length);
  const found = new Set(sorted.slice(0, last + 1).map(([name]) => name));
  return [...weeks.keys()].filter((name) => found.has(name));
}

function list(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return more > 0 ? `${names.slice(0, mostNamed).join(', ')} and ${more} more` : names.join(', ');
}

function capitalise(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
