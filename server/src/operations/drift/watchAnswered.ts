/** Checks of what a model answers: rows are answered once for all of them, and each gets its outcome. */
import type { ComparedCheck, FailedCheck, WatchedCheck, WatchedWindow } from '../../../../schemas/driftReport.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import type { AnswersFinding, AnswersResult } from '../../../../schemas/watchJob.ts';
import { rankColumns } from '../../drift/comparison/rankColumns.ts';
import { judgeShares, percent } from '../../drift/watch/judgeWindows.ts';
import type { NormalRange } from '../../drift/watch/judgeWindows.ts';
import { rankWatched } from '../../drift/watch/rankWatched.ts';
import type { JobOptions, JobRunner } from '../../jobs/jobRunner.ts';
import { falseAlarmOf } from '../../rules/monitorWindow.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import { readShare } from '../../spec/economicsInputs.ts';
import type { DriftWishes } from './driftWishes.ts';
import { leastRowsOf } from './planAnswers.ts';
import type { AnswersPlan } from './planAnswers.ts';
import type { Sentence } from './planCheck.ts';
import { describeMetric } from './describeMetric.ts';
import { resultOf, watched } from './watchedCheck.ts';
import type { WatchedPlace } from './watchedCheck.ts';

type Finding = AnswersResult['findings'][number];
type Found<Kind extends AnswersFinding['kind']> = Extract<AnswersFinding, { kind: Kind }>;
type Outcome = ComparedCheck | WatchedCheck | FailedCheck;

/**
 * @param plans of one model, at least one
 * @param placeOf where a check stands
 * @returns one outcome per plan, in their order
 */
export async function watchAnswered(
  plans: readonly AnswersPlan[],
  wishes: DriftWishes,
  placeOf: (check: CheckView) => Pick<ComparedCheck, 'file' | 'range'>,
  { jobs }: { readonly jobs: JobRunner },
  options: JobOptions<'watchAnswers'>,
): Promise<readonly Outcome[] | 'cancelled'> {
  const done = await jobs.run('watchAnswers', requestOf(plans), options);
  if (done.kind === 'cancelled') return 'cancelled';
  return plans.map((plan): Outcome => {
    const { id } = plan.check;
    if (done.kind === 'failed') return { state: 'failed', id, sentence: done.sentence };
    const finding = done.value.findings.find((one) => one.id === id);
    if (finding === undefined) throw new RangeError(`Nothing was found for the check ${id}.`);
    const outcome = describe(plan, finding, wishes, { ...placeOf(plan.check), seconds: finding.seconds });
    return 'state' in outcome ? outcome : { state: 'failed', id, sentence: outcome.sentence };
  });
}

/** Rows that several checks look at are answered once, with every column that any of them needs. */
function requestOf(plans: readonly AnswersPlan[]): JobRequest<'watchAnswers'> {
  const sides = new Map<string, JobRequest<'watchAnswers'>['sides'][number]>();
  for (const side of plans.flatMap((plan) => plan.sides)) sides.set(side.id, { ...sides.get(side.id), ...side });
  return { sides: [...sides.values()], wishes: plans.map(({ wish }) => wish) };
}

function describe(
  plan: AnswersPlan,
  finding: Finding,
  wishes: DriftWishes,
  place: WatchedPlace,
): ComparedCheck | WatchedCheck | Sentence {
  const { found } = finding;
  switch (found.kind) {
    case 'failed':
      return { sentence: found.sentence };
    case 'compared':
      return describeCompared(plan, finding, found, place);
    case 'alerts':
      return describeAlerts(plan, finding, found, wishes, place);
    case 'metric':
      return describeMetric(plan, finding, found.windows, leastRowsOf(plan.check, wishes), place);
  }
}

function describeCompared(
  { check, wish, notes: ofSpec = [] }: AnswersPlan,
  { notes, unanswered, unlabelled }: Finding,
  { drift, answers }: Found<'compared'>,
  { file, range, seconds }: WatchedPlace,
): ComparedCheck {
  const {
    falseAlarm = 0.05,
    correction = 'benjamini-hochberg',
    against,
  } = (wish.kind === 'compared' && wish.compare) || {};
  const waiting =
    answers === undefined || unlabelled === 0 ? [] : [`${unlabelled.toLocaleString('en')} rows have no label yet.`];
  return {
    state: 'compared',
    id: check.id,
    reference: wish.kind === 'compared' ? wish.reference : '',
    current: wish.current,
    ...(against === undefined || against.kind === 'fixed' ? {} : { against }),
    file,
    range,
    falseAlarm,
    correction,
    seconds,
    moneyBecause: null,
    ranking: rankColumns(drift),
    result: {
      ...drift,
      notes: [...drift.notes, ...ofSpec, ...notes, ...sayUnanswered(unanswered), ...waiting],
    },
    ...(answers === undefined ? {} : { answers }),
  };
}

function describeAlerts(
  { check, wish }: AnswersPlan,
  { notes, unanswered }: Finding,
  { windows: counted }: Found<'alerts'>,
  wishes: DriftWishes,
  place: WatchedPlace,
): WatchedCheck | Sentence {
  const normal = rangeOf(check);
  if ('sentence' in normal) return normal;
  if (counted === undefined) {
    return {
      sentence: `The model of the check ${check.id} looks for no class, so nothing of its answers is an alert; name the class under \`decision\`.`,
    };
  }
  const falseAlarm = wishes.falseAlarm ?? falseAlarmOf(check) ?? 0.05;
  const windows = judgeShares(counted, { normal, falseAlarm, leastRows: leastRowsOf(check, wishes) });
  const said = `${percent(normal.low)} to ${percent(normal.high)}`;
  return {
    ...watched(check, 'alert-rate', place),
    reference: said,
    current: wish.current,
    falseAlarm,
    correction: 'bonferroni',
    normal,
    isShare: true,
    ranking: [
      rankWatched(windows, {
        name: 'share of alerts',
        say: (window) => `${window.text} of ${window.rows.toLocaleString('en')} rows${sayPlace(window, normal, said)}`,
        distance: (window) => distanceOf(window, normal),
      }),
    ],
    result: resultOf(windows, [...notes, ...sayUnanswered(unanswered)]),
  };
}

function sayUnanswered(rows: number): readonly string[] {
  return rows === 0
    ? []
    : [`${rows.toLocaleString('en')} rows got no score that is a finite number, and count in nothing.`];
}

function rangeOf({ id, node }: CheckView): { readonly low: number; readonly high: number } | Sentence {
  const [low, high] = node.fields.between?.items.map(({ quantity }) => readShare('between', quantity)) ?? [];
  if (low?.kind !== 'known' || high?.kind !== 'known') {
    return { sentence: `The check ${id} names no lowest and highest normal share under \`between\`.` };
  }
  return { low: low.value.toNumber(), high: high.value.toNumber() };
}

function sayPlace({ value, answer }: WatchedWindow, { low = 0, high = 1 }: NormalRange, said: string): string {
  if (value === null || answer === 'stable') return `, within ${said}`;
  if (answer === 'cannot-tell') return `, at the edge of ${said}`;
  return value > high ? `, above the ${percent(high)} that is normal` : `, below the ${percent(low)} that is normal`;
}

function distanceOf({ value }: WatchedWindow, { low = 0, high = 1 }: NormalRange): number {
  return value === null ? 0 : Math.max(value - high, low - value);
}
