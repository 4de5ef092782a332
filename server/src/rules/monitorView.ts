/** What the rules about monitoring share: the checks of a spec, and which models answer in production. */
import type { SpecShape } from '../../../schemas/spec.ts';
import type { ModelShape } from '../../../schemas/spec/models.ts';
import type { CheckShape } from '../../../schemas/spec/monitoring.ts';
import type { ObjectNode } from '../spec/located.ts';
import { stateOf } from '../spec/located.ts';
import type { Place } from '../yaml/place.ts';
import { modelChain } from './metricView.ts';
import { oncePerSpec } from './oncePer.ts';

type Spec = ObjectNode<SpecShape>;

export interface CheckView {
  readonly id: string;
  readonly node: ObjectNode<CheckShape>;
  /** The id: where one says that something is missing. */
  readonly keyPlace: Place;
}

/** The checks that can be read, in file order. */
export const checksOf = oncePerSpec((spec: Spec): readonly CheckView[] =>
  [...(spec.fields.monitoring?.fields.checks?.entries ?? [])].map(([id, node]) => ({
    id,
    node,
    keyPlace: node.keyPlace ?? node.place,
  })),
);

/** Whether a check that is not among those of `checksOf` may stand in the spec, in a form that cannot be read. */
export function hasUnreadableChecks(spec: Spec): boolean {
  const { monitoring } = spec.fields;
  if (spec.unreadable.has('monitoring') || monitoring?.unreadable.has('checks') === true) return true;
  const checks = monitoring?.fields.checks;
  if (checks === undefined) return false;
  return (
    checks.unreadable.size > 0 || [...checks.entries.values()].some((check) => stateOf(check, 'watch') !== 'present')
  );
}

/** A model that answers, with those of which it is a smaller form. */
export interface AnsweringModel {
  readonly id: string;
  readonly node: ObjectNode<ModelShape>;
  /** Id of the original: equal for all forms of one model, because what is watched of one holds for all. */
  readonly family: string;
}

/**
 * The models that production uses, one of each family: those of the deployment targets, or all while no target names
 * one.
 */
export const answeringModelsOf = oncePerSpec((spec: Spec): readonly AnsweringModel[] => {
  const deployed = [...(spec.fields.deployment?.fields.targets?.entries.values() ?? [])].flatMap(
    (target) => target.fields.model?.id ?? [],
  );
  const models = spec.fields.models?.entries;
  const ids = deployed.some((id) => models?.has(id) === true) ? deployed : [...(models?.keys() ?? [])];
  const byFamily = new Map<string, AnsweringModel>();
  for (const id of ids) {
    const node = models?.get(id);
    const family = familyOf(spec, id);
    if (node !== undefined && !byFamily.has(family)) byFamily.set(family, { id, node, family });
  }
  return [...byFamily.values()];
});

/** The id of the original of which a model is a smaller form; its own when it is none. */
export function familyOf(spec: Spec, modelId: string): string {
  return (
    modelChain(spec, modelId).findLast(({ fields }) => fields.compressed_from !== undefined)?.fields.compressed_from
      ?.id ?? modelId
  );
}

/** The columns that a check of inputs compares; undefined while nothing says. */
export function watchedColumns(spec: Spec, { node }: CheckView): readonly string[] | undefined {
  if (node.unreadable.has('columns')) return undefined;
  const stated = node.fields.columns;
  if (stated !== undefined) return stated.items.map(({ text }) => text);
  const inputs = modelChain(spec, node.fields.model?.id).find(({ fields }) => fields.inputs !== undefined)?.fields
    .inputs;
  if (inputs === undefined || inputs.unreadable.size > 0) return undefined;
  return [...inputs.entries.values()].flatMap(({ fields }) =>
    [fields.column, ...(fields.columns?.items ?? [])].flatMap((column) => column?.text ?? []),
  );
}
