/** What statements do. */
import { importsOf, starImportOf } from '../names/imports.ts';
import { descendants, namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { makeClass } from './classes.ts';
import { execute as executeControl, isControl } from './control.ts';
import { decorate } from './decorators.ts';
import { makeFunction } from './functions.ts';
import { noValue } from './heap.ts';
import type { Value } from './heap.ts';
import { importAll, importModule } from './importing.ts';
import type { Machine } from './machine.ts';
import { assign, augment, remove } from './targets.ts';

/** Never throws; of a statement that it does not know it evaluates what is in it. */
export function execute(machine: Machine, node: PythonNode): void {
  if (isControl(node)) {
    executeControl(machine, node);
    return;
  }
  switch (node.type) {
    case 'module':
    case 'block':
      for (const child of namedChildren(node)) machine.execute(child);
      return;
    case 'expression_statement':
      for (const child of namedChildren(node)) executeExpression(machine, child);
      return;
    case 'delete_statement':
      for (const child of namedChildren(node)) remove(machine, child);
      return;
    case 'import_statement':
    case 'import_from_statement':
    case 'future_import_statement':
      executeImport(machine, node);
      return;
    case 'function_definition':
      bindName(machine, node, makeFunction(machine, node), 'function');
      return;
    case 'class_definition':
      bindName(machine, node, makeClass(machine, node), 'class');
      return;
    case 'decorated_definition':
      decorate(machine, node);
      return;
    case 'type_alias_statement':
      assignAlias(machine, node);
      return;
    case 'print_statement':
      machine.changeResource('$stdout', machine.at(node));
      evaluateAll(machine, node);
      return;
    case 'exec_statement':
      machine.recorder.markOpaque();
      evaluateAll(machine, node);
      return;
    case 'global_statement':
    case 'nonlocal_statement':
    case 'pass_statement':
      return;
    case 'ERROR':
      executeBroken(machine, node);
      return;
    default:
      evaluateAll(machine, node);
  }
}

function evaluateAll(machine: Machine, node: PythonNode): void {
  for (const child of namedChildren(node)) machine.evaluate(child);
}

function executeExpression(machine: Machine, node: PythonNode): void {
  if (node.type === 'assignment') executeAssignment(machine, node);
  else if (node.type === 'augmented_assignment') augment(machine, node);
  else machine.evaluate(node);
}

/** Chained targets are bound from left to right, to one object. */
function executeAssignment(machine: Machine, node: PythonNode): Value {
  machine.evaluate(partOf(node, 'type'));
  const right = partOf(node, 'right');
  const left = partOf(node, 'left');
  // An annotation alone binds nothing.
  if (right === undefined) return noValue;
  if (right.type === 'assignment') {
    const value = executeAssignment(machine, right);
    if (left !== undefined) assign(machine, left, value);
    return value;
  }
  const value = machine.evaluate(right);
  if (left !== undefined) assign(machine, left, value);
  return value;
}

export function bindName(machine: Machine, node: PythonNode, value: Value, kind: 'function' | 'class'): void {
  const name = partOf(node, 'name');
  if (name !== undefined) machine.bind(machine.text(name), machine.at(name), value, kind);
}

function assignAlias(machine: Machine, node: PythonNode): void {
  const left = partOf(node, 'left');
  const name = left?.children.find(({ type }) => type === 'identifier');
  const value = machine.evaluate(partOf(node, 'right'));
  if (name !== undefined) machine.bind(machine.text(name), machine.at(name), value);
}

function executeImport(machine: Machine, node: PythonNode): void {
  const star = starImportOf(machine.frame.code.tree, node);
  if (star !== undefined) {
    importAll(machine, star, machine.at(node), node);
    return;
  }
  for (const { name, qualified, place } of importsOf(machine.frame.code.tree, node)) {
    machine.bind(name, machine.at(place), importModule(machine, qualified, place), 'import');
  }
}

/** Names in what is no Python are read, and perhaps written. */
function executeBroken(machine: Machine, node: PythonNode): void {
  machine.recorder.markOpaque();
  for (const part of descendants(node)) {
    if (part.type !== 'identifier' || part.start === part.end) continue;
    machine.readBroken(machine.text(part), machine.at(part));
  }
}
