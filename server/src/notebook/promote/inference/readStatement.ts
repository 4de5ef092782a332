/** One statement of the notebook as steps of inference. */
import type { Statement } from '../../flow/analysis.ts';
import { descendants, namedChildren, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import { pythonName } from '../project/pythonName.ts';
import { bindName, bindNames } from './bindNames.ts';
import { readCallStatement, readDeletion, readStore } from './changeValues.ts';
import { readExpression, settle } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { everything } from './need.ts';
import { createReading } from './reading.ts';
import type { Meaning, Reading, Status, Step } from './reading.ts';
import { forgetNames, namesIn, stepOf, written } from './steps.ts';
import type { Begin } from './steps.ts';

/** @param context whose names the statement changes */
export function readStatement(
  context: InferenceContext,
  tree: PythonTree,
  node: PythonNode,
  statement: Statement,
): readonly Step[] {
  const cell = statement.at.cell;
  const begin = (subject: string): Reading => createReading(cell, tree, pythonName(subject), context.secrets.get(cell));
  const inner = node.type === 'expression_statement' ? node.children[0] : undefined;
  switch (inner?.type) {
    case 'assignment':
      return readAssignment(context, begin, tree, inner);
    case 'augmented_assignment':
      return readStore(context, begin, tree, inner, partOf(inner, 'left'), partOf(inner, 'right'), true);
    case 'call':
      return readCallStatement(context, begin, tree, inner);
    case undefined:
      break;
    default:
      return [];
  }
  switch (node.type) {
    case 'import_statement':
    case 'import_from_statement':
    case 'function_definition':
    case 'class_definition':
    case 'decorated_definition':
    case 'pass_statement':
      return [];
    case 'delete_statement':
      return readDeletion(context, begin, tree, node);
    default:
      return readCompound(context, begin, tree, node, statement);
  }
}

function readAssignment(context: InferenceContext, begin: Begin, tree: PythonTree, node: PythonNode): readonly Step[] {
  const left = partOf(node, 'left');
  const right = partOf(node, 'right');
  if (left === undefined || right === undefined) return [];
  if (right.type === 'assignment') {
    const targets = [left, partOf(right, 'left')].flatMap((target) =>
      target === undefined ? [] : namesIn(tree, target),
    );
    return forgetNames(context, targets, 'one statement binds several names');
  }
  switch (left.type) {
    case 'identifier':
      return bindName(context, begin(textOf(tree, left)), textOf(tree, left), right);
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
      return bindNames(context, begin, tree, namedChildren(left), right);
    default:
      return readStore(context, begin, tree, node, left, right, false);
  }
}

/** Loops and branches stay whole; what learns in them cannot be taken apart. */
function readCompound(
  context: InferenceContext,
  begin: Begin,
  tree: PythonTree,
  node: PythonNode,
  statement: Statement,
): readonly Step[] {
  const reading = begin('value');
  const changed = [
    ...new Set(statement.definitions.filter(({ name }) => !name.startsWith('$')).map(({ name }) => name)),
  ];
  const isOfRows = (name: string): boolean => context.names.get(name)?.kind === 'rows';
  const readsRows = statement.uses.some(({ name }) => isOfRows(name));
  const learns = statement.calls.find(({ effect }) => {
    if (effect === undefined) return false;
    if (effect.role === 'fit' || effect.role === 'fit-transform' || effect.source === 'unknown') return true;
    return effect.rows.some(({ relation }) => /^(?:summary|part|duplicates|contains)$/.test(relation));
  });
  if (learns !== undefined && readsRows)
    reading.refusals.push(`\`${learns.text}\` works on rows inside a loop or a branch`);
  for (const child of descendants(node)) {
    if (child.type !== 'identifier') continue;
    const meaning: Meaning | undefined = context.names.get(textOf(tree, child));
    const isRead = statement.uses.some(({ at }) => at.start === child.start && at.cell === statement.at.cell);
    if (!isRead || meaning === undefined) continue;
    const status: Status = readExpression(context, reading, child);
    settle(context, reading, status);
  }
  const [first, ...others] = changed.filter((name) => isOfRows(name));
  for (const name of changed) {
    if (isOfRows(name)) continue;
    context.names.set(
      name,
      readsRows ? { kind: 'unknown', why: `\`${name}\` is made in a loop or a branch` } : { kind: 'plain' },
    );
  }
  if (first === undefined && readsRows) return [];
  if (others.length > 0) reading.refusals.push('a loop or a branch changes several tables');
  const code = written(reading, node);
  const target = first ?? changed.at(-1);
  if (target === undefined) return [];
  const step = stepOf(reading, []);
  return [
    {
      ...step,
      changes: target,
      reads: [...step.reads, { name: target, need: everything, start: node.start, end: node.start }],
      code,
    },
  ];
}
