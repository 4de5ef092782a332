/** What reading a spec by its shape finds; the rules of the groups `spec`, `quantity` and `ref` report it. */
import type { Place } from '../yaml/place.ts';
import type { Fix } from './edits.ts';

export type SpecProblemCode =
  | 'spec/unknown-key'
  | 'spec/missing-key'
  | 'spec/wrong-type'
  | 'spec/wrong-value'
  | 'quantity/decimal-comma'
  | 'quantity/unknown-unit'
  | 'quantity/not-a-number'
  | 'quantity/spacing'
  | 'metric/vague-target';

export interface SpecProblem {
  readonly code: SpecProblemCode;
  readonly place: Place;
  /** One sentence: what, where, what next. */
  readonly message: string;
  readonly fixes: readonly Fix[];
  /** The key that is missing. */
  readonly missingKey?: string;
}
