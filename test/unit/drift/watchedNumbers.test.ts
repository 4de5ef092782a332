import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCondition, judgeShares } from '../../../server/src/drift/watch/judgeWindows.ts';
import { rankWatched } from '../../../server/src/drift/watch/rankWatched.ts';
import { windowsBetween } from '../../../server/src/drift/watch/windowsBetween.ts';
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

describe('windows of time', () => {
  const cut = (first: string, last: string, unit: 'month' | 'second', count: number, latestOnly = false) =>
    windowsBetween(first, last, { unit, count }, { latestOnly, most: 50 });

  it('follow the calendar', () => {
    expect(cut('2001-01-15T10:00:00Z', '2001-03-01T00:00:00Z', 'month', 1)?.map(({ label }) => label)).toEqual([
      '2001-01',
      '2001-02',
      '2001-03',
    ]);
    expect(cut('2001-06-29', '2001-07-01', 'second', 86_400)).toEqual([
      { label: '2001-06-29', from: '2001-06-29 00:00:00', to: '2001-06-30 00:00:00' },
      { label: '2001-06-30', from: '2001-06-30 00:00:00', to: '2001-07-01 00:00:00' },
      { label: '2001-07-01', from: '2001-07-01 00:00:00', to: '2001-07-02 00:00:00' },
    ]);
    // Weeks begin on Mondays.
    expect(cut('2001-06-29', '2001-07-03', 'second', 604_800)?.map(({ from }) => from)).toEqual([
      '2001-06-25 00:00:00',
      '2001-07-02 00:00:00',
    ]);
  });

  it('end with the last row, where only the latest is wanted', () => {
    expect(cut('2001-01-01', '2001-06-30T23:59:00', 'second', 14 * 86_400, true)).toEqual([
      { label: '2001-06-16 to 2001-06-30', from: '2001-06-16 23:59:01', to: '2001-06-30 23:59:01' },
    ]);
  });

  it('are none when there would be too many, or the times are none', () => {
    expect(cut('2001-01-01', '2002-01-01', 'second', 3600)).toBeUndefined();
    expect(cut('yesterday', '2002-01-01', 'month', 1)).toBeUndefined();
  });

  it('cover every moment between the first and the last row once', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => new Date(days * 86_400_000).toISOString());
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(3600 * 24, 604_800, 5 * 86_400),
        (first, weeks, seconds) => {
          const last = new Date(Date.parse(first) + weeks * 604_800_000).toISOString();
          const windows = cut(first, last, 'second', seconds) ?? [];
          expect(windows.every(({ from }, index) => index === 0 || windows[index - 1]?.to === from)).toBe(true);
          const inside = (moment: string) => moment.slice(0, 19).replace('T', ' ');
          expect((windows[0]?.from ?? '') <= inside(first)).toBe(true);
          expect((windows.at(-1)?.to ?? '') > inside(last)).toBe(true);
        },
      ),
    );
  });
});
