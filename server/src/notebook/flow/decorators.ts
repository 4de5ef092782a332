/** Decorated functions and classes. */
import { namedChildren, partOf } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { makeClass } from './classes.ts';
import type { FunctionCode } from './callable.ts';
import { bindName } from './execute.ts';
import { makeFunction } from './functions.ts';
import { union } from './heap.ts';
import type { Machine } from './machine.ts';

const bindings: Readonly<Record<string, FunctionCode['binding']>> = {
  staticmethod: 'static',
  classmethod: 'class',
  property: 'property',
  cached_property: 'property',
};

/** What these give back does what the function does. */
const transparent: ReadonlySet<string> = new Set(
  'staticmethod classmethod property cached_property lru_cache cache wraps njit jit vectorize no_grad inference_mode function dataclass total_ordering abstractmethod contextmanager singledispatch overload final override setter deleter getter delayed interact retry timeit memoize'.split(
    ' ',
  ),
);

export function decorate(machine: Machine, node: PythonNode): void {
  const definition = partOf(node, 'definition');
  if (definition === undefined) return;
  const decorators = namedChildren(node).filter(({ type }) => type === 'decorator');
  const names = decorators.map((decorator) => lastWord(machine.text(decorator)));
  for (const decorator of decorators) for (const child of namedChildren(decorator)) machine.evaluate(child);
  if (definition.type === 'class_definition') {
    bindName(machine, definition, makeClass(machine, definition), 'class');
    return;
  }
  const binding = names.map((name) => bindings[name]).find((found) => found !== undefined) ?? 'instance';
  const value = makeFunction(machine, definition, binding);
  const isKnown = names.every((name) => transparent.has(name));
  // Another one may put anything in its place.
  const replaced = isKnown ? value : union(value, [machine.allocate(node, 'decorated').id]);
  bindName(machine, definition, replaced, 'function');
}

/** `@functools.lru_cache(maxsize=1)` → `lru_cache` */
function lastWord(text: string): string {
  return /^@\s*(?:[\w.]*\.)?(?<name>\w+)/.exec(text)?.groups?.['name'] ?? '';
}
