/** What engines write in different ways; everything else of our SQL is the same for all. */

export interface SqlDialect {
  /** As a user knows the engine. */
  readonly name: string;
  /** Type of a moment without a zone, with microseconds. */
  readonly timestamp: string;
  /** Whether rows come in an order that is the same each time. */
  readonly hasRowOrder: boolean;
  /** @param double SQL of a double @returns a condition, null for null */
  readonly isFinite: (double: string) => string;
  readonly isNaN: (double: string) => string;
  /** A condition that holds for finite dates or timestamps; null for null. */
  readonly isFiniteTime: (time: string) => string;
  /** An infinite value of a type; undefined where the type has none. */
  readonly infinity: (type: 'DOUBLE' | 'DATE' | 'TIMESTAMP', sign: '' | '-') => string | undefined;
  /** An estimate of how many different values there are. */
  readonly countDistinct: (value: string) => string;
  /** Milliseconds since 1970 of a timestamp without zone, as a whole number. */
  readonly epochMs: (timestamp: string) => string;
  /** Microseconds since 1970 of a timestamp without zone, as a whole number that `//` divides; absent where `//` does not. */
  readonly epochMicros?: (timestamp: string) => string;
  /** A moment without zone, in UTC, of a date, or of a timestamp with or without a zone. @param type of the column */
  readonly toTimestamp: (value: string, type: string) => string;
  /**
   * A moment without zone, of milliseconds since 1970 in a year of four digits; absent where hundreds of nested
   * comparisons with moments are too much for the engine.
   */
  readonly moment?: (ms: number) => string;
  /** Whole numbers divided, rounded towards zero. */
  readonly divideWhole: (value: string, divisor: string) => string;
  /** A double, null where it is NaN. */
  readonly withoutNaN: (double: string) => string;
}
