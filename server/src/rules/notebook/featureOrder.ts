/** The rule about features that reach a model in another order than it was trained with. */
import type { CodeOutline, FunctionOutline } from '../../notebook/code/codeOutline.ts';
import { functionsOf, lineAt } from '../../notebook/code/codeOutline.ts';
import { relativeUri } from '../../notebook/code/relativeUri.ts';
import type { Call } from '../../notebook/flow/analysis.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { namedChildren, partOf, partsOf, textOf } from '../../notebook/syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../notebook/syntax/pythonTree.ts';
import { listOf } from '../../spec/words.ts';
import { callsOf, nodeAt, placeOf, textAt } from './codeAt.ts';
import { trainingsOf } from './leaks/trainings.ts';
import { stringValue } from './literals.ts';
import type { NotebookContext, NotebookFinding, NotebookFix, NotebookRule } from './notebookRule.ts';
import { copiedRuns } from './repeatedCode.ts';

export const featureOrderRules: readonly NotebookRule[] = [
  {
    id: 'notebook/feature-order',
    severity: 'W/E/E',
    finds: 'features that reach a model, or arguments that reach a function, in another order than it takes them',
    why: 'A model takes columns by their place, so it answers with numbers that look right and are wrong. Give them in the order of the training columns, best by name.',
    hasFix: true,
    *check(context) {
      yield* swappedArguments(context);
      yield* otherOrder(context);
      for (const outline of context.surroundings.otherCode()) yield* otherSignature(context, outline);
    },
  },
];

/** `predict_price(bath, sqft)` of `def predict_price(sqft, bath)`. */
function* swappedArguments(context: NotebookContext): Generator<NotebookFinding> {
  const { analysis } = context;
  const signatures = new Map(analysis?.functions.map((one) => [one.name, one.parameters]));
  for (const { call } of analysis === undefined ? [] : callsOf(analysis)) {
    const parameters = signatures.get(call.text);
    if (parameters === undefined || call.effect !== undefined) continue;
    const given = positionalNames(context, call);
    const swapped = given.findIndex((name, index) => {
      const place = name === undefined ? -1 : parameters.indexOf(name);
      return place >= 0 && place !== index && given[place] !== undefined && parameters.indexOf(given[place]) === index;
    });
    const name = given[swapped];
    if (swapped < 0 || name === undefined) continue;
    const other = parameters[swapped] ?? '';
    const at = call.arguments[swapped]?.at ?? call.at;
    const counterpart = call.arguments[parameters.indexOf(name)]?.at;
    const changes =
      counterpart === undefined
        ? []
        : [
            { at, newText: other },
            { at: counterpart, newText: name },
          ];
    yield {
      at,
      fixes: changes.length === 0 ? [] : [{ title: `Swap \`${name}\` and \`${other}\``, changes, isPreferred: true }],
      message: `\`${call.text}\` takes \`${other}\` here, and gets \`${name}\`: put the arguments into the order of its parameters, or name them.`,
    };
  }
}

/** The names given by position; undefined for what is no name. */
function positionalNames(context: NotebookContext, { arguments: given }: Call): readonly (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const { keyword, at } of given) {
    const text = textAt(context, at);
    if (keyword !== undefined || text.startsWith('*')) break;
    // One letter means anything, and `distance(b, a)` may be meant.
    names.push(/^[A-Za-z_]\w{2,}$/.test(text) ? text : undefined);
  }
  return names;
}

/** `model.predict([[bhk, bath]])` of a model that was trained on `df[["bath", "bhk"]]`. */
function* otherOrder(context: NotebookContext): Generator<NotebookFinding> {
  const { analysis } = context;
  if (analysis === undefined) return;
  for (const { training, evaluation } of trainingsOf(analysis).pairs) {
    const [trained, ...more] = training.data;
    const object = trained === undefined ? undefined : analysis.object(trained.object);
    const columns = object === undefined || more.length > 0 ? undefined : chosenColumns(context, object.madeBy.at);
    const place = evaluation.call.effect?.data;
    const given = typeof place === 'number' ? evaluation.call.arguments[place]?.at : undefined;
    if (columns === undefined || given === undefined) continue;
    const names = chosenColumns(context, given) ?? vectorNames(context, given);
    if (names === undefined || !isReordered(columns, names)) continue;
    yield {
      at: given,
      fixes: reordered(context, given, columns, names),
      message: `The model was trained on ${listOf(columns)} in this order, and gets ${listOf(names)}: put them into the same order.`,
      related: [{ at: training.at, message: `trains on ${listOf(columns)}` }],
    };
  }
}

