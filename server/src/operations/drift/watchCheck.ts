/** Checks that watch something else than inputs: answers of a model, a metric, the share of alerts, a condition on rows. */
import type { ComparedCheck, FailedCheck, WatchedCheck, WatchedWindow } from '../../../../schemas/driftReport.ts';
import { rankColumns } from '../../drift/comparison/rankColumns.ts';
import { judgeCondition, judgeShares, percent } from '../../drift/watch/judgeWindows.ts';
import type { NormalRange } from '../../drift/watch/judgeWindows.ts';
import { rankWatched } from '../../drift/watch/rankWatched.ts';
import type { JobOptions, JobOutcome, JobRunner } from '../../jobs/jobRunner.ts';
import { falseAlarmOf } from '../../rules/monitorWindow.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import { readShare } from '../../spec/economicsInputs.ts';
import type { Project } from '../../spec/project.ts';
import { splitOf } from '../facts/tableRequests.ts';
import type { Clock } from '../ports.ts';
import { chunksOf, currentOf, cutByTime, findRows } from './planCheck.ts';
import type { PlanPorts, Sentence } from './planCheck.ts';
import type { DriftWishes } from './driftWishes.ts';
import { planAnswers } from './planAnswers.ts';
import { watchMetric } from './watchMetric.ts';

export interface WatchPorts extends PlanPorts {
  readonly jobs: JobRunner;
  readonly clock: Clock;
}

export type WatchOptions = JobOptions<'countHolding'> & JobOptions<'watchAnswers'> & JobOptions<'evaluateModel'>;

/** Where a check stands, and when it was begun. */
export interface WatchedPlace extends Pick<ComparedCheck, 'file' | 'range'> {
  readonly startedAt: number;
}

export type WatchOutcome = ComparedCheck | WatchedCheck | FailedCheck | 'cancelled';

/** @param place where the check stands */
export async function watchCheck(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  place: Pick<ComparedCheck, 'file' | 'range'>,
  ports: WatchPorts,
  options: WatchOptions,
): Promise<WatchOutcome> {
  const placed = { ...place, startedAt: ports.clock.now().getTime() };
  const outcome = await watch(project, check, wishes, placed, ports, options);
  if (outcome === 'cancelled' || 'state' in outcome) return outcome;
  return { state: 'failed', id: check.id, sentence: outcome.sentence };
}

function watch(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  place: WatchedPlace,
  ports: WatchPorts,
  options: WatchOptions,
): Promise<ComparedCheck | WatchedCheck | Sentence | 'cancelled'> {
  switch (check.node.fields.watch?.value) {
    case 'outputs':
      return watchOutputs(project, check, wishes, place, ports, options);
    case 'alert-rate':
      return watchAlerts(project, check, wishes, place, ports, options);
    case 'invariant':
      return watchCondition(project, check, wishes, place, ports, options);
    case 'metric':
      return watchMetric(project, check, wishes, place, ports, options);
    case 'inputs':
    case undefined:
      return Promise.resolve({ sentence: `The check ${check.id} does not say what is watched.` });
  }
}

async function watchOutputs(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  place: WatchedPlace,
  { files, jobs, clock }: WatchPorts,
  options: WatchOptions,
): Promise<ComparedCheck | Sentence | 'cancelled'> {
  const plan = await planAnswers(project, check, wishes, files, 'compared');
  if ('sentence' in plan) return plan;
  const done = settle(await jobs.run('watchAnswers', plan.request, options));
  if ('sentence' in done || done.value === 'cancelled') return 'sentence' in done ? done : 'cancelled';
  const { drift, unanswered, notes } = done.value;
  if (drift === undefined) throw new TypeError('Answers were compared with a reference.');
  return {
    state: 'compared',
    id: check.id,
    reference: plan.reference ?? '',
    current: plan.current,
    file: place.file,
    range: place.range,
    falseAlarm: plan.request.compare?.falseAlarm ?? 0.05,
    correction: plan.request.compare?.correction ?? 'benjamini-hochberg',
    seconds: secondsSince(place, clock),
    moneyBecause: null,
    ranking: rankColumns(drift),
    result: { ...drift, notes: [...drift.notes, ...notes, ...sayUnanswered(unanswered)] },
  };
}

