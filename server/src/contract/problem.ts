/** What the checks of a contract share. */
import type { ContractShape } from '../../../schemas/contract/contract.ts';
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import type { Fix } from '../spec/edits.ts';
import type { AnyNode, ObjectNode } from '../spec/located.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import type { Place } from '../yaml/place.ts';

/** What a check of one node needs to know of its file. */
export interface Reading {
  readonly root: ObjectNode<ContractShape>;
  /** The version to which the file is held. */
  readonly version: ContractVersion;
  /** Whether the file names a version that may know more than we do. */
  readonly isLenient: boolean;
}

export type AnyObject = ObjectNode<object>;

/** The value of a key, when only its being there matters and not its type. */
export function nodeAt(object: AnyObject, key: string): AnyNode | undefined {
  return (object.fields as Readonly<Record<string, AnyNode | undefined>>)[key];
}

export function invalid(place: Place, message: string, fixes: readonly Fix[] = []): SpecProblem {
  return { code: 'contract/invalid', place, message, fixes };
}

/** A key that readers of the standard pass over. */
export function ignored(place: Place, message: string, fixes: readonly Fix[] = []): SpecProblem {
  return { code: 'contract/ignored-key', place, message, fixes };
}

/** The place of the key of a node; of an item of a list, its first key, else its first character. */
export function headOf(node: AnyNode): Place {
  const [first] = node.yaml.kind === 'map' ? node.yaml.entries : [];
  return node.keyPlace ?? first?.keyPlace ?? { ...node.place, end: Math.min(node.place.start + 1, node.place.end) };
}

/** Every node at or below one, outermost first. */
export function* nodesBelow(node: AnyNode): Generator<AnyNode> {
  yield node;
  switch (node.kind) {
    case 'object':
      for (const child of Object.values(node.fields as Readonly<Record<string, AnyNode>>)) yield* nodesBelow(child);
      return;
    case 'map':
      for (const child of node.entries.values()) yield* nodesBelow(child);
      return;
    case 'list':
      for (const item of node.items) yield* nodesBelow(item);
      return;
    case 'scalar':
    case 'quantity':
    case 'expression':
    case 'reference':
  }
}
