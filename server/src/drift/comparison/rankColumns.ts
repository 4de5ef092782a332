/** The columns of a comparison in the order in which a person should look at them, each with the reason in words. */
import type { DriftCell, DriftColumn, DriftResult, DriftWindow } from '../../../../schemas/driftJob.ts';
import type { RankedColumn } from '../../../../schemas/driftReport.ts';
import type { DriftVerdict } from '../../../../schemas/driftVerdict.ts';
import { findWeekdays } from './findWeekdays.ts';
import { sayNeed, sayVerdict } from './sayVerdict.ts';

interface Placed {
  readonly window: number;
  readonly cell: DriftCell;
  readonly verdict: DriftVerdict;
}

const order: Readonly<Record<RankedColumn['answer'], number>> = {
  drift: 0,
  'cannot-tell': 1,
  stable: 2,
  'not-judged': 3,
};

/** Writes a change of the share of positives as money; undefined where nothing says what it is worth. */
export type ValueChange = ((explained: NonNullable<DriftCell['explained']>) => Omit<RankedMoney, 'window'>) | undefined;
type RankedMoney = NonNullable<RankedColumn['money']>;

/** Drifting columns first; of these the one with the most money at risk, then the one that changed most; ties by name. */
export function rankColumns(
  { columns, windows }: Pick<DriftResult, 'columns' | 'windows'>,
  valueChange?: ValueChange,
): RankedColumn[] {
  return columns
    .map((column) => rankColumn(column, windows, valueChange))
    .sort(
      (a, b) =>
        order[a.answer] - order[b.answer] ||
        moneyAtRisk(b) - moneyAtRisk(a) ||
        b.weight - a.weight ||
        (a.ranked.column < b.ranked.column ? -1 : 1),
    )
    .map(({ ranked }) => ranked);
}

/** Money of columns that do not drift is noise. */
function moneyAtRisk({
  answer,
  ranked,
}: {
  readonly answer: RankedColumn['answer'];
  readonly ranked: RankedColumn;
}): number {
  return answer === 'drift' ? Math.abs(ranked.money?.perYear ?? 0) : 0;
}

function rankColumn(column: DriftColumn, windows: readonly DriftWindow[], valueChange: ValueChange) {
  const placed = column.cells.flatMap((cell, window): Placed[] =>
    (cell?.judgements ?? []).flatMap((one) =>
      one.kind === 'judged' && cell !== null ? [{ window, cell, verdict: one }] : [],
    ),
  );
  const drifting = placed.filter(({ verdict }) => verdict.answer === 'drift');
  const open = placed.filter(({ verdict }) => verdict.answer === 'cannot-tell');
  const answer: RankedColumn['answer'] =
    drifting.length > 0 ? 'drift' : placed.length === 0 ? 'not-judged' : open.length > 0 ? 'cannot-tell' : 'stable';
  const worst = findWorst(drifting.length > 0 ? drifting : open.length > 0 ? open : placed);
  const weight = worst === undefined ? 0 : severityOf(worst.verdict);
  const ranked: RankedColumn = {
    column: column.name,
    answer,
    drifting: new Set(drifting.map(({ window }) => window)).size,
    judged: new Set(placed.map(({ window }) => window)).size,
    worst: worst === undefined ? null : describe(worst),
    money: drifting.length === 0 ? null : findMoney(drifting, valueChange),
    sentence: explain(column, windows, worst),
    advice: advise(answer, worst, column, windows),
  };
  return { ranked, answer, weight };
}

/** The most money that a drifting window stands for. */
function findMoney(drifting: readonly Placed[], valueChange: ValueChange): RankedColumn['money'] {
  let most: RankedMoney | null = null;
  for (const { window, cell } of drifting) {
    if (valueChange === undefined || cell.explained === undefined || isUninformative(cell.explained)) continue;
    const money = { ...valueChange(cell.explained), window };
    if (most === null || Math.abs(money.perYear) > Math.abs(most.perYear)) most = money;
  }
  return most;
}

