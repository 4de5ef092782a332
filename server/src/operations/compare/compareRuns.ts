/** Compares two recorded runs: by paired tests where their answers are kept, else by their intervals. */
import type { ComparisonRequest, ComparisonResult } from '../../../../schemas/comparisonJob.ts';
import type { ComparedMetricView, ComparedVerdict, ComparisonReport } from '../../../../schemas/comparisonReport.ts';
import { adjustProbabilities } from '../../evaluation/comparison/adjustProbabilities.ts';
import { apartDifference } from '../../evaluation/comparison/apartDifference.ts';
import type { JobOptions, JobRunner } from '../../jobs/jobRunner.ts';
import { prevalenceOf, volumeOf } from '../../rules/economicsView.ts';
import { goalOf, metricsOf, metricsOfKind, taskOfModel } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { quantityOf } from '../../rules/money/measuredGoal.ts';
import type { Project } from '../../spec/project.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import type { RunValue } from '../../../../schemas/run.ts';
import { keepBeside } from '../evaluate/evaluate.ts';
import { metricRequest } from '../evaluate/evaluationPlan.ts';
import { readMoney } from '../evaluate/moneyPlan.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { changedFacts } from './changedFacts.ts';
import { readRun } from './recordedRuns.ts';
import type { NamedRun } from './recordedRuns.ts';

export interface ComparePorts {
  readonly files: WorkspaceFiles;
  readonly jobs: JobRunner;
  /** Version of Plumbline. */
  readonly version: string;
}

export type CompareOutcome =
  | { readonly kind: 'done'; readonly report: ComparisonReport }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

/** @param names names of runs or their beginnings, the older one first */
export async function compareRuns(
  project: Project,
  names: { readonly first: string; readonly second: string },
  ports: ComparePorts,
  options: JobOptions<'compareAnswers'> = {},
): Promise<CompareOutcome> {
  const first = await readRun(project, names.first, ports.files);
  if ('sentence' in first) return { kind: 'failed', sentence: first.sentence };
  const second = await readRun(project, names.second, ports.files);
  if ('sentence' in second) return { kind: 'failed', sentence: second.sentence };
  if (first.name === second.name) {
    return { kind: 'failed', sentence: `Both names mean the run ${first.name}; a run is compared with another one.` };
  }
  const paired = await compareRows(project, first, second, ports, options);
  if (paired === 'cancelled') return { kind: 'cancelled' };
  return {
    kind: 'done',
    report: {
      kind: 'comparison',
      schema: 1,
      version: ports.version,
      first: first.name,
      second: second.name,
      rows: paired.state === 'paired' ? paired.rows : null,
      because: paired.state === 'paired' ? null : paired.because,
      metrics: judgeDifferences(project, first, second, paired),
      changed: changedFacts(first.record, second.record),
    },
  };
}

async function compareRows(
  project: Project,
  first: NamedRun,
  second: NamedRun,
  { files, jobs }: ComparePorts,
  options: JobOptions<'compareAnswers'>,
): Promise<ComparisonResult | 'cancelled'> {
  const apart = (because: string): ComparisonResult => ({ state: 'apart', because });
  const splits = [first.record.split?.id, second.record.split?.id];
  if (splits[0] !== splits[1]) return apart('they are of different splits');
  const versions = [first.record.data?.version, second.record.data?.version];
  if (versions[0] !== versions[1] && !versions.includes(undefined))
    return apart('they are of different versions of the data');
  const [one, other] = [first.record.answers?.sha256, second.record.answers?.sha256];
  const { keep } = keepBeside(project, { files, writeBeside: () => Promise.resolve() });
  if (one === undefined || other === undefined || keep === undefined)
    return apart('the answers of a run were not kept');
  const metrics = metricsOf(project.spec)
    .filter(
      ({ id, kind }) =>
        kind === 'model' && first.record.values[id] !== undefined && second.record.values[id] !== undefined,
    )
    .map((metric) => ({ ...metricRequest(metric), slices: [] }));
  const outcome = await jobs.run(
    'compareAnswers',
    { ...keep, first: one, second: other, metrics, money: moneyOf(project, first, second) },
    options,
  );
  if (outcome.kind === 'cancelled') return 'cancelled';
  return outcome.kind === 'failed' ? apart(outcome.sentence.replace(/\.$/, '')) : outcome.value;
}

