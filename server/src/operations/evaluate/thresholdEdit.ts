/** Writing a threshold into the spec. */
import type { TextRange } from '../../../../schemas/sourceLocation.ts';
import { modelChain } from '../../rules/metricView.ts';
import type { Project } from '../../spec/project.ts';
import { createLocations } from '../overview/locations.ts';

export interface ThresholdEdit {
  readonly uri: string;
  readonly range: TextRange;
  readonly newText: string;
}

/** More digits than a score is worth. */
const decimals = 4;

/**
 * The edit that states another threshold where the spec states one: for the model itself, or for the original that it
 * takes it from.
 *
 * @param threshold in [0, 1]
 * @returns undefined when the spec states no threshold for the model
 */
export function editThreshold(project: Project, modelId: string, threshold: number): ThresholdEdit | undefined {
  const decision = modelChain(project.spec, modelId).flatMap(({ fields }) => fields.decision ?? [])[0];
  const stated = decision?.fields.threshold;
  if (stated === undefined) return undefined;
  const { uri, range } = createLocations(project).of(stated.place);
  return { uri, range, newText: String(Number(threshold.toFixed(decimals))) };
}
