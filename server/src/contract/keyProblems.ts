/** Keys of a contract: unknown, ignored, too new for the version, or missing in it. */
import { isUpTo } from '../../../schemas/contract/versions.ts';
import type { ContractShape } from '../../../schemas/contract/contract.ts';
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import { insertKey, replaceText } from '../spec/edits.ts';
import type { Fix } from '../spec/edits.ts';
import type { ObjectNode } from '../spec/located.ts';
import { nearest } from '../spec/nearest.ts';
import type { FieldShape, ObjectShape } from '../spec/shape.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { listOf, shorten } from '../spec/words.ts';
import type { YamlEntry } from '../yaml/nodes.ts';
import { formerNames, negatedNames, oldNames, schemaSlips } from './oldNames.ts';
import { headOf, ignored, invalid } from './problem.ts';
import type { AnyObject, Reading } from './problem.ts';

/** Names that a message lists. */
const listedKeys = 12;

/** Whether a version refuses keys that an object does not have, rather than pass over them. */
export function refusesKeys({ closedSince }: ObjectShape, { version, isLenient }: Reading): boolean {
  if (isLenient || closedSince === 'never') return false;
  return closedSince === undefined || isUpTo(closedSince, version);
}

export function* findKeyProblems(object: AnyObject, reading: Reading): Generator<SpecProblem> {
  for (const entry of object.yaml.entries) {
    const field = object.shape.fields.get(entry.key);
    if (field === undefined) yield* schemaSlip(object, entry, reading) ?? [unknownKey(object, entry, reading)];
    else if (field.since !== undefined && !isUpTo(field.since, reading.version)) {
      yield newerKey(object, entry, field.since, reading);
    }
  }
  for (const field of object.shape.fields.values()) {
    if (isNeeded(field, reading.version) && !stands(object, field.name)) yield missingKey(object, field);
  }
}

function isNeeded({ neededSince, neededBefore }: FieldShape, version: ContractVersion): boolean {
  if (neededSince !== undefined) return isUpTo(neededSince, version);
  return neededBefore !== undefined && !isUpTo(neededBefore, version);
}

/** Whether a key stands there in any form, mistyped included. */
export function stands(object: AnyObject, key: string): boolean {
  return object.unreadable.has(key) || object.yaml.entries.some((entry) => entry.key === key);
}

function missingKey(object: AnyObject, field: FieldShape): SpecProblem {
  const meaning = field.description.charAt(0).toLowerCase() + field.description.slice(1);
  return invalid(headOf(object), `\`${field.name}\` is missing: ${meaning}`, [
    { title: `Add \`${field.name}\``, changes: [insertKey(object.yaml, field.name, '')], isPreferred: true },
  ]);
}

function newerKey(object: AnyObject, entry: YamlEntry, since: ContractVersion, reading: Reading): SpecProblem {
  const refuses = refusesKeys(object.shape, reading);
  const report = refuses ? invalid : ignored;
  const what = refuses ? 'is refused' : 'is ignored';
  const former = Object.hasOwn(formerNames, entry.key) ? formerNames[entry.key] : undefined;
  const isFree = former !== undefined && !stands(object, former);
  return report(
    entry.keyPlace,
    `\`${entry.key}\` exists since ${since} of the standard and ${what} in ${reading.version}: raise \`apiVersion\`, or ${isFree ? `write \`${former}\`, its name there` : 'remove the key'}.`,
    [
      ...raiseVersion(reading.root, since),
      ...(isFree ? [{ title: `Change to \`${former}\``, changes: [replaceText(entry.keyPlace, former)] }] : []),
    ],
  );
}

/** The fix that makes a contract follow a newer version. */
export function raiseVersion(root: ObjectNode<ContractShape>, since: ContractVersion): readonly Fix[] {
  const { apiVersion } = root.fields;
  if (apiVersion === undefined) return [];
  return [{ title: `Change \`apiVersion\` to \`${since}\``, changes: [replaceText(apiVersion.place, since)] }];
}

