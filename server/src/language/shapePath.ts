/** Which shapes of the language a way through a file leads to; several where a union leaves it open. */
import type { FieldShape, MapShape, ObjectShape, Shape } from '../spec/shape.ts';
import { specShape } from '../spec/specFile.ts';
import type { YamlMap } from '../yaml/nodes.ts';
import type { Step } from './treePath.ts';

export interface ShapePath {
  /** Forms that the value of the last step may have, unions taken apart. */
  readonly shapes: readonly Shape[];
  /** Forms of the map in which the last step is an entry; empty for an item of a list. */
  readonly owners: readonly (ObjectShape | MapShape)[];
  /** The field that the key of the last step names. */
  readonly field: FieldShape | undefined;
}

/**
 * Follows steps from the top of a file.
 *
 * @param root the shape of the whole file; a spec unless said
 */
export function followShapes(steps: readonly Step[], root: Shape = specShape()): ShapePath {
  let path: ShapePath = { shapes: [root], owners: [], field: undefined };
  for (const step of steps) {
    path = step.kind === 'entry' ? followEntry(path.shapes, step.map, step.entry.key) : followItem(path.shapes);
  }
  return path;
}

function followItem(shapes: readonly Shape[]): ShapePath {
  const items = shapes.filter((shape) => shape.kind === 'list').flatMap((list) => formsOf(list.item));
  return { shapes: items, owners: [], field: undefined };
}

function followEntry(shapes: readonly Shape[], map: YamlMap, key: string): ShapePath {
  const owners = likeliest(
    shapes.filter((shape) => shape.kind === 'object' || shape.kind === 'map'),
    map,
  );
  const fields = owners.flatMap((owner) => {
    const field = owner.kind === 'object' ? owner.fields.get(key) : undefined;
    return field === undefined ? [] : [field];
  });
  const values = owners.flatMap((owner) => (owner.kind === 'map' ? formsOf(owner.value) : []));
  return { shapes: [...fields.flatMap((field) => formsOf(field.shape)), ...values], owners, field: fields[0] };
}

/** A shape, or the forms of a union. */
export function formsOf(shape: Shape): readonly Shape[] {
  return shape.kind === 'union' ? shape.options.flatMap(formsOf) : [shape];
}

/** Of several objects, those that share the most keys with what is written. */
export function likeliest(
  owners: readonly (ObjectShape | MapShape)[],
  map: YamlMap,
): readonly (ObjectShape | MapShape)[] {
  if (owners.length < 2) return owners;
  const scored = owners.map((owner) => ({
    owner,
    score: owner.kind === 'map' ? 0 : map.entries.filter(({ key }) => owner.fields.has(key)).length,
  }));
  const best = Math.max(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).map(({ owner }) => owner);
}
