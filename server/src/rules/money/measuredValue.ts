/** What the last measurement of a model is worth per year, with the ends that its intervals allow. */
import type { Facts } from '../../../../schemas/facts.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { Decimal } from '../../spec/decimal.ts';
import type { Figure } from '../../spec/figure.ts';
import { known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { amountIn } from '../economicsView.ts';
import type { OperatingGoals } from '../economicsView.ts';
import type { MetricView } from '../metricView.ts';
import { savedAtPoint } from './binaryGoal.ts';
import { classValueAt } from './classGoal.ts';
import { lastMeasurementOf } from './measuredGoal.ts';
import { statedPlaces, trace } from './tracedFigure.ts';
import type { FigureTitle, TracedFigure } from './tracedFigure.ts';

type Spec = ObjectNode<SpecShape>;

/** Where in an interval a measurement is taken. */
type Point = 'share' | 'low' | 'high';

interface MeasuredShare extends Readonly<Record<Point, Decimal>> {
  /** What stands before the key in the reference. */
  readonly run: string;
  readonly hasInterval: boolean;
}

/** @returns undefined when nothing was measured, or recall and precision not by the same run */
export function measuredPairFigure(spec: Spec, facts: Facts, pair: OperatingGoals): TracedFigure | undefined {
  const recall = measuredShare(facts, pair.recall);
  const precision = measuredShare(facts, pair.precision);
  // Values of two runs describe no model that ever existed.
  if (recall === undefined || precision === undefined || recall.run !== precision.run) return undefined;
  const title = { kind: 'measured-value', label: 'Value per year as measured', formula: 2 } as const;
  const valueAt = (point: Point): Figure =>
    savedAtPoint(spec, pair, { recall: recall[point], precision: precision[point] });
  return withEnds(spec, title, valueAt, recall.hasInterval && precision.hasInterval);
}

/** @returns undefined when nothing was measured */
export function measuredAccuracyFigure(spec: Spec, facts: Facts, metric: MetricView): TracedFigure | undefined {
  const accuracy = measuredShare(facts, metric);
  if (accuracy === undefined) return undefined;
  const title = { kind: 'measured-value', label: 'Value per year as measured', formula: 10 } as const;
  return withEnds(spec, title, (point) => classValueAt(spec, accuracy[point]), accuracy.hasInterval);
}

/** The formula at the measurement, and at the ends of its interval. */
function withEnds(
  spec: Spec,
  title: FigureTitle,
  valueAt: (point: Point) => Figure,
  hasInterval: boolean,
): TracedFigure {
  const traced = trace(title, valueAt('share'), statedPlaces(spec));
  const ends = hasInterval ? [valueAt('low'), valueAt('high')] : [];
  const amounts = ends.flatMap((end) => (end.kind === 'known' ? [end.value] : []));
  const [least, most] = amounts.toSorted((left, right) => left.value.cmp(right.value));
  if (traced.result.kind === 'undefined' || least === undefined || most === undefined) return traced;
  const { text, quantity } = traced.result.value;
  const { inputs } = traced;
  const shown = `${text} (${formatQuantity(least)} to ${formatQuantity(most)})`;
  return { ...title, result: known({ text: shown, quantity }), inputs };
}

function measuredShare(facts: Facts, metric: MetricView): MeasuredShare | undefined {
  const fact = lastMeasurementOf(metric, facts);
  const last = fact.state === 'known' ? fact.value : undefined;
  const share = last === undefined ? undefined : amountIn(last.quantity, '');
  if (last === undefined || share === undefined) return undefined;
  const [run = ''] = last.fact.reference.split(/\/metrics\/|#/, 1);
  const [low, high] = [amountIn(last.ends?.low, ''), amountIn(last.ends?.high, '')];
  return { share, low: low ?? share, high: high ?? share, run, hasInterval: low !== undefined && high !== undefined };
}
