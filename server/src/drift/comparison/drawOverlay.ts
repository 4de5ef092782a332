/** Bars of a reference and of windows over the same places: small whatever the columns hold. */
import { mostBars, type DriftOverlay } from '../../../../schemas/driftJob.ts';
import { drawPlotBins } from '../plotBins.ts';
import { categoriesOf, numbersOf, type CountedColumn } from './countedColumn.ts';

/** Most categories that have a bar of their own. */
const mostCategories = 20;
const longestLabel = 60;
/** Share of the rows at each end that are drawn in the outermost bar, so that one outlier does not hide the rest. */
const tailShare = 0.002;

export function drawOverlay(reference: CountedColumn, windows: readonly CountedColumn[]): DriftOverlay {
  if (reference.spread.shape === 'withheld') {
    const because = reference.spread.because === 'personal' ? 'it holds personal data' : 'its values are nested';
    return { kind: 'none', because: `Its values are not kept, because ${because}.` };
  }
  if ([reference, ...windows].some(({ spread }) => spread.shape === 'texts')) {
    return { kind: 'none', because: 'It is kept as free text on one side alone.' };
  }
  const hasSameShape = windows.every(
    ({ spread }) => (spread.shape === 'numeric') === (reference.spread.shape === 'numeric'),
  );
  if (!hasSameShape) return { kind: 'none', because: 'Its type is not the same on both sides.' };
  return reference.spread.shape === 'numeric' ? drawNumbers(reference, windows) : drawCategories(reference, windows);
}

function drawNumbers(reference: CountedColumn, windows: readonly CountedColumn[]): DriftOverlay {
  const sides = [reference, ...windows].map(numbersOf);
  const range = findRange(sides);
  if (range === undefined) return { kind: 'none', because: 'No row has a value.' };
  const [low, high] = range;
  const bars = sides.map((side) => drawPlotBins(side, low, high, reference.kind, mostBars));
  const [first = []] = bars;
  const [own = [], ...others] = bars.map((side) => side.map(({ count }) => count));
  return {
    kind: 'bars',
    isNumeric: true,
    labels: first.map((bar) => (bar.low === bar.high ? bar.low : `${bar.low} to ${bar.high}`)),
    reference: own,
    windows: others,
  };
}

/** The range that holds nearly all rows of every side that has any. */
function findRange(
  sides: readonly (readonly (readonly [number, number])[])[],
): readonly [low: number, high: number] | undefined {
  const lows: number[] = [];
  const highs: number[] = [];
  for (const side of sides) {
    const rows = side.reduce((sum, [, count]) => sum + count, 0);
    if (rows === 0) continue;
    lows.push(findAt(side, rows * tailShare));
    highs.push(findAt(side, rows * (1 - tailShare)));
  }
  return lows.length === 0 ? undefined : [Math.min(...lows), Math.max(...highs)];
}

function findAt(side: readonly (readonly [number, number])[], target: number): number {
  let sum = 0;
  for (const [value, rows] of side) {
    sum += rows;
    if (sum >= target) return value;
  }
  return side.at(-1)?.[0] ?? 0;
}

function drawCategories(reference: CountedColumn, windows: readonly CountedColumn[]): DriftOverlay {
  const sides = [reference, ...windows].map((column) => ({ column, counts: categoriesOf(column) }));
  const shares = new Map<string, number>();
  for (const { column, counts } of sides) {
    const present = Math.max(1, column.rows - column.missing);
    for (const [value, rows] of counts) shares.set(value, Math.max(shares.get(value) ?? 0, rows / present));
  }
  const top = [...shares]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, mostCategories)
    .map(([value]) => value);
  if (top.length === 0) return { kind: 'none', because: 'No row has a value.' };
  const countSide = ({ column, counts }: (typeof sides)[number]): number[] => {
    const own = top.map((value) => counts.get(value) ?? 0);
    const listed = own.reduce((sum, rows) => sum + rows, 0);
    return [...own, Math.max(0, column.rows - column.missing - listed)];
  };
  const [own = [], ...others] = sides.map(countSide);
  const hasRest = [own, ...others].some((counts) => (counts.at(-1) ?? 0) > 0);
  const cut = (counts: number[]) => (hasRest ? counts : counts.slice(0, -1));
  return {
    kind: 'bars',
    isNumeric: false,
    labels: [...top.map(shorten), ...(hasRest ? ['all others'] : [])],
    reference: cut(own),
    windows: others.map(cut),
  };
}

function shorten(text: string): string {
  const characters = Array.from(text.slice(0, 4 * longestLabel));
  return characters.length <= longestLabel ? characters.join('') : `${characters.slice(0, longestLabel - 1).join('')}…`;
}
