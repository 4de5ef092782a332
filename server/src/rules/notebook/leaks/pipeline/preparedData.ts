/** Names of data that a transformer of scikit-learn made, `X_scaled = scaler.fit_transform(X)`, with the way back to what it was. */
import type { Definition, Statement } from '../../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../../notebook/read/notebook.ts';
import { namedChildren, partOf } from '../../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext } from '../../notebookRule.ts';
import { mixesRows } from '../models.ts';
import { nodesOf, placeOf, writtenText } from '../nodes.ts';
import type { PlacedNode } from '../nodes.ts';
import { rowGraphOf } from '../rowGraph.ts';
import type { PlacedCall } from '../rowGraph.ts';
import { assignmentAround, namesIn } from '../statementEdits.ts';
import type { AssignmentStatement } from '../statementEdits.ts';

/** One transformation of data that have a name before and after it. */
export interface PreparingStep {
  /** Undefined where the data are used at once, without a name. */
  readonly assignment: AssignmentStatement | undefined;
  /** What the data are called afterwards; empty without a name. */
  readonly name: string;
  /** The data before, as they are written. */
  readonly source: PlacedNode;
  /** Labels that it is fitted with; undefined where there are none. */
  readonly labels: PlacedNode | undefined;
  readonly call: PlacedCall;
  /** The transformer as it is written: a name, or the call that makes it. */
  readonly maker: PlacedNode;
  /** Its class, such as `StandardScaler`. */
  readonly className: string;
  /** Whether it learns here; else it learned before. */
  readonly fits: boolean;
}

/** Data that are used after some steps, at the place of the use. */
export interface PreparedUse {
  readonly at: PlacedNode;
  readonly statement: Statement;
  readonly steps: readonly PreparingStep[];
}

/** They give coordinates for the rows that they were fitted on, and for no others. */
const withoutTransform: ReadonlySet<string> = new Set(['TSNE', 'MDS', 'SpectralEmbedding']);

/**
 * The transformations that lead to what a name stands for where it is written, the first one first.
 *
 * @returns empty where it was made in another way
 */
export function stepsBehind(context: NotebookContext, name: PlacedNode): readonly PreparingStep[] {
  const steps: PreparingStep[] = [];
  for (let node = name; node.node.type === 'identifier' && steps.length < 10;) {
    const step = stepBehind(context, node);
    if (step === undefined) break;
    steps.unshift(step);
    node = step.source;
  }
  return steps;
}

function stepBehind(context: NotebookContext, name: PlacedNode): PreparingStep | undefined {
  const definition = onlyDefinitionOf(context, name);
  const assignment = definition === undefined ? undefined : assignmentAround(context, definition.at);
  if (assignment?.left.node.type !== 'identifier' || definition?.kind !== 'bind') return undefined;
  return stepOf(context, assignment, valueOf(assignment.right));
}

/** The one definition that reaches a name; undefined when there may be another. */
export function onlyDefinitionOf(context: NotebookContext, name: PlacedNode): Definition | undefined {
  const use = nodesOf(context).useAt(placeOf(name));
  const [only, ...others] = use?.definitions ?? [];
  return use?.isUncertain === false && others.length === 0 ? only : undefined;
}

/** What a table is made of where a table is made of what a transformer gives: `pd.DataFrame(scaler.fit_transform(X))`. */
function valueOf(right: PlacedNode): PlacedNode {
  const { node, tree } = right;
  const callee = partOf(node, 'function');
  const given = partOf(node, 'arguments');
  const first = given === undefined ? undefined : namedChildren(given)[0];
  const isTable = callee !== undefined && /^(?:pd|pandas)\.DataFrame$/.test(tree.text.slice(callee.start, callee.end));
  return isTable && first?.type === 'call' ? { ...right, node: first } : right;
}

/** The transformation that a call makes; undefined when it is another call. */
export function stepOf(
  context: NotebookContext,
  assignment: AssignmentStatement | undefined,
  written: PlacedNode,
): PreparingStep | undefined {
  const { analysis } = context;
  if (analysis === undefined) return undefined;
  const graph = rowGraphOf(analysis);
  const call = graph.calls.find(({ at, through }) => through === undefined && isAt(at, written));
  const method = call === undefined ? undefined : /(?:^|\.)(?<name>fit_transform|transform)$/.exec(call.text);
  const callee = partOf(written.node, 'function');
  const maker = callee?.type === 'attribute' ? partOf(callee, 'object') : undefined;
  const [id, ...others] = call?.receivers ?? [];
  if (call === undefined || method === null || method === undefined || maker === undefined) return undefined;
  const type = id === undefined || others.length > 0 ? undefined : graph.object(id)?.type;
  const className = type?.split('.').at(-1);
  if (id === undefined || className === undefined || type?.startsWith('sklearn.') !== true) return undefined;
  if (withoutTransform.has(className) || !mixesRows(graph, id) || call.arguments.length > 2) return undefined;
  const [source, labels] = call.arguments.map(({ at, keyword }) =>
    keyword === undefined || keyword === 'X' || keyword === 'y' ? nodesOf(context).nodeAt(at) : undefined,
  );
  if (source === undefined || (call.arguments.length === 2 && labels === undefined)) return undefined;
  const isName = maker.type === 'identifier';
  if (!isName && (maker.type !== 'call' || method.groups?.['name'] !== 'fit_transform')) return undefined;
  return {
    assignment,
    name: assignment === undefined ? '' : writtenText(assignment.left),
    source,
    labels,
    call,
    maker: { ...written, node: maker },
    className,
    fits: method.groups?.['name'] === 'fit_transform',
  };
}

/**
 * What becomes of the names in an expression between where it is written and a later statement.
 *
 * @param written where the expression stands
 * @returns `bound-again` where a name then stands for something else; `changed` where an object itself may be changed
 */
export function fateOf(
  context: NotebookContext,
  written: PlacedNode,
  until: Statement,
  ignored: ReadonlySet<Statement['id']> = new Set(),
): 'kept' | 'bound-again' | 'changed' {
  const from = nodesOf(context).statementAt(placeOf(written));
  const names = new Set(namesIn(context, placeOf(written)).map(writtenText));
  if (context.analysis === undefined || from === undefined || until.id < from.id) return 'changed';
  let fate: 'kept' | 'bound-again' = 'kept';
  for (const { id, definitions } of context.analysis.statements.slice(from.id, until.id + 1)) {
    if (ignored.has(id)) continue;
    for (const { name, kind } of definitions) {
      if (!names.has(name)) continue;
      if (kind !== 'bind' || id === until.id) return 'changed';
      fate = 'bound-again';
    }
  }
  return fate;
}

function isAt({ cell, start, end }: CellRange, { node, cell: inCell }: PlacedNode): boolean {
  return cell === inCell && start === node.start && end === node.end;
}
