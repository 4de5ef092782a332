/** Which check, column and window the page looks at. */
import type { DriftCheckView, DriftChecks, DriftColumnView } from '../../../schemas/driftPanel.ts';
import type { DriftContext } from './memory.ts';

export interface Chosen {
  readonly column: DriftColumnView;
  readonly window: number;
}

/** What was chosen by hand, else the check that is being compared, else the first. */
export function chooseCheck({ checks }: DriftChecks, { memory }: DriftContext): DriftCheckView | undefined {
  const own = checks.filter(({ id }) => id === memory.check);
  const wanted = memory.isRecorded === true ? own.find(({ progress }) => progress === null) : own[0];
  return wanted ?? checks.find(({ progress }) => progress?.stopped === null) ?? checks[0];
}

/** What was chosen by hand, else the column that needs it most in the window that decides its verdict. */
export function chooseCell({ columns, windows }: DriftCheckView, { memory }: DriftContext): Chosen | undefined {
  const column = columns.find(({ name }) => name === memory.column) ?? columns[0];
  if (column === undefined) return undefined;
  const isKnown = memory.window !== undefined && memory.window < windows.length && memory.column === column.name;
  return { column, window: isKnown ? (memory.window ?? 0) : column.window };
}
