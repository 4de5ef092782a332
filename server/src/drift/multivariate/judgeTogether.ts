/** Compares whole rows of windows with rows of the reference, by every method that was asked for. */
import type { TogetherFinding, TogetherMethod } from '../../../../schemas/driftTogether.ts';
import type { DriftAnswer } from '../../../../schemas/driftVerdict.ts';
import { countValues, pairValues, type RowCounts } from '../columnPair.ts';
import { adjustProbabilities, type DriftCorrection } from '../verdict/judgeFamily.ts';
import { judgeColumn } from '../verdict/judgeColumn.ts';
import { defaultSmallest } from '../verdict/judgeOptions.ts';
import { classifyTexts } from '../texts/classifyTexts.ts';
import { compareCorrelations, type CorrelationChange } from './correlationChange.ts';
import { classifyDomains } from './domainClassifier.ts';
import { fitReconstruction } from './reconstruction.ts';
import { compareRows } from './rowDiscrepancy.ts';
import { encodeColumns, rowCount, type SampledRows } from './sampledRows.ts';

/** A window with the rows that it is held against. */
export interface TogetherWindow {
  readonly window: number;
  /** As reports name it. */
  readonly label: string;
  readonly basis: SampledRows;
  readonly rows: SampledRows;
}

export interface TogetherOptions {
  readonly methods: readonly TogetherMethod[];
  /** Columns that are numbers of one vector, which `embedding_mmd` alone looks at. */
  readonly vectors?: ReadonlySet<string>;
  /** Columns of free text, which `text_classifier` alone looks at. */
  readonly texts?: ReadonlySet<string>;
  readonly falseAlarm: number;
  readonly correction: DriftCorrection;
  readonly seed: number;
}

type Judged = Extract<TogetherFinding, { kind: 'judged' }>;
type Undefined = Extract<TogetherFinding, { kind: 'undefined' }>;
/** A finding before the family of all of them is complete. */
type Waiting = Omit<Judged, 'adjustedP' | 'answer' | 'pairs'> & {
  readonly isStable: boolean;
  readonly changes: readonly CorrelationChange[];
};

/** An area that a person would call a difference. */
const smallestArea = 0.55;
/** A change of a correlation that a person would call one. */
const smallestCorrelation = 0.1;
/** Every pair of columns is a test; more columns than this are cut. */
const mostCorrelated = 30;
const shownColumns = 20;
const shownPairs = 10;
const shownWords = 6;
const fewestRows = 20;

/**
 * Judges every window by every method; all judgements of the list are one family.
 *
 * @returns by window, then in the order of the methods
 */
export function judgeTogether(windows: readonly TogetherWindow[], options: TogetherOptions): TogetherFinding[] {
  const waiting = windows.flatMap((window) => options.methods.map((method) => compareBy(method, window, options)));
  const judged = waiting.flatMap((one) => (one.kind === 'judged' ? [one] : []));
  const adjusted = adjustProbabilities(
    judged.map(({ p }) => p),
    options.correction,
  ).values();
  const changes = judged.flatMap((one) => one.changes);
  const ofPairs = adjustProbabilities(
    changes.map(({ p }) => p),
    options.correction,
  );
  const pairP = new Map(changes.map((change, place) => [change, ofPairs[place] ?? 1]));
  return waiting.map((one) => {
    if (one.kind === 'undefined') return one;
    const { isStable, changes: own, ...finding } = one;
    const adjustedP = adjusted.next().value ?? 1;
    const isLarge = finding.smallest === undefined || finding.value >= finding.smallest;
    const answer: DriftAnswer =
      adjustedP <= options.falseAlarm && isLarge ? 'drift' : isStable ? 'stable' : 'cannot-tell';
    const pairs = own.flatMap((change) => {
      const p = pairP.get(change) ?? 1;
      if (p > options.falseAlarm || Math.abs(change.change) < smallestCorrelation) return [];
      const { first, second, reference, current } = change;
      return [{ first, second, reference, current, adjustedP: p }];
    });
    return { ...finding, adjustedP, answer, pairs: pairs.slice(0, shownPairs) };
  });
}

function compareBy(method: TogetherMethod, given: TogetherWindow, options: TogetherOptions): Waiting | Undefined {
  const { window } = given;
  const { basis, rows } = columnsFor(method, given, options);
  const used = { reference: rowCount(basis), current: rowCount(rows) };
  const no = (because: string): Undefined => ({ kind: 'undefined', window, method, because });
  if (basis.length === 0) return no(withoutColumns[method] ?? noColumns);
  if (used.reference < fewestRows || used.current < fewestRows) {
    return no(
      `${given.label} has ${used.current} rows and its basis ${used.reference}, and rows as a whole are compared from ${fewestRows} a side on.`,
    );
  }
  const own = { ...given, basis, rows };
  const shared: Shared = { kind: 'judged', window, method, rows: used, columns: [], changes: [] };
  switch (method) {
    case 'domain_classifier':
      return classify(own, options, shared, no);
    case 'pca_reconstruction':
      return reconstruct(own, options, shared, no);
    case 'row_mmd':
    case 'embedding_mmd':
      return measureDiscrepancy(own, options, shared, no);
    case 'text_classifier':
      return classifyByWords(own, options, shared, no);
    case 'correlation_change':
      return correlate(own, shared, no);
  }
}

