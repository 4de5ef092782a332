/** What the rules about deployment share: the section, its targets, and when they ask for what is absent. */
import type { DeploymentShape, TargetShape } from '../../../../schemas/spec/deployment.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { lacks } from '../../spec/located.ts';
import type { Place } from '../../yaml/place.ts';
import type { RuleContext } from '../rule.ts';
import { phaseOf } from '../severity.ts';

export type DeploymentNode = ObjectNode<DeploymentShape>;
export type TargetNode = ObjectNode<TargetShape>;

export interface TargetView {
  readonly id: string;
  readonly node: TargetNode;
  /** The id: where one says that something is missing. */
  readonly keyPlace: Place;
}

/** All targets that can be read, in file order. */
export function targetsOf({ fields: { deployment } }: RuleContext['spec']): readonly TargetView[] {
  return [...(deployment?.fields.targets?.entries ?? [])].map(([id, node]) => ({
    id,
    node,
    keyPlace: node.keyPlace ?? node.place,
  }));
}

/** The section, from the phase on in which all of it is needed. */
export function neededDeployment({ project, spec }: RuleContext): DeploymentNode | undefined {
  return phaseOf(project) === 'poc' ? undefined : spec.fields.deployment;
}

/**
 * Where to say that a key of an object has no value.
 *
 * @returns undefined when it has one, or one that cannot be read
 */
export function placeOfMissing<T>(object: ObjectNode<T>, key: keyof T & string): Place | undefined {
  return lacks(object, key) ? (object.empty.get(key) ?? object.keyPlace ?? object.place) : undefined;
}
