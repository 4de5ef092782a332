/**
 * A result that may be missing for a reason. "Undefined because …" is never 0, NaN or an empty list.
 */

export interface Undefined {
  readonly kind: 'undefined';
  /** Why, as the end of a sentence that starts with "undefined because": lower case, no full stop. */
  readonly because: string;
}

export interface KnownValue<Value> {
  readonly kind: 'known';
  readonly value: Value;
}

export type Known<Value> = KnownValue<Value> | Undefined;

export function known<Value>(value: Value): KnownValue<Value> {
  return { kind: 'known', value };
}

export function undefinedBecause(because: string): Undefined {
  return { kind: 'undefined', because };
}
