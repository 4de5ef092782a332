/** What a comparison has found before it is done: verdicts can still change, because they hold for all columns together. */
import type { DriftColumn } from '../../../../schemas/driftJob.ts';

const mostNamed = 3;

/** @param total columns that will be compared */
export function saySoFar(columns: readonly DriftColumn[], total: number): string {
  const drifting = columns
    .map(({ name, cells }) => ({ name, weight: Math.max(0, ...cells.map(weighCell)) }))
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight)
    .map(({ name }) => name);
  const named = drifting.slice(0, mostNamed).join(', ');
  const others = drifting.length > mostNamed ? ` and ${drifting.length - mostNamed} more` : '';
  const found = drifting.length === 0 ? 'no drift so far' : `so far drift in ${named}${others}`;
  return `Compared ${columns.length.toLocaleString('en')} of ${total.toLocaleString('en')} columns, ${found}`;
}

/** The largest effect of a cell that drifts, as a multiple of the smallest one that counts; 0 when none does. */
function weighCell(cell: DriftColumn['cells'][number]): number {
  const weights = (cell?.judgements ?? []).map((one) =>
    one.kind === 'judged' && one.answer === 'drift' ? one.effect / one.smallest : 0,
  );
  return Math.max(0, ...weights);
}
