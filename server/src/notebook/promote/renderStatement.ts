/** The text of one statement as it stands in the package: renamed, with its parameters, comments kept. */
import type { StatementId } from '../flow/analysis.ts';
import type { CellRange } from '../read/notebook.ts';
import { descendants, namedChildren, partOf, pathTo } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';
import { importsOf } from '../names/imports.ts';
import { isImport } from './notebookCode.ts';
import type { StatementCode } from './notebookCode.ts';
import { hoistedImportEdits } from './retriedImports.ts';
import { shellLineEdits } from './shellLines.ts';
import { parameterEdits, passEdits } from './passParameters.ts';
import type { PlannedMetric, PromotionPlan } from './plan.ts';
import { unreadAliasEdits, unusedNameEdits } from './unusedNames.ts';
import { applyEdits, commentsOf, indentEdits } from './textEdits.ts';
import type { TextEdit } from './textEdits.ts';

export interface RenderedStatement {
  readonly lines: readonly string[];
  /** Modules of the standard library that the text needs besides. */
  readonly needs: readonly string[];
}

export interface RenderOptions {
  readonly indentation: string;
  /** How values of the notebook are called where the statement stands. */
  readonly valueOf: (value: string) => string;
}

/** @param metrics the numbers that the statement reports */
export function renderStatement(
  plan: PromotionPlan,
  source: StatementCode,
  metrics: readonly PlannedMetric[],
  { indentation, valueOf }: RenderOptions,
): RenderedStatement {
  const { node, parsed, statement } = source;
  if (node === undefined) return { lines: [], needs: [] };
  const { edits, needs } = statementEdits(plan, source, valueOf);
  const comments = commentsOf(parsed.code, node, plan.source.code.endBefore(statement.id));
  const above = comments.above.map((comment) => indentation + comment);
  const render = ({ start, end }: Pick<CellRange, 'start' | 'end'>): string =>
    applyEdits(parsed.code, start, end, [...edits, ...indentEdits(parsed.code, node, indentation)]);
  const behind = comments.behind === undefined ? '' : `  ${comments.behind}`;
  const shown = metrics.filter(({ target }) => target === undefined);
  const lines =
    shown.length > 0
      ? shown.map(({ key, at }) => `${indentation}metrics[${JSON.stringify(key)}] = ${inBrackets(render(at))}`)
      : [indentation + render(node)];
  const bound = metrics.flatMap(({ key, target }) =>
    target === undefined ? [] : [`${indentation}metrics[${JSON.stringify(key)}] = ${target}`],
  );
  const figure = plan.source.figures.get(statement.id);
  const saved = figure?.shows.length === 0 ? [indentation + saveFigure(figure.name)] : [];
  const text = [...above, ...lines.slice(0, -1), `${lines.at(-1) ?? ''}${behind}`, ...bound, ...saved];
  return { lines: text.flatMap((line) => line.split('\n')).map((line) => line.replace(/\r$/, '')), needs };
}

/** What saves the current figure, and closes it. */
function saveFigure(name: string): string {
  return `save_figure(${JSON.stringify(name)})`;
}

/** Lines of a call may break; those of a sum may not without brackets. */
function inBrackets(text: string): string {
  return text.includes('\n') ? `(${text})` : text;
}

/** Edits of a statement or definition; the same for every place where it is written. */
function statementEdits(
  plan: PromotionPlan,
  source: StatementCode,
  valueOf: (value: string) => string,
): { readonly edits: readonly TextEdit[]; readonly needs: readonly string[] } {
  const { facts, definitions } = plan.source;
  const { statement, node, parsed } = source;
  const edits: TextEdit[] = [...configurationEdits(plan, statement.at), ...captureEdits(plan, statement.at)];
  const figure = plan.source.figures.get(statement.id);
  for (const { start, end } of figure?.shows ?? []) edits.push({ start, end, text: saveFigure(figure?.name ?? '') });
  const needs = new Set(edits.some(({ text }) => text.startsWith('os.environ')) ? ['os'] : []);
  const found = facts.of(source);
  const warnings = shellLineEdits(source, plan.analysis.magics);
  if (warnings.length > 0) needs.add('warnings');
  edits.push(...warnings, ...hoistedImportEdits(source, (start) => isImportedAtTop(plan, source, start)));
  edits.push(...probeEdits(plan, source));
  const passed = new Set<number>();
  for (const { place, source: called } of found.definitions) {
    const { edits: passing, usesPartial } = passEdits(source, place, called, valueOf);
    edits.push(...passing);
    if (!usesPartial) continue;
    needs.add('functools');
    passed.add(place.start);
  }
  for (const { place, name } of found.renames) {
    if (passed.has(place.start)) continue;
    const text =
      place.role === 'bind' && isImportedByName(parsed.tree, place.start) ? `${place.name} as ${name}` : name;
    edits.push({ start: place.start, end: place.end, text });
  }
  const definition = definitions.get(statement.id);
  if (definition !== undefined) edits.push(...parameterEdits(source, definition));
  edits.push(...unusedNameEdits(source), ...unreadAliasEdits(source, (name) => isReadLater(plan, statement.id, name)));
  // What stands inside a function of the package shares that function's names, and no others.
  const isInside = definition === undefined || definition.nestedBecause !== undefined;
  for (const child of node === undefined ? [] : descendants(node)) {
    edits.push(...dialectEdits(parsed.code, child));
    if (isInside && child.type === 'global_statement') edits.push(globalEdit(parsed.tree, child));
  }
  return { edits, needs: [...needs] };
}

