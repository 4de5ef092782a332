/** Facts about what was measured: runs of ours, of MLflow and of DVC, and the values of the spec's metrics in them. */
import type { BrokenRunFact, Fact, MeasuredValue, MeasurementFact, RunFact } from '../../../../schemas/facts.ts';
import type { MetricShape } from '../../../../schemas/spec/metrics.ts';
import { oncePerPair } from '../../rules/oncePer.ts';
import type { ObjectNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { readQuantity } from '../../spec/quantity.ts';
import { valueAt } from '../../stores/pointer.ts';
import { dvcRunsFact } from './dvcRuns.ts';
import { staleReasonsOfFile } from './dvcStaleness.ts';
import { fileFact, joinFacts, plainOf } from './fileFacts.ts';
import { runWithIdsOfNow } from './idsOfNow.ts';
import { mlflowRunsFact } from './mlflowRuns.ts';
import { newestFirst, ownRunsFact } from './ownRuns.ts';
import { staleReasons } from './staleness.ts';
import { flatMapFact, mapFact, uriOf } from './world.ts';
import type { FactWorld } from './world.ts';

type MetricNode = ObjectNode<MetricShape>;

/** Measurements of one metric that are given: a trend needs no more. */
const measurementLimit = 100;

/** Every metric asks for the runs of its project. */
const runsOfNow = oncePerPair((project: Project, runs: readonly RunFact[]) => runs.map(runWithIdsOfNow(project)));

export function runsFact(world: FactWorld, project: Project, store?: RunFact['store']): Fact<readonly RunFact[]> {
  const mainUri = project.mainUri;
  switch (store) {
    case 'plumbline':
      return mapFact(ownRunsFact(world, mainUri), ({ runs }) => runsOfNow(project, runs));
    case 'mlflow':
      return mlflowRunsFact(world, project);
    case 'dvc':
      return dvcRunsFact(world, project);
    case undefined: {
      const stores = (['plumbline', 'mlflow'] as const).map((one) => runsFact(world, project, one));
      return mapFact(joinFacts(stores), (runs) => newestFirst(runs.flat()));
    }
  }
}

export function brokenRunsFact(world: FactWorld, project: Project): Fact<readonly BrokenRunFact[]> {
  return mapFact(ownRunsFact(world, project.mainUri), ({ broken }) => broken);
}

/** The values of a metric where its `source` says, else in our own runs of its model, split and device. */
export function measurementsFact(
  world: FactWorld,
  project: Project,
  metricId: string,
): Fact<readonly MeasurementFact[]> {
  const node = project.metric(metricId);
  if (node === undefined) return { state: 'unknown', because: `there is no metric ${metricId}` };
  const { source } = node.fields;
  if (node.unreadable.has('source')) return { state: 'unknown', because: `the source of ${metricId} cannot be read` };
  const { mlflow, dvc, file, pointer } = source?.fields ?? {};
  if (mlflow !== undefined) {
    const { experiment, key } = mlflow.fields;
    return mapFact(mlflowRunsFact(world, project), (runs) =>
      inMlflow(world, project, node, runs, experiment?.text ?? '', key?.text ?? ''),
    );
  }
  if (dvc !== undefined) {
    const [path = '', place = ''] = dvc.text.split('#', 2);
    return inFile(world, project, node, { path, pointer: place, uri: uriOf(project, dvc.place), tool: 'dvc' });
  }
  if (file !== undefined) {
    const uri = uriOf(project, file.place);
    return inFile(world, project, node, { path: file.text, pointer: pointer?.text ?? '', uri, tool: 'file' });
  }
  return mapFact(runsFact(world, project, 'plumbline'), (runs) => inOwnRuns(world, project, metricId, node, runs));
}

function inOwnRuns(
  world: FactWorld,
  project: Project,
  metricId: string,
  { fields }: MetricNode,
  runs: readonly RunFact[],
): readonly MeasurementFact[] {
  const found: MeasurementFact[] = [];
  let undefinedIn: string | undefined;
  for (const run of runs) {
    // A value of another model, of other rows or of another machine is no value of this metric.
    if (fields.model !== undefined && run.model !== undefined && run.model !== fields.model.id) continue;
    if (fields.split !== undefined && run.split !== undefined && run.split !== fields.split.id) continue;
    if (fields.on !== undefined && run.target !== fields.on.id) continue;
    const because = run.undefinedValues?.[metricId];
    if (because !== undefined) undefinedIn ??= `the newer run \`${run.id}\` found it undefined because ${because}`;
    const measured = run.values[metricId];
    if (measured === undefined) continue;
    const isNewest = found.length === 0;
    found.push({
      measured,
      at: run.at,
      reference: `run:${run.id}`,
      uri: run.uri,
      // Only the newest value is judged, and comparing costs hashing a model.
      stale: isNewest
        ? [...(undefinedIn === undefined ? [] : [undefinedIn]), ...staleReasons(world, project, run)]
        : [`\`${found[0]?.reference ?? ''}\` is newer`],
      slices: run.slices?.[metricId] ?? {},
    });
    if (found.length >= measurementLimit) break;
  }
  return found;
}

function inMlflow(
  world: FactWorld,
  project: Project,
  node: MetricNode,
  runs: readonly RunFact[],
  experiment: string,
  key: string,
): readonly MeasurementFact[] {
  const inExperiment = runs.filter((run) => run.experiment === experiment && run.values[key] !== undefined);
  // What a run logged before it failed may be of half the rows, so it counts only where no run finished.
  const finished = inExperiment.filter(({ isUnfinished }) => isUnfinished !== true);
  const matching = (finished.length === 0 ? inExperiment : finished).slice(0, measurementLimit);
  return matching.flatMap((run, index): readonly MeasurementFact[] => {
    const value = run.values[key]?.value;
    const measured = value === undefined ? undefined : inUnitOf(node, value);
    if (measured === undefined) return [];
    const stale =
      index === 0
        ? [...unfinishedReasons(run), ...staleReasons(world, project, run)]
        : [`the run ${matching[0]?.id ?? ''} is newer`];
    const reference = `mlflow:runs/${run.id}/metrics/${key}`;
    return [{ measured, at: run.at, reference, uri: run.uri, stale, slices: {} }];
  });
}

function unfinishedReasons({ isUnfinished }: RunFact): readonly string[] {
  return isUnfinished === true ? ['no run of the experiment finished, and what this one logged may change'] : [];
}

interface ValueInFile {
  readonly path: string;
  readonly pointer: string;
  /** The spec file in which the path stands. */
  readonly uri: string;
  readonly tool: 'dvc' | 'file';
}

function inFile(
  world: FactWorld,
  project: Project,
  node: MetricNode,
  { path, pointer, uri, tool }: ValueInFile,
): Fact<readonly MeasurementFact[]> {
  return flatMapFact(fileFact(world, path, uri), (file): Fact<readonly MeasurementFact[]> => {
    if (file === undefined) return { state: 'known', value: [] };
    const read = plainOf(file);
    if (read.kind === 'problem') return { state: 'unknown', because: `${path} cannot be read because ${read.because}` };
    const value = valueAt(read.value, pointer);
    const measured = typeof value === 'number' || typeof value === 'string' ? inUnitOf(node, value) : undefined;
    if (measured === undefined) return { state: 'known', value: [] };
    const reference = tool === 'dvc' ? `dvc:${path}#${pointer}` : `file:${path}`;
    const stale = staleReasonsOfFile(world, project, path, file);
    return { state: 'known', value: [{ measured, at: file.at, reference, uri: file.uri, stale, slices: {} }] };
  });
}

/**
 * A value of another tool as a measured one. Text may be a quantity (`7.3 %`, `4 ms`). A bare number has no unit: it is
 * a ratio or a count where the goals are, else it counts in the unit of the target, money without its prefix.
 *
 * @returns undefined for text that is no quantity, and for what is not finite
 */
function inUnitOf({ fields }: MetricNode, value: number | string): MeasuredValue | undefined {
  if (typeof value === 'string') {
    const reading = readQuantity(value);
    if (reading.kind !== 'quantity') return undefined;
    const { amount, unit } = reading.quantity;
    return { value: Number(amount.toString()), unit: unit.text };
  }
  if (!Number.isFinite(value)) return undefined;
  const unit = (fields.target ?? fields.limit)?.quantity.unit;
  if (unit === undefined) return { value, unit: '' };
  const { measure } = unit.of;
  const period = unit.per === undefined ? '' : `/${unit.per.symbol}`;
  switch (measure.kind) {
    case 'ratio':
    case 'difference':
      return { value, unit: '' };
    case 'money':
      return { value, unit: `${measure.currency}${period}` };
    default:
      return { value, unit: unit.text };
  }
}
