/** What differs between two located values in meaning: neither in layout nor in spelling. */
import { printExpression } from './expressionPrint.ts';
import type { AnyNode } from './located.ts';
import { compareQuantities } from './quantityArithmetic.ts';

/** A value that is in one of the two only, or in both and not the same. */
export interface Difference {
  /** Keys from where the comparison began. */
  readonly path: readonly string[];
  /** Undefined when it is new. */
  readonly before: AnyNode | undefined;
  /** Undefined when it is gone. */
  readonly after: AnyNode | undefined;
}

/**
 * Compares two values, as deep as both have the same keys. What cannot be read on one side is skipped: unknown is not
 * changed. Lists of words are one value.
 */
export function* differences(
  before: AnyNode | undefined,
  after: AnyNode | undefined,
  path: readonly string[] = [],
): Generator<Difference> {
  if (before === undefined && after === undefined) return;
  if (before === undefined || after === undefined) {
    yield { path, before, after };
    return;
  }
  const [left, right] = [childrenOf(before), childrenOf(after)];
  if (left === undefined || right === undefined) {
    if (!isSame(before, after)) yield { path, before, after };
    return;
  }
  for (const key of new Set([...left.nodes.keys(), ...right.nodes.keys()])) {
    if (left.unreadable.has(key) || right.unreadable.has(key)) continue;
    yield* differences(left.nodes.get(key), right.nodes.get(key), [...path, key]);
  }
}

/** The value of a key that can be read. */
export function childOf(node: AnyNode, key: string): AnyNode | undefined {
  return childrenOf(node)?.nodes.get(key);
}

interface Children {
  readonly nodes: ReadonlyMap<string, AnyNode>;
  readonly unreadable: ReadonlySet<string>;
}

function childrenOf(node: AnyNode): Children | undefined {
  switch (node.kind) {
    case 'object': {
      const nodes = new Map(Object.entries(node.fields as Readonly<Record<string, AnyNode>>));
      return { nodes, unreadable: node.unreadable };
    }
    case 'map':
      return { nodes: node.entries, unreadable: node.unreadable };
    case 'list':
    case 'scalar':
    case 'quantity':
    case 'expression':
    case 'reference':
      return undefined;
  }
}

/** Whether two values mean the same. */
export function isSame(left: AnyNode, right: AnyNode): boolean {
  if (left.kind === 'quantity' && right.kind === 'quantity') {
    const order = compareQuantities(left.quantity, right.quantity);
    return order.kind === 'known' ? order.value === 0 : left.quantity.text === right.quantity.text;
  }
  return left.kind === right.kind && textOf(left) === textOf(right);
}

/** A value as one line of text, in one spelling. */
export function textOf(node: AnyNode): string {
  switch (node.kind) {
    case 'quantity':
      return node.quantity.text;
    case 'expression':
      return printExpression(node.expression);
    case 'reference':
      return node.id;
    case 'scalar':
      return node.text;
    case 'list':
      return `[${node.items.map(textOf).join(', ')}]`;
    case 'object':
    case 'map':
      return `{${[...(childrenOf(node)?.nodes ?? [])].map(([key, child]) => `${key}: ${textOf(child)}`).join(', ')}}`;
  }
}

/** The words of a list; undefined for any other value. */
export function itemsOf(node: AnyNode | undefined): readonly string[] | undefined {
  return node?.kind === 'list' ? node.items.map(textOf) : undefined;
}
