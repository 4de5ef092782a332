/** Reads YAML nodes by the shape of the language: located values where they can be read, one problem where not. */
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import { insertKey, replaceText } from './edits.ts';
import type { AnyNode, ReferenceNode } from './located.ts';
import { nearest } from './nearest.ts';
import type { QuantityReading } from './quantity.ts';
import { booleanLookalikes, readScalar, repairId } from './readScalar.ts';
import type {
  ChoiceShape,
  FieldShape,
  ListShape,
  MapShape,
  ObjectShape,
  ScalarShape,
  Shape,
  UnionShape,
} from './shape.ts';
import { takesAnything } from './shape.ts';
import type { SpecProblem, SpecProblemCode } from './specProblem.ts';
import { listOf, shorten } from './words.ts';

export interface Reading {
  /** Undefined when the node has another shape; a problem then says so. */
  readonly node: AnyNode | undefined;
  readonly problems: readonly SpecProblem[];
  /** Every reference below, in file order. */
  readonly references: readonly ReferenceNode[];
  /** Every node with a meaning of its own, for rules that look at all of a kind. */
  readonly scalars: readonly AnyNode[];
  /** The readings of the entries of which this one is made, each the same for as long as its entry stands. */
  readonly parts: readonly Reading[];
}

/** Readings of the entries below a key of the top level: an entry that is still the same is not read again. */
export interface EntryReadings {
  readonly known: ReadonlyMap<YamlEntry, Reading>;
  /** Gets those of this version. */
  readonly fresh: Map<YamlEntry, Reading>;
}

/** Reads the value of one key of the top level. */
export function readField(
  entry: YamlEntry,
  field: FieldShape,
  readQuantity: (text: string) => QuantityReading,
  readings: EntryReadings,
): Reading {
  const reader = new Reader(readQuantity, readings);
  const node =
    entry.value === undefined ? undefined : reader.read(entry.value, field.shape, [entry.key], entry.keyPlace);
  return reader.finish(node);
}

/** What an object says about its keys, whatever their values are. */
export interface KeyCheck {
  readonly unknown: readonly SpecProblem[];
  readonly missing: readonly SpecProblem[];
  /** Keys that are there under a mistyped name: that is said already, so they count as unreadable, not as absent. */
  readonly mistyped: ReadonlySet<string>;
}

/**
 * Checks the keys of a map against the fields of an object.
 *
 * @param owner where to say that a key is missing
 */
export function checkKeys(map: YamlMap, fields: ReadonlyMap<string, FieldShape>, owner: Place): KeyCheck {
  const unknown: SpecProblem[] = [];
  const present = new Map<string, YamlEntry>();
  const mistyped = new Set<string>();
  const taken = new Set(map.entries.map(({ key }) => key));
  for (const entry of map.entries) {
    if (fields.has(entry.key)) {
      present.set(entry.key, entry);
      continue;
    }
    const free = [...fields.keys()].filter((name) => !taken.has(name));
    const meant = nearest(entry.key, free);
    if (meant !== undefined) mistyped.add(meant);
    unknown.push(unknownKey(entry, free, meant));
  }
  const missing: SpecProblem[] = [];
  for (const field of fields.values()) {
    const entry = present.get(field.name);
    // A more specific rule says that the key is missing.
    if (field.need?.rule !== undefined && field.need.rule !== 'spec/missing-key') continue;
    if (entry === undefined) {
      if (!field.isOptional && !mistyped.has(field.name)) missing.push(missingKey(map, field, owner));
    } else if (entry.value === undefined && !takesAnything(field.shape)) {
      missing.push(emptyKey(entry, field));
    }
  }
  return { unknown, missing, mistyped };
}

function unknownKey(entry: YamlEntry, free: readonly string[], meant: string | undefined): SpecProblem {
  const advice =
    meant === undefined
      ? free.length === 0 || free.length > 12
        ? 'remove it'
        : `the keys that can stand here are ${listOf(free)}`
      : `did you mean \`${meant}\`?`;
  return {
    code: 'spec/unknown-key',
    place: entry.keyPlace,
    message: `\`${shorten(entry.key)}\` is not a key of this place: ${advice}${advice.endsWith('?') ? '' : '.'}`,
    fixes:
      meant === undefined
        ? []
        : [{ title: `Change to \`${meant}\``, changes: [replaceText(entry.keyPlace, meant)], isPreferred: true }],
  };
}

function missingKey(map: YamlMap, field: FieldShape, owner: Place): SpecProblem {
  return {
    code: 'spec/missing-key',
    place: owner,
    message: `\`${field.name}\` is missing: ${decapitalize(firstSentence(field.description))}`,
    fixes: [{ title: `Add \`${field.name}\``, changes: [insertKey(map, field.name, '')], isPreferred: true }],
    missingKey: field.name,
  };
}

