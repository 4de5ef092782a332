/** What becomes of each window before anything in it is judged, and what is shown of that. */
import type { DriftRequest, DriftWindow } from '../../../../schemas/driftJob.ts';
import type { CutWindow } from '../watch/planWindows.ts';
import type { WindowState } from './compareColumn.ts';

export type FilledWindow = CutWindow & { readonly rows: number };

export function judgeStates(
  windows: readonly FilledWindow[],
  { incomplete, leastRows }: Pick<DriftRequest, 'incomplete' | 'leastRows'>,
): readonly WindowState[] {
  return windows.map(({ isIncomplete, rows }, index): WindowState => {
    const isLast = index === windows.length - 1;
    if (isIncomplete && incomplete === 'drop')
      return { kind: 'silent', because: 'The data does not fill it, so it is left out.' };
    if (isIncomplete && incomplete === 'append' && isLast && index > 0) {
      return { kind: 'joined', because: 'The data does not fill it, so its rows are judged with the window before.' };
    }
    if (rows === 0) return { kind: 'silent', because: 'It has no rows.' };
    if (rows < leastRows) {
      return {
        kind: 'silent',
        because: `It has ${rows.toLocaleString('en')} rows, fewer than the ${leastRows.toLocaleString('en')} that a verdict needs.`,
      };
    }
    return { kind: 'judged' };
  });
}

export function shownWindows(windows: readonly FilledWindow[], states: readonly WindowState[]): DriftWindow[] {
  return windows.map((window, index) => {
    const state = states[index];
    return { ...window, ...(state === undefined || state.kind === 'judged' ? {} : { because: state.because }) };
  });
}
