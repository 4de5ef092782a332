/** Profiles of parts, added to the profile of the whole. */
import type { DistinctCount, Profile, ProfileColumn, Spread, WithheldSpread } from '../../../schemas/profile.ts';
import { mergeCategories } from './categorySpread.ts';
import { mergeFinite } from './numericSpread.ts';
import { mergeTexts } from './texts/textSpread.ts';

export type Merge =
  | { readonly kind: 'merged'; readonly profile: Profile }
  /** The columns are not the same; the sentence names the first difference. */
  | { readonly kind: 'differ'; readonly sentence: string };

/**
 * Adds two profiles of the same columns, as if their rows had been profiled together.
 *
 * @param source what the union is called
 */
export function mergeProfiles(a: Profile, b: Profile, source: Profile['source']): Merge {
  if (a.schemaHash !== b.schemaHash) {
    const index = a.columns.findIndex((column, place) => !isSameColumn(column, b.columns[place]));
    const name = a.columns[index]?.name ?? b.columns[a.columns.length]?.name ?? '';
    return {
      kind: 'differ',
      sentence: `The profiles of ${a.source.label} and ${b.source.label} differ from the column "${name}" on; make them from the same columns.`,
    };
  }
  const columns: ProfileColumn[] = [];
  for (const [index, column] of a.columns.entries()) {
    const other = b.columns[index];
    const merged = other === undefined ? undefined : mergeColumns(column, other);
    if (merged === undefined) {
      const sentence = `The profiles of ${a.source.label} and ${b.source.label} keep the column "${column.name}" in different ways; make them with the same options.`;
      return { kind: 'differ', sentence };
    }
    columns.push(merged);
  }
  const { plumblineProfile, madeBy, schemaHash } = a;
  const positives = mergePositives(a.positives, b.positives);
  const sum = { plumblineProfile, madeBy, schemaHash, source, rows: a.rows + b.rows, columns };
  return { kind: 'merged', profile: positives === undefined ? sum : { ...sum, positives } };
}

/** @returns undefined where the two do not count rows of the same class */
function mergePositives(a: Profile['positives'], b: Profile['positives']): Profile['positives'] {
  if (a === undefined || a.condition !== b?.condition) return undefined;
  const others = new Map(b.columns.map((column) => [column.name, column]));
  const columns = a.columns.flatMap((column) => {
    const other = others.get(column.name);
    return other === undefined ? [] : (mergeColumns(column, other) ?? []);
  });
  return { condition: a.condition, columns };
}

function isSameColumn(a: ProfileColumn, b: ProfileColumn | undefined): boolean {
  return b !== undefined && a.name === b.name && a.kind === b.kind;
}

/** Adds two profiles of one column. @returns undefined when one withholds what the other keeps */
export function mergeColumns(a: ProfileColumn, b: ProfileColumn): ProfileColumn | undefined {
  const spread = mergeSpreads(a.spread, b.spread, a.kind !== 'float');
  if (spread === undefined) return undefined;
  return {
    ...a,
    rows: a.rows + b.rows,
    missing: a.missing + b.missing,
    distinct: countDistinct(spread) ?? atLeast(a.distinct, b.distinct),
    spread,
  };
}

/** Different values of a spread that lists all of them; undefined when it does not. */
export function countDistinct(spread: Spread): DistinctCount | undefined {
  switch (spread.shape) {
    case 'boolean':
      return { kind: 'exact', count: Number(spread.true > 0) + Number(spread.false > 0) };
    case 'categories':
      return spread.other === undefined ? { kind: 'exact', count: spread.values.length } : undefined;
    case 'numeric': {
      const { finite } = spread;
      const special = [spread.nan, spread.positiveInfinity, spread.negativeInfinity].filter((rows) => rows > 0).length;
      if (finite === undefined) return { kind: 'exact', count: special };
      return finite.counts.kind === 'values'
        ? { kind: 'exact', count: finite.counts.values.length + special }
        : undefined;
    }
    case 'texts':
    case 'withheld':
      return undefined;
  }
}

function mergeSpreads(a: Spread, b: Spread, isInteger: boolean): Spread | undefined {
  switch (a.shape) {
    case 'numeric': {
      if (b.shape !== 'numeric') return undefined;
      const finite =
        a.finite === undefined || b.finite === undefined
          ? (a.finite ?? b.finite)
          : mergeFinite(a.finite, b.finite, isInteger);
      return {
        shape: 'numeric',
        nan: a.nan + b.nan,
        positiveInfinity: a.positiveInfinity + b.positiveInfinity,
        negativeInfinity: a.negativeInfinity + b.negativeInfinity,
        ...(finite === undefined ? {} : { finite }),
      };
    }
    case 'boolean':
      return b.shape === 'boolean' ? { shape: 'boolean', true: a.true + b.true, false: a.false + b.false } : undefined;
    case 'categories':
      return b.shape === 'categories' ? mergeCategories(a, b) : undefined;
    case 'texts':
      return b.shape === 'texts' ? mergeTexts(a, b) : undefined;
    case 'withheld':
      return b.shape === 'withheld' && a.because === b.because ? { ...a, ...mergeLengths(a, b) } : undefined;
  }
}

function mergeLengths(a: WithheldSpread, b: WithheldSpread): Pick<WithheldSpread, 'length'> {
  if (a.length === undefined || b.length === undefined) {
    const length = a.length ?? b.length;
    return length === undefined ? {} : { length };
  }
  const rows = a.length.rows + b.length.rows;
  return {
    length: {
      rows,
      min: Math.min(a.length.min, b.length.min),
      max: Math.max(a.length.max, b.length.max),
      mean: (a.length.mean * a.length.rows + b.length.mean * b.length.rows) / rows,
    },
  };
}

function atLeast(a: DistinctCount, b: DistinctCount): DistinctCount {
  if (a.kind === 'unknown' || b.kind === 'unknown') return { kind: 'unknown' };
  return { kind: 'atLeast', count: Math.max(lower(a), lower(b)) };
}

/** A lower bound of a count. An estimate is lowered by three of its standard errors, a tenth each. */
function lower(count: Exclude<DistinctCount, { kind: 'unknown' }>): number {
  return count.kind === 'approximate' ? Math.floor(count.count * 0.7) : count.count;
}
