/** Rules about alarms that nobody believes: thresholds, windows and numbers of tests that raise too many of them. */
import { decimal } from '../spec/decimal.ts';
import { computeAnyFalseAlarm, computeExpectedFalseAlarms } from '../spec/economicsFeasibility.ts';
import { convertQuantity } from '../spec/quantityArithmetic.ts';
import { formatNumber } from '../spec/quantityFormat.ts';
import { counted, listOf, shorten } from '../spec/words.ts';
import {
  computeEnoughRows,
  computeHonestThreshold,
  computeThresholdFalseAlarm,
} from '../statistics/thresholdFalseAlarms.ts';
import type { ThresholdMethod } from '../statistics/thresholdFalseAlarms.ts';
import { checksOf, watchedColumns } from './monitorView.ts';
import type { CheckView } from './monitorView.ts';
import { expectedRows, falseAlarmOf, neededRows, referenceRowsOf, statedRows } from './monitorWindow.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Methods that compare a statistic with one fixed number, whatever the size of the window. */
const fixedThresholds: ReadonlySet<string> = new Set([
  'evidently',
  'nannyml',
  'whylogs',
  'TVD',
  'psi',
  'kl_div',
  'jensenshannon',
  'hellinger',
  'wasserstein',
  'ed',
]);

/** The usual alarm of these distances. */
const alarm = 0.1;
/** Chance of a false alarm in a window from which many tests are too many. */
const tolerated = 0.1;

function methodsOf({ node }: CheckView) {
  const { method } = node.fields;
  if (method === undefined) return [];
  return method.kind === 'list' ? method.items : [method];
}

function show(value: number, digits = 2): string {
  return formatNumber(decimal(value), digits);
}

function percent(share: number): string {
  return `${show(share * 100)} %`;
}

function* findUncalibrated(context: RuleContext): Generator<Finding> {
  for (const check of checksOf(context.spec)) {
    const fixed = methodsOf(check).filter(({ value }) => fixedThresholds.has(value));
    const [first] = fixed;
    const falseAlarm = falseAlarmOf(check);
    const window = check.node.fields.window;
    if (first === undefined || falseAlarm === undefined || check.node.unreadable.has('window')) continue;
    if (window?.unreadable.has('min_rows') === true) continue;
    const stated = statedRows(check);
    if (stated === undefined) {
      const [small, large] = [100, 500].map((rows) => psiAlarm(rows, rows));
      yield {
        place: first.place,
        message: `${listOf(fixed.map(({ value }) => value))} of \`${shorten(check.id)}\` alarms at one fixed threshold, which means nothing without a window size: a stability index above ${alarm} comes without any change in ${percent(small ?? 0)} of windows of 100 rows, and in ${percent(large ?? 0)} of 500. State \`min_rows\`, or use \`auto\`.`,
      };
      continue;
    }
    for (const method of fixed) {
      const measured = measuredOf(method.value, check, context);
      // The other methods have no such rate, and a stated window is all that can be asked of them.
      if (measured === undefined) continue;
      const message = miscalibration(context, check, measured, stated.rows, falseAlarm);
      if (message !== undefined) yield { place: method.place, message };
    }
  }
}

/** A distance with its usual alarm, and what it is called. */
interface Measured {
  readonly method: ThresholdMethod;
  readonly name: string;
}

const distances: Readonly<Record<string, Measured>> = {
  psi: { method: 'psi', name: 'A stability index' },
  kl_div: { method: 'kl_div', name: 'A Kullback-Leibler divergence' },
  jensenshannon: { method: 'jensenshannon', name: 'A Jensen-Shannon distance' },
  hellinger: { method: 'hellinger', name: 'A Hellinger distance' },
  wasserstein: { method: 'wasserstein', name: 'A Wasserstein distance over the standard deviation' },
};

/** Rows of a reference above which Evidently takes a distance instead of a test. */
const testedByEvidently = 1000;

function measuredOf(method: string, check: CheckView, context: RuleContext): Measured | undefined {
  if (method !== 'evidently') return distances[method];
  const rows = referenceRowsOf(context, check);
  return Number.isFinite(rows) && rows > testedByEvidently
    ? {
        method: 'wasserstein',
        name: 'What Evidently takes for numbers, the Wasserstein distance over the standard deviation,',
      }
    : undefined;
}

function psiAlarm(referenceRows: number, windowRows: number): number {
  return computeThresholdFalseAlarm('psi', alarm, { referenceRows, windowRows });
}