/** The same things in the order of the columns. */
function reordered(
  context: NotebookContext,
  at: CellRange,
  columns: readonly string[],
  names: readonly string[],
): readonly NotebookFix[] {
  const placed = nodeAt(context, at);
  if (placed === undefined) return [];
  const { cell, node } = placed;
  const list = node.type === 'list' ? namedChildren(node)[0] : partsOf(node, 'subscript')[0];
  const items = list === undefined ? [] : namedChildren(list);
  const given = names.map(plain);
  const changes = columns.flatMap((column, index) => {
    const [from, to] = [items[given.indexOf(plain(column))], items[index]];
    if (from === undefined || to === undefined) return [];
    return [{ at: placeOf(cell, to), newText: textOf(cell.tree, from) }];
  });
  if (changes.length !== items.length) return [];
  return [{ title: 'Use the order of the training', changes, isPreferred: true }];
}

/** Whether both have the same names in another order. */
function isReordered(columns: readonly string[], names: readonly string[]): boolean {
  const [wanted, given] = [columns.map(plain), names.map(plain)];
  const isSameSet =
    wanted.length === given.length &&
    new Set(wanted).size === wanted.length &&
    given.every((name) => wanted.includes(name));
  return isSameSet && given.some((name, index) => name !== wanted[index]);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The columns of `df[["a", "b"]]`, at least two. */
function chosenColumns(context: NotebookContext, at: CellRange): readonly string[] | undefined {
  const placed = nodeAt(context, at);
  if (placed?.node.type !== 'subscript') return undefined;
  const [list, ...more] = partsOf(placed.node, 'subscript');
  return list?.type === 'list' && more.length === 0 ? texts(placed.cell.tree, list) : undefined;
}

function texts(tree: PythonTree, list: PythonNode): readonly string[] | undefined {
  const found = namedChildren(list).map((item) => stringValue(tree, item)?.text);
  const names = found.filter((text) => text !== undefined);
  return names.length === found.length && names.length > 1 ? names : undefined;
}

/** The names in `[[a, row["b"], float(form["c"])]]`, at least two; undefined when one of them has none. */
function vectorNames(context: NotebookContext, at: CellRange): readonly string[] | undefined {
  const placed = nodeAt(context, at);
  const [row, ...more] = placed?.node.type === 'list' ? namedChildren(placed.node) : [];
  if (placed === undefined || row?.type !== 'list' || more.length > 0) return undefined;
  const found = namedChildren(row).map((item) => nameIn(placed.cell.tree, item));
  const names = found.filter((name) => name !== undefined);
  return names.length === found.length && names.length > 1 ? names : undefined;
}

function nameIn(tree: PythonTree, node: PythonNode): string | undefined {
  switch (node.type) {
    case 'identifier':
      return textOf(tree, node);
    case 'attribute': {
      const name = partOf(node, 'attribute');
      return name === undefined ? undefined : textOf(tree, name);
    }
    case 'subscript': {
      const [key] = partsOf(node, 'subscript');
      return key === undefined ? undefined : stringValue(tree, key)?.text;
    }
    case 'call': {
      const [only, ...more] = namedChildren(partOf(node, 'arguments') ?? node);
      return only === undefined || more.length > 0 ? undefined : nameIn(tree, only);
    }
    default:
      return undefined;
  }
}

/** A function of the notebook whose copy in another file takes the same parameters in another order. */
function* otherSignature(context: NotebookContext, outline: CodeOutline): Generator<NotebookFinding> {
  if (outline.functions.length === 0) return;
  for (const run of copiedRuns(context, outline)) {
    const copy = outline.functions.findLast(({ start, end }) => start <= run.start && run.end <= end);
    const cell = context.pythonCells.find((one) => one.cell.index === run.from.at.cell);
    if (copy === undefined || cell === undefined) continue;
    const original = functionsOf(cell.tree).findLast(({ start, end }) => start <= run.from.start && run.to.end <= end);
    if (original === undefined || !isReordered(original.parameters, copy.parameters)) continue;
    const file = `${relativeUri(context.notebook.uri, outline.uri)} (line ${lineAt(outline, copy.start)})`;
    yield {
      at: placeOf(cell, original.parametersAt),
      message: `\`${original.name}\` takes ${listOf(differing(original, copy))} in this order, and its copy \`${copy.name}\` in ${file} takes ${listOf(differing(copy, original))}: use one order, or one function.`,
    };
  }
}

/** The parameters that stand elsewhere in another function. */
function differing({ parameters }: FunctionOutline, other: FunctionOutline): readonly string[] {
  return parameters.filter((name, index) => plain(name) !== plain(other.parameters[index] ?? ''));
}
