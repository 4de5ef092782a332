/** Writes what surrounds the modules of a package: configuration, inference, tests, and the files of the project. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import { emitInfer } from '../inference/emitInfer.ts';
import { emitArtifacts, emitState } from '../inference/emitState.ts';
import type { SavedNetwork } from '../inference/emitState.ts';
import type { Inference, InferencePlan } from '../inference/planInference.ts';
import type { PromotionPlan } from '../plan.ts';
import { emitConfig } from './emitConfig.ts';
import { emitDvc } from './emitDvc.ts';
import { emitParams } from './emitParams.ts';
import { emitConstraints, emitGitignore, emitPyproject } from './emitPyproject.ts';
import { emitReadme } from './emitReadme.ts';
import { emitTests } from './emitTests.ts';
import { inferDependencies } from './inferDependencies.ts';
import type { EmittedModules, ProjectOptions } from './projectInput.ts';

/** @param modules those of the stages; their imports say what each stage depends on */
export function emitProject(
  plan: PromotionPlan,
  inference: Inference,
  modules: EmittedModules,
  options: ProjectOptions,
): readonly GeneratedFile[] {
  const dependencies = inferDependencies(plan, options);
  return [
    emitConfig(plan),
    ...emitInference(
      plan,
      inference,
      options,
      dependencies.map(({ distribution }) => distribution),
    ),
    ...emitTests(plan, inference, options),
    emitParams(plan),
    emitPyproject(plan, dependencies, options),
    emitConstraints(dependencies),
    emitGitignore(),
    emitDvc(plan, modules),
    emitReadme(plan, inference, options),
  ];
}

function emitInference(
  plan: PromotionPlan,
  inference: Inference,
  options: ProjectOptions,
  distributions: readonly string[],
): readonly GeneratedFile[] {
  if (inference.kind === 'none') return [];
  const { file, uses } = emitInfer(plan, inference, options.parser);
  return [
    file,
    emitState(plan, inference.captures, uses),
    emitArtifacts(plan, distributions, savedNetwork(plan, inference)),
  ];
}

/** Undefined for what is saved with all else that was learned. */
function savedNetwork({ imports }: PromotionPlan, { network, model }: InferencePlan): SavedNetwork | undefined {
  if (network === undefined || (network.library === 'torch' && network.make === undefined)) return undefined;
  const isOwn = imports.some(({ module }) => /^keras(?:\.|$)/.test(module));
  return { library: network.library, model, imported: isOwn ? 'import keras' : 'from tensorflow import keras' };
}
