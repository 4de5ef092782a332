/** Statistics that make a label, such as "above average": what no feature shows does not leak by it. */
import type { Statement } from '../../../notebook/flow/analysis.ts';
import { namedChildren, partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext } from '../notebookRule.ts';
import { columnsOf } from './columns.ts';
import { nodesOf, writtenText } from './nodes.ts';
import type { LeakingReducer } from './preprocessing.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { Data, Influence } from './rowGraph.ts';
import { usersOf } from './statementEdits.ts';

/** Whether a statistic goes into columns of a table alone, and none of them is among the features of training and test. */
export function isOutsideFeatures(context: NotebookContext, { reducer, trained, test }: LeakingReducer): boolean {
  const { analysis } = context;
  const statement = nodesOf(context).statementAt(reducer.at);
  if (analysis === undefined || reducer.isFitted || statement === undefined) return false;
  const written = columnsWritten(context, statement, 4);
  if (written === undefined || written.length === 0) return false;
  return written.every((column) =>
    [trained, test.data].every((data) => isColumnLost(context, data, reducer.object, column)),
  );
}

/** The columns that a statement writes, itself or by names that only such statements use; undefined for anything else. */
function columnsWritten(context: NotebookContext, statement: Statement, depth: number): readonly string[] | undefined {
  const { analysis } = context;
  const placed = nodesOf(context)
    .nodesAround(statement.at)
    .findLast(({ node }) => node.type === 'expression_statement');
  const [assignment] = placed === undefined ? [] : namedChildren(placed.node);
  const left = assignment?.type === 'assignment' ? partOf(assignment, 'left') : undefined;
  if (analysis === undefined || placed === undefined || left === undefined || depth === 0) return undefined;
  const text = writtenText({ ...placed, node: left });
  const column = /^\w+\[(?<quote>['"])(?<column>[^'"]+)\k<quote>\]$/.exec(text)?.groups?.['column'];
  if (column !== undefined) return [column];
  if (left.type !== 'identifier') return undefined;
  const users = usersOf(analysis, statement, [text]).filter((user) => !isShown(user));
  const found = users.map((user) => columnsWritten(context, user, depth - 1));
  return found.includes(undefined) ? undefined : found.flatMap((columns) => columns ?? []);
}

function isShown({ type, definitions }: Statement): boolean {
  return type === 'expression_statement' && definitions.every(({ name }) => name.startsWith('$'));
}

/** Whether data, or something on the way to them, is known to have no such column. */
function isColumnLost(context: NotebookContext, data: Data, from: number, column: string): boolean {
  const { analysis } = context;
  const columns = columnsOf(context);
  if (analysis === undefined || columns === undefined) return false;
  const direct = columns.trace(data, column).kind;
  if (direct !== 'unknown') return direct === 'absent';
  const graph = rowGraphOf(analysis);
  for (
    let step: Influence | undefined = graph.influencesOn(data).get(from);
    step?.towards !== undefined;
    step = step.towards
  ) {
    const { object, seenBy } = step.towards;
    const at = graph.object(object)?.madeBy.at ?? data.at;
    if (columns.trace({ object, seenBy, at }, column).kind === 'absent') return true;
  }
  return false;
}
