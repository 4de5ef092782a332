/** A regression whose goals have no money, because nothing tells apart what is too high from what is too low. */
import type { ErrorValues } from '../../spec/economicsTasks.ts';
import { againstBaseline, isAgainstNothing } from '../economicsView.ts';
import { metricsOfKind, taskOfModel } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import type { Finding, RuleContext } from '../rule.ts';
import { errorPriceOf, errorRivalOf, errorRunOf, errorValueNodes, errorValuesOf } from './errorPrices.ts';
import { isMeanError } from './regressionGoal.ts';

/** Of the first goal that is a mean error, one reason: those of the others are the same. */
export function* findErrorsWithoutMoney({ spec, facts }: RuleContext): Generator<Finding> {
  const metric = metricsOfKind(spec, 'model').find((one) => isMeanError(one) && isPriced(spec, one));
  const values = errorValuesOf(spec, metric?.node.fields.model?.id);
  if (metric === undefined || values.kind === 'undefined') return;
  // What a run could tell is not missed while nobody knows the runs.
  if (needsRun(spec, values.value) && facts.runs('plumbline').state !== 'known') return;
  const { node, id } = metric;
  const run = errorRunOf(facts, metric);
  const price = errorPriceOf(metric, values.value, run);
  if (price.kind === 'undefined') {
    yield { place: node.fields.metric?.place ?? metric.keyPlace, message: messageOf(id, price.because) };
    return;
  }
  // A baseline that is not there is a finding of its own.
  const baseline = againstBaseline(spec);
  if (isAgainstNothing(spec) || baseline === undefined) return;
  const rival = errorRivalOf(spec, node.fields.model?.id, values.value, run);
  if (rival.kind === 'known') return;
  yield {
    place: spec.fields.economics?.fields.against?.place ?? baseline.node.keyPlace ?? baseline.node.place,
    message: messageOf(id, rival.because),
  };
}

function messageOf(id: string, because: string): string {
  return `What \`${id}\` is worth per year is not known: ${because}.`;
}

function isPriced(spec: RuleContext['spec'], { node }: MetricView): boolean {
  const { over, under } = errorValueNodes(spec);
  return taskOfModel(spec, node.fields.model?.id) === 'regression' && over !== undefined && under !== undefined;
}

/** Whether a run may tell what the spec alone does not. */
function needsRun(spec: RuleContext['spec'], { over, under }: ErrorValues): boolean {
  return !over.eq(under) || againstBaseline(spec)?.node.fields.rule !== undefined;
}
