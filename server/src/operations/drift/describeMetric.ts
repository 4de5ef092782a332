/** A metric of the rows that come in, window by window, once their labels are there: held against its limit. */
import type { WatchedCheck, WatchedWindow } from '../../../../schemas/driftReport.ts';
import type { AnswersFinding, AnswersResult } from '../../../../schemas/watchJob.ts';
import { tooFew, unknown } from '../../drift/watch/judgeWindows.ts';
import { rankWatched } from '../../drift/watch/rankWatched.ts';
import { goalOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { quantityOf } from '../../rules/money/measuredGoal.ts';
import { formatNumber } from '../../spec/quantityFormat.ts';
import { decimal } from '../../spec/decimal.ts';
import { judgeValue, unitOf } from '../evaluate/judgeValues.ts';
import type { AnswersPlan } from './planAnswers.ts';
import type { Sentence } from './planCheck.ts';
import { resultOf, watched } from './watchedCheck.ts';
import type { WatchedPlace } from './watchedCheck.ts';

/** The interval of each window, for itself. */
const perWindow = 0.05;

/** @param least windows with fewer labelled rows get no verdict */
export function describeMetric(
  { check, metric, wish }: AnswersPlan,
  { notes, unlabelled }: AnswersResult['findings'][number],
  measured: Extract<AnswersFinding, { kind: 'metric' }>['windows'],
  least: number,
  place: WatchedPlace,
): WatchedCheck | Sentence {
  const limit = metric === undefined ? undefined : goalOf(metric, 'limit');
  if (metric === undefined || limit === undefined)
    return { sentence: `The check ${check.id} names no metric that is watched.` };
  const windows = measured.map((window) => windowOf(metric, window, least));
  const bound = quantityOf(Number(limit.quantity.value.toString()), { value: 0, unit: unitOf(metric) }, limit.quantity);
  const number = bound === undefined ? null : Number(limit.quantity.value.toString());
  return {
    ...watched(check, 'metric', place),
    reference: `its limit of ${limit.text}`,
    current: wish.current,
    falseAlarm: perWindow,
    correction: 'none',
    normal: metric.direction === 'maximize' ? { low: number, high: null } : { low: null, high: number },
    isShare: false,
    ranking: [
      rankWatched(windows, {
        name: metric.id,
        say: (window) => `${window.text}, ${placeWords[window.answer]} its limit of ${limit.text}`,
        distance: (window) => (window.value ?? 0) * (metric.direction === 'maximize' ? -1 : 1),
      }),
    ],
    result: resultOf(windows, [
      ...notes,
      ...(unlabelled === 0 ? [] : [`${unlabelled.toLocaleString('en')} rows have no label yet, and count in nothing.`]),
      ...(windows.length > 1 ? ['The interval of 95 % is that of each window for itself.'] : []),
    ]),
  };
}

const placeWords: Readonly<Record<WatchedWindow['answer'], string>> = {
  drift: 'surely worse than',
  'cannot-tell': 'too close to tell from',
  stable: 'surely not worse than',
  'not-judged': 'not judged against',
};

function windowOf(
  metric: MetricView,
  { label, isIncomplete, rows, value }: Extract<AnswersFinding, { kind: 'metric' }>['windows'][number],
  least: number,
): WatchedWindow {
  const shown = { label, rows, isIncomplete };
  const few = tooFew(rows, least);
  if (few !== undefined) return { ...shown, ...unknown(few) };
  if (value === undefined || rows === 0) return { ...shown, ...unknown('It has no labelled rows.') };
  if (value.state === 'undefined') return { ...shown, ...unknown(`It is undefined because ${value.because}.`) };
  const goals = { target: undefined, limit: goalOf(metric, 'limit') };
  const { verdict, isSettled } = judgeValue(metric, value, unitOf(metric), goals);
  const answer =
    verdict === 'not-known'
      ? 'not-judged'
      : isSettled !== true
        ? 'cannot-tell'
        : verdict === 'limit-missed'
          ? 'drift'
          : 'stable';
  const [low, high] = [value.interval?.low ?? null, value.interval?.high ?? null];
  const range = low === null || high === null ? '' : ` (${short(low)} to ${short(high)})`;
  return { ...shown, value: value.value, low, high, text: `${short(value.value)}${range}`, answer };
}

function short(value: number): string {
  return formatNumber(decimal(value), 3);
}
