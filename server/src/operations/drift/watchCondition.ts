/** A check of a condition that every row must satisfy. */
import type { ComparedCheck, FailedCheck, WatchedCheck } from '../../../../schemas/driftReport.ts';
import { judgeCondition } from '../../drift/watch/judgeWindows.ts';
import { rankWatched } from '../../drift/watch/rankWatched.ts';
import type { JobOptions, JobRunner } from '../../jobs/jobRunner.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { splitOf } from '../facts/tableRequests.ts';
import type { Clock } from '../ports.ts';
import type { DriftWishes } from './driftWishes.ts';
import { leastRowsOf } from './planAnswers.ts';
import { chunksOf, currentOf, cutByTime, findRows } from './planCheck.ts';
import type { PlanPorts, Sentence } from './planCheck.ts';
import { resultOf, watched } from './watchedCheck.ts';

export interface ConditionPorts extends PlanPorts {
  readonly jobs: JobRunner;
  readonly clock: Clock;
}

type Place = Pick<ComparedCheck, 'file' | 'range'>;

/** @param place where the check stands */
export async function watchCondition(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  place: Place,
  ports: ConditionPorts,
  options: JobOptions<'countHolding'>,
): Promise<WatchedCheck | FailedCheck | 'cancelled'> {
  const outcome = await hold(project, check, wishes, place, ports, options);
  if (outcome === 'cancelled' || 'state' in outcome) return outcome;
  return { state: 'failed', id: check.id, sentence: outcome.sentence };
}

async function hold(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  place: Place,
  { jobs, clock, ...ports }: ConditionPorts,
  options: JobOptions<'countHolding'>,
): Promise<WatchedCheck | Sentence | 'cancelled'> {
  const startedAt = clock.now().getTime();
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
  const done = await jobs.run('countHolding', request, options);
  if (done.kind === 'cancelled') return 'cancelled';
  if (done.kind === 'failed') return { sentence: done.sentence };
  const windows = judgeCondition(done.value.windows, leastRowsOf(check, wishes));
  return {
    ...watched(check, 'invariant', { ...place, seconds: (clock.now().getTime() - startedAt) / 1000 }),
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
