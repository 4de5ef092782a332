/** Finds the numbers that a notebook reports: scores as they are printed, shown or kept in a name. */
import type { Call, NotebookAnalysis, Statement } from '../flow/analysis.ts';
import type { CellRange } from '../read/notebook.ts';
import { descendants, namedChildren, partOf, pathTo, textOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';
import type { StatementCode } from './notebookCode.ts';
import { isPattern } from './unpacking.ts';

/** A reported number, before it gets its key. */
export interface FoundMetric {
  /** What it is called: `roc_auc_score`. */
  readonly name: string;
  /** The model that it judges, as the notebook calls it; undefined when none is to be seen. */
  readonly model: string | undefined;
  /** The expression whose value it is. */
  readonly at: CellRange;
}

export interface FoundMetrics {
  readonly metrics: readonly FoundMetric[];
  /** `shown`: nothing of the statement but its numbers matters; `bound`: the statement stays, and its name is reported. */
  readonly form: 'shown' | 'bound';
  /** The names that hold the number, when it is bound to one, or what it consists of; none where it is shown. */
  readonly targets: readonly string[];
}

const roles: ReadonlySet<string> = new Set(['metric', 'score', 'cross-validate']);
const wrappers: ReadonlySet<string> = new Set(
  'round float int abs sqrt mean std min max sum list str len np.sqrt np.mean np.std np.round np.average math.sqrt'.split(
    ' ',
  ),
);

const scopes: ReadonlySet<string> = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
  'lambda',
]);

/** Whether a call judges a model. */
export function isScore({ effect }: Call): boolean {
  return effect?.role !== undefined && roles.has(effect.role);
}

/**
 * What a statement at the top level reports.
 *
 * @returns undefined when it reports nothing: it is no score, or part of a loop, where it stays as it is
 */
export function findMetrics(
  { statement, node, parsed }: StatementCode,
  analysis: NotebookAnalysis,
): FoundMetrics | undefined {
  if (node?.type !== 'expression_statement') return undefined;
  const [expression] = namedChildren(node);
  if (expression === undefined) return undefined;
  const { tree } = parsed;
  const scores = statement.calls.filter(
    (call) =>
      call.through === undefined &&
      (isScore(call) || (call.effect?.role === 'predict' && expression.type !== 'assignment')) &&
      call.effect?.returns.kind !== 'figure' &&
      !isPlot(call),
  );
  const helped = expression.type === 'assignment' ? [] : helperCalls(statement, analysis, isScore);
  const learned = expression.type === 'assignment' ? [] : learnedAttributes(tree, expression);
  if (expression.type === 'assignment') return boundMetric(statement, analysis, tree, expression, scores);
  if (scores.length + learned.length + helped.length === 0) return undefined;
  const found = new Map<number, FoundMetric>();
  const add = (place: Pick<PythonNode, 'start' | 'end'>, name: string, model: string | undefined): void => {
    const whole = climb(tree.text, expression, place);
    if (whole.type === 'lambda') return;
    const at = { cell: statement.at.cell, start: whole.start, end: whole.end };
    found.set(whole.start, { name: rootedName(tree, whole, name), model, at });
  };
  for (const score of scores) add(score.at, nameOf(score), modelOf(score));
  for (const call of helped) add(call.at, nameOf(call), undefined);
  for (const { node: attribute, name, model } of learned) add(attribute, name, model);
  const metrics = [...found.values()].toSorted((left, right) => left.at.start - right.at.start);
  // Numbers inside another one are parts of it.
  const outer = metrics.filter(
    ({ at }) => !metrics.some(({ at: other }) => other !== at && other.start <= at.start && at.end <= other.end),
  );
  if (outer.length === 0 || changesBeside(statement, outer)) return undefined;
  return { form: 'shown', targets: [], metrics: outer };
}

/** What an assignment reports: `acc = accuracy_score(…)`, `loss, acc = model.evaluate(…)`, `acc = accuracy(model, loader)`. */
function boundMetric(
  statement: Statement,
  analysis: NotebookAnalysis,
  tree: PythonTree,
  assignment: PythonNode,
  scores: readonly Call[],
): FoundMetrics | undefined {
  const left = partOf(assignment, 'left');
  const right = partOf(assignment, 'right');
  if (left === undefined || right === undefined) return undefined;
  const at = { cell: statement.at.cell, start: right.start, end: right.end };
  const [score] = scores;
  if (left.type === 'identifier') {
    const target = textOf(tree, left);
    if (score !== undefined) {
      const name = isArithmetic(right) ? target : rootedName(tree, right, nameOf(score));
      return { form: 'bound', targets: [target], metrics: [{ name, model: modelOf(score), at }] };
    }
    const helper = helperCalls(statement, analysis, judges).find(({ at: own }) => own.start === right.start);
    if (helper === undefined || !measureName.test(target)) return undefined;
    return { form: 'bound', targets: [target], metrics: [{ name: target, model: undefined, at }] };
  }
  const names = namedChildren(left);
  if (!isPattern(left) || !names.every(({ type }) => type === 'identifier')) return undefined;
  const isWhole = ({ at: own }: Call): boolean => own.start === right.start && own.end === right.end;
  const targets = names.map((name) => textOf(tree, name));
  if (score?.effect?.role === 'score' && isWhole(score)) {
    return { form: 'bound', targets, metrics: [{ name: nameOf(score), model: modelOf(score), at }] };
  }
  const helper = helperCalls(statement, analysis, judges).find(isWhole);
  if (helper === undefined || !targets.every((target) => measureName.test(target))) return undefined;
  return { form: 'bound', targets, metrics: [{ name: nameOf(helper), model: undefined, at }] };
}

