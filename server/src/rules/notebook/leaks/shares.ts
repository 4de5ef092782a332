/** Whether two parts of the same rows have rows in common, by how they were chosen. */
import type { PlacedCall, RowGraph } from './rowGraph.ts';
import type { Origin } from './rowSets.ts';

/** How some rows were chosen out of others. */
export interface Choice {
  /** As in `RowRelation`. */
  readonly share: string | undefined;
  /** The call that chose them, where one did that tells no share. */
  readonly by: PlacedCall | undefined;
}

/** `unknown` is what nobody can tell from the text. */
export type ChoiceRelation = 'equal' | 'disjoint' | 'overlapping' | 'unknown';

/** How two choices out of the same rows relate to each other. */
export function compareChoices(graph: RowGraph, one: Choice, other: Choice): ChoiceRelation {
  if (one.share !== undefined && other.share !== undefined) {
    if (one.share === other.share) return 'equal';
    const [splitOne, splitOther] = [splitOf(one.share), splitOf(other.share)];
    if (splitOne !== undefined && splitOther !== undefined) return compareSplits(graph, splitOne, splitOther);
    return compareRanges(one.share, other.share);
  }
  if (one.by !== undefined && one.by === other.by) return 'equal';
  const isDrawn = ({ by, share }: Choice): boolean => by?.text.endsWith('.sample') === true || isRandom(graph, share);
  return isDrawn(one) && isDrawn(other) ? 'overlapping' : 'unknown';
}

interface Split {
  readonly name: string;
  /** The part in front of `#`, which is one for each call that splits. */
  readonly call: string;
  readonly part: number;
}

function splitOf(share: string): Split | undefined {
  const parts = /^(?<call>(?<name>\w+)@\d+:\d+)#(?<part>\d+)$/.exec(share)?.groups;
  if (parts === undefined) return undefined;
  return { name: parts['name'] ?? '', call: parts['call'] ?? '', part: Number(parts['part']) };
}

/** Whether a share is one of a split that shuffles. */
export function isRandom(graph: RowGraph, share: string | undefined): boolean {
  const split = share === undefined ? undefined : splitOf(share);
  return split !== undefined && split.name === 'train_test_split' && !isOrdered(callOf(graph, split));
}

function callOf(graph: RowGraph, { call }: Split): PlacedCall | undefined {
  return graph.calls.find(
    ({ at, effect, text }) => effect?.splits !== undefined && call === `${lastWord(text)}@${at.cell}:${at.start}`,
  );
}

function lastWord(text: string): string {
  return text.split('.').at(-1) ?? text;
}

function compareSplits(graph: RowGraph, one: Split, other: Split): ChoiceRelation {
  if (one.call === other.call) return one.part === other.part ? 'equal' : 'disjoint';
  const calls = [callOf(graph, one), callOf(graph, other)] as const;
  const isComparable =
    one.name === other.name && one.name === 'train_test_split' && calls.every((call) => call !== undefined);
  // Folds of different splitters are not compared: nobody scores across them on purpose.
  if (!isComparable) return 'unknown';
  const repeats = isRepeatable(calls[0]) && settingsOf(calls[0]) === settingsOf(calls[1]);
  if (repeats) return one.part === other.part ? 'equal' : 'disjoint';
  return calls.some(isOrdered) ? 'unknown' : 'overlapping';
}

/** Whether a split cuts the rows where they stand, without shuffling them. */
function isOrdered(call: PlacedCall | undefined): boolean {
  return call?.arguments.some(({ keyword, literal }) => keyword === 'shuffle' && literal === false) === true;
}

/** Whether the same call on the same rows gives the same parts. */
function isRepeatable(call: PlacedCall | undefined): boolean {
  return (
    isOrdered(call) ||
    call?.arguments.some(({ keyword, literal }) => keyword === 'random_state' && typeof literal === 'number') === true
  );
}

const settings = ['random_state', 'test_size', 'train_size', 'shuffle', 'stratify'];

function settingsOf(call: PlacedCall | undefined): string {
  return settings
    .map((name) => {
      const given = call?.arguments.find(({ keyword }) => keyword === name);
      return given === undefined ? '' : String(given.literal ?? given.objects.join());
    })
    .join(' ');
}

interface Range {
  readonly start: string;
  readonly end: string;
}

/** `[:800]` and `[800:]`, `[mask]` and `[~mask]`. */
function compareRanges(one: string, other: string): ChoiceRelation {
  const [left, right] = [inside(one), inside(other)];
  if (isComplement(left, right) || isComplement(right, left)) return 'disjoint';
  const [first, second] = [rangeOf(left), rangeOf(right)];
  if (first === undefined || second === undefined) return 'unknown';
  if (isBehind(first, second) || isBehind(second, first)) return 'disjoint';
  const bounds = [
    numberOf(first.start, 0),
    numberOf(first.end, Infinity),
    numberOf(second.start, 0),
    numberOf(second.end, Infinity),
  ] as const;
  const [startOne, endOne, startOther, endOther] = bounds;
  // Both from the start, or both to the end, have the first or the last row in common.
  const isAnchored = (startOne === 0 && startOther === 0) || (first.end === '' && second.end === '');
  if (isAnchored) return 'overlapping';
  if (startOne === undefined || endOne === undefined || startOther === undefined || endOther === undefined)
    return 'unknown';
  return Math.max(startOne, startOther) < Math.min(endOne, endOther) ? 'overlapping' : 'disjoint';
}

function inside(share: string): string {
  return share.replace(/^\[/, '').replace(/\]$/, '').trim();
}

function isComplement(text: string, other: string): boolean {
  return [`~${text}`, `~(${text})`, `-${text}`, `~ ${text}`, `np.logical_not(${text})`, `${text} == False`].includes(
    other,
  );
}

function rangeOf(text: string): Range | undefined {
  const parts = text.split(':').map((part) => part.trim());
  const [start, end, ...step] = parts;
  // With a step, which rows are in it is another question.
  return start === undefined || end === undefined || step.some((part) => part !== '' && part !== '1')
    ? undefined
    : { start, end };
}

/** Whether one begins where the other ends. */
function isBehind({ end }: Range, { start }: Range): boolean {
  return end !== '' && end === start;
}

/** Undefined for what counts from the end, and for what is no number. */
function numberOf(text: string, otherwise: number): number | undefined {
  if (text === '') return otherwise;
  const number = Number(text.replaceAll('_', ''));
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}

/** Whether rows were drawn by chance from others, rather than cut off where they stand. */
export function isShuffled(graph: RowGraph, origins: readonly Origin[]): boolean {
  return sharesIn(origins).some((share) => isRandom(graph, share));
}

/** Whether rows are a fold of a cross-validation. */
export function isFold(graph: RowGraph, origins: readonly Origin[]): boolean {
  return sharesIn(origins).some((share) => {
    const split = splitOf(share);
    return split !== undefined && callOf(graph, split)?.effect?.splits === 'folds';
  });
}

/** All shares on the ways to some rows. */
export function sharesIn(origins: readonly Origin[]): readonly string[] {
  const shares = new Set<string>();
  for (const { steps } of origins) {
    for (let step = steps; step !== undefined; step = step.next) if (step.share !== undefined) shares.add(step.share);
  }
  return [...shares];
}