function emptyKey(entry: YamlEntry, field: FieldShape): SpecProblem {
  return {
    code: 'spec/missing-key',
    place: entry.keyPlace,
    message: `\`${field.name}\` has no value: fill it in${field.isOptional ? ' or remove the key' : ''}.`,
    fixes: [],
  };
}

class Reader {
  private readonly problems: SpecProblem[] = [];
  private readonly references: ReferenceNode[] = [];
  private readonly scalars: AnyNode[] = [];
  private readonly parts: Reading[] = [];
  private readonly readQuantity: (text: string) => QuantityReading;
  private readonly readings: EntryReadings | undefined;

  constructor(readQuantity: (text: string) => QuantityReading, readings?: EntryReadings) {
    this.readQuantity = readQuantity;
    this.readings = readings;
  }

  finish(node: AnyNode | undefined): Reading {
    const { problems, references, scalars, parts } = this;
    return { node, problems, references, scalars, parts };
  }

  read(
    yaml: YamlNode,
    shape: Shape,
    path: readonly (string | number)[],
    keyPlace: Place | undefined,
  ): AnyNode | undefined {
    switch (shape.kind) {
      case 'object':
        return yaml.kind === 'map' ? this.readObject(yaml, shape, path, keyPlace) : this.wrongType(yaml, shape, path);
      case 'map':
        return yaml.kind === 'map' ? this.readMap(yaml, shape, path, keyPlace) : this.wrongType(yaml, shape, path);
      case 'list':
        return yaml.kind === 'list' ? this.readList(yaml, shape, path, keyPlace) : this.wrongType(yaml, shape, path);
      case 'union':
        return this.readUnion(yaml, shape, path, keyPlace);
      case 'choice':
      case 'scalar': {
        if (yaml.kind !== 'scalar') return this.wrongType(yaml, shape, path);
        return this.readLeaf(yaml, shape, path, keyPlace, false);
      }
    }
  }

  /** Reads the value of an entry below `path`; an entry of the top level's maps is read once for as long as it stands. */
  private readEntry(
    entry: YamlEntry,
    value: YamlNode,
    shape: Shape,
    path: readonly (string | number)[],
  ): AnyNode | undefined {
    const place = [...path, entry.key];
    if (this.readings === undefined || path.length !== 1) return this.read(value, shape, place, entry.keyPlace);
    let reading = this.readings.known.get(entry);
    if (reading === undefined) {
      const reader = new Reader(this.readQuantity);
      reading = reader.finish(reader.read(value, shape, place, entry.keyPlace));
    }
    this.readings.fresh.set(entry, reading);
    this.parts.push(reading);
    return this.take(reading, reading.node);
  }

  private readLeaf(
    yaml: YamlScalar,
    shape: ScalarShape | ChoiceShape,
    path: readonly (string | number)[],
    keyPlace: Place | undefined,
    takesEstimate: boolean,
  ): AnyNode | undefined {
    const { node, problems } = readScalar(yaml, shape, path, keyPlace, {
      readQuantity: this.readQuantity,
      takesEstimate,
    });
    this.problems.push(...problems);
    if (node !== undefined) this.scalars.push(node);
    if (node?.kind === 'reference') this.references.push(node);
    return node;
  }

  private readObject(
    yaml: YamlMap,
    shape: ObjectShape,
    path: readonly (string | number)[],
    keyPlace: Place | undefined,
  ): AnyNode {
    const owner = keyPlace ?? firstCharacter(yaml.place);
    const { unknown, missing, mistyped } = checkKeys(yaml, shape.fields, owner);
    this.problems.push(...unknown, ...missing);
    const fields: Record<string, AnyNode> = {};
    const empty = new Map<string, Place>();
    const unreadable = new Set(mistyped);
    for (const entry of yaml.entries) {
      const field = shape.fields.get(entry.key);
      if (field === undefined) continue;
      if (entry.value === undefined) {
        empty.set(entry.key, entry.keyPlace);
        continue;
      }
      const node = this.readEntry(entry, entry.value, field.shape, path);
      if (node === undefined) unreadable.add(entry.key);
      else fields[entry.key] = node;
    }
    return { kind: 'object', place: yaml.place, keyPlace, path, yaml, shape, fields, empty, unreadable };
  }