/** Names that numbers about models have. */
const measureName = /acc|auc|f1|score|loss|mse|mae|r2|precision|recall|error|metric|perplexity|iou|dice/i;

/** Whether a call judges a model, or lets it answer so that a function of the notebook can. */
function judges(call: Call): boolean {
  return isScore(call) || call.effect?.role === 'predict';
}

function isArithmetic({ type }: PythonNode): boolean {
  return type === 'binary_operator' || type === 'unary_operator';
}

/** The root of a squared error has a name of its own. */
function rootedName(tree: PythonTree, whole: PythonNode, name: string): string {
  if (!name.startsWith('mean_squared_')) return name;
  const callee = whole.type === 'call' ? partOf(whole, 'function') : undefined;
  const isRoot =
    (callee !== undefined && /(?:^|\.)sqrt$/.test(textOf(tree, callee))) ||
    (whole.type === 'binary_operator' && /\*\*\s*(?:0?\.5|\(1\s*\/\s*2\))$/.test(textOf(tree, whole)));
  return isRoot ? `root_${name}` : name;
}

/** Whether something is changed in what stands around the numbers, and would be lost with it. */
function changesBeside({ definitions }: Statement, metrics: readonly FoundMetric[]): boolean {
  return definitions.some(({ name, kind, at }) => {
    const isChange = name.startsWith('$rng') || (!name.startsWith('$') && kind !== 'maybe-mutate');
    return isChange && !metrics.some((metric) => metric.at.start <= at.start && at.end <= metric.at.end);
  });
}

/** Calls of the notebook's own functions that score something and return it. */
function helperCalls(
  { calls }: Statement,
  analysis: NotebookAnalysis,
  scores: (call: Call) => boolean,
): readonly Call[] {
  const scoring = new Set(
    calls.flatMap((call) => (call.through !== undefined && scores(call) ? placeKey(call.through) : [])),
  );
  const givesSomething = (result: number | undefined): boolean =>
    result !== undefined && analysis.object(result)?.kind !== 'none';
  return calls.filter(
    ({ at, through, effect, result }) =>
      through === undefined && effect === undefined && givesSomething(result) && scoring.has(placeKey(at)),
  );
}

function placeKey({ cell, start, end }: CellRange): string {
  return `${cell}:${start}-${end}`;
}

function isPlot({ effect }: Call): boolean {
  return effect?.mutates.some(({ target }) => target === '$plt') ?? false;
}

function nameOf({ callee, text }: Call): string {
  const name = (callee ?? text).split('.').at(-1) ?? 'score';
  return /^[A-Za-z_]\w*$/.test(name) ? name : 'score';
}

function modelOf({ text }: Call): string | undefined {
  const receiver = /^(?<name>[A-Za-z_]\w*)\.(?:score|evaluate|predict|predict_proba|decision_function)$/.exec(text)
    ?.groups?.['name'];
  return receiver;
}

/** What estimators learn and notebooks look at. */
const learnedNames: ReadonlySet<string> = new Set(
  'best_score_ best_params_ best_index_ coef_ intercept_ feature_importances_ inertia_ explained_variance_ratio_ oob_score_'.split(
    ' ',
  ),
);

function learnedAttributes(
  tree: PythonTree,
  expression: PythonNode,
): readonly { readonly node: PythonNode; readonly name: string; readonly model: string }[] {
  return [...descendants(expression)].flatMap((node) => {
    const [object, attribute] = [partOf(node, 'object'), partOf(node, 'attribute')];
    if (node.type !== 'attribute' || object?.type !== 'identifier' || attribute === undefined) return [];
    const name = textOf(tree, attribute);
    return learnedNames.has(name) ? [{ node, name, model: textOf(tree, object) }] : [];
  });
}

/** The widest expression around a score that is still this number: rounded, scaled, averaged. */
function climb(text: string, root: PythonNode, at: Pick<CellRange, 'start' | 'end'>): PythonNode {
  const path = pathTo(root, at.start).filter(({ start, end }) => start <= at.start && end >= at.end);
  let best = path.findLastIndex(
    ({ start, end, type }) => start === at.start && end === at.end && (type === 'call' || type === 'attribute'),
  );
  if (best < 0) return root;
  // A score for each of something is reported as a whole.
  const outer = path.findIndex(({ type }) => scopes.has(type));
  if (outer >= 0 && outer < best) best = outer;
  for (let index = best - 1; index >= 0; index -= 1) {
    const outer = path[index];
    if (outer === undefined || !keepsNumber(text, outer, path, index)) break;
    if (isExpression(outer)) best = index;
  }
  return path[best] ?? root;
}

function isExpression({ type }: PythonNode): boolean {
  return type !== 'argument_list' && type !== 'attribute';
}

function keepsNumber(text: string, outer: PythonNode, path: readonly PythonNode[], index: number): boolean {
  switch (outer.type) {
    case 'binary_operator': {
      const left = partOf(outer, 'left');
      // A text with `%` is made of the number.
      return left?.type !== 'string' && left?.type !== 'concatenated_string';
    }
    case 'unary_operator':
    case 'subscript':
    case 'parenthesized_expression':
      return true;
    case 'attribute':
      return true;
    case 'argument_list': {
      const call = path[index - 1];
      const callee = call === undefined ? undefined : partOf(call, 'function');
      return callee !== undefined && wrappers.has(text.slice(callee.start, callee.end));
    }
    case 'call': {
      const callee = partOf(outer, 'function');
      if (callee === undefined) return false;
      const written = text.slice(callee.start, callee.end);
      // A method of the number, or a function that keeps it one.
      return (
        wrappers.has(written) ||
        (callee.type === 'attribute' &&
          !/^(?:print|display|logging|logger)\b/.test(written) &&
          !/["']\s*\.format$/.test(written))
      );
    }
    default:
      return false;
  }
}
