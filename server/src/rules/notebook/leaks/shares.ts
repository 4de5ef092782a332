/** Whether two parts of the same rows have rows in common, by how they were chosen. */
import type { NotebookAnalysis, StatementId } from '../../../notebook/flow/analysis.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { PlacedCall, RowGraph } from './rowGraph.ts';
import type { Origin } from './rowSets.ts';

/** How some rows were chosen out of others. */
export interface Choice {
  /** As in `RowRelation`. */
  readonly share: string | undefined;
  /** The statement that chose them. */
  readonly through: StatementId;
  /** The call that chose them, where one did that tells no share. */
  readonly by: PlacedCall | undefined;
}

/** `unknown` is what nobody can tell from the text. */
export type ChoiceRelation = 'equal' | 'disjoint' | 'overlapping' | 'unknown';

/** How two choices out of the same rows relate to each other. */
export function compareChoices(graph: RowGraph, one: Choice, other: Choice): ChoiceRelation {
  if (one.share !== undefined && other.share !== undefined) {
    const [splitOne, splitOther] = [splitOf(graph, one.share), splitOf(graph, other.share)];
    if (splitOne !== undefined && splitOther !== undefined) return compareSplits(splitOne, splitOther);
    if (one.share.includes('#') || other.share.includes('#')) return one.share === other.share ? 'equal' : 'unknown';
    if (isRebound(graph, one, other)) return 'unknown';
    return one.share === other.share ? 'equal' : compareRanges(one.share, other.share);
  }
  if (one.by !== undefined && one.by === other.by) return 'equal';
  const isDrawn = ({ by, share }: Choice): boolean => by?.text.endsWith('.sample') === true || isRandom(graph, share);
  return isDrawn(one) && isDrawn(other) ? 'overlapping' : 'unknown';
}

/** Whether a name that both are written with stands for something else in between. */
function isRebound({ analysis }: RowGraph, one: Choice, other: Choice): boolean {
  const [first, last] = [Math.min(one.through, other.through), Math.max(one.through, other.through)];
  const bindings = bindingsOf(analysis);
  const isBoundBetween = (name: string): boolean =>
    bindings.get(name)?.some((statement) => statement > first && statement <= last) === true;
  return [one.share, other.share].some((share) => share !== undefined && namesIn(analysis, share).some(isBoundBetween));
}

/** Places in the list of statements at which each name is bound, ascending. */
const bindingsOf = oncePerAnalysis(({ statements }) => {
  const bindings = new Map<string, number[]>();
  for (const [index, { definitions }] of statements.entries()) {
    for (const { name, kind } of definitions) {
      if (kind !== 'bind') continue;
      const known = bindings.get(name);
      if (known === undefined) bindings.set(name, [index]);
      else known.push(index);
    }
  }
  return bindings;
});

const namesOf = oncePerAnalysis(() => new Map<string, readonly string[]>());

/** The names that a share is written with. */
function namesIn(analysis: NotebookAnalysis, share: string): readonly string[] {
  const known = namesOf(analysis);
  const names = known.get(share) ?? share.match(/(?<![\w.'"])[A-Za-z_]\w*/g) ?? [];
  known.set(share, names);
  return names;
}

interface Split {
  /** The part in front of `#`, which is one for each call that splits. */
  readonly place: string;
  readonly part: number;
  /** The call, where the analysis has it. */
  readonly call: PlacedCall | undefined;
}

/** Calls that split, by the part of a share in front of `#`. */
const splitCallsOf = oncePerAnalysis(
  (analysis) =>
    new Map<string, PlacedCall>(
      rowGraphOf(analysis)
        .calls.filter(({ effect }) => effect?.splits !== undefined)
        .map((call) => [`${call.text.split('.').at(-1) ?? ''}@${call.at.cell}:${call.at.start}`, call] as const)
        .reverse(),
    ),
);

const splitsOf = oncePerAnalysis(() => new Map<string, Split | undefined>());

function splitOf({ analysis }: RowGraph, share: string): Split | undefined {
  const known = splitsOf(analysis);
  if (known.has(share)) return known.get(share);
  const parts = /^(?<place>\w+@\d+:\d+)#(?<part>\d+)$/.exec(share)?.groups;
  const place = parts?.['place'];
  const split =
    place === undefined ? undefined : { place, part: Number(parts?.['part']), call: splitCallsOf(analysis).get(place) };
  known.set(share, split);
  return split;
}

/** Whether a share is one of a split that shuffles. */
export function isRandom(graph: RowGraph, share: string | undefined): boolean {
  const call = share === undefined ? undefined : splitOf(graph, share)?.call;
  return call !== undefined && shuffles(call);
}

/** Whether a split draws its parts by chance, as one does that takes a seed. */
function shuffles(call: PlacedCall): boolean {
  return call.effect?.splits !== 'folds' && call.effect?.seedParameter !== undefined && !isOrdered(call);
}

function compareSplits(one: Split, other: Split): ChoiceRelation {
  if (one.place === other.place) return one.part === other.part ? 'equal' : 'disjoint';
  // Folds of different splitters are not compared: nobody scores across them on purpose.
  if (one.call === undefined || other.call === undefined || one.call.effect?.key !== other.call.effect?.key)
    return 'unknown';
  if (isRepeatable(one.call) && settingsOf(one.call) === settingsOf(other.call)) {
    return one.part === other.part ? 'equal' : 'disjoint';
  }
  return shuffles(one.call) && shuffles(other.call) ? 'overlapping' : 'unknown';
}

/** Whether a split cuts the rows where they stand, without shuffling them. */
function isOrdered(call: PlacedCall): boolean {
  return call.arguments.some(({ keyword, literal }) => keyword === 'shuffle' && literal === false);
}

/** Whether the same call on the same rows gives the same parts. */
function isRepeatable(call: PlacedCall): boolean {
  return (
    isOrdered(call) ||
    call.arguments.some(({ keyword, literal }) => keyword === 'random_state' && typeof literal === 'number')
  );
}

const settings = ['random_state', 'test_size', 'train_size', 'shuffle', 'stratify'];

function settingsOf(call: PlacedCall): string {
  return settings
    .map((name) => {
      const given = call.arguments.find(({ keyword }) => keyword === name);
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
    return splitOf(graph, share)?.call?.effect?.splits === 'folds';
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
