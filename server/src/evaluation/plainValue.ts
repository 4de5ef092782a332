import type { EvaluatedValue } from '../../../schemas/evaluationJob.ts';
import type { MetricValue } from './metricValue.ts';

/** A value as it travels: its lists can be changed by nobody else. */
export function plainValue(value: MetricValue): EvaluatedValue {
  if (value.state === 'undefined') return { ...value };
  const { notes, interval, ...rest } = value;
  return {
    ...rest,
    ...(notes === undefined ? {} : { notes: [...notes] }),
    ...(interval === undefined ? {} : { interval: { ...interval } }),
  };
}