function miscalibration(
  context: RuleContext,
  check: CheckView,
  { method, name }: Measured,
  windowRows: number,
  falseAlarm: number,
): string | undefined {
  const sizes = { referenceRows: referenceRowsOf(context, check), windowRows };
  // With an endless reference a distance alarms least: beyond that, the reference need not be known.
  const endless = computeThresholdFalseAlarm(method, alarm, { ...sizes, referenceRows: Number.POSITIVE_INFINITY });
  const rate = Math.max(endless, computeThresholdFalseAlarm(method, alarm, sizes));
  if (rate <= falseAlarm) return undefined;
  const threshold = show(computeHonestThreshold(method, falseAlarm, sizes), 3);
  const rows = computeEnoughRows(method, alarm, falseAlarm, sizes);
  const enough = rows === undefined ? '' : `, or windows of at least ${counted(rows, 'row')}`;
  return `${name} above ${alarm} in windows of ${counted(windowRows, 'row')} alarms without any change in about ${percent(rate)} of them, not in ${percent(falseAlarm)}: it takes a threshold of ${threshold}${enough}, or \`auto\`.`;
}

function* findSmallWindows(context: RuleContext): Generator<Finding> {
  for (const check of checksOf(context.spec)) {
    const stated = statedRows(check);
    const expected = expectedRows(context.spec, check);
    const size = stated ?? expected;
    if (size === undefined) continue;
    const needed = neededRows(context, check);
    if (needed?.kind === 'reference') {
      yield {
        place: check.node.fields.reference?.place ?? size.place,
        message: `The reference has ${counted(needed.referenceRows, 'row')}, so no window of \`${shorten(check.id)}\` is large enough to see ${needed.effect}: compare with more rows.`,
      };
    } else if (needed !== undefined && size.rows < needed.rows) {
      yield {
        place: size.place,
        message: `${counted(size.rows, 'row')} in a window of \`${shorten(check.id)}\` are too few to see ${needed.effect}: it takes ${counted(needed.rows, 'row')}.`,
      };
    } else if (stated !== undefined && expected !== undefined && expected.rows < stated.rows) {
      yield {
        place: expected.place,
        message: `By the volume, a window of \`${shorten(check.id)}\` holds ${counted(expected.rows, 'row')}, and below ${counted(stated.rows, 'row')} it gets no verdict: make it longer.`,
        related: [{ place: stated.place, message: 'The least rows of a window are stated here.' }],
      };
    }
  }
}

function* findManyTests({ spec }: RuleContext): Generator<Finding> {
  for (const check of checksOf(spec)) {
    const { correction, window } = check.node.fields;
    if (correction?.value !== 'none') continue;
    const columns = watchedColumns(spec, check)?.length;
    const falseAlarm = falseAlarmOf(check);
    if (columns === undefined || columns < 2 || falseAlarm === undefined) continue;
    const any = computeAnyFalseAlarm(columns, falseAlarm);
    const expected = computeExpectedFalseAlarms(decimal(columns), decimal(falseAlarm));
    if (any.kind === 'undefined' || expected.kind === 'undefined') continue;
    const share = any.value.value.toNumber();
    if (share <= tolerated) continue;
    const days = window?.fields.every === undefined ? undefined : convertQuantity(window.fields.every.quantity, 'days');
    const perWeek =
      days?.kind === 'known' && days.value.amount.gt(0)
        ? `, ${formatNumber(expected.value.value.times(7).div(days.value.amount), 2)} a week`
        : '';
    yield {
      place: correction.place,
      message: `Without a correction, ${columns} columns at ${percent(falseAlarm)} each raise a false alarm in ${percent(share)} of windows${perWeek}: use \`benjamini-hochberg\`.`,
    };
  }
}

export const monitorAlarmRules: readonly Rule[] = [
  {
    id: 'monitor/threshold-uncalibrated',
    severity: '–/W/W',
    finds: 'a fixed threshold of drift whose windows are not stated, or too small for it',
    why: 'An index of two finite samples is never 0, and the smaller the window, the larger it is without any change. A fixed threshold therefore means another rate of false alarms for every window size; `auto` holds the rate instead.',
    check: findUncalibrated,
  },
  {
    id: 'monitor/window-too-small',
    severity: '–/W/W',
    finds: 'a window with fewer rows than the change that matters needs',
    why: 'A test on too few rows either alarms at random or never. For inputs and scores the change that must be seen is a fifth of a standard deviation, for a metric the way from its target to its limit.',
    check: findSmallWindows,
  },
  {
    id: 'monitor/many-tests',
    severity: '–/W/W',
    finds: 'many columns that are tested without a correction',
    why: 'Each test is wrong now and then, so twenty of them are wrong on most days, and after a week nobody reads the alarms. A correction holds the rate of false alarms for all of them together.',
    check: findManyTests,
  },
];
