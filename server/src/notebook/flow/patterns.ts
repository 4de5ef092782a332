/** Patterns of `match`: what they read, and the names that they bind. */
import { namedChildren } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { noValue, union } from './heap.ts';
import type { Value } from './heap.ts';
import { iterate } from './iteration.ts';
import type { Machine } from './machine.ts';

/** @param subject what is matched; a name deep inside stands for a part of it */
export function matchPattern(machine: Machine, node: PythonNode, subject: Value): void {
  const children = namedChildren(node);
  switch (node.type) {
    case 'dotted_name': {
      const [head] = children;
      if (head === undefined) return;
      if (children.length > 1) machine.evaluate(head);
      else capture(machine, head, subject);
      return;
    }
    case 'identifier':
      capture(machine, node, subject);
      return;
    case 'class_pattern': {
      const [type, ...parts] = children;
      machine.evaluate(type?.children[0]);
      for (const part of parts) matchPattern(machine, part, partsIn(machine, part, subject));
      return;
    }
    case 'keyword_pattern':
      // The first identifier is an attribute.
      for (const child of children.slice(1)) matchPattern(machine, child, subject);
      return;
    case 'case_pattern':
    case 'as_pattern':
    case 'union_pattern':
      for (const child of children) matchPattern(machine, child, subject);
      return;
    default:
      for (const child of children) matchPattern(machine, child, partsIn(machine, child, subject));
  }
}

function capture(machine: Machine, name: PythonNode, value: Value): void {
  if (machine.text(name) !== '_') machine.bind(machine.text(name), machine.at(name), value);
}

function partsIn(machine: Machine, place: PythonNode, subject: Value): Value {
  return subject.reduce<Value>((all, id) => union(all, iterate(machine, place, [id])), noValue);
}
