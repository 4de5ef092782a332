/** Rules about alarms that nobody believes: thresholds, windows and numbers of tests that raise too many of them. */
import { decimal } from '../spec/decimal.ts';
import { computeAnyFalseAlarm, computeExpectedFalseAlarms } from '../spec/economicsFeasibility.ts';
import { convertQuantity } from '../spec/quantityArithmetic.ts';
import { formatNumber } from '../spec/quantityFormat.ts';
import { counted, listOf, shorten } from '../spec/words.ts';
import { chiSquareTailQuantile } from '../statistics/chiSquare.ts';
import { computePsiFalseAlarm, computePsiThreshold } from '../statistics/psiFalseAlarms.ts';
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

/** The usual alarm of the population stability index, on the usual deciles. */
const psi = { threshold: 0.1, bins: 10 } as const;
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
        message: `${listOf(fixed.map(({ value }) => value))} of \`${shorten(check.id)}\` alarms at one fixed threshold, which means nothing without a window size: a stability index above ${psi.threshold} comes without any change in ${percent(small ?? 0)} of windows of 100 rows, and in ${percent(large ?? 0)} of 500. State \`min_rows\`, or use \`auto\`.`,
      };
      continue;
    }
    const index = fixed.find(({ value }) => value === 'psi');
    // The other methods have no such formula, and a stated window is all that can be asked of them.
    if (index === undefined) continue;
    const found = miscalibration(context, check, stated.rows, falseAlarm);
    if (found !== undefined) yield { place: index.place, ...found };
  }
}

function psiAlarm(referenceRows: number, windowRows: number): number {
  return computePsiFalseAlarm(psi.threshold, { referenceRows, windowRows, bins: psi.bins });
}

function miscalibration(
  context: RuleContext,
  check: CheckView,
  windowRows: number,
  falseAlarm: number,
): { readonly message: string } | undefined {
  // With an endless reference the index alarms least: beyond that, the reference need not be known.
  const endless = psiAlarm(Number.POSITIVE_INFINITY, windowRows);
  const referenceRows = referenceRowsOf(context, check);
  const alarm = Math.max(endless, psiAlarm(referenceRows, windowRows));
  if (alarm <= falseAlarm) return undefined;
  const setting = { referenceRows, windowRows, bins: psi.bins };
  const threshold = show(computePsiThreshold(falseAlarm, setting), 3);
  const room = psi.threshold / chiSquareTailQuantile(falseAlarm, psi.bins - 1) - 1 / referenceRows;
  const enough = room > 0 ? `, or windows of at least ${counted(Math.ceil(1 / room), 'row')}` : '';
  return {
    message: `A stability index above ${psi.threshold} in windows of ${counted(windowRows, 'row')} alarms without any change in ${percent(alarm)} of them, not in ${percent(falseAlarm)}: it takes a threshold of ${threshold}${enough}, or \`auto\`.`,
  };
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