/**
 * A key that the JSON Schema of this version asks for, and its text does not know. Nothing is wrong where the right one
 * stands beside it.
 *
 * @returns undefined for any other key
 */
function schemaSlip(object: AnyObject, entry: YamlEntry, reading: Reading): readonly SpecProblem[] | undefined {
  const { key, keyPlace } = entry;
  const slip = Object.hasOwn(schemaSlips, key) ? schemaSlips[key] : undefined;
  if (slip === undefined || isUpTo(slip.until, reading.version) || !object.shape.fields.has(slip.meant))
    return undefined;
  const { meant, until } = slip;
  // What is nearly the right key counts as standing, so the keys themselves are looked at.
  if (object.yaml.entries.some((other) => other.key === meant)) return [];
  const rename = replaceText(keyPlace, meant);
  const message = `The JSON Schema of ${reading.version} asks for \`${key}\` by mistake, and the standard says \`${meant}\`, as the schema does since ${until}: write \`${meant}\`, and raise \`apiVersion\` where something else validates the file.`;
  const raises = raiseVersion(reading.root, until).map(({ title, changes }): Fix => ({
    title: `Change to \`${meant}\`, and ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    changes: [rename, ...changes],
    isPreferred: true,
  }));
  return [ignored(keyPlace, message, [...raises, { title: `Change to \`${meant}\``, changes: [rename] }])];
}

function unknownKey(object: AnyObject, entry: YamlEntry, reading: Reading): SpecProblem {
  const known = [...object.shape.fields.values()]
    .filter(({ since }) => since === undefined || isUpTo(since, reading.version))
    .map(({ name }) => name);
  const renamed = renamedKey(object, entry, known);
  if (renamed !== undefined) return renamed;
  const free = known.filter((name) => !object.yaml.entries.some(({ key }) => key === name));
  const meant = nearest(entry.key, free);
  const advice =
    meant !== undefined
      ? `did you mean \`${meant}\`?`
      : free.length === 0 || free.length > listedKeys
        ? 'remove it, or move it to `customProperties`.'
        : `what can stand here is ${listOf(free, 'or')}.`;
  const fixes: readonly Fix[] =
    meant === undefined
      ? []
      : [{ title: `Change to \`${meant}\``, changes: [replaceText(entry.keyPlace, meant)], isPreferred: true }];
  const key = `\`${shorten(entry.key)}\``;
  return refusesKeys(object.shape, reading)
    ? invalid(entry.keyPlace, `${key} is no key of this place in ${reading.version}: ${advice}`, fixes)
    : ignored(entry.keyPlace, `${key} is no key that ${reading.version} has here, so it is ignored: ${advice}`, fixes);
}

/** A key under the name that it once had. */
function renamedKey(object: AnyObject, entry: YamlEntry, known: readonly string[]): SpecProblem | undefined {
  const { key, keyPlace, value } = entry;
  const negated = Object.hasOwn(negatedNames, key) ? negatedNames[key] : undefined;
  const today = negated ?? (Object.hasOwn(oldNames, key) ? oldNames[key] : undefined);
  if (today === undefined || !known.includes(today)) return undefined;
  const isTaken = stands(object, today);
  const text = value?.kind === 'scalar' ? value.text : undefined;
  const opposite = text === 'true' ? 'false' : text === 'false' ? 'true' : undefined;
  const written = negated === undefined ? today : opposite === undefined ? today : `${today}: ${opposite}`;
  const changes = [
    replaceText(keyPlace, today),
    ...(negated !== undefined && opposite !== undefined && value !== undefined
      ? [replaceText(value.place, opposite)]
      : []),
  ];
  const canFix = !isTaken && (negated === undefined || opposite !== undefined);
  return ignored(
    keyPlace,
    `Readers of the standard ignore \`${key}\`, so nothing checks it: write \`${written}\`${isTaken ? ', which stands here already, and remove this' : ''}.`,
    canFix ? [{ title: `Change to \`${written}\``, changes, isPreferred: true }] : [],
  );
}
