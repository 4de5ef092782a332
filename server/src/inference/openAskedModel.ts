/** Opens the model that a job is asked about, and the rows that it is to answer. */
import { stat } from 'node:fs/promises';
import type { JobLimits } from '../../../schemas/jobs.ts';
import type { EvaluationRequest } from '../../../schemas/evaluationJob.ts';
import type { SplitRows, TableSource } from '../../../schemas/tableSource.ts';
import type { RowSource } from '../evaluation/rowSource.ts';
import type { ModelPorts } from './answerJob.ts';
import { ModelProblem } from './modelProblem.ts';
import { openModel } from './openModel.ts';
import type { OpenModel } from './openModel.ts';
import { planSessions } from './planSessions.ts';

/** What loading a model needs of the job. */
interface LoadingContext {
  readonly report: (progress: { readonly doing: string; readonly share: number }) => void;
  readonly limits: JobLimits;
}

/** What a job with a model needs of the side that reads tables. */
export interface RowPorts<Context> extends ModelPorts {
  readonly withRows: <Result>(
    source: TableSource,
    splits: readonly SplitRows[],
    world: Context,
    use: (rows: RowSource) => Promise<Result>,
  ) => Promise<Result>;
}

type AskedModel = Pick<EvaluationRequest, 'model' | 'provider' | 'inputs'>;
type AskedRows = Pick<EvaluationRequest, 'source' | 'splits'>;

/** @throws ModelProblem, or what the ports explain, when it cannot be loaded; the caller closes what it gets */
export async function openAskedModel(
  { model, provider, inputs }: AskedModel,
  { report, limits }: LoadingContext,
  { confine }: ModelPorts,
): Promise<OpenModel> {
  report({ doing: `Loading ${model.label}`, share: 0 });
  const path = await confine(model.root, model.path, model.label);
  const plan = await planSessions(path, inputs, limits.threads);
  // Images are decoded while the model answers.
  const spins = inputs.every(({ image }) => image === undefined);
  return await openModel(path, model.label, { threads: plan.cores, plan, spins, provider });
}

/** Files of so many bytes hold enough rows for more than one thread. */
const largeBytes = 4 * 2 ** 20;

async function isLarge({ root, files, images, label }: TableSource, { confine }: ModelPorts): Promise<boolean> {
  // Images are answered by one session, however many files there are to be asked about.
  if (images !== undefined) return false;
  let bytes = 0;
  for (const file of files) {
    // What cannot be read is told by the reader of the table.
    const status = await confine(root, file, label)
      .then((real) => stat(real))
      .catch(() => undefined);
    bytes += status?.size ?? 0;
    if (bytes >= largeBytes) return true;
  }
  return false;
}

/**
 * Hands the model and the rows that it is to answer over, and closes both however that ends.
 *
 * @throws as {@link openAskedModel}, and what `use` throws
 */
export async function withAskedModel<Context extends LoadingContext, Result>(
  request: AskedModel & AskedRows,
  context: Context,
  ports: RowPorts<Context>,
  use: (model: OpenModel, rows: RowSource) => Promise<Result>,
): Promise<Result> {
  // What loads the model waits for the disk and for threads, as what opens the table does: each goes on meanwhile.
  const opening = openSpread(request, context, ports);
  opening.catch(() => undefined);
  try {
    const outcome = await ports.withRows(request.source, request.splits, context, async (rows) => {
      try {
        return await use(await opening, rows);
      } catch (error) {
        // What the model cannot answer is no problem of the table, whose reader explains what it is thrown.
        if (error instanceof ModelProblem) return error;
        throw error;
      }
    });
    if (outcome instanceof ModelProblem) throw outcome;
    return outcome;
  } finally {
    // A model that cannot be loaded is told first, whichever of both failed sooner.
    const model = await opening;
    await model.close();
  }
}

/** Opens the model; its threads load it, too, while the table is opened, which takes one core. */
async function openSpread<Context extends LoadingContext>(
  request: AskedModel & AskedRows,
  context: LoadingContext,
  ports: RowPorts<Context>,
): Promise<OpenModel> {
  const isLong = isLarge(request.source, ports);
  const model = await openAskedModel(request, context, ports);
  if (await isLong) model.batches.spread();
  return model;
}
