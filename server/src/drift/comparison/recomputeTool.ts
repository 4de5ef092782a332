/** What another tool would say of a column, by the method that it takes by itself. */
import type { DriftTool, DriftToolResult } from '../../../../schemas/driftVerdict.ts';
import type { ColumnPair } from '../columnPair.ts';
import { chooseEvidently, computeEvidently } from '../tools/evidently.ts';
import { computeNannyml } from '../tools/nannyml.ts';
import { chooseTfdv, computeTfdv } from '../tools/tfdv.ts';
import { chooseWhylogs, computeWhylogs } from '../tools/whylogs.ts';

export function recomputeTool(tool: DriftTool, pair: ColumnPair): DriftToolResult {
  switch (tool) {
    case 'evidently':
      return computeEvidently(chooseEvidently(pair), pair);
    case 'nannyml':
      return computeNannyml('jensen_shannon', pair);
    case 'tfdv':
      return computeTfdv(chooseTfdv(pair), pair);
    case 'whylogs':
      return computeWhylogs(chooseWhylogs(pair), pair);
  }
}
