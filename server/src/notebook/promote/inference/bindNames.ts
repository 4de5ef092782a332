/** Names that are bound: to rows, to what is learned, to constants. */
import { namedChildren, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import { pythonName } from '../project/pythonName.ts';
import { readLiteral } from '../project/readLiteral.ts';
import { everything } from './need.ts';
import { passingsOf } from './passing.ts';
import { partsOfCall, valueOf } from './readCall.ts';
import { columnsOf, rangeIn, rawRows, readExpression, shortText } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import type { Reading, Step } from './reading.ts';
import { dropStep, forgetNames, namesIn, stepOf, written } from './steps.ts';
import type { Begin } from './steps.ts';

/** `name = …`. */
export function bindName(
  context: InferenceContext,
  reading: Reading,
  name: string,
  right: PythonNode,
): readonly Step[] {
  // A secret is read again rather than kept beside the model.
  const isSecret = context.secrets
    .get(reading.cell)
    ?.some(({ start, end }) => start <= right.start && right.end <= end);
  const literal = isSecret === true ? undefined : readLiteral(reading.tree, right);
  if (literal !== undefined) {
    const at = rangeIn(reading, right);
    context.names.set(name, { kind: 'literal', literal, at, statement: context.statement, name: pythonName(name) });
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
    case 'archive':
      context.names.set(name, { kind: status.kind });
      return [];
    case 'pairs':
      context.names.set(name, { kind: 'pairs', capture: status.capture });
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

/** `first, second = …`. */
export function bindNames(
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
  if (status.kind === 'pairs') return bindPairs(context, begin, tree, targets, status.capture);
  const [first, ...rest] = names;
  if (status.kind === 'rows' && first !== undefined && parts?.call?.callee?.startsWith('sklearn.datasets.') === true) {
    context.names.set(first, { kind: 'rows' });
    forgetNames(context, rest, 'the answers of the data set are not known to inference');
    return [{ ...stepOf(reading, []), binds: first, code: `${first} = ${written(reading, right)}` }];
  }
  return forgetNames(context, names, `${shortText(reading, right)} gives several values at once`);
}

/** `(x_train, y_train), (x_test, y_test) = …`: both times rows, with answers that inference does not get. */
function bindPairs(
  context: InferenceContext,
  begin: Begin,
  tree: PythonTree,
  targets: readonly PythonNode[],
  capture: string,
): readonly Step[] {
  return targets.flatMap((target): readonly Step[] => {
    const [rows, answers, ...others] = target.type === 'identifier' ? [] : namedChildren(target);
    if (rows?.type !== 'identifier' || answers === undefined || others.length > 0)
      return forgetNames(context, namesIn(tree, target), 'a part of a data set is bound with its answers');
    const name = textOf(tree, rows);
    const reading = begin(name);
    reading.reads.push({ name: rawRows, need: everything, start: rows.start, end: rows.end });
    reading.uses.push({ capture, start: rows.start, end: rows.end });
    context.names.set(name, { kind: 'rows' });
    forgetNames(context, namesIn(tree, answers), 'the answers of the data set are not known to inference');
    return [{ ...stepOf(reading, []), binds: name, code: `${name} = ${rawRows}` }];
  });
}
