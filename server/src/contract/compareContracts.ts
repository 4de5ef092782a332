/**
 * Two versions of a data contract: what readers of the data could rely on and no longer can.
 *
 * Levels are those of semantic versions: `major` breaks a reader, `minor` adds or strengthens a promise, `patch` changes
 * words alone.
 */
import { columnsOfObject, objectsOf } from '../spec/contractFile.ts';
import type { ContractCheck, ContractColumn, ContractFile, ContractObject } from '../spec/contractFile.ts';
import type { AnyNode } from '../spec/located.ts';
import { childOf, isSame, textOf } from '../spec/nodeDifferences.ts';
import { shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { compareChecks } from './compareChecks.ts';
import { compareTypeOptions } from './compareTypeOptions.ts';

export type ContractLevel = 'major' | 'minor' | 'patch';

export interface ContractChange {
  readonly level: ContractLevel;
  /** Whether it promises less, more, or something else. */
  readonly weight: 'loosened' | 'tightened' | 'neutral';
  readonly object: string;
  /** A path such as `address.city` for a part of a column; undefined for the object itself. */
  readonly column: string | undefined;
  /** One sentence, with names and values in backticks. */
  readonly sentence: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly base: Place | undefined;
  readonly current: Place | undefined;
}

/** Everything that differs, in the order of the base; what cannot be read is left out. */
export function* compareContracts(before: ContractFile, after: ContractFile): Generator<ContractChange> {
  if (before.root.unreadable.has('schema') || after.root.unreadable.has('schema')) return;
  const now = byName(objectsOf(after));
  const then = byName(objectsOf(before));
  for (const [name, object] of then) {
    const other = now.get(name);
    if (other !== undefined) yield* compareObjects(name, object, other);
    else
      yield* told('major', 'loosened', name, undefined, `The object ${quoted(name)} was dropped.`, object, undefined);
  }
  for (const [name, object] of now) {
    if (then.has(name)) continue;
    yield* told('minor', 'neutral', name, undefined, `The object ${quoted(name)} is new.`, undefined, object);
  }
}

/** The level of the largest change; undefined when there is none. */
export function levelOf(changes: readonly Pick<ContractChange, 'level'>[]): ContractLevel | undefined {
  return (['major', 'minor', 'patch'] as const).find((level) => changes.some((change) => change.level === level));
}

/**
 * What is wrong with the step between two declared versions; undefined when it is large enough, or when one of the two
 * is no semantic version.
 */
export function refuseVersionStep(
  before: ContractFile,
  after: ContractFile,
  level: ContractLevel,
): { readonly needed: string; readonly place: Place } | undefined {
  const place = after.root.fields.version?.place;
  const [old, stated] = [versionOf(before), versionOf(after)];
  if (old === undefined || stated === undefined || place === undefined) return undefined;
  const [major, minor, patch] = old;
  const needed =
    level === 'major' ? [major + 1, 0, 0] : level === 'minor' ? [major, minor + 1, 0] : [major, minor, patch + 1];
  const first = needed.findIndex((part, at) => part !== stated[at]);
  const isEnough = first === -1 || (stated[first] ?? 0) > (needed[first] ?? 0);
  return isEnough ? undefined : { needed: needed.join('.'), place };
}

function versionOf({ root }: ContractFile): readonly [number, number, number] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(root.fields.version?.text ?? '');
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}

type Named = ContractObject | ContractColumn;

function byName<Node extends Named>(nodes: readonly Node[]): ReadonlyMap<string, Node> {
  return new Map(
    nodes.flatMap((node): [string, Node][] => (node.fields.name === undefined ? [] : [[node.fields.name.text, node]])),
  );
}

function quoted(text: string): string {
  return `\`${shorten(text).replaceAll('`', "'")}\``;
}

function* told(
  level: ContractLevel,
  weight: ContractChange['weight'],
  object: string,
  column: string | undefined,
  sentence: string,
  before: AnyNode | undefined,
  after: AnyNode | undefined,
  values: { readonly from?: string | undefined; readonly to?: string | undefined } = {},
): Generator<ContractChange> {
  const { from, to } = values;
  yield { level, weight, object, column, sentence, from, to, base: placeOf(before), current: placeOf(after) };
}

