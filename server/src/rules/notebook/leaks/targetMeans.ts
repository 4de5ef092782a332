/** Which leaks are means of the target per category. */
import type { NotebookContext } from '../notebookRule.ts';
import { columnsOf } from './columns.ts';
import { isLabel, labelColumnsOf } from './labelColumns.ts';
import type { LeakingReducer } from './preprocessing.ts';
import { rowGraphOf } from './rowGraph.ts';

const encoders = /(?:Target|WOE|JamesStein|LeaveOneOut|CatBoost|MEstimate|GLMM|Quantile|Summary)Encoder$/;

/** Whether a reducer that leaks learned from the answers of test rows, which says more than what it learned from features. */
export function isTargetEncoding(context: NotebookContext, { reducer, training }: LeakingReducer): boolean {
  const { analysis } = context;
  const columns = columnsOf(context);
  if (analysis === undefined || columns === undefined) return false;
  const graph = rowGraphOf(analysis);
  if (reducer.isFitted) return encoders.test(graph.object(reducer.object)?.type ?? '');
  const { source, at } = reducer;
  if (graph.object(source.object)?.kind !== 'groupby') return false;
  const values = columns.columnOf({ ...source, at });
  if (values === undefined) return false;
  return labelColumnsOf(training, columns).some((label) => isLabel(label, values, columns));
}
