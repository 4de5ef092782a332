/** The notebook's own way to read the raw rows, for files of other rows. */
import type { Argument, Call } from '../../flow/analysis.ts';
import type { CellRange } from '../../read/notebook.ts';
import { descendants, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import type { PlannedCapture, PromotionPlan } from '../plan.ts';
import type { CellTrees } from '../project/cellTrees.ts';
import { readLiteral } from '../project/readLiteral.ts';
import { applyEdits } from '../textEdits.ts';
import type { TextEdit } from '../textEdits.ts';
import { placeKey } from './readExpression.ts';

/**
 * @returns such as `pd.read_csv(path, sep=";")` or `read_trips(path)`; undefined where nothing is read from a file, or an argument is more
 *   than a constant
 */
export function readerOf(
  { analysis, definitions, imports, source: { replacements } }: PromotionPlan,
  trees: CellTrees,
  source: PlannedCapture | undefined,
): string | undefined {
  const statement = source === undefined ? undefined : analysis.statements[source.statement];
  const call = statement?.calls.find(({ at }) => source !== undefined && placeKey(at) === placeKey(source.at));
  const argument = call === undefined ? undefined : pathArgument(call);
  const tree = source === undefined ? undefined : trees.treeOf(source.at.cell);
  const whole = source === undefined ? undefined : trees.callAt(source.at);
  if (statement === undefined || tree === undefined || whole === undefined || argument === undefined) return undefined;
  const node = trees.nodeAt(argument.at);
  const path = node?.type === 'keyword_argument' ? partOf(node, 'value') : node;
  if (path === undefined) return undefined;
  const secrets = replacements.filter(({ key }) => key === undefined);
  const edits: TextEdit[] = [
    { start: path.start, end: path.end, text: 'path' },
    ...secrets
      .filter(({ at }) => at.cell === source?.at.cell)
      .map(({ at: { start, end }, code: text }) => ({ start, end, text })),
  ];
  const free = definitions.filter(({ parameters }) => parameters.length === 0).map(({ name }) => name);
  const imported = new Set([...imports.map(({ binds }) => binds), ...free]);
  for (const child of descendants(whole)) {
    const isName = child.type === 'identifier' && child.field !== 'attribute' && child.field !== 'name';
    const isInside = path.start <= child.start && child.end <= path.end;
    if (!isName || isInside || imported.has(textOf(tree, child))) continue;
    const use = statement.uses.find(({ at }) => at.cell === source?.at.cell && at.start === child.start);
    const [definition, ...others] = use?.definitions ?? [];
    const text = definition === undefined || others.length > 0 ? undefined : literalText(trees, definition.at, secrets);
    if (text === undefined) return undefined;
    edits.push({ start: child.start, end: child.end, text });
  }
  return applyEdits(tree.text, whole.start, whole.end, edits);
}

/** Of a function of the notebook, the one text that it is given. */
function pathArgument({ effect, arguments: given }: Call): Argument | undefined {
  if (effect !== undefined) {
    const place = effect.reads.find((read) => typeof read === 'number');
    return typeof place === 'number' ? given[place] : undefined;
  }
  const texts = given.filter(({ literal }) => typeof literal === 'string');
  return texts.length === 1 ? texts[0] : undefined;
}

/** The literal that a name is bound to, and of a secret where it is read from; undefined for anything else. */
function literalText(
  trees: CellTrees,
  at: CellRange,
  secrets: PromotionPlan['source']['replacements'],
): string | undefined {
  const tree = trees.treeOf(at.cell);
  const assignment = trees.pathTo(at).findLast(({ type }) => type === 'assignment');
  const right: PythonNode | undefined = assignment === undefined ? undefined : partOf(assignment, 'right');
  if (tree === undefined || right === undefined || readLiteral(tree, right) === undefined) return undefined;
  const secret = secrets.find((other) => other.at.cell === at.cell && other.at.start === right.start);
  return secret?.code ?? textOf(tree, right);
}
