/** Facts about comparisons, for tests of what the editor says of them. */
import type { DriftColumnFact, DriftFact } from '../../schemas/facts.ts';

export function driftColumnFact(name: string, changes: Partial<DriftColumnFact> = {}): DriftColumnFact {
  return {
    name,
    answer: 'stable',
    drifting: 0,
    judged: 6,
    sentence: 'Its values move by 0.5 % (0.4 % to 0.6 %) of all ranks, p 0.5.',
    advice: undefined,
    money: undefined,
    ...changes,
  };
}

export function driftFactOf(columns: readonly DriftColumnFact[], changes: Partial<DriftFact> = {}): DriftFact {
  return {
    of: 'columns',
    uri: 'file:///work/.plumbline/drift/inputs.json',
    at: '2026-10-30T09:31:00Z',
    reference: 'train',
    current: 'june',
    windows: 6,
    rows: 150_000,
    tests: 12,
    falseAlarm: 0.05,
    columns,
    notCompared: [],
    stale: [],
    ...changes,
  };
}
