/** The model of a check that looks at images, as the job wants it that compares what it makes of them. */
import type { DriftSide } from '../../../../schemas/driftJob.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { modelChain } from '../../rules/metricView.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { inputsOf } from '../evaluate/evaluationPlan.ts';
import { uriOf } from '../facts/world.ts';
import type { WorkspaceFiles } from '../ports.ts';

/** @returns undefined where the sides hold no images, or no model takes one and nothing else */
export async function findEmbedding(
  project: Project,
  { node }: CheckView,
  sides: readonly DriftSide[],
  files: WorkspaceFiles,
): Promise<JobRequest<'comparePictures'>['embedding'] | { readonly sentence: string }> {
  const hasImages = sides.some((side) => side.kind === 'rows' && side.source.images !== undefined);
  const { model: named } = node.fields;
  if (!hasImages || named === undefined) return undefined;
  const chain = modelChain(project.spec, named.id);
  const stated = chain.flatMap(({ fields }) => (fields.inputs === undefined ? [] : [inputsOf(fields.inputs)]))[0];
  const outputs = chain.flatMap(({ fields }) => (fields.outputs === undefined ? [] : [fields.outputs]))[0];
  const [input, ...others] = stated ?? [];
  const [answer] = outputs?.entries.keys() ?? [];
  const path = chain[0]?.fields.path;
  if (input?.image === undefined || others.length > 0 || answer === undefined || path === undefined) return undefined;
  const uri = uriOf(project, chain[0]?.place ?? node.place);
  const found = await files.resolve(path.text, uri);
  if (found.kind === 'outside') return { sentence: `${path.text} leaves the workspace.` };
  const location = found.kind === 'file' ? files.pathOf(found.uri) : undefined;
  const root = files.rootPathOf(uri);
  if (location === undefined || root === undefined) {
    return { sentence: `The model ${path.text} does not exist; check its path.` };
  }
  const output = [...(outputs?.entries ?? [])].find(([, { fields }]) => fields.as?.value === 'embedding')?.[0];
  return {
    model: { root, path: location, label: path.text },
    inputs: [input],
    answer,
    ...(output === undefined ? {} : { output }),
  };
}
