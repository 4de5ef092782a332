/** What promoting again does with every file: what was generated last, what a person made of it, and what is new. */
import type { FileState, GeneratedFile, PromotionMap } from '../../../../schemas/promotion.ts';
import { findUserNames, mergeModule, renamed } from './mergeModule.ts';
import { mergeText } from './mergeText.ts';
import type { ThreeTexts } from './mergeText.ts';
import { splitModule } from './moduleParts.ts';
import { isPython } from './polishFiles.ts';

export interface PlannedWrite {
  /** In the package's folder, with forward slashes. */
  readonly path: string;
  readonly state: FileState;
  /** As it is on the disk; undefined when it is not there. */
  readonly before: string | undefined;
  /** As it would be; undefined when it would not be there. With marks in a conflict, which are written on request alone. */
  readonly after: string | undefined;
  /** As it is generated; undefined when it is generated no more. */
  readonly generated: string | undefined;
  readonly conflicts: number;
}

export interface FilesPlan {
  readonly fresh: readonly GeneratedFile[];
  /** What was generated last, by path; empty for the first promotion. */
  readonly base: ReadonlyMap<string, string>;
  /** What is on the disk, by path. */
  readonly mine: ReadonlyMap<string, string>;
  readonly baseMap: PromotionMap | undefined;
  readonly freshMap: PromotionMap;
  /** Whether edits are given up. */
  readonly isForced: boolean;
}

/** @returns one entry for every file that is generated now or was last time, sorted by path */
export function planFiles(plan: FilesPlan): readonly PlannedWrite[] {
  const { fresh, base, mine } = plan;
  const texts = new Map(fresh.map(({ path, text }) => [path, text]));
  const moved =
    plan.baseMap === undefined ? new Map<string, string>() : findMovedFunctions(plan.baseMap, plan.freshMap);
  const renames = findRenames(base, mine, moved);
  return [...new Set([...texts.keys(), ...base.keys()])].toSorted().map((path) => {
    const three = { base: base.get(path), mine: mine.get(path), fresh: texts.get(path) };
    const merge = (given: ThreeTexts) => {
      if (!isPython(path)) return mergeText(given);
      const text = renames.reduce((now, { fresh: from, user }) => renamed(now, from, user), given.fresh);
      const was = renames.reduce((now, { base: from, user }) => renamed(now, from, user), given.base);
      return mergeModule({ base: was, mine: given.mine, fresh: text }, namesOf(path, moved));
    };
    return planFile(path, three, merge, plan.isForced);
  });
}

function planFile(
  path: string,
  { base, mine, fresh }: { readonly [side in keyof ThreeTexts]: string | undefined },
  merge: (texts: ThreeTexts) => { readonly text: string; readonly conflicts: number },
  isForced: boolean,
): PlannedWrite {
  const end = (state: FileState, after: string | undefined, conflicts = 0): PlannedWrite => ({
    path,
    state,
    before: mine,
    after,
    generated: fresh,
    conflicts,
  });
  if (fresh === undefined) return mine === undefined || mine !== base ? end('kept', mine) : end('removed', undefined);
  if (mine === undefined) return base === undefined || isForced ? end('create', fresh) : end('kept', undefined);
  if (mine === fresh) return end('unchanged', mine);
  if (isForced) return end(mine === base ? 'update' : 'overwritten', fresh);
  if (base === undefined) {
    const marked = mergeText({ base: '', mine, fresh });
    return end('conflict', marked.text, Math.max(1, marked.conflicts));
  }
  if (fresh === base) return end('unchanged', mine);
  if (mine === base) return end('update', fresh);
  const { text, conflicts } = merge({ base, mine, fresh });
  if (conflicts > 0) return end('conflict', text, conflicts);
  return text === mine ? end('unchanged', mine) : end('merged', text);
}

/** Functions that are generated under another name than last time: `features.encode` → `features.encode_airports`. */
function findMovedFunctions(base: PromotionMap, fresh: PromotionMap): ReadonlyMap<string, string> {
  const functionOf = new Map(fresh.entries.map((entry) => [entry.statement, entry.function]));
  const stillThere = new Set(functionOf.values());
  const moved = new Map<string, string>();
  const taken = new Set<string>();
  for (const [name, entries] of Map.groupBy(base.entries, (entry) => entry.function)) {
    if (stillThere.has(name)) continue;
    const targets = entries.flatMap(({ statement }) => functionOf.get(statement) ?? []);
    const [best] = [...Map.groupBy(targets, (target) => target)].toSorted(
      (left, right) => right[1].length - left[1].length,
    );
    if (best === undefined || best[1].length * 2 < entries.length || taken.has(best[0])) continue;
    moved.set(name, best[0]);
    taken.add(best[0]);
  }
  return moved;
}

/** Names within one module: a function that went to another module is a new one there. */
function namesOf(path: string, moved: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const prefix = `${path.slice(path.lastIndexOf('/') + 1, -'.py'.length)}.`;
  return new Map(
    [...moved]
      .filter(([from, to]) => from.startsWith(prefix) && to.startsWith(prefix))
      .map(([from, to]) => [from.slice(prefix.length), to.slice(prefix.length)]),
  );
}

/** A function that a person renamed, which other modules call. */
interface Renamed {
  readonly base: string;
  readonly fresh: string;
  readonly user: string;
}

function findRenames(
  base: ReadonlyMap<string, string>,
  mine: ReadonlyMap<string, string>,
  moved: ReadonlyMap<string, string>,
): readonly Renamed[] {
  return [...base].flatMap(([path, text]) => {
    const now = mine.get(path);
    if (!isPython(path) || now === undefined || now === text) return [];
    const names = namesOf(path, moved);
    return [...findUserNames(splitModule(text), splitModule(now))]
      .filter(([from, to]) => from !== to)
      .map(([from, to]) => ({ base: from, fresh: names.get(from) ?? from, user: to }));
  });
}
