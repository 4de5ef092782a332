/** Three-way merge of a Python module, function by function, so that moved and renamed functions stay themselves. */
import { mergeText } from './mergeText.ts';
import type { MergedText, ThreeTexts } from './mergeText.ts';
import { joinParts, splitModule } from './moduleParts.ts';
import type { ModulePart } from './moduleParts.ts';

/** Share of lines that two functions have in common from which one counts as the other renamed. */
const likeness = 0.5;

/**
 * @param freshNames name of a function as it was generated last → as it is generated now, where they differ
 * @returns functions in the order in which the person has them; new ones follow the one that they follow when generated
 */
export function mergeModule(texts: ThreeTexts, freshNames: ReadonlyMap<string, string> = new Map()): MergedText {
  if (texts.mine === texts.fresh || texts.fresh === texts.base) return { text: texts.mine, conflicts: 0 };
  if (texts.mine === texts.base) return { text: texts.fresh, conflicts: 0 };
  const [base, mine, fresh] = [splitModule(texts.base), splitModule(texts.mine), splitModule(texts.fresh)];
  const mineNames = findUserNames(base, mine);
  const baseOf = new Map([...mineNames].map(([from, to]) => [to, from]));
  const merged: { name: string | undefined; lines: readonly string[] }[] = [];
  let conflicts = 0;
  for (const part of mine) {
    const baseName = part.name === undefined ? undefined : baseOf.get(part.name);
    const before = part.name === undefined ? base[0] : base.find(({ name }) => name !== undefined && name === baseName);
    const wanted = baseName === undefined ? undefined : (freshNames.get(baseName) ?? baseName);
    const now =
      part.name === undefined
        ? fresh[0]
        : fresh.find(({ name }) => name !== undefined && name === (wanted ?? part.name));
    const result = mergePart(part, before, now);
    conflicts += result?.conflicts ?? 0;
    if (result !== undefined) merged.push({ name: now?.name ?? part.name, lines: result.lines });
  }
  insertNew(merged, fresh, base, freshNames);
  return { text: joinParts(merged), conflicts };
}

interface MergedPart {
  readonly lines: readonly string[];
  readonly conflicts: number;
}

/** @returns undefined for a function that is generated no more and that nobody edited */
function mergePart(
  mine: ModulePart,
  base: ModulePart | undefined,
  fresh: ModulePart | undefined,
): MergedPart | undefined {
  // A name that the person has not changed is the notebook's to change.
  const name = base?.name === mine.name ? (fresh?.name ?? mine.name) : mine.name;
  const rename = (part: ModulePart | undefined) => (part === undefined ? '' : renamed(textOf(part), part.name, name));
  if (fresh === undefined) {
    const isTheirs = base !== undefined && rename(base).trim() === textOf(mine).trim();
    return isTheirs ? undefined : { lines: mine.lines, conflicts: 0 };
  }
  const { text, conflicts } = mergeText({ base: rename(base), mine: rename(mine), fresh: rename(fresh) });
  return { lines: text.split('\n'), conflicts };
}

/** Puts functions that were never generated before after the one that they follow in the fresh module. */
function insertNew(
  merged: { name: string | undefined; lines: readonly string[] }[],
  fresh: readonly ModulePart[],
  base: readonly ModulePart[],
  freshNames: ReadonlyMap<string, string>,
): void {
  const known = new Set(base.map(({ name }) => (name === undefined ? undefined : (freshNames.get(name) ?? name))));
  for (const [index, part] of fresh.entries()) {
    if (part.name === undefined || known.has(part.name) || merged.some(({ name }) => name === part.name)) continue;
    const before = fresh
      .slice(0, index)
      .map(({ name }) => merged.findLastIndex((one) => one.name === name))
      .findLast((at) => at >= 0);
    const at = before === undefined ? merged.length : before + 1;
    merged.splice(at, 0, { name: part.name, lines: part.lines });
  }
}

/**
 * Names that a person gave to generated functions: name as generated → name on the disk, for all that are still there.
 */
export function findUserNames(base: readonly ModulePart[], mine: readonly ModulePart[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const here = new Map(mine.flatMap((part) => (part.name === undefined ? [] : [[part.name, part] as const])));
  const gone: ModulePart[] = [];
  for (const part of base) {
    if (part.name === undefined) continue;
    if (here.has(part.name)) names.set(part.name, part.name);
    else gone.push(part);
  }
  const own = new Map([...here].filter(([name]) => !names.has(name)));
  for (const part of gone) {
    const [best] = [...own.values()]
      .map((candidate) => ({ candidate, share: shareOf(part, candidate) }))
      .filter(({ share }) => share >= likeness)
      .toSorted((left, right) => right.share - left.share);
    if (best?.candidate.name === undefined || part.name === undefined) continue;
    names.set(part.name, best.candidate.name);
    own.delete(best.candidate.name);
  }
  return names;
}

/** Share of the lines below the first of two functions that are in both. */
function shareOf(left: ModulePart, right: ModulePart): number {
  const bodyOf = ({ lines, name }: ModulePart) =>
    lines.map((line) => line.trim()).filter((line) => line !== '' && !line.includes(`def ${name ?? ''}`));
  const [first, second] = [bodyOf(left), new Set(bodyOf(right))];
  if (first.length === 0) return 0;
  return first.filter((line) => second.has(line)).length / Math.max(first.length, second.size);
}

/** Replaces a name wherever it stands as a whole word. */
export function renamed(text: string, from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined || from === to) return text;
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}_])${from}(?![\\p{L}\\p{N}_])`, 'gu'), to);
}

function textOf({ lines }: ModulePart): string {
  return lines.join('\n');
}
