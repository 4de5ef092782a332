/** What another tool would say of a column, by the method that it takes by itself. */
import type { DriftTool, DriftToolResult } from '../../../../schemas/driftVerdict.ts';
import type { ColumnPair } from '../columnPair.ts';
import { chooseEvidently, computeEvidently } from '../tools/evidently.ts';
import { computeNannyml, findNannymlThreshold } from '../tools/nannyml.ts';
import { chooseTfdv, computeTfdv } from '../tools/tfdv.ts';
import { chooseWhylogs, computeWhylogs } from '../tools/whylogs.ts';

const nannymlDefault = 'jensen_shannon';

/** What a tool learns of a column before it compares. */
export interface ToolThresholds {
  readonly nannyml?: number | undefined;
}

/** @param chunks the reference beside each chunk of itself */
export function learnThresholds(tools: readonly DriftTool[], chunks: readonly ColumnPair[]): ToolThresholds {
  return tools.includes('nannyml') ? { nannyml: findNannymlThreshold(nannymlDefault, chunks) } : {};
}

export function recomputeTool(tool: DriftTool, pair: ColumnPair, thresholds: ToolThresholds): DriftToolResult {
  switch (tool) {
    case 'evidently':
      return computeEvidently(chooseEvidently(pair), pair);
    case 'nannyml':
      return computeNannyml(nannymlDefault, pair, thresholds.nannyml);
    case 'tfdv':
      return computeTfdv(chooseTfdv(pair), pair);
    case 'whylogs':
      return computeWhylogs(chooseWhylogs(pair), pair);
  }
}
