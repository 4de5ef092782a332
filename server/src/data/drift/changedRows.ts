/** The images or texts of windows that changed most, for whoever looks at them. */
import type { ChangedRow, DriftColumn, DriftRequest } from '../../../../schemas/driftJob.ts';
import { pickChangedRows } from '../../drift/comparison/pickChangedRows.ts';
import { joinSamples } from '../../drift/multivariate/sampledRows.ts';
import type { ComparedTexts } from './compareTexts.ts';
import type { OpenSide } from './compareDrift.ts';

/** @returns undefined where rows have no names, where rows may be personal, or where a side gives counts and no rows */
export async function changedRows(
  reference: OpenSide,
  current: OpenSide,
  columns: readonly DriftColumn[],
  texts: readonly ComparedTexts[],
  { shown, personal, showsRows }: DriftRequest,
): Promise<ChangedRow[] | undefined> {
  if (!showsRows) return undefined;
  if (texts.length > 0) {
    return texts.flatMap(({ name, basis, standing }) => pickChangedRows(name, columns, basis, standing));
  }
  if (shown === undefined || reference.sample === undefined || current.sample === undefined) return undefined;
  const marked = new Set(personal);
  const isAllowed = (name: string): boolean => !reference.isPersonal(name, marked) && !current.isPersonal(name, marked);
  const drifting = columns.filter(({ cells }) =>
    cells.some((cell) => cell?.judgements.some((one) => one.kind === 'judged' && one.answer === 'drift')),
  );
  const names = drifting.map(({ name }) => name).filter(isAllowed);
  if (names.length === 0 || !isAllowed(shown)) return [];
  const basis = joinSamples((await reference.sample(names)).map((one) => one.columns));
  return pickChangedRows(shown, columns, basis, await current.sample([shown, ...names]));
}