  private readMap(
    yaml: YamlMap,
    shape: MapShape,
    path: readonly (string | number)[],
    keyPlace: Place | undefined,
  ): AnyNode {
    const entries = new Map<string, AnyNode>();
    const empty = new Map<string, Place>();
    const unreadable = new Set<string>();
    const isFree = takesAnything(shape.value);
    for (const entry of yaml.entries) {
      if (!isFree) this.checkOwnKey(entry, shape);
      if (entry.value === undefined) {
        empty.set(entry.key, entry.keyPlace);
        if (isFree) continue;
        this.problems.push({
          code: 'spec/missing-key',
          place: entry.keyPlace,
          message: `\`${shorten(entry.key)}\` has no value: fill it in or remove the key.`,
          fixes: [],
        });
        continue;
      }
      const node = this.readEntry(entry, entry.value, shape.value, path);
      if (node === undefined) unreadable.add(entry.key);
      else entries.set(entry.key, node);
    }
    return { kind: 'map', place: yaml.place, keyPlace, path, yaml, shape, entries, empty, unreadable };
  }

  private checkOwnKey(entry: YamlEntry, shape: MapShape): void {
    if (shape.keyPattern?.test(entry.key) === false) {
      this.problems.push(badKey(entry, shape.keyPattern));
    } else if (isPlainKey(entry) && booleanLookalikes.has(entry.key.toLowerCase())) {
      this.problems.push(booleanKey(entry));
    }
  }

  private readList(
    yaml: Extract<YamlNode, { kind: 'list' }>,
    shape: ListShape,
    path: readonly (string | number)[],
    keyPlace: Place | undefined,
  ): AnyNode {
    const items = yaml.items
      .map((item, index) => this.read(item, shape.item, [...path, index], undefined))
      .filter((item) => item !== undefined);
    return { kind: 'list', place: yaml.place, keyPlace, path, yaml, items };
  }

  private readUnion(
    yaml: YamlNode,
    shape: UnionShape,
    path: readonly (string | number)[],
    keyPlace: Place | undefined,
  ): AnyNode | undefined {
    const fitting = shape.options.filter((option) => fits(yaml, option));
    const [only] = fitting;
    if (only === undefined) return this.wrongType(yaml, shape, path);
    if (fitting.length === 1 && only.kind === 'scalar' && yaml.kind === 'scalar') {
      return this.readLeaf(yaml, only, path, keyPlace, shape.options.some(isEstimate));
    }
    if (fitting.length === 1) return this.read(yaml, only, path, keyPlace);
    if (yaml.kind === 'map') return this.read(yaml, bestByKeys(yaml, fitting) ?? only, path, keyPlace);
    // Several forms of one kind: the first that reads without a problem, else what the first has to say. Plain text
    // that reads as a number or a boolean is one.
    const isText = (option: Shape): boolean =>
      option.kind === 'scalar' && option.type === 'text' && option.meaning === undefined;
    const isPlain = yaml.kind === 'scalar' && yaml.style === 'plain';
    const ordered = isPlain ? fitting.toSorted((left, right) => Number(isText(left)) - Number(isText(right))) : fitting;
    let first: { reader: Reader; node: AnyNode | undefined } | undefined;
    for (const option of ordered) {
      const reader = new Reader(this.readQuantity);
      const node = reader.read(yaml, option, path, keyPlace);
      first ??= { reader, node };
      if (node !== undefined && reader.problems.length === 0) return this.take(reader.finish(node), node);
    }
    if (first === undefined) return undefined;
    const { node, ...found } = first.reader.finish(first.node);
    return this.take({ ...found, problems: found.problems.map((one) => addForms(one, ordered)) }, node);
  }

  private take(found: Omit<Reading, 'node'>, node: AnyNode | undefined): AnyNode | undefined {
    // Not spread into one call: a long list has more scalars than a call can have arguments.
    for (const problem of found.problems) this.problems.push(problem);
    for (const reference of found.references) this.references.push(reference);
    for (const scalar of found.scalars) this.scalars.push(scalar);
    return node;
  }

  private wrongType(yaml: YamlNode, shape: Shape, path: readonly (string | number)[]): AnyNode | undefined {
    const key = path.at(-1);
    const subject = typeof key === 'string' ? `\`${shorten(key)}\`` : 'This item';
    const code: SpecProblemCode = 'spec/wrong-type';
    const message = `${subject} takes ${describeShape(shape)}, and this is ${describeNode(yaml)}.`;
    this.problems.push({ code, place: visiblePlace(yaml), message, fixes: [] });
    return undefined;
  }
}

/** Whether a form is a three-point estimate. */
function isEstimate(shape: Shape): boolean {
  return shape.kind === 'object' && ['low', 'likely', 'high'].every((key) => shape.fields.has(key));
}

