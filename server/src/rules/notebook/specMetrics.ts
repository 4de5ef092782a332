/** The metrics of a project's spec, as rules for notebooks compare them with what a notebook computes. */
import type { Project } from '../../spec/project.ts';
import { metricsOf } from '../metricView.ts';
import type { SpecMetrics } from './surroundings.ts';

/** @param file name of the spec, for messages */
export function specMetricsOf(project: Project, file: string): SpecMetrics {
  const names = metricsOf(project.spec).flatMap(({ id, name, node }) => [
    id,
    name?.name ?? node.fields.metric?.text ?? id,
  ]);
  return { names: [...new Set(names)], file };
}
