/** The table of effects in memory: entries by key, and names by the ones that the table knows. */
import type { AttributeEffect, CallEffect, ClassEffect, EffectFile } from '../../../../schemas/effects.ts';
import { attributeEffect, callEffect, classEffect, objectKinds } from '../../../../schemas/effects.ts';
import { createLazyEntries } from './lazyEntries.ts';
import { withWiderKinds } from './objectKinds.ts';

/** Entries by key. */
interface Lookup<Entry> {
  get(key: string): Entry | undefined;
}

/** Entries of one source. */
interface Entries {
  readonly calls: Lookup<CallEffect>;
  readonly classes: Lookup<ClassEffect>;
  readonly attributes: Lookup<AttributeEffect>;
}

export interface EffectTable {
  readonly shipped: Entries;
  /** Entries of the project, which win. */
  readonly project: Entries;
  readonly aliases: ReadonlyMap<string, string>;
  /** Method → the only kind that has an entry for it. */
  readonly kindOfMethod: ReadonlyMap<string, string>;
}

/** A file of the shipped table, its entries as they are written there. */
export interface ShippedEffects {
  readonly aliases?: Readonly<Record<string, string>>;
  readonly classes?: Readonly<Record<string, unknown>>;
  readonly calls?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const noEntries: Entries = { calls: new Map(), classes: new Map(), attributes: new Map() };

/**
 * Makes a table whose entries are parsed when they are asked for the first time.
 *
 * @param files later ones win where they name the same thing
 */
export function createEffectTable(files: readonly ShippedEffects[]): EffectTable {
  const calls = new Map(files.flatMap((file) => Object.entries(file.calls ?? {})));
  return {
    shipped: {
      calls: createLazyEntries(calls, callEffect),
      classes: createLazyEntries(new Map(files.flatMap((file) => Object.entries(file.classes ?? {}))), classEffect),
      attributes: createLazyEntries(
        new Map(files.flatMap((file) => Object.entries(file.attributes ?? {}))),
        attributeEffect,
      ),
    },
    project: noEntries,
    aliases: new Map(files.flatMap((file) => Object.entries(file.aliases ?? {}))),
    kindOfMethod: findOnlyKinds(calls.keys()),
  };
}

/** The same table with the entries of a project; those of an earlier project are gone. */
export function withProjectEffects(table: EffectTable, file: EffectFile): EffectTable {
  return {
    ...table,
    project: {
      calls: new Map(Object.entries(file.calls)),
      classes: new Map(Object.entries(file.classes)),
      attributes: new Map(Object.entries(file.attributes)),
    },
    aliases: new Map([...table.aliases, ...Object.entries(file.aliases)]),
  };
}

const kindWords: ReadonlySet<string> = new Set(objectKinds);

/** Keys of methods have two words, the first of which is a kind: `frame.head`, and not `math.sqrt`. */
function findOnlyKinds(keys: Iterable<string>): ReadonlyMap<string, string> {
  const kinds = new Map<string, string | undefined>();
  for (const key of keys) {
    // There are thousands of keys, and few are taken apart.
    const dot = key.indexOf('.');
    if (dot < 0 || key.includes('.', dot + 1)) continue;
    const [kind, method] = [key.slice(0, dot), key.slice(dot + 1)];
    if (method === '*' || !kindWords.has(kind)) continue;
    kinds.set(method, kinds.has(method) ? undefined : kind);
  }
  return new Map([...kinds].flatMap(([method, kind]) => (kind === undefined ? [] : [[method, kind] as const])));
}

/** The name under which the table knows a thing: `tensorflow.keras.Model` → `keras.Model`. */
export function canonicalName(table: EffectTable, name: string): string {
  let current = name;
  // An old name may lead to another old one; a circle in the table must not hang.
  for (let steps = 0; steps < 4; steps += 1) {
    const prefix = prefixesOf(current).find((candidate) => table.aliases.has(candidate));
    const target = prefix === undefined ? undefined : table.aliases.get(prefix);
    if (prefix === undefined || target === undefined) return current;
    current = target + current.slice(prefix.length);
  }
  return current;
}

/** `a.b.c` → `a.b.c`, `a.b`, `a`. */
function prefixesOf(name: string): readonly string[] {
  const prefixes = [name];
  for (let end = name.lastIndexOf('.'); end >= 0; end = end === 0 ? -1 : name.lastIndexOf('.', end - 1)) {
    prefixes.push(name.slice(0, end));
  }
  return prefixes;
}

/** What the table says about a class, the project's word first. */
export function classOf(table: EffectTable, type: string): ClassEffect | undefined {
  const keys = keysOfName(table, type);
  for (const { classes } of [table.project, table.shipped]) {
    const found = keys.map((name) => classes.get(name)).find((entry) => entry !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Keys of a function or class, the most specific first. */
export function keysOfName(table: EffectTable, name: string): readonly string[] {
  const canonical = canonicalName(table, name);
  return [canonical, ...patternsOf(canonical), ...prefixesOf(canonical).slice(1).map(toWildcard)];
}

/**
 * Keys of classes that are named alike: of `transformers.BertForMaskedLM.from_pretrained` those with `Bert*`, then those
 * with `*ForMaskedLM`, `*MaskedLM` and `*LM` for the class.
 */
function patternsOf(name: string): readonly string[] {
  const { library, words, rest = '' } = /^(?<library>\w+)\.(?<words>[A-Z]\w*)(?<rest>\.\w+)?$/.exec(name)?.groups ?? {};
  if (library === undefined || words === undefined) return [];
  const [first = '', ...others] = words.match(/[A-Z]+(?![a-z])|[A-Z][a-z]*|[^A-Z]+/g) ?? [];
  const ends = others.map((_, index) => `*${others.slice(index).join('')}`);
  return [...(others.length === 0 ? [] : [`${first}*`]), ...ends].map((pattern) => `${library}.${pattern}${rest}`);
}

/**
 * Keys of a method or attribute, the most specific first: its class, the classes that it extends, its kind, wider
 * kinds, and then each of these with a star.
 */
export function keysOfMember(
  table: EffectTable,
  receiver: { readonly kind: string; readonly type: string | undefined },
  member: string,
): readonly string[] {
  const owners: string[] = [];
  const seen = new Set<string>();
  let type = receiver.type === undefined ? undefined : canonicalName(table, receiver.type);
  let kind = receiver.kind;
  while (type !== undefined && !seen.has(type)) {
    seen.add(type);
    owners.push(type);
    const declared = classOf(table, type);
    if (kind === 'unknown' && declared !== undefined) kind = declared.kind;
    type = declared?.extends;
  }
  owners.push(...withWiderKinds(kind));
  return [...owners.map((owner) => `${owner}.${member}`), ...owners.map(toWildcard)];
}

function toWildcard(owner: string): string {
  return `${owner}.*`;
}
