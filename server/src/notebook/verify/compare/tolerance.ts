/** How far two numbers may lie apart and still count as the same. */

export interface Tolerance {
  /** Share of the notebook’s number. */
  readonly relative: number;
  /** In units of the values. */
  readonly absolute: number;
}

export const tolerances = {
  /** Tables, arrays, splits: arithmetic in another order, and nothing more. */
  values: { relative: 1e-9, absolute: 1e-12 },
  /** Fitted state, predictions and metrics: what comes out of fits that iterate. */
  fitted: { relative: 1e-6, absolute: 1e-9 },
  /** The same of networks, whose libraries promise less. */
  deep: { relative: 1e-4, absolute: 1e-7 },
} as const satisfies Readonly<Record<string, Tolerance>>;

/** Whether two numbers count as the same; NaN is the same as NaN, and an infinity as itself. */
export function isClose(notebook: number, inPackage: number, { relative, absolute }: Tolerance): boolean {
  if (Object.is(notebook, inPackage) || notebook === inPackage) return true;
  if (!Number.isFinite(notebook) || !Number.isFinite(inPackage)) return false;
  return Math.abs(notebook - inPackage) <= absolute + relative * Math.abs(notebook);
}
