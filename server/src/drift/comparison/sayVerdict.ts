/** A verdict in words. */
import type { DriftCell } from '../../../../schemas/driftJob.ts';
import type { DriftAspect, DriftVerdict } from '../../../../schemas/driftVerdict.ts';
import type { ColumnKind } from '../../../../schemas/profile.ts';
import { displayValue } from '../displayValue.ts';
import { countBlocks } from '../verdict/blockWords.ts';

/**
 * What was seen, by how much, and how surely: one sentence.
 *
 * @param kind of the column, by which its mean is written
 * @param window its label, when there are several
 */
export function sayVerdict(
  verdict: DriftVerdict,
  cell: DriftCell,
  kind: ColumnKind,
  window: string | undefined,
): string {
  const where = window === undefined ? '' : ` in ${window}`;
  const range = `${percent(verdict.effect)} (${percent(verdict.low)} to ${percent(verdict.high)})`;
  return `${sayEffect(verdict, range)}${where}${sayMeans(verdict, cell, kind)}${sayCategories(verdict.aspect, cell)}, ${sayProbability(verdict)}.`;
}

function sayEffect({ aspect, measure }: DriftVerdict, range: string): string {
  switch (aspect) {
    case 'values':
      switch (measure) {
        case 'rank-wasserstein':
          return `Its values move by ${range} of all ranks`;
        case 'total-variation':
          return `${range} of its rows lie in another category`;
        case 'proportion':
          return `The shares of its two values move by ${range}`;
      }
    // falls through: every measure returns.
    case 'missing':
      return `The share of missing rows moves by ${range}`;
    case 'not-finite':
      return `The share of NaN and infinities moves by ${range}`;
    case 'new-values':
      return `${range} of its rows hold a category that the reference never had`;
    case 'out-of-range':
      return `${range} of its rows lie beyond the range of the reference`;
  }
}

function sayMeans({ aspect, measure }: DriftVerdict, { means }: DriftCell, kind: ColumnKind): string {
  if (aspect !== 'values' || means === undefined) return '';
  if (measure === 'proportion') return `, true from ${percent(means.reference)} to ${percent(means.current)}`;
  const isTime = kind === 'date' || kind === 'timestamp' || kind === 'time';
  const [before, after] = [means.reference, means.current].map((mean) =>
    isTime ? displayValue(mean, kind) : number(mean),
  );
  return `, the mean from ${String(before)} to ${String(after)}`;
}

function sayCategories(aspect: DriftAspect, { added, vanished }: DriftCell): string {
  if (aspect !== 'values' && aspect !== 'new-values') return '';
  const parts = [
    ...(added.length === 0 ? [] : [`new: ${list(added)}`]),
    ...(vanished.length === 0 ? [] : [`gone: ${list(vanished)}`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => JSON.stringify(name));
  return `${shown.join(', ')}${names.length > 3 ? ' and more' : ''}`;
}

function sayProbability({ adjustedP }: DriftVerdict): string {
  return adjustedP < 1e-4 ? 'p below 0.0001' : `p ${number(adjustedP)}`;
}

/** How many rows would settle an open question, as a sentence; null when the window settles it. */
export function sayNeed({ need }: DriftVerdict): string | null {
  switch (need.kind) {
    case 'enough':
      return null;
    case 'rows': {
      const { rows, blocks } = need;
      const length = blocks === undefined ? rowsOf(rows) : countBlocks(blocks.count, blocks.period);
      return `A window of at least ${length} would settle it.`;
    }
    case 'no-window': {
      const { blocks } = need;
      if (blocks !== undefined) {
        const { reference, both, period, hasOneValue } = blocks;
        if (hasOneValue === true) return sayOneValue(period);
        return `No window settles it, because the reference has only ${countBlocks(reference, period)}; both sides need ${both.toLocaleString('en')}.`;
      }
      return `No window settles it, because the reference has only ${rowsOf(need.referenceRows)}; both sides need ${need.bothRows.toLocaleString('en')}.`;
    }
    case 'at-the-line':
      return 'The effect lies at the smallest one that counts, so no number of rows settles it.';
  }
}

/** More blocks would settle it only where values come in no order, which those of a calendar do not. */
function sayOneValue(period: string): string {
  const [blocks, longer] = period === '1 day' ? ['Days', '1 week'] : [`Blocks of ${period}`, 'a longer time'];
  return `${blocks} cannot settle it, because each holds one value of it; leave the column out, or set block to ${longer}.`;
}

function rowsOf(rows: number): string {
  return rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`;
}

function percent(share: number): string {
  const points = share * 100;
  return `${points === 0 ? '0' : points < 0.1 ? points.toPrecision(1) : points.toFixed(1)} %`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}
