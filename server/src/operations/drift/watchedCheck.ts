/** What every check says of itself that watches a number. */
import type { ComparedCheck, WatchedCheck, WatchedWindow } from '../../../../schemas/driftReport.ts';
import type { CheckView } from '../../rules/monitorView.ts';

/** Where a check stands, and how long it took. */
export interface WatchedPlace extends Pick<ComparedCheck, 'file' | 'range'> {
  readonly seconds: number;
}

export function watched<Watch extends WatchedCheck['watch']>(
  { id }: CheckView,
  watch: Watch,
  { file, range, seconds }: WatchedPlace,
): Pick<WatchedCheck, 'state' | 'id' | 'file' | 'range' | 'seconds'> & { readonly watch: Watch } {
  return { state: 'watched', id, watch, file, range, seconds };
}

export function resultOf(windows: WatchedWindow[], notes: readonly string[]): WatchedCheck['result'] {
  const tests = windows.filter(({ answer }) => answer !== 'not-judged').length;
  return { windows, notCompared: [], tests, notes: [...new Set(notes)] };
}