/** Whether all values that the reference has stand for the same share of positives: 0 would claim that the change is free. */
function isUninformative({ half }: NonNullable<DriftCell['explained']>): boolean {
  return half === 0;
}

function findWorst(placed: readonly Placed[]): Placed | undefined {
  let worst: Placed | undefined;
  for (const one of placed) {
    if (worst === undefined || severityOf(one.verdict) > severityOf(worst.verdict)) worst = one;
  }
  return worst;
}

/** The part of the greatest change there can be, in [0, 1]: ranks move by one half at most. */
function severityOf({ measure, effect }: DriftVerdict): number {
  return measure === 'rank-wasserstein' ? 2 * effect : effect;
}

function describe({ window, verdict }: Placed): NonNullable<RankedColumn['worst']> {
  const { aspect, measure, effect, low, high, adjustedP } = verdict;
  return { window, aspect, measure, effect, low, high, adjustedP };
}

function explain(column: DriftColumn, windows: readonly DriftWindow[], worst: Placed | undefined): string {
  if (worst === undefined) {
    const reason = column.cells.flatMap((cell) => cell?.judgements ?? []).find((one) => one.kind === 'undefined');
    return reason?.kind === 'undefined' ? reason.because : 'No window of it has a verdict.';
  }
  const label = windows[worst.window]?.label ?? '';
  return sayVerdict(worst.verdict, worst.cell, column.kind, windows.length === 1 ? undefined : label);
}

/** Share of rows that the reference does not know from which it is said that they have no price. */
const worthSaying = 0.02;

function advise(
  answer: RankedColumn['answer'],
  worst: Placed | undefined,
  column: DriftColumn,
  windows: readonly DriftWindow[],
): string | null {
  if (worst === undefined || answer === 'stable') return null;
  if (answer === 'cannot-tell') return sayNeed(worst.verdict);
  if (worst.cell.factor !== undefined) {
    return `Its unit seems to have changed by a factor of ${String(Number(worst.cell.factor.toPrecision(4)))}; check what delivers the column.`;
  }
  const weekdays = findWeekdays(column.cells, windows);
  if (weekdays !== undefined) {
    return `It drifts on ${weekdays} and on hardly any other day, so it follows the week: take windows of a week, or compare these days with the same days of the reference.`;
  }
  const unpriced = sayUnpriced(worst.cell, column);
  if (unpriced !== undefined) return unpriced;
  return followsWindows(column)
    ? 'Each window holds one value of it and the reference holds many, as when a day has one weekday; take longer windows, or leave the column out.'
    : null;
}

/** What of a change has no price, or is priced by a guess; undefined where the reference tells enough of it. */
function sayUnpriced({ explained }: DriftCell, { overlay }: DriftColumn): string | undefined {
  if (explained === undefined) return undefined;
  const { unknown = 0 } = explained;
  const isNumeric = overlay.kind === 'bars' && overlay.isNumeric;
  const what = isNumeric ? 'lie beyond all values of the reference' : 'hold a category that the reference never had';
  const rows = `${Number((unknown * 100).toPrecision(2))} % of its rows ${what}`;
  if (isUninformative(explained)) {
    return unknown >= worthSaying
      ? `${rows}, so nothing is known of what they cost.`
      : 'All its values stand for the same share of positives in the reference, so nothing is known of what its change costs.';
  }
  if (unknown < worthSaying) return undefined;
  return isNumeric
    ? `${rows}; they are priced as its outermost rows are, which nothing supports.`
    : `${rows}, so nothing is known of what they cost.`;
}

/** Whether the column follows the windows themselves: one value in each, not the same in all. */
function followsWindows({ overlay }: DriftColumn): boolean {
  if (overlay.kind === 'none' || overlay.windows.length < 2) return false;
  const only = overlay.windows.map((counts) => {
    const filled = counts.flatMap((count, bar) => (count > 0 ? [bar] : []));
    return filled.length === 1 ? filled[0] : undefined;
  });
  return only.every((bar) => bar !== undefined) && new Set(only).size > 1;
}
