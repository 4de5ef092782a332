/** Comprehensions and generators, which have a scope of their own. */
import { namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { assign } from './targets.ts';
import { iterate } from './iteration.ts';
import type { Frame } from './callable.ts';
import type { Value } from './heap.ts';
import { noValue } from './heap.ts';
import type { Machine } from './machine.ts';

const kinds: Readonly<Record<string, 'list' | 'set' | 'dict' | 'iterator'>> = {
  list_comprehension: 'list',
  set_comprehension: 'set',
  dictionary_comprehension: 'dict',
  generator_expression: 'iterator',
};

export function comprehend(machine: Machine, node: PythonNode): Value {
  const clauses = namedChildren(node).filter(({ field }) => field !== 'body');
  const first = clauses[0];
  const outer = machine.frame;
  // The first iterable is read outside, at once.
  const iterable = first?.type === 'for_in_clause' ? machine.evaluate(partOf(first, 'right')) : noValue;
  const frame: Frame = {
    ...outer,
    id: machine.newFrameId(),
    scope: outer.code.names.scopeOf(node) ?? outer.scope,
    outer,
    returned: noValue,
    yielded: noValue,
    isCaptured: false,
  };
  const result = machine.allocate(node, 'comprehension', { kind: kinds[node.type] ?? 'list' });
  const through = machine.statement;
  machine.frame = frame;
  for (const clause of clauses) {
    if (clause.type !== 'for_in_clause') {
      machine.evaluate(clause);
      continue;
    }
    const source = clause === first ? iterable : machine.evaluate(partOf(clause, 'right'));
    const target = partOf(clause, 'left');
    if (target !== undefined) assign(machine, target, iterate(machine, clause, source));
    machine.heap.relate(result, { relation: 'uses', through, share: undefined }, source);
  }
  machine.loopDepth += 1;
  const body = partOf(node, 'body');
  const value = machine.evaluate(body?.type === 'pair' ? partOf(body, 'value') : body);
  if (body?.type === 'pair') machine.evaluate(partOf(body, 'key'));
  machine.loopDepth -= 1;
  machine.heap.put(result, '[]', value);
  machine.frame = outer;
  if (!frame.isCaptured) for (const name of frame.scope.bound) machine.state.bindings.delete(`${frame.id}:${name}`);
  return [result.id];
}
