/** The view model of the Runs panel, from what is known of all records without reading one of them again. */
import type { RunFact } from '../../../../schemas/facts.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import { runsViewModel } from '../../../../schemas/runsPanel.ts';
import type { RecordedMetric, RecordedRun, RecordedRuns, RunsViewModel } from '../../../../schemas/runsPanel.ts';
import { goalOf, metricsOf } from '../../rules/metricView.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { Project } from '../../spec/project.ts';
import { scaleOf, type Unit } from '../../spec/units.ts';
import { showTexts } from '../../text/showTexts.ts';
import { createLocations } from '../overview/locations.ts';
import type { Locations } from '../overview/locations.ts';
import { ageInWords } from '../overview/words.ts';
import { noProject, projectName } from '../unreadableProject.ts';
import { namesOf, noRuns } from './noRuns.ts';
import { runMetrics, shownGoal } from './runMetricsView.ts';

export interface RunsViewContext {
  /** Without trust nothing can be evaluated, and the page says so. */
  readonly isTrusted: boolean;
  readonly now: Date;
}

/** Runs that are listed: more would make the page slow, and are still in their files. */
const mostRuns = 500;
const addresses: ReadonlySet<string> = new Set(['uri']);

/** @param snapshot undefined when the file is not part of a spec that can be read */
export function makeRunsView(
  snapshot: ProjectSnapshot | undefined,
  { isTrusted, now }: RunsViewContext,
): RunsViewModel {
  if (snapshot === undefined) return { ...noProject, canEvaluate: false };
  const { project, facts, mainUri } = snapshot;
  const known = facts.runs('plumbline');
  const broken = facts.brokenRuns();
  const runs = known.state === 'known' ? known.value : [];
  const main = project.files.find(({ uri }) => uri === mainUri) ?? project.files[0];
  if (runs.length === 0 || main === undefined) return noRuns(snapshot, isTrusted);
  const locations = createLocations(project);
  const shown = runs.slice(0, mostRuns);
  const given = new Set(
    shown.flatMap(({ values, undefinedValues }) => [...Object.keys(values), ...Object.keys(undefinedValues ?? {})]),
  );
  const metrics = metricsView(project, locations);
  const measured = metrics.filter(({ id }) => given.has(id));
  const ids = measured.map(({ id }) => id);
  const model: RunsViewModel = {
    state: 'runs',
    project: projectName(project),
    spec: locations.ofFile(main),
    isTrusted,
    metrics: measured,
    unmeasured: metrics.flatMap(({ id }) => (given.has(id) ? [] : [id])),
    runs: shown.map((run) => recordedRun(project, run, ids, locations, now)),
    olderRuns: runs.length - shown.length,
    unreadable: broken.state === 'known' ? broken.value.length : 0,
  };
  return runsViewModel.parse(showTexts(model, addresses));
}

function metricsView({ spec }: Project, locations: Locations): RecordedRuns['metrics'] {
  return metricsOf(spec).map((metric) => {
    const [target, limit] = [goalOf(metric, 'target'), goalOf(metric, 'limit')];
    const { id, kind = 'model', direction = 'unknown', keyPlace } = metric;
    return {
      ...{ id, kind, direction, definedAt: locations.of(keyPlace) },
      ...{ target: shownGoal(target), limit: shownGoal(limit) },
      ...unitOf((target ?? limit)?.quantity.unit),
    };
  });
}

/** How numbers in base units stand in a unit. */
function unitOf(unit: Unit | undefined): Pick<RecordedMetric, 'unit' | 'perUnit' | 'zero'> {
  if (unit === undefined) return { unit: '', perUnit: 1, zero: 0 };
  const { numerator, denominator } = scaleOf(unit);
  return { unit: unit.text, perUnit: Number(numerator.div(denominator)), zero: Number(unit.of.offset ?? 0) };
}

function recordedRun(
  project: Project,
  run: RunFact,
  ids: readonly string[],
  locations: Locations,
  now: Date,
): RecordedRun {
  const { id, at, target, data, commit, isDirty = false } = run;
  const judged = new Map(runMetrics(project, recordOf(run), locations).map((metric) => [metric.id, metric]));
  return {
    ...{ id, at, ...namesOf(run), age: ageInWords(new Date(at), now) },
    ...(target === undefined ? {} : { target }),
    ...(data === undefined ? {} : { data: data.version === undefined ? data.id : `${data.id} at ${data.version}` }),
    ...(commit === undefined ? {} : { commit: { id: commit.slice(0, 8), isDirty } }),
    values: ids.map((metricId) => {
      const metric = judged.get(metricId);
      if (metric === undefined) return null;
      const { value, verdict, isSettled, note } = metric;
      return { value, verdict, isSettled, ...(note === undefined ? {} : { note }) };
    }),
  };
}

/** The values of a run as its record gives them, but for slices, which no column shows. */
function recordOf({ values, undefinedValues = {}, target }: RunFact): Pick<RunRecord, 'values' | 'target'> {
  const given: RunRecord['values'] = {};
  for (const [id, value] of Object.entries(values)) given[id] = { state: 'known', ...value };
  for (const [id, because] of Object.entries(undefinedValues)) given[id] = { state: 'undefined', because };
  return { values: given, target };
}
