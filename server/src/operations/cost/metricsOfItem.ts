/** Which metrics measure the thing that an item of the ledger is for. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { CostItemShape } from '../../../../schemas/spec/costs.ts';
import { metricsOf, modelChain } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import type { ObjectNode } from '../../spec/located.ts';

type Spec = ObjectNode<SpecShape>;

/**
 * Ids of metrics in the order of the file: those of the model, on the target, on splits of the data source, or of models
 * that learned the label.
 *
 * @returns none when the item does not say what it is for, or nothing measures that
 */
export function metricsOfItem(spec: Spec, { fields }: ObjectNode<CostItemShape>): readonly string[] {
  const metrics = metricsOf(spec);
  const ids = new Set<string>();
  const note = (measures: (metric: MetricView) => boolean): void => {
    for (const metric of metrics) if (measures(metric)) ids.add(metric.id);
  };
  if (fields.label !== undefined) note(ofLabel(spec, fields.label.id));
  const measures = fields.for === undefined ? undefined : ofThing(spec, fields.for.id);
  if (measures !== undefined) note(measures);
  return metrics.flatMap(({ id }) => (ids.has(id) ? [id] : []));
}

/** An id that several kinds have is that of the first, as in the notes beside them. */
function ofThing(spec: Spec, id: string): ((metric: MetricView) => boolean) | undefined {
  const { data, labels, deployment, models, splits } = spec.fields;
  if (data?.entries.has(id) === true) {
    return ({ node }) => splits?.entries.get(node.fields.split?.id ?? '')?.fields.of?.id === id;
  }
  if (labels?.entries.has(id) === true) return ofLabel(spec, id);
  if (deployment?.fields.targets?.entries.has(id) === true) return ({ node }) => node.fields.on?.id === id;
  if (models?.entries.has(id) === true) return ({ node }) => node.fields.model?.id === id;
  return undefined;
}

function ofLabel(spec: Spec, labelId: string): (metric: MetricView) => boolean {
  return ({ node }) =>
    modelChain(spec, node.fields.model?.id).find(({ fields }) => fields.label !== undefined)?.fields.label?.id ===
    labelId;
}
