/** Facts about the models that a spec names: what their files say in their headers. */
import type { Fact, ModelFact } from '../../../../schemas/facts.ts';
import type { Project } from '../../spec/project.ts';
import type { FactWorld } from './world.ts';

export function modelFact(_world: FactWorld, _project: Project, modelId: string): Fact<ModelFact> {
  return { state: 'unknown', because: `the model ${modelId} cannot be read` };
}
