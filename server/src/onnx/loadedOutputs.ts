/** The outputs of a model as they are once it is loaded. */
import type { GraphValue, ModelHeader } from './modelHeader.ts';

/**
 * Outputs with each final ZipMap taken away: instead of a sequence of maps, the tensor of scores from which it makes
 * them, one row per answer and one column per class, under the name of the maps.
 */
export function loadedOutputs({ outputs, zipMaps }: Pick<ModelHeader, 'outputs' | 'zipMaps'>): readonly GraphValue[] {
  return outputs.map((output) => {
    const zipMap = zipMaps.find((candidate) => candidate.output === output.name);
    if (zipMap === undefined) return output;
    const { value, classes } = zipMap;
    const columns = classes.length === 0 ? null : classes.length;
    return {
      name: output.name,
      kind: 'tensor',
      type: value?.type ?? 'float32',
      shape: value?.shape ?? [null, columns],
    };
  });
}
