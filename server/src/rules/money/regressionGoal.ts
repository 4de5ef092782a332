/** What is known in money about a regression without its errors: which answer loses least (formula 11). */
import type { SpecShape } from '../../../../schemas/spec.ts';
import { readErrorValues } from '../../spec/economicsInputs.ts';
import { computeBestQuantile } from '../../spec/economicsTasks.ts';
import type { ObjectNode, QuantityNode } from '../../spec/located.ts';
import { taskOfModel } from '../metricView.ts';
import type { MetricView } from '../metricView.ts';
import { trace } from './tracedFigure.ts';
import type { FigureDraft } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

/** Drafts of the figures of a metric of a regression; none when single errors have no flat value. */
export function regressionFigures(spec: Spec, metric: MetricView): readonly FigureDraft[] {
  if (taskOfModel(spec, metric.node.fields.model?.id) !== 'regression') return [];
  const { over, under } = errorValuesOf(spec);
  if (over === undefined || under === undefined) return [];
  const places = new Map([
    ['over', over.place],
    ['under', under.place],
  ]);
  const title = { kind: 'quantile', label: 'Quantile whose prediction loses least', formula: 11 } as const;
  return [
    {
      kind: 'quantile',
      make: () => {
        const stated = { over: over.quantity, under: under.quantity };
        const values = readErrorValues(stated, over.quantity.unit.per?.symbol ?? '');
        return trace(title, values.kind === 'known' ? computeBestQuantile(values.value) : values, places);
      },
    },
  ];
}

/** Money per unit of an error; undefined when it is missing or computed per row. */
function errorValuesOf(spec: Spec): Readonly<Record<'over' | 'under', QuantityNode | undefined>> {
  const value = spec.fields.economics?.fields.value?.fields;
  const [over, under] = [value?.over, value?.under];
  return {
    over: over?.kind === 'quantity' ? over : undefined,
    under: under?.kind === 'quantity' ? under : undefined,
  };
}