function isImportedAtTop(
  { source: { names } }: PromotionPlan,
  { statement, names: places }: StatementCode,
  start: number,
): boolean {
  const place = places.find((candidate) => candidate.start === start && candidate.role === 'bind');
  return place !== undefined && names.meaningOf(statement.at.cell, place).kind === 'import';
}

/** An import that a `try` makes to see whether it can be made: a checker is told that nobody reads it. */
function probeEdits(plan: PromotionPlan, source: StatementCode): readonly TextEdit[] {
  const { node, parsed, statement, names } = source;
  if (node?.type !== 'try_statement') return [];
  return [...descendants(node)].filter(isImport).flatMap((child): readonly TextEdit[] => {
    const bound = importsOf(parsed.tree, child).map(({ place }) => place);
    const isProbe = bound.every(({ start, end }) => {
      const name = parsed.code.slice(start, end);
      const isReadInside = names.some((place) => place.name === name && place.role === 'read');
      return !isReadInside && !isImportedAtTop(plan, source, start) && !isReadLater(plan, statement.id, name);
    });
    const isLast = /^[ \t]*(?:\r?\n|$)/.test(parsed.code.slice(child.end));
    return isProbe && bound.length > 0 && isLast ? [{ start: child.end, end: child.end, text: '  # noqa: F401' }] : [];
  });
}

/** Whether a statement, or a function that is returned, reads what a statement binds to a name. */
function isReadLater({ analysis, functions }: PromotionPlan, id: StatementId, name: string): boolean {
  const isReturned = functions.some(
    ({ statements, outputs }) =>
      statements.includes(id) && outputs.some(({ variable, madeBy }) => variable === name && madeBy === id),
  );
  return (
    isReturned ||
    analysis.statements.some(({ uses, lateUses }) =>
      [...uses, ...lateUses].some(
        (use) => use.name === name && use.definitions.some(({ statement }) => statement === id),
      ),
    )
  );
}

/** Whether a name is bound by an import that says no other name for it. */
function isImportedByName({ root }: PythonTree, start: number): boolean {
  const path = pathTo(root, start);
  return path.some(isImport) && !path.some(({ type }) => type === 'aliased_import');
}

function configurationEdits({ source }: PromotionPlan, at: CellRange): readonly TextEdit[] {
  return source.replaced.inside(at).map(({ code, at: { start, end } }) => ({ start, end, text: code }));
}

/** Training keeps what inference needs: `learned("age_mean", …)` around an expression. */
function captureEdits({ captures = [] }: PromotionPlan, at: CellRange): readonly TextEdit[] {
  return captures
    .filter(({ at: place }) => place.cell === at.cell && place.start >= at.start && place.end <= at.end)
    .flatMap(({ at: { start, end }, name, with: recorder }) => [
      { start, end: start, text: `${recorder}(${JSON.stringify(name)}, ` },
      { start: end, end, text: ')' },
    ]);
}

function globalEdit({ root }: PythonTree, { start, end }: PythonNode): TextEdit {
  const isInFunction = pathTo(root, start).some(({ type }) => type === 'function_definition');
  return isInFunction ? { start, end: start + 'global'.length, text: 'nonlocal' } : { start, end, text: 'pass' };
}

/** What only a notebook, or Python 2, has. */
function dialectEdits(code: string, node: PythonNode): readonly TextEdit[] {
  if (node.type === 'call') {
    const callee = partOf(node, 'function');
    const isDisplay = callee?.type === 'identifier' && code.slice(callee.start, callee.end) === 'display';
    return isDisplay ? [{ start: callee.start, end: callee.end, text: 'print' }] : [];
  }
  if (node.type !== 'print_statement') return [];
  const last = namedChildren(node).at(-1);
  const keyword = node.start + 'print'.length;
  const first = namedChildren(node)[0];
  if (first === undefined || last === undefined) return [{ start: keyword, end: node.end, text: '()' }];
  return [
    { start: keyword, end: first.start, text: '(' },
    { start: last.end, end: node.end, text: ')' },
  ];
}

/** The metrics that each statement reports. */
export function metricsByStatement({ metrics }: PromotionPlan): ReadonlyMap<StatementId, readonly PlannedMetric[]> {
  return Map.groupBy(metrics, ({ statement }) => statement);
}
