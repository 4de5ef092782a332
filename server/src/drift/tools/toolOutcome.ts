/** What a recomputed method of another tool gives, before it is named. */
import type { DriftTool, DriftToolResult } from '../../../../schemas/driftVerdict.ts';
import type { ColumnPair } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';

export interface ToolValue {
  readonly value: number;
  readonly threshold?: number;
  readonly isAlarm?: boolean;
}

/** A value, or one sentence why the tool gives none. */
export type ToolOutcome = ToolValue | string;

/** @param differs why the value differs from our verdict */
export function nameOutcome(
  tool: DriftTool,
  method: string,
  outcome: ToolOutcome,
  pair: ColumnPair,
  differs: string,
): DriftToolResult {
  if (typeof outcome === 'string') return { kind: 'undefined', tool, method, because: outcome };
  if (!Number.isFinite(outcome.value)) {
    return { kind: 'undefined', tool, method, because: `${method} gives no finite number for this column.` };
  }
  const { cells } = pair;
  const isExact = cells.kind === 'numeric' ? cells.width === 0 : cells.kind === 'categories' && !cells.hasOther;
  return { kind: 'known', tool, method, ...outcome, isExact, differs };
}

/** Why nothing can be compared at all; undefined when it can. */
export function findObstacle({ cells }: ColumnPair): string | undefined {
  if (cells.kind === 'apart') return cells.because;
  if (sumCounts(cells.reference) === 0) return 'The reference has no value.';
  return sumCounts(cells.current) === 0 ? 'The window has no value.' : undefined;
}
