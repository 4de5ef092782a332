/** What can be said of a change beside the verdict: categories that came and went, means, a changed unit. */
import type { DriftCell } from '../../../../schemas/driftJob.ts';
import { categoriesOf, numbersOf, type CountedColumn } from './countedColumn.ts';

const mostNamed = 10;
/** A category that is lacking by chance with this probability or more is not called gone. */
const chanceLevel = 0.05;
/** Ratios between common units, the larger over the smaller. */
const unitFactors = [10, 100, 1_000, 10_000, 1e6, 1e9, 60, 3_600, 24, 7, 2.54, 0.3048, 1.609344, 0.45359237];
/** How far the ratios of quartiles may lie from a factor: values may change together with their unit. */
const factorTolerance = 0.15;
/** Smaller factors, such as that of miles, are met by other changes, too, unless the ratios are nearly exact. */
const leastPlainFactor = 5;
const exactTolerance = 0.02;
/** How many times the distance of the outer quartiles may lie above or below a factor; of few rows it varies much. */
const wideningTolerance = 2;

const quartiles = [0.25, 0.5, 0.75];
/** Part of the distance of the outer quartiles that counts as near 0. */
const nearZero = 0.2;

type Change = Pick<DriftCell, 'added' | 'vanished' | 'means' | 'factor'>;

export function describeChange(reference: CountedColumn, current: CountedColumn): Change {
  if (reference.spread.shape === 'numeric' && current.spread.shape === 'numeric') {
    const sides = [numbersOf(reference), numbersOf(current)] as const;
    const means = { reference: meanOf(sides[0]), current: meanOf(sides[1]) };
    const factor = findFactor(...sides);
    const isKnown = Number.isFinite(means.reference) && Number.isFinite(means.current);
    return { added: [], vanished: [], ...(isKnown ? { means } : {}), ...(factor === undefined ? {} : { factor }) };
  }
  const isBoolean = reference.spread.shape === 'boolean' && current.spread.shape === 'boolean';
  const shares = isBoolean ? { reference: shareOfTrue(reference), current: shareOfTrue(current) } : undefined;
  const isKnown = shares !== undefined && Number.isFinite(shares.reference) && Number.isFinite(shares.current);
  return {
    added: listMissing(categoriesOf(current), reference),
    vanished: listMissing(expectedOf(reference, current), current),
    ...(isKnown ? { means: shares } : {}),
  };
}

function shareOfTrue({ spread }: CountedColumn): number {
  return spread.shape === 'boolean' ? spread.true / (spread.true + spread.false) : Number.NaN;
}

/** Categories that so many rows as those of a window would hardly lack by chance, all categories taken together. */
function expectedOf(reference: CountedColumn, { rows, missing }: CountedColumn): ReadonlyMap<string, number> {
  const all = [...categoriesOf(reference)];
  const total = all.reduce((sum, [, own]) => sum + own, 0);
  const lacksByChance = (own: number): number => all.length * Math.exp((rows - missing) * Math.log1p(-own / total));
  return new Map(all.filter(([, own]) => lacksByChance(own) < chanceLevel));
}

/** Those of `named` that `other` surely lacks, most rows first. */
function listMissing(named: ReadonlyMap<string, number>, other: CountedColumn): string[] {
  const { spread } = other;
  // What is not listed may still be there.
  if (spread.shape === 'categories' && spread.other !== undefined) return [];
  const known = categoriesOf(other);
  return [...named]
    .filter(([value]) => !known.has(value))
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, mostNamed)
    .map(([value]) => value.slice(0, 60));
}

type Counted = readonly (readonly [value: number, rows: number])[];

function meanOf(counts: Counted): number {
  let [sum, rows] = [0, 0];
  for (const [value, count] of counts) {
    rows += count;
    // Running means do not overflow where sums do.
    sum += ((value - sum) * count) / rows;
  }
  return rows === 0 ? Number.NaN : sum;
}

/**
 * The factor of a changed unit: all quartiles have to have grown, or shrunk, by nearly the same known factor, and their
 * distance with them, as it does not where a column became constant; the middle quartile does not count where it lies
 * near 0, as that of a column around 0 does.
 *
 * @returns the window over the reference, such as 1000 or 0.001; undefined when nothing speaks for one
 */
function findFactor(reference: Counted, current: Counted): number | undefined {
  const [low = Number.NaN, middle = Number.NaN, high = Number.NaN] = quartiles.map((share) =>
    quantileOf(reference, share),
  );
  const isAroundZero = Math.abs(middle) <= nearZero * (high - low);
  const ratios = quartiles.flatMap((share) =>
    isAroundZero && share === 0.5 ? [] : [quantileOf(current, share) / quantileOf(reference, share)],
  );
  const widening = high > low ? (quantileOf(current, 0.75) - quantileOf(current, 0.25)) / (high - low) : undefined;
  for (const factor of unitFactors.flatMap((one) => [one, 1 / one])) {
    const isWidened =
      widening === undefined || (widening >= factor / wideningTolerance && widening <= factor * wideningTolerance);
    const tolerance = Math.max(factor, 1 / factor) < leastPlainFactor ? exactTolerance : factorTolerance;
    if (isWidened && ratios.every((ratio) => Math.abs(ratio / factor - 1) <= tolerance)) return factor;
  }
  return undefined;
}

function quantileOf(counts: Counted, share: number): number {
  const rows = counts.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [value, count] of counts) {
    below += count;
    if (below >= rows * share) return value;
  }
  return Number.NaN;
}
