/** Cuts the reference as the windows are cut, for tools that take their alarm thresholds from it. */
import type { DriftChunks, DriftRequest } from '../../../../schemas/driftJob.ts';
import { joinWindows } from '../../drift/comparison/compareColumn.ts';
import type { CountedColumn } from '../../drift/comparison/countedColumn.ts';
import { fewestBlocks } from '../../drift/verdict/blockVariation.ts';
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

/**
 * The reference in blocks whose rows are alike, such as its days.
 *
 * @returns undefined where rows count as independent; one sentence where they have to, because there are no blocks
 */
export async function cutBlocks(
  reference: OpenSide,
  { blocks }: DriftRequest,
): Promise<(CutReference & { readonly blocks: number }) | string | undefined> {
  if (blocks === undefined) return undefined;
  const so = 'so rows count as independent and probabilities may be too small';
  if (reference.cut === undefined) return `${reference.label} gives counts and no blocks, ${so}.`;
  try {
    const cut = await reference.cut({ kind: 'period', ...blocks, latestOnly: false });
    const filled = cut.windows.map(({ rows }) => rows > 0);
    const count = filled.filter(Boolean).length;
    if (count < fewestBlocks) {
      return `${reference.label} has ${count} of the blocks, and ${fewestBlocks} are needed to tell how far they lie apart, ${so}.`;
    }
    return {
      blocks: count,
      count: async (wish) => (await cut.count(wish)).map((windows) => windows.filter((_, index) => filled[index])),
    };
  } catch (error) {
    if (error instanceof TableProblem) return `${reference.label} cannot be cut into blocks, ${so}. ${error.message}`;
    throw error;
  }
}

/** @returns most blocks in a window; undefined where windows are not cut by time */
export function blocksPerWindow({ chunks, blocks }: DriftRequest): number | undefined {
  if (chunks.kind !== 'period' || blocks === undefined) return undefined;
  return secondsIn(chunks.length) / secondsIn(blocks.length);
}

const secondsPerMonth = 365.25 * 7_200;

function secondsIn({ unit, count }: NonNullable<DriftRequest['blocks']>['length']): number {
  return unit === 'month' ? count * secondsPerMonth : count;
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
