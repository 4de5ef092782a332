/** How many sessions of a model answer at the same time, and over how many cores each run is spread. */
import { readFile, stat } from 'node:fs/promises';
import type { ModelInput } from '../../../schemas/evaluationJob.ts';
import { readModelHeader } from '../onnx/readModelHeader.ts';
import { readNodes } from '../onnx/readNodes.ts';
import { readRowUse } from '../onnx/readRowUse.ts';
import type { RowUse } from '../onnx/readRowUse.ts';

export interface SessionPlan {
  /** Cores of one run. */
  readonly cores: number;
  /** Each has weights of its own. */
  readonly sessions: number;
  /** Most rows of a batch. */
  readonly rows: number;
  /** Whether the model may be changed to take the words of a column, each once. */
  readonly takesWords: boolean;
  /** Whether its graph answers each row by that row alone. */
  readonly rowUse: RowUse;
}

const notKnown: RowUse = { kind: 'unknown' };
/** Weights beyond this size are not held more than once. */
const repeatedBytes = 64 * 2 ** 20;
/**
 * Beyond it a row takes so long that smaller batches let the sessions end closer together; much smaller ones would read
 * all weights too often.
 */
const smallBytes = 256 * 1024;
const heavyRows = 512;

/**
 * Rows of a table are answered by one session for each core: whole batches at the same time are faster than threads
 * that meet after every node of the graph. Images are few and large, and each is spread over all cores.
 *
 * It follows from the model alone, never from a measurement, and no row is answered otherwise with more cores.
 *
 * @param path of the model
 * @param threads cores that may be used
 */
export async function planSessions(
  path: string,
  inputs: readonly Pick<ModelInput, 'image'>[],
  threads: number,
): Promise<SessionPlan> {
  const large = { cores: threads, sessions: 1, rows: Infinity, takesWords: false, rowUse: notKnown };
  const { size } = await stat(path);
  if (size > repeatedBytes) return large;
  const bytes = await readFile(path);
  const source = {
    sizeBytes: bytes.length,
    read: (start: number, length: number) => Promise.resolve(bytes.subarray(start, start + length)),
  };
  const nodes = await readNodes(source);
  const rowUse = nodes === undefined ? notKnown : readRowUse(nodes);
  const whole = { ...large, rowUse };
  if (inputs.some(({ image }) => image !== undefined)) return whole;
  const outcome = await readModelHeader(source);
  // Weights may lie in files beside the model, which are found by its path alone.
  if (outcome.kind !== 'header' || outcome.header.weightBytes > repeatedBytes) return whole;
  const { weightBytes, externalData } = outcome.header;
  return {
    cores: 1,
    sessions: threads,
    rows: weightBytes > smallBytes ? heavyRows : Infinity,
    takesWords: externalData.length === 0,
    rowUse,
  };
}
