/** Which runs and which metric the page shows, of those that it was sent. */
import type { RecordedMetric, RecordedRun, RecordedRuns } from '../../../schemas/runsPanel.ts';
import { momentText } from '../ui/moment.ts';
import { t } from '../ui/texts.ts';
import type { RunsMemory } from './memory.ts';

/** A metric, and its place among the values of a run. */
export interface ShownMetric {
  readonly metric: RecordedMetric;
  readonly index: number;
}

export interface ChosenRuns {
  /** Newest first. */
  readonly runs: readonly RecordedRun[];
  /** Those that one of the runs gives. */
  readonly metrics: readonly ShownMetric[];
  /** The one that is drawn; undefined where the runs give no metric. */
  readonly drawn: ShownMetric | undefined;
}

/** Such as `delay on test`. */
export function nameOfPair({ model, split }: RecordedRun): string {
  return t('{0} on {1}', model, split);
}

/** All that were run, each once, the latest first. */
export function pairsOf({ runs }: RecordedRuns): readonly string[] {
  return [...new Set(runs.map((run) => nameOfPair(run)))];
}

export function chooseRuns(model: RecordedRuns, { pair, metric }: RunsMemory): ChosenRuns {
  const ofPair = model.runs.filter((run) => nameOfPair(run) === pair);
  const runs = ofPair.length === 0 ? model.runs : ofPair;
  const metrics = model.metrics
    .map((one, index) => ({ metric: one, index }))
    .filter(({ index }) => runs.some(({ values }) => (values[index] ?? null) !== null));
  return { runs, metrics, drawn: metrics.find((one) => one.metric.id === metric) ?? metrics[0] };
}

/** When each run ended, by its id; runs of one minute differ by the end of their names. */
export function momentsOf(runs: readonly RecordedRun[]): ReadonlyMap<string, string> {
  const counts = Map.groupBy(runs, ({ at }) => momentText(at));
  return new Map(
    runs.map(({ id, at }) => {
      const moment = momentText(at);
      const isAlone = counts.get(moment)?.length === 1;
      return [id, isAlone ? moment : `${moment} (${id.slice(id.lastIndexOf('-') + 1)})`];
    }),
  );
}
