/** The small face of a profile: what hovers and plots show. */
import type {
  ColumnKind,
  ColumnSummary,
  Profile,
  ProfileColumn,
  ProfileNumber,
  TableSummary,
} from '../../../schemas/profile.ts';
import { displayValue } from './displayValue.ts';
import { readNumber, scale } from './exactNumber.ts';
import type { FiniteSpread } from './numericSpread.ts';
import { drawPlotBins, type PlotBin } from './plotBins.ts';

/** Most bins and categories of a plot. */
const mostBars = 40;
const mostCategories = 10;
const longestLabel = 80;

/** The summary of a table. */
export function summariseProfile(profile: Pick<Profile, 'rows' | 'columns'>): TableSummary {
  return { rows: profile.rows, columns: profile.columns.map(summariseColumn) };
}

/** The summary of a column: small whatever the column holds. */
export function summariseColumn(column: ProfileColumn): ColumnSummary {
  const { name, type, kind, derivation, rows, missing, distinct, spread } = column;
  const base = {
    name,
    type: shorten(type),
    kind,
    ...(derivation === undefined ? {} : { derivation }),
    rows,
    missing,
    notFinite: spread.shape === 'numeric' ? spread.nan + spread.positiveInfinity + spread.negativeInfinity : 0,
    distinct,
  };
  switch (spread.shape) {
    case 'numeric':
      return spread.finite === undefined
        ? { ...base, plot: nothing }
        : { ...base, ...summariseNumbers(spread.finite, kind) };
    case 'boolean': {
      const top = [
        { label: 'true', count: spread.true },
        { label: 'false', count: spread.false },
      ].filter((bar) => bar.count > 0);
      return { ...base, plot: top.length === 0 ? nothing : { kind: 'categories', top, otherRows: 0 } };
    }
    case 'categories': {
      const top = spread.values.slice(0, mostCategories).map(([value, count]) => ({ label: shorten(value), count }));
      const rest = spread.values.slice(mostCategories).reduce((sum, [, count]) => sum + count, 0);
      const otherRows = rest + (spread.other?.rows ?? 0);
      return { ...base, plot: top.length + otherRows === 0 ? nothing : { kind: 'categories', top, otherRows } };
    }
    case 'texts':
      return { ...base, plot: { kind: 'none', because: 'it holds free text, of which lengths and words are kept' } };
    case 'withheld': {
      const because =
        spread.because === 'personal' ? 'the column holds personal data' : 'its values are nested or binary';
      return { ...base, plot: { kind: 'none', because } };
    }
  }
}

const nothing = { kind: 'none', because: 'no row has a value' } as const;

function summariseNumbers(
  finite: FiniteSpread,
  kind: ColumnKind,
): Pick<ColumnSummary, 'min' | 'max' | 'mean' | 'deviation' | 'quantiles' | 'plot'> {
  const show = (value: ProfileNumber) => displayValue(readNumber(value), kind);
  const { p05, p25, p50, p75, p95, within } = finite.quantiles;
  const isNumber = kind === 'integer' || kind === 'float';
  return {
    min: show(finite.min),
    max: show(finite.max),
    ...(isNumber ? { mean: finite.mean } : {}),
    ...(isNumber && finite.deviation !== undefined ? { deviation: finite.deviation } : {}),
    quantiles: {
      p05: show(p05),
      p25: show(p25),
      p50: show(p50),
      p75: show(p75),
      p95: show(p95),
      isExact: within === 0,
    },
    plot: { kind: 'histogram', bins: drawBins(finite, kind) },
  };
}

/** From fine bins a row can fall into the neighbour of its bar; fine bins are a fiftieth of a bar or less. */
function drawBins({ counts, min, max }: FiniteSpread, kind: ColumnKind): PlotBin[] {
  const values =
    counts.kind === 'values'
      ? counts.values.map(([value, rows]) => [Number(readNumber(value)), rows] as const)
      : counts.bins.map(([index, rows]) => [scale(index + 0.5, counts.exponent), rows] as const);
  return [...drawPlotBins(values, Number(readNumber(min)), Number(readNumber(max)), kind, mostBars)];
}

/** Cuts a text for display; whole characters are kept. */
function shorten(text: string): string {
  const characters = Array.from(text.slice(0, 4 * longestLabel));
  return characters.length <= longestLabel && characters.join('') === text
    ? text
    : `${characters.slice(0, longestLabel - 1).join('')}…`;
}
