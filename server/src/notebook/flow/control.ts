/** Branches, loops and the other ways in which a run can go on. */
import { oldExceptName } from '../names/oldExceptName.ts';
import { namedChildren, partOf, partsOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { noValue, union } from './heap.ts';
import type { Value } from './heap.ts';
import { iterate } from './iteration.ts';
import type { Machine } from './machine.ts';
import { matchPattern } from './patterns.ts';
import { join } from './state.ts';
import type { State } from './state.ts';
import { assign } from './targets.ts';

/** Loops are run twice, so that what one round makes reaches the next; not those deep inside of others. */
const repeatedDepth = 2;

const controls: ReadonlySet<string> = new Set([
  'if_statement',
  'for_statement',
  'while_statement',
  'try_statement',
  'with_statement',
  'match_statement',
  'return_statement',
  'raise_statement',
  'break_statement',
  'continue_statement',
]);

export function isControl({ type }: PythonNode): boolean {
  return controls.has(type);
}

export function execute(machine: Machine, node: PythonNode): void {
  switch (node.type) {
    case 'if_statement':
      executeIf(machine, node);
      return;
    case 'for_statement':
    case 'while_statement':
      executeLoop(machine, node);
      return;
    case 'try_statement':
      executeTry(machine, node);
      return;
    case 'with_statement':
      executeWith(machine, node);
      return;
    case 'match_statement':
      executeMatch(machine, node);
      return;
    case 'return_statement': {
      const value = namedChildren(node).reduce<Value>((all, child) => union(all, machine.evaluate(child)), noValue);
      machine.frame.returned = union(machine.frame.returned, value);
      // At the top level it is a mistake that changes nothing.
      if (machine.frame.running === undefined) return;
      machine.frame.ends.push(machine.state.copy());
      machine.state.isDead = true;
      return;
    }
    case 'raise_statement':
      for (const child of namedChildren(node)) machine.evaluate(child);
      machine.state.isDead = true;
      return;
    default:
      // What follows in a loop is still reached, at the latest behind it.
      machine.exits.at(-1)?.push(machine.state.copy());
      machine.state.isDead = machine.exits.length > 0;
  }
}

/** Each of several ways from one state; the state is then where they meet. */
function branch(machine: Machine, ways: readonly (() => void)[]): void {
  const before = machine.state;
  const ends = ways.map((way) => {
    machine.state = before.copy();
    way();
    return machine.state;
  });
  machine.state = join(ends);
}

function executeIf(machine: Machine, node: PythonNode): void {
  const condition = partOf(node, 'condition');
  machine.evaluate(condition);
  const truth = condition === undefined ? undefined : truthOf(machine, condition);
  const then = (): void => machine.execute(partOf(node, 'consequence'));
  const [next, ...rest] = partsOf(node, 'alternative');
  const otherwise = (): void => executeAlternative(machine, next, rest);
  if (truth === true) then();
  else if (truth === false) otherwise();
  else branch(machine, [then, otherwise]);
}

function executeAlternative(machine: Machine, node: PythonNode | undefined, rest: readonly PythonNode[]): void {
  if (node === undefined) return;
  if (node.type !== 'elif_clause') {
    machine.execute(partOf(node, 'body'));
    return;
  }
  machine.evaluate(partOf(node, 'condition'));
  const [next, ...others] = rest;
  branch(machine, [
    () => machine.execute(partOf(node, 'consequence')),
    () => executeAlternative(machine, next, others),
  ]);
}

/** Whether a condition always holds; undefined when that depends. */
function truthOf(machine: Machine, node: PythonNode): boolean | undefined {
  switch (node.type) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'integer':
      return machine.text(node) !== '0';
    case 'parenthesized_expression': {
      const [inner] = namedChildren(node);
      return inner === undefined ? undefined : truthOf(machine, inner);
    }
    case 'not_operator': {
      const argument = partOf(node, 'argument');
      const truth = argument === undefined ? undefined : truthOf(machine, argument);
      return truth === undefined ? undefined : !truth;
    }
    default:
      return /^__name__\s*==\s*["']__main__["']$/.test(machine.text(node)) ? true : undefined;
  }
}

function executeLoop(machine: Machine, node: PythonNode): void {
  const right = partOf(node, 'right');
  const iterable = right === undefined ? noValue : machine.evaluate(right);
  const exits: State[] = [];
  const isEndless = isAlwaysTrue(machine, node);
  const before = machine.state.copy();
  const round = (): void => {
    const target = partOf(node, 'left');
    if (target !== undefined) assign(machine, target, iterate(machine, node, iterable));
    machine.evaluate(partOf(node, 'condition'));
    machine.execute(partOf(node, 'body'));
  };
  machine.exits.push(exits);
  machine.loopDepth += 1;
  round();
  if (machine.loopDepth <= repeatedDepth) {
    machine.state = join([before, machine.state, ...exits]);
    round();
  }
  machine.loopDepth -= 1;
  machine.exits.pop();
  const after = join(isEndless ? [machine.state] : [before, machine.state]);
  machine.state = after;
  machine.execute(partOf(node, 'alternative')?.children.find(({ field }) => field === 'body'));
  machine.state = join([machine.state, ...exits]);
}

function isAlwaysTrue(machine: Machine, node: PythonNode): boolean {
  const condition = partOf(node, 'condition');
  return condition !== undefined && truthOf(machine, condition) === true;
}

function executeTry(machine: Machine, node: PythonNode): void {
  const before = machine.state.copy();
  machine.execute(partOf(node, 'body'));
  const body = machine.state;
  const interrupted = join([before, reopened(body)]);
  const ends: State[] = [];
  for (const clause of node.children) {
    if (clause.type !== 'except_clause' && clause.type !== 'except_group_clause') continue;
    machine.state = interrupted.copy();
    executeExcept(machine, clause);
    ends.push(machine.state);
  }
  machine.state = body;
  const otherwise = node.children.find(({ type }) => type === 'else_clause');
  if (otherwise !== undefined) machine.execute(partOf(otherwise, 'body'));
  machine.state = join([machine.state, ...ends]);
  const last = node.children.find(({ type }) => type === 'finally_clause');
  if (last === undefined) return;
  const isDead = machine.state.isDead;
  machine.state = isDead ? reopened(machine.state) : machine.state;
  machine.execute(last.children.find(({ type }) => type === 'block'));
  machine.state.isDead ||= isDead;
}

/** The same state, as one that is reached: an exception can leave a block before its end. */
function reopened(state: State): State {
  const copy = state.copy();
  copy.isDead = false;
  return copy;
}

function executeExcept(machine: Machine, clause: PythonNode): void {
  const value = partOf(clause, 'value');
  const alias = value?.type === 'as_pattern' ? partOf(value, 'alias') : partOf(clause, 'alias');
  const [type] = value?.type === 'as_pattern' ? namedChildren(value) : [value];
  machine.evaluate(type);
  const written = alias ?? oldExceptName(machine.frame.code.tree, clause);
  const name = written?.type === 'as_pattern_target' ? namedChildren(written)[0] : written;
  if (name?.type === 'identifier') {
    machine.bind(machine.text(name), machine.at(name), [machine.allocate(name, 'exception').id]);
  }
  machine.execute(clause.children.find(({ type: part }) => part === 'block'));
  // The name is deleted behind the block.
  if (name?.type === 'identifier' && !machine.state.isDead) machine.forget(machine.text(name));
}

function executeWith(machine: Machine, node: PythonNode): void {
  const clause = node.children.find(({ type }) => type === 'with_clause');
  for (const item of clause === undefined ? [] : withItems(clause)) {
    const value = partOf(item, 'value') ?? item;
    if (value.type !== 'as_pattern') {
      machine.evaluate(value);
      continue;
    }
    const [context, target] = namedChildren(value);
    const object = machine.evaluate(context);
    if (target !== undefined) assign(machine, target, object);
  }
  machine.execute(partOf(node, 'body'));
}

/** Items also stand in brackets of their own: `with (open(a) as f, open(b) as g):`. */
function withItems(clause: PythonNode): readonly PythonNode[] {
  return namedChildren(clause).flatMap((item) => {
    const value = partOf(item, 'value');
    return value?.type === 'tuple' ? namedChildren(value) : [item];
  });
}

function executeMatch(machine: Machine, node: PythonNode): void {
  const subject = partsOf(node, 'subject').reduce<Value>((all, part) => union(all, machine.evaluate(part)), noValue);
  const clauses = namedChildren(partOf(node, 'body') ?? node).filter(({ type }) => type === 'case_clause');
  branch(machine, [
    ...clauses.map((clause) => () => {
      for (const pattern of namedChildren(clause).filter(({ type }) => type === 'case_pattern')) {
        matchPattern(machine, pattern, subject);
      }
      for (const child of namedChildren(partOf(clause, 'guard') ?? { ...clause, children: [] }))
        machine.evaluate(child);
      machine.execute(partOf(clause, 'consequence'));
    }),
    () => undefined,
  ]);
}