/** The name of a thing, else the whole of it. */
function placeOf(node: AnyNode | undefined): Place | undefined {
  return node === undefined ? undefined : (childOf(node, 'name') ?? node).place;
}

function* compareObjects(name: string, before: ContractObject, after: ContractObject): Generator<ContractChange> {
  yield* compareKeys(objectKeys, name, undefined, before, after);
  yield* compareQuality(name, undefined, before, after);
  if (!after.unreadable.has('properties')) {
    yield* compareColumns(name, '', columnsOfObject(before), columnsOfObject(after));
  }
}

/** @param path columns around these, with a dot at its end */
function* compareColumns(
  object: string,
  path: string,
  before: readonly ContractColumn[],
  after: readonly ContractColumn[],
): Generator<ContractChange> {
  const [then, now] = [byName(before), byName(after)];
  const dropped = new Map([...then].filter(([name]) => !now.has(name)));
  const added = new Map([...now].filter(([name]) => !then.has(name)));
  for (const [name, column] of dropped) {
    const heirs = [...added].filter(([, other]) => isRenamed(column, other, before, after));
    const [heir, ...others] = heirs;
    const at = `${path}${name}`;
    if (heir === undefined || others.length > 0) {
      yield* told('major', 'loosened', object, at, `The column ${quoted(at)} was dropped.`, column, undefined);
      continue;
    }
    const sentence = `The column ${quoted(at)} was renamed to ${quoted(`${path}${heir[0]}`)}.`;
    yield* told('major', 'loosened', object, at, sentence, column, heir[1], { from: name, to: heir[0] });
    yield* compareColumn(object, `${path}${heir[0]}`, column, heir[1]);
    added.delete(heir[0]);
  }
  for (const [name, column] of then) {
    const other = now.get(name);
    if (other !== undefined) yield* compareColumn(object, `${path}${name}`, column, other);
  }
  for (const [name, column] of added) {
    const at = `${path}${name}`;
    yield* told('minor', 'neutral', object, at, `The column ${quoted(at)} is new.`, undefined, column);
  }
}

/** Whether one column is another by a new name: the same id, or the same types and either words or position. */
function isRenamed(
  before: ContractColumn,
  after: ContractColumn,
  allBefore: readonly ContractColumn[],
  allAfter: readonly ContractColumn[],
): boolean {
  const [id, otherId] = [before.fields.id?.text, after.fields.id?.text];
  if (id !== undefined || otherId !== undefined) return id === otherId;
  if (before.fields.logicalType?.value !== after.fields.logicalType?.value) return false;
  if (before.fields.physicalType?.text !== after.fields.physicalType?.text) return false;
  const description = before.fields.description?.text;
  if (description !== undefined && description === after.fields.description?.text) return true;
  return allBefore.length === allAfter.length && allBefore.indexOf(before) === allAfter.indexOf(after);
}

function* compareColumn(
  object: string,
  path: string,
  before: ContractColumn,
  after: ContractColumn,
): Generator<ContractChange> {
  yield* compareKeys(columnKeys, object, path, before, after);
  for (const { key, level, weight, from, to, node } of compareTypeOptions(before, after)) {
    const sentence = `\`${key}\` of the column ${quoted(path)}${change(from, to)}.`;
    yield* told(level, weight, object, path, sentence, before, node ?? after, { from, to });
  }
  yield* compareQuality(object, path, before, after);
  const [parts, otherParts] = [before.fields.properties?.items ?? [], after.fields.properties?.items ?? []];
  yield* compareColumns(object, `${path}.`, parts, otherParts);
}

/** How a key of an object or column weighs when it differs. */
type KeyRule = 'promise' | 'identity' | 'form' | 'class' | 'words';

const objectKeys: readonly (readonly [key: string, rule: KeyRule])[] = [
  ['physicalName', 'identity'],
  ['physicalType', 'form'],
  ['description', 'words'],
  ['businessName', 'words'],
  ['dataGranularityDescription', 'words'],
];

