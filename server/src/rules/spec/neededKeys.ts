/** Keys that are missing because of what else a spec says: conditions that its shape alone cannot hold. */
import type { Need } from '../../../../schemas/scalars.ts';
import { insertKey } from '../../spec/edits.ts';
import type { AnyNode, ObjectNode } from '../../spec/located.ts';
import type { FieldShape, ObjectShape } from '../../spec/shape.ts';
import { listOf } from '../../spec/words.ts';
import type { Place } from '../../yaml/place.ts';
import { entryOf } from '../../yaml/nodes.ts';
import { oncePer } from '../oncePer.ts';
import type { Phase } from '../severity.ts';
import type { Finding } from '../rule.ts';

type AnyObject = ObjectNode<object>;

interface NeededField {
  readonly field: FieldShape;
  readonly need: Need;
}

/** The fields of an object with a need that the siblings and the phase decide. */
const needsOf = oncePer((shape: ObjectShape): readonly NeededField[] =>
  [...shape.fields.values()].flatMap((field) =>
    field.isOptional && field.need !== undefined && field.need.rule === undefined ? [{ field, need: field.need }] : [],
  ),
);

/** Every object at or below a node that may need more keys, outermost first; what was not edited is looked at once. */
const needyObjectsBelow = oncePer((root: AnyNode): readonly AnyObject[] => {
  switch (root.kind) {
    case 'object': {
      const below = Object.values(root.fields as Record<string, AnyNode>).flatMap(needyObjectsBelow);
      return needsOf(root.shape).length === 0 ? below : [root, ...below];
    }
    case 'map':
      return [...root.entries.values()].flatMap(needyObjectsBelow);
    case 'list':
      return root.items.flatMap(needyObjectsBelow);
    case 'scalar':
    case 'quantity':
    case 'expression':
    case 'reference':
      return [];
  }
});

/** A key that stands there in any form; what is wrong with it is another finding. */
function hasKey(object: AnyObject, key: string): boolean {
  return Object.hasOwn(object.fields, key) || object.empty.has(key) || object.unreadable.has(key);
}

function holds({ given = {}, without = [], phases }: Need, object: AnyObject, phase: Phase): boolean {
  if (phases !== undefined && !phases.some((one) => one === phase)) return false;
  if (without.some((key) => hasKey(object, key))) return false;
  return Object.entries(given).every(([key, values]) => {
    const value = entryOf(object.yaml, key)?.value;
    return value?.kind === 'scalar' && values.includes(value.text) && Object.hasOwn(object.fields, key);
  });
}

/**
 * The needed keys that are absent. Keys of which any one would do are one finding.
 *
 * @param root the joined spec; its keys may stand in any part, so it is looked at as a whole
 * @param rootPlace where to say that a section is missing
 */
export function* missingNeededKeys(root: AnyObject, rootPlace: Place, phase: Phase): Generator<Finding> {
  yield* missingIn(root, rootPlace, phase);
  const sections = Object.values(root.fields as Record<string, AnyNode>);
  yield* sections.flatMap(needyObjectsBelow).flatMap(missingInPhase[phase]);
}

/** What is missing in an object of a section: found once for as long as the object stands. */
const missingInPhase = {
  poc: oncePer((object: AnyObject) => missingBelow(object, 'poc')),
  pilot: oncePer((object: AnyObject) => missingBelow(object, 'pilot')),
  production: oncePer((object: AnyObject) => missingBelow(object, 'production')),
  retired: oncePer((object: AnyObject) => missingBelow(object, 'retired')),
} as const satisfies Record<Phase, (object: AnyObject) => readonly Finding[]>;

function missingBelow(object: AnyObject, phase: Phase): readonly Finding[] {
  return [...missingIn(object, object.keyPlace ?? firstCharacter(object.place), phase)];
}

function* missingIn(object: AnyObject, place: Place, phase: Phase): Generator<Finding> {
  const needs = needsOf(object.shape);
  const missing = needs.filter(({ field, need }) => !hasKey(object, field.name) && holds(need, object, phase));
  const names = new Set(missing.map(({ field }) => field.name));
  const isAlternative = ({ need }: NeededField): boolean => need.without?.some((key) => names.has(key)) ?? false;
  const alternatives = missing.filter(isAlternative);
  if (alternatives.length > 0) yield missingOneOf(object, place, alternatives);
  for (const needed of missing) if (!isAlternative(needed)) yield missingOne(object, place, needed);
}

function missingOne(object: AnyObject, place: Place, { field, need }: NeededField): Finding {
  return {
    place,
    message: `\`${field.name}\` is missing, and needed because ${need.when}.`,
    fixes: [{ title: `Add \`${field.name}\``, changes: [insertKey(object.yaml, field.name, '')], isPreferred: true }],
  };
}

function missingOneOf(object: AnyObject, place: Place, needed: readonly NeededField[]): Finding {
  const names = needed.map(({ field }) => field.name);
  return {
    place,
    message: `One of ${listOf(names, 'or')} is missing: write the one that fits.`,
    // Some need another beside them: only those that are enough alone are offered.
    fixes: names
      .filter((name) => needed.every(({ field, need }) => field.name === name || need.without?.includes(name) === true))
      .map((name) => ({ title: `Add \`${name}\``, changes: [insertKey(object.yaml, name, '')] })),
  };
}

export function firstCharacter(place: Place): Place {
  return { ...place, end: Math.min(place.start + 1, place.end) };
}
