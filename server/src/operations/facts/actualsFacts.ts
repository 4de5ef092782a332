/** Facts about charges and hours that a spec imports. */
import type { ActualsFact, Fact } from '../../../../schemas/facts.ts';
import type { Project } from '../../spec/project.ts';
import type { FactWorld } from './world.ts';

export function actualsFact(_world: FactWorld, _project: Project, actualId: string): Fact<ActualsFact> {
  return { state: 'unknown', because: `the charges of ${actualId} cannot be read` };
}
