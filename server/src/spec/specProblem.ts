/** What reading a spec by its shape finds; the rules of the groups `spec`, `quantity` and `ref` report it. */
import type { Place } from '../yaml/place.ts';
import type { Fix } from './edits.ts';

/** The rule that reports a problem: of the groups `spec` and `quantity`, or one that the schema names. */
export type SpecProblemCode = string;

export interface SpecProblem {
  readonly code: SpecProblemCode;
  readonly place: Place;
  /** One sentence: what, where, what next. */
  readonly message: string;
  readonly fixes: readonly Fix[];
  /** The key that is missing. */
  readonly missingKey?: string;
}
