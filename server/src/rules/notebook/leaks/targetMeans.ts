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
  if (countsRows(reducer)) return false;
  const { source, at } = reducer;
  if (graph.object(source.object)?.kind !== 'groupby') return false;
  const values = columns.columnOf({ ...source, at });
  if (values === undefined) return false;
  return labelColumnsOf(training, columns).some((label) => isLabel(label, values, columns));
}

/** `groupby(…)["paid"].transform("size")`: how many rows there are tells nothing of their answers. */
function countsRows({ call }: LeakingReducer['reducer']): boolean {
  const [first] = call.arguments;
  const counts = ['size', 'count'];
  return counts.includes(call.text.split('.').at(-1) ?? '') || counts.includes(String(first?.literal));
}
