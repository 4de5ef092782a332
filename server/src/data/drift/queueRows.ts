/** Picks the rows of the window that changed most, for labelling. */
import type { DriftColumn, DriftRequest } from '../../../../schemas/driftJob.ts';
import type { DriftQueue } from '../../../../schemas/driftQueue.ts';
import type { WindowState } from '../../drift/comparison/compareColumn.ts';
import { pickForLabelling } from '../../drift/multivariate/pickForLabelling.ts';
import { joinSamples } from '../../drift/multivariate/sampledRows.ts';
import { measureSampledTexts } from '../../drift/texts/measureSampledTexts.ts';
import { TableProblem } from '../tableProblem.ts';
import type { OpenSide } from './compareDrift.ts';

/**
 * @returns undefined when no queue was asked for
 * @throws {TableProblem} where a side gives counts and no rows
 */
export async function queueRows(
  reference: OpenSide,
  current: OpenSide,
  compared: {
    readonly columns: readonly DriftColumn[];
    readonly names: readonly string[];
    readonly texts: ReadonlySet<string>;
  },
  states: readonly WindowState[],
  { queueRows: count, personal, answers, shown }: DriftRequest,
): Promise<DriftQueue | undefined> {
  if (count === undefined) return undefined;
  if (reference.sample === undefined || current.sample === undefined) {
    const without = (reference.sample === undefined ? reference : current).label;
    throw new TableProblem(`${without} gives counts and no rows, so none can be picked for labelling.`);
  }
  const marked = new Set(personal);
  const { columns } = compared;
  const names = compared.names.filter(
    (name) => !reference.isPersonal(name, marked) && !current.isPersonal(name, marked),
  );
  const named = [shown].flatMap((name) =>
    name === undefined || names.includes(name) || current.isPersonal(name, marked) ? [] : [name],
  );
  const window = findWindow(columns, states);
  const [basis, samples] = [await reference.sample(names), await current.sample([...named, ...names])];
  const sample = samples[window];
  const rows = sample?.columns ?? [];
  // What names a row says nothing of how it lies among the others.
  const compare = rows.filter(({ name }) => !named.includes(name));
  const scores = answers === undefined ? undefined : { name: answers.score, threshold: answers.threshold };
  const sides = measureSampledTexts(joinSamples(basis.map((one) => one.columns)), compare, compared.texts);
  const picked = pickForLabelling(sides.reference, sides.current, { count, scores });
  return {
    window: current.windows[window]?.label ?? '',
    columns: rows.map(({ name }) => name),
    rows: picked.map(({ row, ...why }) => ({
      ...why,
      row: sample?.places[row] ?? row + 1,
      values: rows.map(({ values }) => writeValue(values[row])),
    })),
  };
}

/** The window in which most columns drift; of equal ones the latest. */
function findWindow(columns: readonly DriftColumn[], states: readonly WindowState[]): number {
  let best = { window: 0, drifting: -1 };
  for (const [window, { kind }] of states.entries()) {
    if (kind !== 'judged') continue;
    const drifting = columns.filter(({ cells }) =>
      cells[window]?.judgements.some((one) => one.kind === 'judged' && one.answer === 'drift'),
    ).length;
    if (drifting >= best.drifting) best = { window, drifting };
  }
  return best.window;
}

function writeValue(value: number | string | null | undefined): string | null {
  if (typeof value === 'number') return Number.isNaN(value) ? null : String(value);
  return value ?? null;
}
