/** Calls of what libraries have dropped. */
import type { RemovedApi } from '../../../../schemas/removedApi.ts';
import { removedFile } from '../../../../schemas/removedApi.ts';
import type { VersionRange } from '../packages/versions.ts';
import { compareVersions } from '../packages/versions.ts';
import { argumentsAt } from './argumentsAt.ts';
import type { ArgumentShape, CallSite } from './effect.ts';
import type { EffectTable } from './effectTable.ts';
import { keysOfMember } from './effectTable.ts';
import removed from './removed.json' with { type: 'json' };

/** One thing that is gone, or will be. */
export interface Removed {
  readonly entry: RemovedApi;
  /** The symbol of the entry that was meant. */
  readonly symbol: string;
  /**
   * `removed`: every version that may be in use lacks it; `deprecated`: every such version warns; `possible`: the
   * versions in use are not known, or only some of them lack it.
   */
  readonly state: 'removed' | 'deprecated' | 'possible';
  /** Index of the argument that is meant; undefined when it is the whole symbol. */
  readonly argument: number | undefined;
  /** What stands in its place: a name or a literal; undefined when writing another word is not enough. */
  readonly rename: { readonly to: string | null } | undefined;
}

/** What findings about one library depend on. */
export type VersionOf = (distribution: string) => VersionRange | undefined;

export interface RemovedTable {
  /** Symbol → entries that speak of it. */
  readonly bySymbol: ReadonlyMap<string, readonly RemovedApi[]>;
}

/** Takes a millisecond or two, so that a process keeps what it returns. */
export function loadRemoved(): RemovedTable {
  const bySymbol = new Map<string, RemovedApi[]>();
  for (const entry of removedFile.parse(removed)) {
    for (const symbol of entry.symbols) {
      const known = bySymbol.get(symbol);
      if (known === undefined) bySymbol.set(symbol, [entry]);
      else known.push(entry);
    }
  }
  return { bySymbol };
}

/**
 * What is gone in a call.
 *
 * @param effects tells which classes share methods
 * @param call names as they are imported, old ones too; an import or an attribute is a call without arguments
 * @param versionOf undefined for a library of which no version is known
 * @returns the most certain first; empty when the versions in use have all of it
 */
export function findRemoved(
  table: RemovedTable,
  effects: EffectTable,
  call: CallSite,
  versionOf: VersionOf,
): readonly Removed[] {
  const found: Removed[] = [];
  for (const symbol of symbolsOf(effects, call)) {
    for (const entry of table.bySymbol.get(symbol) ?? []) {
      const state = stateOf(entry, versionOf(entry.library));
      if (state === undefined) continue;
      const isWhole = entry.argument === undefined && entry.position === undefined;
      const argument = isWhole ? undefined : findArgument(entry, call.arguments);
      if (!isWhole && argument === undefined) continue;
      found.push({ entry, symbol, state, argument, rename: renameOf(entry, call, argument) });
    }
  }
  return found.toSorted((a, b) => certainty[a.state] - certainty[b.state]);
}

const certainty = { removed: 0, deprecated: 1, possible: 2 } as const;

/** The name and the modules that it lies in, and the method by class and kind. */
function symbolsOf(effects: EffectTable, call: CallSite): readonly string[] {
  const words = call.name?.split('.') ?? [];
  const names = words.map((_, index) => words.slice(0, words.length - index).join('.'));
  const members =
    call.receiver === undefined || call.method === undefined ? [] : keysOfMember(effects, call.receiver, call.method);
  return [...names, ...members];
}

function stateOf(entry: RemovedApi, version: VersionRange | undefined): Removed['state'] | undefined {
  const { removedIn, deprecatedIn } = entry;
  const starts = deprecatedIn ?? removedIn;
  if (version === undefined) return removedIn === undefined ? undefined : 'possible';
  if (removedIn !== undefined && isAtLeast(version, removedIn)) return 'removed';
  if (starts === undefined || isBelow(version, starts)) return undefined;
  if (isAtLeast(version, starts) && (removedIn === undefined || isBelow(version, removedIn))) return 'deprecated';
  return removedIn === undefined || isBelow(version, removedIn) ? undefined : 'possible';
}

function isAtLeast(range: VersionRange, version: string): boolean {
  return range.lowest !== undefined && compareVersions(range.lowest, version) >= 0;
}

/** Whether no version of the range reaches a version. */
function isBelow(range: VersionRange, version: string): boolean {
  return range.below !== undefined && compareVersions(range.below, version) <= 0;
}

function findArgument(entry: RemovedApi, callArguments: readonly ArgumentShape[]): number | undefined {
  if (entry.position !== undefined) {
    const positional = callArguments.flatMap((argument, index) => (argument.keyword === undefined ? [index] : []));
    return positional[entry.position];
  }
  if (entry.argument === undefined) return undefined;
  // Values are looked for where the argument usually stands: a style is given without its name.
  const parameters = entry.values === undefined ? [] : [entry.argument];
  const [index] = argumentsAt(parameters, callArguments, entry.argument);
  if (index === undefined || entry.values === undefined) return index;
  const literal = callArguments[index]?.literal;
  return literal !== undefined && entry.values.includes(literal) ? index : undefined;
}

function renameOf(entry: RemovedApi, call: CallSite, argument: number | undefined): Removed['rename'] {
  if (entry.rename === undefined) return undefined;
  if (typeof entry.rename === 'string') return { to: entry.rename };
  const literal = argument === undefined ? undefined : call.arguments[argument]?.literal;
  const to = new Map(Object.entries(entry.rename)).get(String(literal));
  return to === undefined ? undefined : { to };
}
