/** `with` blocks that change nothing of what is computed in them: their statements are read as if they stood alone. */
import type { Statement } from '../../flow/analysis.ts';
import { descendants, namedChildren, partOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import type { CellRange } from '../../read/notebook.ts';

/** Runs of experiment trackers, and settings of warnings. */
const plainManagers: ReadonlySet<string> = new Set([
  'dvclive.Live',
  'mlflow.start_run',
  'numpy.errstate',
  'torch.inference_mode',
  'torch.no_grad',
  'wandb.init',
  'warnings.catch_warnings',
]);

/** A statement, or one that stands in a plain block of it, with what the analysis says of it alone. */
export interface Unit {
  readonly node: PythonNode;
  readonly statement: Statement;
}

/** The statements of a plain block in their order, blocks in it opened as well; any other statement as it is. */
export function unitsOf(statement: Statement, node: PythonNode): readonly Unit[] {
  const body = bodyOf(statement, node);
  if (body === undefined) return [{ node, statement }];
  return namedChildren(body)
    .filter(({ type }) => type !== 'comment')
    .flatMap((child) => unitsOf(narrowTo(statement, child), child));
}

/** Whether a place lies in a unit that runs once, and so neither in a loop nor in a branch. */
export function isReachedOnce(statement: Statement, node: PythonNode, { start, end }: CellRange): boolean {
  const unit = unitsOf(statement, node).find((candidate) => candidate.node.start <= start && end <= candidate.node.end);
  return unit !== undefined && !/^(?:for|while|if|with|try|match)/.test(unit.node.type);
}

function bodyOf(statement: Statement, node: PythonNode): PythonNode | undefined {
  if (node.type !== 'with_statement') return undefined;
  const body = partOf(node, 'body');
  if (body === undefined) return undefined;
  const items = [...descendants(node)].filter(({ type, start }) => type === 'with_item' && start < body.start);
  const isPlain = items.every((item) =>
    statement.calls.some(
      ({ at, callee }) => at.start === item.start && callee !== undefined && plainManagers.has(callee),
    ),
  );
  return isPlain && items.length > 0 ? body : undefined;
}

function narrowTo(statement: Statement, { start, end }: PythonNode): Statement {
  const isInside = ({ at }: { readonly at: CellRange }): boolean =>
    at.cell === statement.at.cell && start <= at.start && at.end <= end;
  return {
    ...statement,
    at: { cell: statement.at.cell, start, end },
    uses: statement.uses.filter(isInside),
    definitions: statement.definitions.filter(isInside),
    calls: statement.calls.filter(
      (call) => isInside(call) || (call.through !== undefined && isInside({ at: call.through })),
    ),
  };
}
