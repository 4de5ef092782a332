/** Cuts the reference as the windows are cut, for tools that take their alarm thresholds from it. */
import type { DriftChunks, DriftRequest } from '../../../../schemas/driftJob.ts';
import { joinWindows } from '../../drift/comparison/compareColumn.ts';
import type { CountedColumn } from '../../drift/comparison/countedColumn.ts';
import { judgeStates } from '../../drift/comparison/windowStates.ts';
import { TableProblem } from '../tableProblem.ts';
import type { CountWish, OpenSide } from './compareDrift.ts';

export interface CutReference {
  /** For each column, one count for each chunk that has rows. */
  readonly count: (wish: CountWish) => Promise<readonly (readonly CountedColumn[])[]>;
}

/** Chunks that NannyML makes of a reference when it is told nothing. */
const defaultChunks = 10;

/**
 * @returns undefined where no tool asks for chunks; one sentence where the reference cannot be cut, such as where it has
 *   counts alone, or no times
 */
export async function cutReference(
  reference: OpenSide,
  { tools, chunks, incomplete }: DriftRequest,
): Promise<CutReference | string | undefined> {
  if (!tools.includes('nannyml')) return undefined;
  const why = 'NannyML takes its alarm threshold from chunks of the reference, and there are none';
  if (reference.cut === undefined) return `${why}: ${reference.label} gives counts and no rows.`;
  try {
    const cut = await reference.cut(chunksOf(chunks, reference.rows));
    const states = judgeStates(cut.windows, { incomplete, leastRows: 1 });
    return {
      count: async (wish) =>
        (await cut.count(wish)).map((windows) =>
          joinWindows(windows, states).filter((_, index) => states[index]?.kind === 'judged'),
        ),
    };
  } catch (error) {
    if (error instanceof TableProblem) return `${why}. ${error.message}`;
    throw error;
  }
}

/** As NannyML cuts: a number of chunks is a number of rows in each, and what is left over is one more. */
function chunksOf(chunks: DriftChunks, rows: number): DriftChunks {
  switch (chunks.kind) {
    case 'whole':
      return { kind: 'rows', rows: Math.max(1, Math.floor(rows / defaultChunks)) };
    case 'number':
      return { kind: 'rows', rows: Math.max(1, Math.floor(rows / chunks.windows)) };
    case 'rows':
      return chunks;
    case 'period':
      return { ...chunks, latestOnly: false };
  }
}