/** What is said of a wrong word names the words alone; other forms of the value, such as a number, are named, too. */
function addForms(problem: SpecProblem, [first, ...others]: readonly Shape[]): SpecProblem {
  const forms = others.filter((option) => option.kind === 'scalar').map(describeShape);
  if (first?.kind !== 'choice' || forms.length === 0 || !/: write `[^:]*\.$/.test(problem.message)) return problem;
  return { ...problem, message: `${problem.message.slice(0, -1)}, or ${[...new Set(forms)].join(', or ')}.` };
}

function fits(yaml: YamlNode, shape: Shape): boolean {
  switch (shape.kind) {
    case 'object':
    case 'map':
      return yaml.kind === 'map';
    case 'list':
      return yaml.kind === 'list';
    case 'choice':
    case 'scalar':
      return yaml.kind === 'scalar';
    case 'union':
      return shape.options.some((option) => fits(yaml, option));
  }
}

/** The object whose keys are most like the ones written; the earlier of two that are equally so. */
function bestByKeys(yaml: YamlMap, options: readonly Shape[]): Shape | undefined {
  let best: { shape: Shape; score: number } | undefined;
  for (const shape of options) {
    const keys = yaml.entries.map(({ key }) => key);
    const score =
      shape.kind === 'object'
        ? keys.filter((key) => shape.fields.has(key)).length * 2 -
          [...shape.fields.values()].filter((field) => !field.isOptional && !keys.includes(field.name)).length
        : -1;
    if (best === undefined || score > best.score) best = { shape, score };
  }
  return best?.shape;
}

function isPlainKey({ keyPlace }: YamlEntry): boolean {
  return !/["']/.test(keyPlace.section.text.charAt(keyPlace.start));
}

function booleanKey(entry: YamlEntry): SpecProblem {
  const quoted = JSON.stringify(entry.key);
  return {
    code: 'yaml/norway',
    place: entry.keyPlace,
    message: `Readers of YAML 1.1 see the key \`${entry.key}\` as \`${String(booleanLookalikes.get(entry.key.toLowerCase()))}\`: quote it.`,
    fixes: [{ title: `Quote \`${entry.key}\``, changes: [replaceText(entry.keyPlace, quoted)], isPreferred: true }],
  };
}

function badKey(entry: YamlEntry, pattern: RegExp): SpecProblem {
  const repaired = repairId(entry.key, pattern);
  return {
    code: 'spec/wrong-value',
    place: entry.keyPlace,
    message: `\`${shorten(entry.key)}\` cannot be an id: use small letters, digits, \`-\` and \`_\`, beginning with a letter.`,
    fixes:
      repaired === undefined
        ? []
        : [{ title: `Change to \`${repaired}\``, changes: [replaceText(entry.keyPlace, repaired)], isPreferred: true }],
  };
}

/** A form in words, for messages: "a quantity such as `40 ms`". */
export function describeShape(shape: Shape): string {
  const sample = shape.samples[0] === undefined ? '' : ` such as \`${shape.samples[0]}\``;
  switch (shape.kind) {
    case 'object': {
      const required = [...shape.fields.values()].filter((field) => !field.isOptional).map((field) => field.name);
      const names = required.length > 0 ? required : [...shape.fields.keys()].slice(0, 4);
      return `a map with ${listOf(names)}`;
    }
    case 'map':
      return 'a map';
    case 'list':
      return `a list${sample}`;
    case 'choice':
      return shape.values.length === 1 ? `\`${String(shape.values[0])}\`` : listOf(shape.values.map(String), 'or');
    case 'scalar':
      return `${describeScalar(shape.meaning ?? shape.type)}${sample}`;
    case 'union':
      return shape.options
        .map(describeShape)
        .filter((text, index, all) => all.indexOf(text) === index)
        .join(', or ');
  }
}

function describeScalar(meaning: string): string {
  switch (meaning) {
    case 'text':
    case 'any':
      return 'text';
    case 'integer':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'expression':
      return 'an expression';
    case 'evidence':
      return 'a reference to evidence';
    case 'reference':
      return 'an id';
    case 'person':
      return 'an e-mail address';
    case 'class':
      return 'the name of a class';
    default:
      return `a ${meaning}`;
  }
}

function describeNode(yaml: YamlNode): string {
  switch (yaml.kind) {
    case 'scalar':
      return `\`${shorten(yaml.text)}\``;
    case 'map':
      return 'a map';
    case 'list':
      return 'a list';
  }
}

/** A nested value is underlined at its first line, so that the editor stays readable. */
function visiblePlace(yaml: YamlNode | YamlScalar): Place {
  const { place } = yaml;
  const lineBreak = place.section.text.slice(place.start, place.end).search(/\r?\n/);
  return lineBreak > 0 ? { ...place, end: place.start + lineBreak } : place;
}

function firstCharacter(place: Place): Place {
  return { ...place, end: Math.min(place.start + 1, place.end) };
}

function firstSentence(text: string): string {
  return /^.*?\.(?= |$)/.exec(text)?.[0] ?? text;
}

function decapitalize(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}
