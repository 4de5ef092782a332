/** Facts about what was measured: runs of ours, of MLflow and of DVC, and the values of the spec's metrics in them. */
import type { Fact, MeasurementFact, RunFact } from '../../../../schemas/facts.ts';
import type { Project } from '../../spec/project.ts';
import type { FactWorld } from './world.ts';

const unknown = { state: 'unknown', because: 'runs cannot be read' } as const;

export function runsFact(_world: FactWorld, _project: Project): Fact<readonly RunFact[]> {
  return unknown;
}

export function measurementsFact(
  _world: FactWorld,
  _project: Project,
  _metricId: string,
): Fact<readonly MeasurementFact[]> {
  return unknown;
}