/** Business metrics of both runs that are what answers are worth in a year. */
function moneyOf({ spec }: Project, first: NamedRun, second: NamedRun): ComparisonRequest['money'] {
  const [task, other] = [first, second].map(({ record }) => taskOfModel(spec, record.model?.id));
  const volume = volumeOf(spec);
  const money = readMoney(spec, first.record.model?.id);
  if (task !== other || volume.kind === 'undefined' || money.kind === 'undefined') return [];
  const perYear = Number(volume.value.toString());
  const prevalence = Number(prevalenceOf(spec)?.quantity.value.toString() ?? NaN);
  const unit = `${money.value.currency}/year`;
  const isOfUnit = (value: RunValue | undefined): boolean => value?.state === 'known' && value.unit === unit;
  return metricsOfKind(spec, 'business')
    .filter(
      ({ id, node }) =>
        node.fields.definition?.text === 'economics' &&
        isOfUnit(first.record.values[id]) &&
        isOfUnit(second.record.values[id]),
    )
    .map(({ id }) => ({
      id,
      money: money.value,
      perYear,
      ...(prevalence > 0 && prevalence < 1 ? { prevalence } : {}),
    }));
}

/** The share of chance differences that are called settled. */
const falseAlarms = 0.05;

type Found = NonNullable<Extract<ComparisonResult, { state: 'paired' }>['metrics'][number]['difference']>;

function judgeDifferences(
  { spec }: Project,
  first: NamedRun,
  second: NamedRun,
  paired: ComparisonResult,
): ComparedMetricView[] {
  const rows = metricsOf(spec).flatMap((metric) => {
    const one = first.record.values[metric.id];
    const other = second.record.values[metric.id];
    if (one === undefined || other === undefined) return [];
    const tested =
      paired.state === 'paired'
        ? [...paired.metrics, ...paired.money].find(({ id }) => id === metric.id)?.difference
        : undefined;
    return [{ metric, one, other, found: tested ?? differenceApart(one, other) }];
  });
  const tested = rows.flatMap(({ found }) => found?.p ?? []);
  const adjusted = adjustProbabilities(tested);
  let next = 0;
  return rows.map(({ metric, one, other, found }): ComparedMetricView => {
    const own = found?.p === undefined ? null : (adjusted[next++] ?? null);
    return {
      id: metric.id,
      first: textOf(metric, one),
      second: textOf(metric, other),
      difference: found === undefined ? null : { ...found, ...differenceText(metric, one, found) },
      adjusted: own,
      verdict: verdictOf(metric, found, own),
    };
  });
}

function differenceApart(one: RunValue, other: RunValue): Found | undefined {
  if (one.state === 'undefined' || other.state === 'undefined' || one.unit !== other.unit) return undefined;
  const value = other.value - one.value;
  const method = 'Newcombe, as if measured on different rows';
  if (one.low === undefined || one.high === undefined || other.low === undefined || other.high === undefined) {
    return { value, method: 'there is no interval' };
  }
  const [low, high] = apartDifference(
    { value: one.value, low: one.low, high: one.high },
    { value: other.value, low: other.low, high: other.high },
  );
  return { value, low, high, method };
}

function verdictOf({ direction }: MetricView, found: Found | undefined, adjusted: number | null): ComparedVerdict {
  if (found === undefined) return 'not-known';
  const { value, low, high } = found;
  if (value === 0) return 'same';
  const isBeyondZero = low !== undefined && high !== undefined && (low > 0 || high < 0);
  const isSettled = adjusted === null ? isBeyondZero : adjusted < falseAlarms;
  if (!isSettled) return 'not-settled';
  if (direction === undefined) return 'not-known';
  return value > 0 === (direction === 'maximize') ? 'better' : 'worse';
}

function textOf(metric: MetricView, value: RunValue): string | null {
  return value.state === 'known' ? shown(metric, value.value, value.unit) : null;
}

function shown(metric: MetricView, value: number, unit: string): string {
  const goal = (goalOf(metric, 'target') ?? goalOf(metric, 'limit'))?.quantity;
  const quantity = quantityOf(value, { value, unit }, goal);
  return quantity === undefined ? String(value) : formatQuantity(quantity);
}

function differenceText(metric: MetricView, one: RunValue, { value, low, high }: Found) {
  const unit = one.state === 'known' ? one.unit : '';
  const signed = (amount: number): string => `${amount > 0 ? '+' : ''}${shown(metric, amount, unit)}`;
  const range = low === undefined || high === undefined ? null : `${signed(low)} to ${signed(high)}`;
  return { text: signed(value), range };
}
