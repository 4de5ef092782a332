/** A metric of the spec over rows: which formula its name and its parameters stand for. */
import type { MetricRequest } from '../../../schemas/evaluationJob.ts';
import type { Answers } from './answers.ts';
import { measureClasses } from './measureClasses.ts';
import { measureLabels } from './measureLabels.ts';
import { measureNumbers } from './measureNumbers.ts';
import type { MetricValue } from './metricValue.ts';
import type { Resampling } from './intervals/percentileInterval.ts';

/** What a metric is, without its name in the spec and its slices. */
export type Measure = Omit<MetricRequest, 'id' | 'slices'>;

/** The value of a metric with its interval; undefined with the reason where the rows or the task have none. */
export function measure(wanted: Measure, answers: Answers, resampling: Resampling): MetricValue {
  switch (answers.kind) {
    case 'numbers':
      return measureNumbers(wanted, answers, resampling);
    case 'classes':
      return measureClasses(wanted, answers, resampling);
    case 'labels':
      return measureLabels(wanted, answers, resampling);
  }
}
