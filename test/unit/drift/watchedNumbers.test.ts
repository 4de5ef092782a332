import { describe, expect, it } from 'vitest';
import { judgeCondition, judgeShares } from '../../../server/src/drift/watch/judgeWindows.ts';
import { rankWatched } from '../../../server/src/drift/watch/rankWatched.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

const counted = (holds: number, rows = 1000, label = 'a') => ({ label, rows, isIncomplete: false, holds });
const options = { normal: { low: 0.2, high: 0.5 }, falseAlarm: 0.05, leastRows: 100 };
const answers = (windows: readonly { readonly answer: string }[]) => windows.map(({ answer }) => answer);

describe('a share that is watched', () => {
  it('is outside when its whole interval is, inside when its whole interval is, and cannot be told at a bound', () => {
    const windows = judgeShares([counted(700), counted(350), counted(500), counted(100)], options);
    expect(answers(windows)).toEqual(['drift', 'stable', 'cannot-tell', 'drift']);
    expect(windows[0]?.text).toBe('70 % (66.3 % to 73.5 %)');
  });

  it('has no verdict in a window of too few rows, or of none', () => {
    const windows = judgeShares([counted(50, 50), counted(0, 0)], options);
    expect(windows.map(({ answer, text }) => [answer, text])).toEqual([
      ['not-judged', 'It has 50 rows, fewer than the 100 that a verdict needs.'],
      ['not-judged', 'It has no rows.'],
    ]);
  });

  it('raises a false alarm in any of twenty windows in at most 5 % of reports, at the bound itself', () => {
    const random = createRandomStream(7);
    const reports = 2000;
    let alarms = 0;
    for (let report = 0; report < reports; report++) {
      const windows = Array.from({ length: 20 }, () => {
        let holds = 0;
        for (let row = 0; row < 200; row++) if (random.nextFraction() < options.normal.high) holds += 1;
        return counted(holds, 200);
      });
      if (answers(judgeShares(windows, options)).includes('drift')) alarms += 1;
    }
    expect(alarms / reports).toBeLessThanOrEqual(0.06);
  });
});

describe('a condition that is watched', () => {
  it('is broken by a single row, also in a window that is too small for a verdict', () => {
    const windows = judgeCondition([counted(999), counted(1000), counted(9, 10), counted(10, 10), counted(0, 0)], 100);
    expect(answers(windows)).toEqual(['drift', 'stable', 'drift', 'not-judged', 'not-judged']);
    expect(windows[0]?.text).toBe('1 of 1,000 rows');
  });
});

describe('the words of a number that is watched', () => {
  const subject = {
    name: 'share',
    say: ({ text }: { readonly text: string }) => text,
    distance: ({ value }: { readonly value: number | null }) => value ?? 0,
  };

  it('tell of the window that is farthest outside', () => {
    const windows = judgeShares(
      [counted(700, 1000, 'mon'), counted(900, 1000, 'tue'), counted(300, 1000, 'wed')],
      options,
    );
    expect(rankWatched(windows, subject)).toMatchObject({
      answer: 'drift',
      drifting: 2,
      judged: 3,
      sentence: 'In tue it was 90 % (87.5 % to 92 %).',
    });
  });

  it('say why there is no verdict, where there is none', () => {
    expect(rankWatched(judgeShares([counted(1, 1)], options), subject)).toMatchObject({
      answer: 'not-judged',
      sentence: 'It has 1 rows, fewer than the 100 that a verdict needs.',
    });
    expect(rankWatched([], subject).sentence).toBe('There is no window.');
  });
});
