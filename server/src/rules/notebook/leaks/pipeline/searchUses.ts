/** What a notebook does with a search, and with the best model that it found. */
import type { NameUse, ObjectId } from '../../../../notebook/flow/analysis.ts';
import { namedChildren, partOf } from '../../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFix } from '../../notebookRule.ts';
import { nodesOf, writtenText } from '../nodes.ts';
import type { PlacedNode } from '../nodes.ts';
import { assignmentAround, usersOf } from '../statementEdits.ts';

type Change = NotebookFix['changes'][number];

export interface SearchUses {
  readonly changes: readonly Change[];
  /** Data that the best model predicts and scores, as they are written. */
  readonly evaluated: readonly PlacedNode[];
}

/** They take rows, and a pipeline has them, too. */
const evaluating: ReadonlySet<string> = new Set(
  'predict predict_proba predict_log_proba decision_function score'.split(' '),
);
/** They say the same of a pipeline. */
const unchanged: ReadonlySet<string> = new Set(
  'fit best_score_ best_index_ n_splits_ refit_time_ scorer_ classes_ cv_results_'.split(' '),
);
const nothing: SearchUses = { changes: [], evaluated: [] };

/**
 * What must change behind a search whose model becomes a pipeline.
 *
 * @param prefix what settings of the model begin with then, without `__`
 * @returns undefined where something is done with it that could mean something else then
 */
export function searchUses(context: NotebookContext, search: ObjectId, prefix: string): SearchUses | undefined {
  const { analysis, notebook } = context;
  if (analysis === undefined) return undefined;
  const uses = analysis.statements.flatMap((statement) =>
    [...statement.uses, ...statement.lateUses].filter((use) => use.isWritten && use.objects.includes(search)),
  );
  // Columns of its results are named by the settings.
  const namesSettings = notebook.cells.some(({ text }) => /['"]param_/.test(text));
  if (namesSettings && uses.some((use) => textAround(context, use, -2).endsWith('.cv_results_'))) return undefined;
  return allOf(uses.map((use) => searchUse(context, use, prefix)));
}

function searchUse(context: NotebookContext, use: NameUse, prefix: string): SearchUses | undefined {
  const nodes = nodesOf(context).nodesAround(use.at);
  const [statement, outer, attribute] = [nodesOf(context).statementAt(use.at), nodes.at(-3), nodes.at(-2)];
  if (statement === undefined || outer === undefined || attribute === undefined) return undefined;
  // A loop or a branch may make another search of the same name.
  const name = attributeOf(attribute, use);
  if (name === undefined) return isShown(context, use) ? nothing : undefined;
  if (unchanged.has(name)) return nothing;
  if (evaluating.has(name)) return evaluatedBy(outer);
  if (name === 'best_params_') return settingsUse(context, use, outer, prefix);
  if (name === 'best_estimator_') return bestModelUse(context, use, outer, attribute);
  return undefined;
}

/** The first argument of a call. */
function evaluatedBy(call: PlacedNode): SearchUses | undefined {
  const given = call.node.type === 'call' ? partOf(call.node, 'arguments') : undefined;
  const [first] = given === undefined ? [] : namedChildren(given);
  if (first === undefined) return undefined;
  const data = first.type === 'keyword_argument' ? partOf(first, 'value') : first;
  const isNamedX = first.type !== 'keyword_argument' || partOf(first, 'name')?.end === first.start + 1;
  return data === undefined || !isNamedX ? undefined : { changes: [], evaluated: [{ ...call, node: data }] };
}

function settingsUse(
  context: NotebookContext,
  use: NameUse,
  outer: PlacedNode,
  prefix: string,
): SearchUses | undefined {
  const key = outer.node.type === 'subscript' ? partOf(outer.node, 'subscript') : undefined;
  if (key?.type === 'string') {
    const at = { cell: outer.cell, start: key.start + 1, end: key.start + 1 };
    return { changes: [{ at, newText: `${prefix}__` }], evaluated: [] };
  }
  return isShown(context, use) ? nothing : undefined;
}

function bestModelUse(
  context: NotebookContext,
  use: NameUse,
  outer: PlacedNode,
  written: PlacedNode,
): SearchUses | undefined {
  if (outer.node.type === 'attribute') return modelUse(context, use, written);
  if (isShown(context, use)) return nothing;
  const assignment = assignmentAround(context, use.at);
  if (context.analysis === undefined || assignment === undefined) return undefined;
  const isWhole = assignment.right.node.start === written.node.start && assignment.right.node.end === written.node.end;
  if (!isWhole || assignment.left.node.type !== 'identifier') return undefined;
  const name = writtenText(assignment.left);
  const users = usersOf(context.analysis, assignment.statement, [name]);
  const uses = users.flatMap((statement) =>
    [...statement.uses, ...statement.lateUses].filter((one) => one.isWritten && one.name === name),
  );
  return allOf(
    uses.map((one) => {
      const node = nodesOf(context).nodesAround(one.at).at(-1);
      return node === undefined ? undefined : modelUse(context, one, node);
    }),
  );
}

/** A use of the best model, a pipeline then: what it learned stands in its last step. */
function modelUse(context: NotebookContext, use: NameUse, model: PlacedNode): SearchUses | undefined {
  const around = nodesOf(context).nodesAround(use.at);
  const at = around.findIndex(({ node }) => node.start === model.node.start && node.end === model.node.end);
  const [call, attribute] = [around[at - 2], around[at - 1]];
  const name = attribute === undefined ? undefined : attributeOf(attribute, { at: placeOfNode(model) });
  if (name === undefined || call === undefined) return isShown(context, use) ? nothing : undefined;
  if (evaluating.has(name)) return evaluatedBy(call);
  if (name === 'classes_') return nothing;
  if (!name.endsWith('_')) return undefined;
  const behind = { cell: model.cell, start: model.node.end, end: model.node.end };
  return { changes: [{ at: behind, newText: '[-1]' }], evaluated: [] };
}

function placeOfNode({ node, cell }: PlacedNode) {
  return { cell, start: node.start, end: node.end };
}

/** The name of the attribute where the object of an attribute is what is looked at. */
function attributeOf({ node, tree }: PlacedNode, { at }: Pick<NameUse, 'at'>): string | undefined {
  const object = node.type === 'attribute' ? partOf(node, 'object') : undefined;
  const name = partOf(node, 'attribute');
  if (object?.start !== at.start || object.end !== at.end || name === undefined) return undefined;
  return tree.text.slice(name.start, name.end);
}

/** Whether a statement only shows it. */
function isShown(context: NotebookContext, { at }: NameUse): boolean {
  const statement = nodesOf(context).statementAt(at);
  const outermost = nodesOf(context)
    .nodesAround(at)
    .find(({ node }) => node.type === 'call');
  const isPrinted = outermost === undefined || /^(?:print|display)\(/.test(writtenText(outermost));
  return (
    isPrinted &&
    statement?.type === 'expression_statement' &&
    statement.definitions.every(({ name }) => name.startsWith('$'))
  );
}

function textAround(context: NotebookContext, { at }: NameUse, index: number): string {
  const node = nodesOf(context).nodesAround(at).at(index);
  return node === undefined ? '' : writtenText(node);
}

function allOf(found: readonly (SearchUses | undefined)[]): SearchUses | undefined {
  if (found.includes(undefined)) return undefined;
  return {
    changes: found.flatMap((one) => one?.changes ?? []),
    evaluated: found.flatMap((one) => one?.evaluated ?? []),
  };
}