async function watchAlerts(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  place: WatchedPlace,
  { files, jobs, clock }: WatchPorts,
  options: WatchOptions,
): Promise<WatchedCheck | Sentence | 'cancelled'> {
  const normal = rangeOf(check);
  if ('sentence' in normal) return normal;
  const plan = await planAnswers(project, check, wishes, files, 'alone');
  if ('sentence' in plan) return plan;
  const done = settle(await jobs.run('watchAnswers', plan.request, options));
  if ('sentence' in done || done.value === 'cancelled') return 'sentence' in done ? done : 'cancelled';
  const { alerts, unanswered, notes } = done.value;
  if (alerts === undefined) {
    return {
      sentence: `The model of the check ${check.id} looks for no class, so nothing of its answers is an alert; name the class under \`decision\`.`,
    };
  }
  const falseAlarm = wishes.falseAlarm ?? falseAlarmOf(check) ?? 0.05;
  const windows = judgeShares(alerts, { normal, falseAlarm, leastRows: leastRowsOf(check, wishes) });
  const said = `${percent(normal.low)} to ${percent(normal.high)}`;
  return {
    ...watched(check, 'alert-rate', place, clock),
    reference: said,
    current: plan.current,
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

async function watchCondition(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  place: WatchedPlace,
  { jobs, clock, ...ports }: WatchPorts,
  options: WatchOptions,
): Promise<WatchedCheck | Sentence | 'cancelled'> {
  const { expect, of } = check.node.fields;
  if (expect === undefined) return { sentence: `The check ${check.id} names no condition under \`expect\`.` };
  const named = of?.id ?? currentOf(project, check);
  const id = typeof named === 'object' ? named.id : named;
  if (id === undefined) return { sentence: `The check ${check.id} names no data source under \`of\`.` };
  const chunks = chunksOf(check, wishes);
  if ('sentence' in chunks) return chunks;
  const split = splitOf(project.spec, id);
  const dataId = split?.fields.of?.id ?? id;
  const found = await findRows(project, dataId, split === undefined ? undefined : id, ports);
  if ('sentence' in found) return found;
  if (found.side.kind !== 'rows') {
    return { sentence: `The condition of the check ${check.id} is checked in files alone, and ${dataId} is none.` };
  }
  const cut = cutByTime(project, check, chunks, dataId);
  if ('sentence' in cut) return cut;
  const { source, splits, split: splitId } = found.side;
  const request = {
    source,
    splits,
    where: expect.text,
    chunks: cut,
    ...(splitId === undefined ? {} : { split: splitId }),
  };
  const done = settle(await jobs.run('countHolding', request, options));
  if ('sentence' in done || done.value === 'cancelled') return 'sentence' in done ? done : 'cancelled';
  const windows = judgeCondition(done.value.windows, leastRowsOf(check, wishes));
  return {
    ...watched(check, 'invariant', place, clock),
    reference: expect.text,
    current: found.side.label,
    falseAlarm: 0,
    correction: 'none',
    normal: { low: 1, high: null },
    isShare: true,
    ranking: [
      rankWatched(windows, {
        name: check.id,
        say: ({ text }) => `broken: ${text}, and each must satisfy ${expect.text}`,
        sayNormal: `All rows satisfy ${expect.text}.`,
        distance: ({ value, rows }) => (1 - (value ?? 1)) * rows,
      }),
    ],
    result: resultOf(windows, done.value.notes),
  };
}

/** What every watched check says of itself. */
export function watched<Watch extends WatchedCheck['watch']>(
  { id }: CheckView,
  watch: Watch,
  place: WatchedPlace,
  clock: Clock,
): Pick<WatchedCheck, 'state' | 'id' | 'file' | 'range' | 'seconds'> & { readonly watch: Watch } {
  return { state: 'watched', id, watch, file: place.file, range: place.range, seconds: secondsSince(place, clock) };
}

export function resultOf(windows: WatchedWindow[], notes: readonly string[]): WatchedCheck['result'] {
  const tests = windows.filter(({ answer }) => answer !== 'not-judged').length;
  return { windows, notCompared: [], tests, notes: [...new Set(notes)] };
}

export function leastRowsOf({ node }: CheckView, wishes: DriftWishes): number {
  return wishes.leastRows ?? node.fields.window?.fields.min_rows?.value ?? 1;
}

function secondsSince({ startedAt }: WatchedPlace, clock: Clock): number {
  return (clock.now().getTime() - startedAt) / 1000;
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

/** The value of a job, `cancelled`, or the sentence of its failure. */
export function settle<Kind extends 'countHolding' | 'watchAnswers' | 'evaluateModel' | 'countSplits'>(
  outcome: JobOutcome<Kind>,
): { readonly value: Extract<JobOutcome<Kind>, { kind: 'done' }>['value'] | 'cancelled' } | Sentence {
  switch (outcome.kind) {
    case 'done':
      return { value: outcome.value };
    case 'failed':
      return { sentence: outcome.sentence };
    case 'cancelled':
      return { value: 'cancelled' };
  }
}
