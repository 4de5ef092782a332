/** Names of data as they were before some steps, for models that make the steps themselves. */
import type { Statement } from '../../../../notebook/flow/analysis.ts';
import type { NotebookContext, NotebookFix } from '../../notebookRule.ts';
import { nodesOf, placeOf, writtenText } from '../nodes.ts';
import type { AssignmentStatement } from '../statementEdits.ts';
import { freshName, lineOf } from '../statementEdits.ts';
import { fateOf } from './preparedData.ts';
import type { PreparedUse, PreparingStep } from './preparedData.ts';

type Change = NotebookFix['changes'][number];

/** Words at the end of a name that tell of a step. */
const stepWord =
  /_?(?:scaled?|std|stand|standardi[sz]ed|norm|normali[sz]ed|transformed|trans|pca|reduced|selected|best|new|tfidf|vec)$/i;

/**
 * The changes that give each use its data as they were. Steps that nothing else needs are dropped, all or none of them.
 *
 * @param fits statements that only fit a transformer of these steps
 * @returns undefined where the data are not at hand any more
 */
export function rawNames(
  context: NotebookContext,
  uses: readonly PreparedUse[],
  fits: readonly Statement[],
): readonly Change[] | undefined {
  const dropped = droppedSteps(context, uses, fits);
  const changes: Change[] = [...(dropped ?? new Map<number, Change>()).values()];
  const aliases = new Map<number, string>();
  for (const use of uses) {
    const [first] = use.steps;
    if (first === undefined) return undefined;
    const text = writtenText(first.source);
    const written = writtenText(use.at);
    const own = new Set(use.steps.flatMap(({ assignment }) => assignment?.statement.id ?? []));
    const fate = fateOf(context, first.source, use.statement, dropped === undefined ? new Set() : own);
    const isAtUse = first.assignment === undefined;
    if (fate === 'changed' && !isAtUse) return undefined;
    if (isAtUse || (fate === 'kept' && first.source.node.type === 'identifier')) {
      if (text !== written) changes.push({ at: placeOf(use.at), newText: text });
      continue;
    }
    const { id } = first.assignment.statement;
    const alias = aliases.get(id) ?? aliasFor(context, first, [...aliases.values()]);
    const line = lineOf(first.assignment.placed);
    if (line === undefined) return undefined;
    if (!aliases.has(id)) changes.push(...aliasChanges(first, first.assignment, alias, line, dropped !== undefined));
    aliases.set(id, alias);
    changes.push({ at: placeOf(use.at), newText: alias });
  }
  // A line that becomes the alias is not dropped as well.
  const isAliased = ({ at, newText }: Change): boolean =>
    newText === '' &&
    changes.some((other) => other.newText !== '' && other.at.cell === at.cell && other.at.start === at.start);
  return changes.filter((change) => !isAliased(change));
}

function aliasChanges(
  { source }: PreparingStep,
  { placed }: AssignmentStatement,
  alias: string,
  line: Change['at'],
  isDropped: boolean,
): readonly Change[] {
  const indent = placed.tree.text.slice(line.start, placed.node.start);
  const end = placed.tree.text.slice(line.start, line.end).endsWith('\n') ? '\n' : '';
  const newText = `${indent}${alias} = ${writtenText(source)}`;
  if (isDropped) return [{ at: line, newText: `${newText}${end}` }];
  const before = { at: { ...line, end: line.start }, newText: `${newText}\n` };
  return source.node.type === 'identifier' ? [before] : [before, { at: placeOf(source), newText: alias }];
}

/** `X_scaled` → `X`, where that is free; else `X_raw`. */
function aliasFor(context: NotebookContext, { name, source }: PreparingStep, taken: readonly string[]): string {
  const { analysis } = context;
  const isName = source.node.type === 'identifier';
  const base = isName ? writtenText(source) : name.replace(stepWord, '');
  if (analysis === undefined) return `${base}_raw`;
  const isFree = (wish: string): boolean => freshName(analysis, wish) === wish && !taken.includes(wish);
  if (!isName && base !== '' && isFree(base)) return base;
  return freshName(analysis, `${base === '' ? name : base}_raw`);
}

/**
 * The changes that drop all steps, by statement; undefined where something else needs one of them.
 */
function droppedSteps(
  context: NotebookContext,
  uses: readonly PreparedUse[],
  fits: readonly Statement[],
): ReadonlyMap<number, Change> | undefined {
  const { analysis } = context;
  const steps = uses.flatMap((use) => use.steps.filter(({ assignment }) => assignment !== undefined));
  const own = new Set([
    ...steps.flatMap(({ assignment }) => assignment?.statement.id ?? []),
    ...fits.map(({ id }) => id),
  ]);
  const places = new Set(uses.map(({ at }) => keyOf(placeOf(at))));
  const names = new Set(steps.flatMap(({ maker }) => (maker.node.type === 'identifier' ? [writtenText(maker)] : [])));
  const makers = new Set(steps.flatMap(({ call }) => call.receivers));
  const isNeeded = (analysis?.statements ?? []).some((statement) =>
    [...statement.uses, ...statement.lateUses].some((use) => {
      if (!use.isWritten || own.has(statement.id) || places.has(keyOf(use.at))) return false;
      const isStep = use.definitions.some((one) => own.has(one.statement) && !names.has(one.name));
      const isMaker = names.has(use.name) && use.objects.some((id) => makers.has(id));
      return isStep || isMaker;
    }),
  );
  if (isNeeded) return undefined;
  const lines = new Map<number, Change>();
  for (const { assignment } of steps) {
    const line = assignment === undefined ? undefined : lineOf(assignment.placed);
    if (assignment === undefined || line === undefined) return undefined;
    lines.set(assignment.statement.id, { at: line, newText: '' });
  }
  for (const fit of fits) {
    const placed = nodesOf(context).nodesAround(fit.at).at(-1);
    const whole = nodesOf(context).nodeAt(fit.at) ?? placed;
    const line = whole === undefined ? undefined : lineOf(whole);
    if (line === undefined) return undefined;
    lines.set(fit.id, { at: line, newText: '' });
  }
  return lines;
}

function keyOf({ cell, start }: { readonly cell: number; readonly start: number }): string {
  return `${cell}:${start}`;
}