/** What a method looks at: the numbers of a vector mean nothing one by one, and free texts are no categories. */
function columnsFor(
  method: TogetherMethod,
  { basis, rows }: TogetherWindow,
  { vectors, texts }: TogetherOptions,
): Pick<TogetherWindow, 'basis' | 'rows'> {
  const isOf = (name: string): boolean => {
    if (method === 'embedding_mmd') return vectors?.has(name) === true;
    if (method === 'text_classifier') return texts?.has(name) === true;
    return vectors?.has(name) !== true && texts?.has(name) !== true;
  };
  const wanted = (columns: SampledRows): SampledRows => columns.filter(({ name }) => isOf(name));
  return { basis: wanted(basis), rows: wanted(rows) };
}

type Shared = Pick<Waiting, 'kind' | 'window' | 'method' | 'rows' | 'columns' | 'changes'>;
type No = (because: string) => Undefined;

const withoutColumns: Partial<Readonly<Record<TogetherMethod, string>>> = {
  embedding_mmd: 'There is no embedding: it takes images and a model that looks at them.',
  text_classifier: 'No column holds free text.',
};
const noColumns = 'No column that both sides have in the same kind holds numbers, truth values or categories.';

function classify({ label, basis, rows }: TogetherWindow, { seed }: TogetherOptions, shared: Shared, no: No) {
  const columns = encodeColumns(basis, rows, 'rank');
  if (columns.length === 0) return no(noColumns);
  const found = classifyDomains(columns, seed);
  if (found === undefined) return no(noColumns);
  const telling = found.columns.filter(({ share }) => share > 0);
  const most = telling.slice(0, 3).map(({ name, share }) => `${name} (${percent(share)})`);
  const by = most.length === 0 ? '' : `, mostly by ${most.join(', ')}`;
  return {
    ...shared,
    measure: 'auc' as const,
    value: found.auc,
    low: found.low,
    high: found.high,
    usual: 0.5,
    smallest: smallestArea,
    p: found.p,
    isStable: found.high < smallestArea,
    columns: telling.slice(0, shownColumns).map(({ name, share }) => ({ name, share: Math.min(1, share) })),
    sentence: `A classifier tells the rows of ${label} apart with an area of ${short(found.auc)} (${short(found.low)} to ${short(found.high)}), where 0.5 is chance${by}.`,
  };
}

/** Of the columns of free text the one whose texts are told apart best. */
function classifyByWords(
  { label, basis, rows }: TogetherWindow,
  { seed, texts }: TogetherOptions,
  shared: Shared,
  no: No,
) {
  const known = (column: SampledRows[number] | undefined): string[] =>
    column?.kind === 'texts' ? column.values.filter((value) => value !== null) : [];
  const found = [...(texts ?? [])].flatMap((name) => {
    const of = (side: SampledRows): string[] => known(side.find((column) => column.name === name));
    const [before, after] = [of(basis), of(rows)];
    if (before.length < fewestRows || after.length < fewestRows) return [];
    const answer = classifyTexts(before, after, seed);
    return answer === undefined ? [] : [{ name, answer }];
  });
  const [best] = found.sort((one, other) => other.answer.auc - one.answer.auc);
  if (best === undefined) return no('No column of both sides holds free text whose words could tell them apart.');
  const { auc, low, high, p, words } = best.answer;
  const list = (isMore: boolean): string =>
    words
      .filter((word) => word.isMore === isMore)
      .slice(0, shownWords)
      .map(({ word }) => word)
      .join(', ');
  const [more, fewer] = [list(true), list(false)];
  const said = [...(more === '' ? [] : [`more of ${more}`]), ...(fewer === '' ? [] : [`less of ${fewer}`])].join('; ');
  return {
    ...shared,
    measure: 'auc' as const,
    value: auc,
    low,
    high,
    usual: 0.5,
    smallest: smallestArea,
    // Each column is a test of its own.
    p: Math.min(1, p * found.length),
    isStable: found.every(({ answer }) => answer.high < smallestArea),
    columns: words.map(({ word, share }) => ({ name: word, share: Math.min(1, share) })),
    sentence: `A classifier of words tells ${best.name} of ${label} apart with an area of ${short(auc)} (${short(low)} to ${short(high)}), where 0.5 is chance${said === '' ? '' : `: ${said}`}.`,
  };
}

