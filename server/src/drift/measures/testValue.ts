/** What a statistic gives: its value, and the probability of at least it when nothing changed, where it has one. */
export interface TestValue {
  readonly value: number;
  readonly p?: number;
}
