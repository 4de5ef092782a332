/** The rule about smaller forms of models: what was lost on the way must be known. */
import type { RunFact } from '../../../../schemas/facts.ts';
import type { QuantityNode } from '../../spec/located.ts';
import { lacks } from '../../spec/located.ts';
import { compareQuantities, subtractQuantities } from '../../spec/quantityArithmetic.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { listOf } from '../../spec/words.ts';
import { metricsOfKind } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import { modelsOf } from '../model/modelView.ts';
import type { ModelView } from '../model/modelView.ts';
import { quantityOf } from '../money/measuredGoal.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';

function* untestedLoss(context: RuleContext, model: ModelView): Generator<Finding> {
  const { id, node } = model;
  const original = node.fields.compressed_from;
  if (original === undefined) return;
  const missing = (['loss_limit', 'evidence'] as const).filter((key) => lacks(node, key));
  const [first] = missing;
  if (first !== undefined) {
    yield {
      place: node.empty.get(first) ?? original.place,
      message: `\`${id}\` is a smaller form of \`${original.id}\`, and ${listOf(missing)} ${missing.length === 1 ? 'does' : 'do'} not say what was lost: evaluate both on the same split.`,
    };
    return;
  }
  yield* measuredLosses(context, model, original.id);
}

/** Losses beyond their limit, by the run that is named as evidence and the newest run of the original on its split. */
function* measuredLosses(
  { spec, facts, know }: RuleContext,
  { id, node }: ModelView,
  originalId: string,
): Generator<Finding> {
  const named = /^run:(?<id>.+)$/.exec(node.fields.evidence?.text ?? '')?.groups?.['id'];
  const runs = named === undefined ? undefined : know(facts.runs('plumbline'));
  const evidence = named === undefined ? undefined : runs?.find((run) => run.id.startsWith(named));
  if (runs === undefined || evidence === undefined) return;
  const before = runs.filter((run) => run.model === originalId && run.split === evidence.split);
  for (const [name, limit] of node.fields.loss_limit?.entries ?? []) {
    for (const metric of metricsOfKind(spec, 'model').filter((one) => one.name?.name === name)) {
      const loss = lossOf(metric, before, evidence);
      if (loss === undefined || isWithin(loss.lost, limit)) continue;
      yield {
        place: limit.place,
        message: `\`${metric.id}\` is ${formatQuantity(loss.after)} with \`${id}\` and ${formatQuantity(loss.before)} with \`${originalId}\`, a loss beyond ${limit.text}: compress less, or agree on another limit.`,
      };
    }
  }
}

interface Loss {
  readonly before: Quantity;
  readonly after: Quantity;
  /** Above zero when the smaller form is worse. */
  readonly lost: Quantity;
}

function lossOf({ id, direction }: MetricView, originals: readonly RunFact[], evidence: RunFact): Loss | undefined {
  const before = originals.map((run) => valueIn(run, id)).find((value) => value !== undefined);
  const after = valueIn(evidence, id);
  if (before === undefined || after === undefined || direction === undefined) return undefined;
  const lost = direction === 'maximize' ? subtractQuantities(before, after) : subtractQuantities(after, before);
  return lost.kind === 'undefined' ? undefined : { before, after, lost: lost.value };
}

function valueIn({ values }: RunFact, metricId: string): Quantity | undefined {
  const measured = Object.hasOwn(values, metricId) ? values[metricId] : undefined;
  return measured === undefined ? undefined : quantityOf(measured.value, measured, undefined);
}

/** Whether a loss keeps to its limit; what cannot be compared is the finding of another rule. */
function isWithin(lost: Quantity, limit: QuantityNode): boolean {
  const order = compareQuantities(lost, limit.quantity);
  return order.kind === 'undefined' || order.value <= 0;
}

export const deployCompressionRules: readonly Rule[] = [
  {
    id: 'deploy/quantisation-loss-untested',
    severity: 'I/W/E',
    waits: 'section',
    finds: 'a smaller form of a model whose loss was not measured, or is beyond its limit',
    why: 'Smaller numbers and fewer weights cost quality, on average little and for single classes sometimes much. Say how much may be lost, evaluate the smaller form on the same split as the original, and name that run as evidence.',
    *check(context) {
      for (const model of modelsOf(context.spec)) yield* untestedLoss(context, model);
    },
  },
];
