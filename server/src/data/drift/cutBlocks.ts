/** Cuts the reference into blocks whose rows are alike, such as its days. */
import type { DriftRequest } from '../../../../schemas/driftJob.ts';
import { chooseBlocks, sayIndependent, type ChosenBlocks } from '../../drift/comparison/chooseBlocks.ts';
import { TableProblem } from '../tableProblem.ts';
import type { CountedCut } from './countColumns.ts';
import type { CountWish, OpenSide } from './compareDrift.ts';

export interface CutBlocks extends ChosenBlocks {
  /** The reference as it is cut by class, and each block that has rows. */
  readonly count: (wish: CountWish) => Promise<{ readonly windows: CountedCut; readonly blocks: CountedCut }>;
}

/** @returns undefined where rows count as independent; one sentence where they have to, because there are no blocks */
export async function cutBlocks(
  { label, cutBlocks: cutInto }: Pick<OpenSide, 'label' | 'cutBlocks'>,
  { blocks, chunks }: Pick<DriftRequest, 'blocks' | 'chunks'>,
): Promise<CutBlocks | string | undefined> {
  if (blocks === undefined) return undefined;
  if (cutInto === undefined) return sayIndependent(`${label} gives counts and no rows`, blocks);
  const found = await chooseBlocks(label, { blocks, chunks }, async (length) => {
    try {
      return { cut: await cutInto({ column: blocks.column, length }) };
    } catch (error) {
      if (error instanceof TableProblem) return { sentence: error.message };
      throw error;
    }
  });
  if (typeof found === 'string') return found;
  const { chosen, cut, filled } = found;
  return {
    ...chosen,
    count: async (wish) => {
      const counted = await cut.count(wish);
      const inBlocks = counted.blocks.map((windows) => filled.flatMap((place) => windows[place] ?? []));
      return { windows: counted.windows, blocks: inBlocks };
    },
  };
}