function reconstruct({ label, basis, rows }: TogetherWindow, options: TogetherOptions, shared: Shared, no: No) {
  const columns = encodeColumns(basis, rows, 'frequency');
  if (columns.length < 2) return no('Columns move together from two on, and there are fewer.');
  // Directions fit the rows that they were found in better than any others, so half of the reference is kept aside.
  const half = (parity: number): readonly Float64Array[] =>
    columns.map(({ reference }) => reference.filter((_, row) => row % 2 === parity));
  const fitted = fitReconstruction(half(0));
  const [before, after] = [fitted.measure(half(1)), fitted.measure(columns.map(({ current }) => current))];
  const [judgement] = judgeColumn(
    {
      name: 'reconstruction',
      rows: { reference: countRows(before), current: countRows(after) },
      cells: pairValues(countValues(before), countValues(after), false),
    },
    {
      seed: options.seed,
      falseAlarm: options.falseAlarm,
      tests: 1,
      smallest: defaultSmallest,
    },
  );
  if (judgement?.kind !== 'judged') return no(judgement?.because ?? noColumns);
  const { effect, low, high, smallest, p } = judgement;
  const [was, is] = [mean(before), mean(after)].map(short);
  return {
    ...shared,
    measure: 'rank-wasserstein' as const,
    value: effect,
    low,
    high,
    usual: 0,
    smallest,
    p,
    isStable: high < smallest,
    sentence: `Rows of ${label} lie ${is ?? ''} standard deviations from the ${fitted.components === 1 ? 'direction' : `${fitted.components} directions`} along which the reference varies, and rows of the reference ${was ?? ''}.`,
  };
}

function measureDiscrepancy({ label, basis, rows }: TogetherWindow, { seed }: TogetherOptions, shared: Shared, no: No) {
  const columns = encodeColumns(basis, rows, 'frequency');
  if (columns.length === 0) return no(noColumns);
  const scales = columns.map(({ reference }) => {
    const known = reference.filter((value) => !Number.isNaN(value));
    const middle = mean(known);
    const deviation = Math.sqrt(mean(known.map((value) => (value - middle) ** 2)));
    return { middle, deviation: deviation > 0 ? deviation : 1 };
  });
  const pointsOf = (side: 'reference' | 'current', count: number): Float64Array[] =>
    Array.from({ length: count }, (_, row) =>
      Float64Array.from(columns, (column, place) => {
        const value = column[side][row] ?? Number.NaN;
        const { middle = 0, deviation = 1 } = scales[place] ?? {};
        return Number.isNaN(value) ? 0 : (value - middle) / deviation;
      }),
    );
  const found = compareRows(
    pointsOf('reference', shared.rows.reference),
    pointsOf('current', shared.rows.current),
    seed,
  );
  if (found === undefined) return no('More than half of the rows are equal, so distances of rows say nothing.');
  return {
    ...shared,
    measure: 'mmd-squared' as const,
    rows: found.rows,
    value: found.value,
    usual: 0,
    p: found.p,
    // The measure has no scale on which a change would be too small to matter.
    isStable: false,
    sentence: `The squared mean discrepancy of ${found.rows.current} rows of ${label} from ${found.rows.reference} of the reference is ${short(found.value)}; it is about 0 when nothing changed, and has no size that is too small to matter.`,
  };
}

function correlate({ label, basis, rows }: TogetherWindow, shared: Shared, no: No) {
  const columns = encodeColumns(basis, rows, 'rank');
  const changes = compareCorrelations(columns.slice(0, mostCorrelated));
  const [largest] = changes;
  if (largest === undefined) return no('No two columns vary on both sides, so there is no correlation to compare.');
  const left = columns.length - mostCorrelated;
  const cut =
    left > 0 ? ` Pairs of the first ${mostCorrelated} columns were compared, ${left} columns were left out.` : '';
  return {
    ...shared,
    measure: 'correlation' as const,
    value: Math.abs(largest.change),
    low: Math.max(0, Math.abs(largest.change) - largest.half),
    high: Math.min(2, Math.abs(largest.change) + largest.half),
    usual: 0,
    smallest: smallestCorrelation,
    // The largest of so many changes is held against that many tests.
    p: Math.min(1, Math.min(...changes.map(({ p }) => p)) * changes.length),
    isStable: changes.every(({ change, half }) => Math.abs(change) + half < smallestCorrelation),
    changes,
    sentence: `The rank correlation of ${largest.first} and ${largest.second} is ${short(largest.current)} in ${label} and was ${short(largest.reference)}, the largest change of ${changes.length} ${changes.length === 1 ? 'pair' : 'pairs'}.${cut}`,
  };
}

function countRows(values: Float64Array): RowCounts {
  return { rows: values.length, missing: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0 };
}

function mean(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
