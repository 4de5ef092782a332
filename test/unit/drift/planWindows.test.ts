/** How rows are cut into windows of time, and into which of them a moment falls. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginningsOf, endOf, planPeriods, windowOfMoment } from '../../../server/src/drift/watch/planWindows.ts';
import type { PeriodPlan, Span } from '../../../server/src/drift/watch/planWindows.ts';

const seconds = (iso: string): number => Date.parse(`${iso}Z`) / 1000;

function plan(from: string, to: string, unit: 'month' | 'second', count: number, latestOnly = false): PeriodPlan {
  const planned = planPeriods([seconds(from), seconds(to)], { unit, count }, latestOnly);
  if ('sentence' in planned) throw new Error(planned.sentence);
  return planned;
}

describe('windows of time', () => {
  it('begin as the calendar does, and the ones that are not filled say so', () => {
    const { windows } = plan('2001-01-10T00:00:00', '2001-03-31T23:59:59', 'month', 1);
    expect(windows).toEqual([
      { label: '2001-01', isIncomplete: true },
      { label: '2001-02', isIncomplete: false },
      { label: '2001-03', isIncomplete: false },
    ]);
  });

  it('begin on Mondays where they are weeks, and with the first day of the data where the calendar knows none', () => {
    const labels = (count: number) =>
      plan('2001-06-29T00:00:00', '2001-07-03T00:00:01', 'second', count).windows.map(({ label }) => label);
    expect(labels(604_800)).toEqual(['2001-06-25 to 2001-07-01', '2001-07-02 to 2001-07-08']);
    expect(labels(3 * 86_400)).toEqual(['2001-06-29 to 2001-07-01', '2001-07-02 to 2001-07-04']);
  });

  it('are refused with their number where they are more than anybody reads', () => {
    expect(planPeriods([0, 401 * 3600], { unit: 'second', count: 3600 }, false)).toEqual({
      sentence: 'The data gives 401 windows of this length, and at most 400 are compared; take longer ones.',
    });
  });

  it('leave rows before the latest window in none', () => {
    const months = plan('2001-01-01T00:00:00', '2001-03-15T00:00:00', 'month', 1, true);
    expect(months.windows.map(({ label }) => label)).toEqual(['2001-03']);
    expect(windowOfMoment(months, Date.parse('2001-02-28T00:00:00Z'))).toBeUndefined();
    expect(windowOfMoment(months, Date.parse('2001-03-01T00:00:00Z'))).toBe(0);
    const days = plan('2001-01-01T00:00:00', '2001-03-15T00:00:00', 'second', 86_400, true);
    expect(windowOfMoment(days, Date.parse('2001-03-13T23:00:00Z'))).toBeUndefined();
  });

  it('hold every moment of the data in one window, later ones never before earlier ones', () => {
    const month = fc.record({ unit: fc.constant('month' as const), count: fc.integer({ min: 1, max: 24 }) });
    const second = fc.record({ unit: fc.constant('second' as const), count: fc.integer({ min: 1, max: 10_000_000 }) });
    const moments = fc.array(fc.integer({ min: 0, max: 3e9 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(month, second), moments, (length, times) => {
        const sorted = times.toSorted((left, right) => left - right);
        const span: Span = [sorted[0] ?? 0, endOf(sorted.at(-1) ?? 0, { isOfDays: false })];
        const planned = planPeriods(span, length, false);
        if ('sentence' in planned) return;
        const windows = sorted.map((time) => windowOfMoment(planned, time * 1000) ?? -1);
        expect(windows.every((window) => window >= 0 && window < planned.windows.length)).toBe(true);
        expect(windows).toEqual(windows.toSorted((left, right) => left - right));
        expect(windows[0]).toBe(0);
      }),
    );
  });

  it('begin where the moments that fall into them begin', () => {
    const month = fc.record({ unit: fc.constant('month' as const), count: fc.integer({ min: 1, max: 24 }) });
    const second = fc.record({ unit: fc.constant('second' as const), count: fc.integer({ min: 1, max: 10_000_000 }) });
    const span = fc.tuple(fc.integer({ min: -3e9, max: 3e9 }), fc.integer({ min: 1, max: 3e8 }));
    fc.assert(
      fc.property(fc.oneof(month, second), span, (length, [first, behind]) => {
        const planned = planPeriods([first, first + behind], length, false);
        if ('sentence' in planned) return;
        const beginnings = beginningsOf(planned);
        expect(beginnings?.map((ms) => windowOfMoment(planned, ms))).toEqual(
          planned.windows.slice(1).map((_, index) => index + 1),
        );
        expect(beginnings?.map((ms) => windowOfMoment(planned, ms - 1))).toEqual(
          planned.windows.slice(1).map((_, index) => index),
        );
      }),
    );
  });

  it('begin nowhere that could be compared with where there is the latest one alone, or years have five digits', () => {
    expect(beginningsOf(plan('2001-01-01T00:00:00', '2001-03-15T00:00:00', 'month', 1, true))).toBeUndefined();
    const far = planPeriods([250_000_000_000, 250_000_000_000 + 3 * 86_400], { unit: 'second', count: 86_400 }, false);
    expect('sentence' in far || beginningsOf(far)).toBeUndefined();
  });

  it('give no moment to a row without one', () => {
    expect(
      windowOfMoment(plan('2001-01-01T00:00:00', '2001-01-02T00:00:00', 'second', 86_400), Number.NaN),
    ).toBeUndefined();
  });
});
