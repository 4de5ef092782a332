/** Calls as Python writes them, cut into what the table of effects is asked with. */
import type { ArgumentShape, CallSite, Receiver } from '../../../../server/src/notebook/effects/effect.ts';

/** Stands for an argument that is no literal. */
export const something: unique symbol = Symbol('an expression');

type Value = string | number | boolean | null | typeof something;

function shapes(positional: readonly Value[], named: Readonly<Record<string, Value>>): readonly ArgumentShape[] {
  const literal = (value: Value): ArgumentShape['literal'] => (value === something ? undefined : value);
  return [
    ...positional.map((value) => ({ keyword: undefined, literal: literal(value) })),
    ...Object.entries(named).map(([keyword, value]) => ({ keyword, literal: literal(value) })),
  ];
}

/** `package.function(...positional, **named)`. */
export function callOf(
  name: string,
  positional: readonly Value[] = [],
  named: Readonly<Record<string, Value>> = {},
): CallSite {
  return { name, receiver: undefined, method: undefined, arguments: shapes(positional, named) };
}

/** `receiver.method(...positional, **named)`; a receiver in one word is its kind. */
export function methodOf(
  receiver: string | Receiver,
  method: string,
  positional: readonly Value[] = [],
  named: Readonly<Record<string, Value>> = {},
): CallSite {
  const object = typeof receiver === 'string' ? { kind: receiver, type: undefined } : receiver;
  return { name: undefined, receiver: object, method, arguments: shapes(positional, named) };
}
