/** One statement of the notebook as steps of inference. */
import type { Statement } from '../../flow/analysis.ts';
import { descendants, namedChildren, partOf, partsOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import { pythonName } from '../project/pythonName.ts';
import { readLiteral } from '../project/readLiteral.ts';
import { applyEdits, indentEdits } from '../textEdits.ts';
import { needBefore, passingsOf } from './passing.ts';
import { dropTolerantly, partsOfCall, valueOf } from './readCall.ts';
import type { CallParts } from './readCall.ts';
import { columnsOf, rangeIn, readExpression, settle, shortText } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import { everything } from './need.ts';
import { createReading } from './reading.ts';
import type { Meaning, Passing, Reading, Status, Step } from './reading.ts';

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

type Begin = (subject: string) => Reading;

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

function bindName(context: InferenceContext, reading: Reading, name: string, right: PythonNode): readonly Step[] {
  // A secret is read again rather than kept beside the model.
  const isSecret = context.secrets
    .get(reading.cell)
    ?.some(({ start, end }) => start <= right.start && right.end <= end);
  const literal = isSecret === true ? undefined : readLiteral(reading.tree, right);
  if (literal !== undefined) {
    context.names.set(name, { kind: 'literal', literal, at: rangeIn(reading, right), name: pythonName(name) });
    return [];
  }
  const popped = readPop(context, reading, name, right);
  if (popped !== undefined) return popped;
  const status = readExpression(context, reading, right);
  const passings = status.kind === 'rows' ? passingsOf(context, reading, right) : [];
  switch (status.kind) {
    case 'learned': {
      const capture =
        status.capture ??
        context.captures.keep(rangeIn(reading, right), 'learned', pythonName(name), context.statement);
      context.names.set(name, { kind: 'learned', capture });
      return [];
    }
    case 'fitted':
      context.names.set(name, { kind: 'fitted', capture: status.capture });
      return [];
    case 'bunch':
      context.names.set(name, { kind: 'bunch' });
      return [];
    case 'groups':
      context.names.set(name, { kind: 'unknown', why: `\`${name}\` holds rows in groups` });
      return [];
    case 'rows':
    case 'plain':
    case 'bound': {
      context.names.set(name, { kind: status.kind === 'rows' ? 'rows' : 'plain' });
      const text = written(reading, right);
      if (text === name) return [];
      return [{ ...stepOf(reading, passings), binds: name, code: `${name} = ${text}` }];
    }
  }
}

/** `y = df.pop("late")` takes a column away that inference does not get. */
function readPop(
  context: InferenceContext,
  reading: Reading,
  name: string,
  right: PythonNode,
): readonly Step[] | undefined {
  const parts = right.type === 'call' ? partsOfCall(context, reading, right) : undefined;
  const [first] = parts?.arguments ?? [];
  const frame = parts?.receiver;
  if (parts?.method !== 'pop' || frame?.type !== 'identifier' || first === undefined) return undefined;
  const frameName = textOf(reading.tree, frame);
  const column = columnsOf(context, reading, first);
  if (context.names.get(frameName)?.kind !== 'rows' || column === undefined) return undefined;
  context.names.set(name, { kind: 'unknown', why: `\`${name}\` is the column that is predicted` });
  return [dropStep(reading, frameName, column)];
}

function dropStep(reading: Reading, frame: string, columns: readonly string[]): Step {
  const needPassed: Passing = {
    name: frame,
    needBefore: ({ isAll, names }) => (isAll ? { isAll, names: new Set([...names, ...columns]) } : { isAll, names }),
  };
  return {
    ...stepOf(reading, []),
    changes: frame,
    passes: [needPassed],
    code: `${frame} = ${frame}.drop(columns=[${columns.map((column) => JSON.stringify(column)).join(', ')}], errors="ignore")`,
  };
}

function bindNames(
  context: InferenceContext,
  begin: Begin,
  tree: PythonTree,
  targets: readonly PythonNode[],
  right: PythonNode,
): readonly Step[] {
  const names = targets.map((target) => (target.type === 'identifier' ? textOf(tree, target) : undefined));
  const reading = begin(names[0] ?? 'value');
  const parts = right.type === 'call' ? partsOfCall(context, reading, right) : undefined;
  if (parts?.call?.effect?.splits === 'pairs') {
    const given = parts.arguments.filter(({ type }) => type !== 'keyword_argument');
    return names.flatMap((name, index): readonly Step[] => {
      const argument = given[Math.floor(index / 2)];
      // Both parts of a split are rows like any other.
      return name === undefined || argument === undefined
        ? []
        : bindName(context, begin(name), name, valueOf(argument));
    });
  }
  if (parts?.call?.effect?.role === 'resample') {
    // Training alone sees rows more or less often.
    return names.flatMap((name, index): readonly Step[] => {
      const argument = parts.arguments[index];
      return name === undefined || argument === undefined
        ? []
        : bindName(context, begin(name), name, valueOf(argument));
    });
  }
  if (right.type === 'expression_list' || right.type === 'tuple') {
    const values = namedChildren(right);
    if (values.length === names.length) {
      const isSwap = values.some((value) => value.type === 'identifier' && names.includes(textOf(tree, value)));
      if (!isSwap) {
        return names.flatMap((name, index): readonly Step[] => {
          const value = values[index];
          return name === undefined || value === undefined ? [] : bindName(context, begin(name), name, value);
        });
      }
    }
  }
  const status = readExpression(context, reading, right);
  const [first, ...rest] = names;
  if (status.kind === 'rows' && first !== undefined && parts?.call?.callee?.startsWith('sklearn.datasets.') === true) {
    context.names.set(first, { kind: 'rows' });
    forgetNames(context, rest, 'the answers of the data set are not known to inference');
    return [{ ...stepOf(reading, []), binds: first, code: `${first} = ${written(reading, right)}` }];
  }
  return forgetNames(context, names, `${shortText(reading, right)} gives several values at once`);
}

function forgetNames(context: InferenceContext, names: readonly (string | undefined)[], why: string): readonly Step[] {
  for (const name of names) if (name !== undefined) context.names.set(name, { kind: 'unknown', why });
  return [];
}

/** `df["c"] = …`, `df.c = …`, `df.loc[mask, "c"] = …`, `df["c"] += …`. */
function readStore(
  context: InferenceContext,
  begin: Begin,
  tree: PythonTree,
  node: PythonNode,
  left: PythonNode | undefined,
  right: PythonNode | undefined,
  isAugmented: boolean,
): readonly Step[] {
  const base = left === undefined ? undefined : baseOf(left);
  if (left === undefined || right === undefined || base === undefined) return [];
  const name = textOf(tree, base);
  const meaning = context.names.get(name);
  const direct = left.type === 'subscript' || left.type === 'attribute' ? left.children[0] : undefined;
  const columns = direct === base ? columnsSet(context, begin(name), left) : undefined;
  const reading = begin(columns?.[0] ?? name);
  if (meaning?.kind === 'unknown' || meaning?.kind === 'bunch') return [];
  if (meaning?.kind === 'learned' || meaning?.kind === 'fitted') return [];
  if (meaning?.kind === 'literal' && left.type !== 'identifier') return [];
  settle(context, reading, readExpression(context, reading, right));
  for (const part of indicesOf(left))
    if (part.type !== 'slice') settle(context, reading, readExpression(context, reading, part));
  if (meaning?.kind !== 'rows' && reading.reads.some((read) => context.names.get(read.name)?.kind === 'rows')) {
    if (left.type === 'identifier')
      context.names.set(name, { kind: 'unknown', why: `\`${name}\` is counted over rows` });
    return [];
  }
  if (meaning === undefined) return [];
  if (meaning.kind === 'literal') return forgetNames(context, [name], `\`${name}\` changes`);
  const isWhole = columns !== undefined && !isAugmented;
  const ownReads =
    isAugmented && columns !== undefined
      ? [{ name, need: { isAll: false, names: new Set(columns) }, start: left.start, end: left.end }]
      : [];
  const step = stepOf(reading, []);
  return [
    {
      ...step,
      reads: [...step.reads, ...ownReads],
      changes: name,
      sets: isWhole || columns !== undefined ? columns : [],
      code: written(reading, node),
    },
  ];
}

/** The columns that a target sets as a whole; undefined where that is not known. */
function columnsSet(context: InferenceContext, reading: Reading, left: PythonNode): readonly string[] | undefined {
  if (left.type === 'attribute') {
    const attribute = partOf(left, 'attribute');
    const name = attribute === undefined ? '' : textOf(reading.tree, attribute);
    return /^(?:columns|index|name|dtype|shape)$/.test(name) ? undefined : [name];
  }
  const [index, ...more] = partsOf(left, 'subscript');
  return index === undefined || more.length > 0 ? undefined : columnsOf(context, reading, index);
}

function indicesOf(left: PythonNode): readonly PythonNode[] {
  if (left.type === 'subscript') {
    const value = partOf(left, 'value');
    return [...(value === undefined ? [] : indicesOf(value)), ...partsOf(left, 'subscript')];
  }
  const object = left.type === 'attribute' ? partOf(left, 'object') : undefined;
  return object === undefined ? [] : indicesOf(object);
}

function baseOf(node: PythonNode): PythonNode | undefined {
  if (node.type === 'identifier') return node;
  const inner = partOf(node, 'value') ?? partOf(node, 'object');
  return inner === undefined ? undefined : baseOf(inner);
}

/** Calls that stand alone: in place, or fitting. */
function readCallStatement(
  context: InferenceContext,
  begin: Begin,
  tree: PythonTree,
  node: PythonNode,
): readonly Step[] {
  const probe = begin('value');
  const parts = partsOfCall(context, probe, node);
  const base = parts?.receiver === undefined ? undefined : baseOf(parts.receiver);
  if (parts?.receiver === undefined || base === undefined) return [];
  const name = textOf(tree, base);
  const effect = parts.call?.effect;
  const changesSelf = (effect?.mutates ?? []).some(({ target }) => target === 'self');
  const meaning = context.names.get(name);
  if (meaning?.kind !== 'rows') {
    if (effect?.role === 'fit' || parts.method === 'fit') readExpression(context, begin(name), node);
    else if (changesSelf && meaning?.kind === 'plain') return changePlain(context, begin(name), name, node);
    return [];
  }
  if (effect === undefined || !changesSelf) return [];
  if (effect.rows.some(({ from, to, relation }) => from === 'self' && to === 'self' && relation === 'part')) return [];
  if (/^sort_/.test(parts.method)) return [];
  const reading = begin(columnOfReceiver(context, probe, parts) ?? name);
  for (const argument of parts.arguments) settle(context, reading, readExpression(context, reading, argument));
  dropTolerantly(reading, parts);
  const before = parts.receiver === base ? needBefore(context, reading, parts) : undefined;
  const inserted = parts.method === 'insert' ? columnsOf(context, reading, parts.arguments[1] ?? node) : undefined;
  return [
    {
      ...stepOf(reading, before === undefined ? [] : [{ name, needBefore: before, start: base.start, end: base.end }]),
      changes: name,
      sets: inserted ?? [],
      code: written(reading, node),
    },
  ];
}

function columnOfReceiver(context: InferenceContext, reading: Reading, { receiver }: CallParts): string | undefined {
  return receiver?.type === 'subscript' ? columnsSet(context, reading, receiver)?.[0] : undefined;
}

function changePlain(context: InferenceContext, reading: Reading, name: string, node: PythonNode): readonly Step[] {
  const status = readExpression(context, reading, node);
  settle(context, reading, status);
  return [{ ...stepOf(reading, []), changes: name, code: written(reading, node) }];
}

function readDeletion(context: InferenceContext, begin: Begin, tree: PythonTree, node: PythonNode): readonly Step[] {
  return namedChildren(node).flatMap((target): readonly Step[] => {
    const base = target.type === 'subscript' ? baseOf(target) : undefined;
    const name = base === undefined ? undefined : textOf(tree, base);
    const reading = begin(name ?? 'value');
    const columns = name === undefined ? undefined : columnsSet(context, reading, target);
    if (name === undefined || columns === undefined || context.names.get(name)?.kind !== 'rows') return [];
    return [dropStep(reading, name, columns)];
  });
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

function namesIn(tree: PythonTree, node: PythonNode): readonly string[] {
  return node.type === 'identifier'
    ? [textOf(tree, node)]
    : namedChildren(node).flatMap((child) => namesIn(tree, child));
}

/** The text of a node with all that reading it changed. */
export function written(reading: Reading, node: PythonNode): string {
  const { text } = reading.tree;
  const moved = indentEdits(text, node, '    ').filter(
    ({ start, end }) => !reading.edits.some((edit) => edit.start <= start && end <= edit.end && edit.end > edit.start),
  );
  return applyEdits(text, node.start, node.end, [...reading.edits, ...moved]);
}

/** What was read, apart from what is passed. */
function stepOf(
  { cell, reads, uses, refusals }: Reading,
  passings: readonly (Passing & { readonly start: number; readonly end: number })[],
): Step {
  const isPassed = (read: { readonly name: string; readonly start: number }): boolean =>
    passings.some(({ name, start }) => name === read.name && start === read.start);
  return {
    cell,
    binds: undefined,
    changes: undefined,
    sets: [],
    reads: reads.filter((read) => !isPassed(read)),
    passes: passings.filter((passing) => reads.some(({ start }) => start === passing.start)),
    uses: uses.map(({ capture }) => capture),
    refusals,
    code: '',
  };
}