const columnKeys: readonly (readonly [key: string, rule: KeyRule])[] = [
  ['physicalName', 'identity'],
  ['logicalType', 'identity'],
  ['physicalType', 'form'],
  ['required', 'promise'],
  ['unique', 'promise'],
  ['primaryKey', 'promise'],
  ['classification', 'class'],
  ['description', 'words'],
  ['businessName', 'words'],
];

function* compareKeys(
  keys: typeof objectKeys,
  object: string,
  column: string | undefined,
  before: Named,
  after: Named,
): Generator<ContractChange> {
  const subject = column === undefined ? `the object ${quoted(object)}` : `the column ${quoted(column)}`;
  for (const [key, rule] of keys) {
    if (before.unreadable.has(key) || after.unreadable.has(key)) continue;
    const [left, right] = [childOf(before, key), childOf(after, key)];
    const [from, to] = [left, right].map((node) => (node === undefined ? undefined : textOf(node)));
    const isFlagOff = rule === 'promise' && from !== 'true' && to !== 'true';
    if (isFlagOff || (left !== undefined && right !== undefined ? isSame(left, right) : left === right)) continue;
    const { level, weight } = weighKey(rule, from, to);
    const values = rule === 'words' ? {} : { from, to };
    const sentence =
      rule === 'words' ? `\`${key}\` of ${subject} was reworded.` : `\`${key}\` of ${subject}${change(from, to)}.`;
    yield* told(level, weight, object, column, sentence, before, after, values);
  }
}

function weighKey(
  rule: KeyRule,
  from: string | undefined,
  to: string | undefined,
): Pick<ContractChange, 'level' | 'weight'> {
  switch (rule) {
    case 'promise':
      return to === 'true' ? { level: 'minor', weight: 'tightened' } : { level: 'major', weight: 'loosened' };
    case 'identity':
      return from === undefined ? { level: 'minor', weight: 'neutral' } : { level: 'major', weight: 'loosened' };
    case 'form':
    case 'class':
      return { level: 'minor', weight: 'neutral' };
    case 'words':
      return { level: 'patch', weight: 'neutral' };
  }
}

/** The end of a sentence about a value. */
function change(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return ` is new: ${quoted(to ?? '')}`;
  return to === undefined ? `, ${quoted(from)}, was dropped` : ` was changed from ${quoted(from)} to ${quoted(to)}`;
}

function* compareQuality(
  object: string,
  column: string | undefined,
  before: Named,
  after: Named,
): Generator<ContractChange> {
  if (before.unreadable.has('quality') || after.unreadable.has('quality')) return;
  const subject = column === undefined ? `the object ${quoted(object)}` : `the column ${quoted(column)}`;
  const checksOf = ({ fields }: Named): readonly ContractCheck[] => fields.quality?.items ?? [];
  for (const { kind, name, before: old, after: now, from, to } of compareChecks(checksOf(before), checksOf(after))) {
    const check = `The check ${quoted(name)} of ${subject}`;
    const values = { from, to };
    switch (kind) {
      case 'dropped':
        yield* told('major', 'loosened', object, column, `${check} was dropped.`, old, undefined, values);
        break;
      case 'loosened':
        yield* told('major', 'loosened', object, column, `${check} was loosened${step(from, to)}.`, old, now, values);
        break;
      case 'added':
        yield* told('minor', 'tightened', object, column, `${check} is new.`, undefined, now, values);
        break;
      case 'tightened':
        yield* told('minor', 'tightened', object, column, `${check} was tightened${step(from, to)}.`, old, now, values);
        break;
      case 'rewritten':
        yield* told('minor', 'neutral', object, column, `${check} was rewritten.`, old, now, values);
        break;
      case 'described':
        yield* told('patch', 'neutral', object, column, `${check} was described otherwise.`, old, now);
        break;
    }
  }
}

function step(from: string | undefined, to: string | undefined): string {
  return `${from === undefined ? '' : ` from ${quoted(from)}`}${to === undefined ? '' : ` to ${quoted(to)}`}`;
}
