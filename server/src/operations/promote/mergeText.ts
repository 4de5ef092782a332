/** Three-way merge of lines: what a person changed and what the notebook changed, against what was generated before. */
import { diff3Merge } from 'node-diff3';

export interface MergedText {
  /** With marks around each conflict, as git writes them. */
  readonly text: string;
  readonly conflicts: number;
}

export interface ThreeTexts {
  /** As it was generated last. */
  readonly base: string;
  /** As it is on the disk. */
  readonly mine: string;
  /** As it is generated now. */
  readonly fresh: string;
}

const marks = { mine: '<<<<<<< edited', middle: '=======', fresh: '>>>>>>> from the notebook' };

/** Two sides that make the same change agree. */
export function mergeText({ base, mine, fresh }: ThreeTexts): MergedText {
  if (mine === fresh || fresh === base) return { text: mine, conflicts: 0 };
  if (mine === base) return { text: fresh, conflicts: 0 };
  const lines: string[] = [];
  let conflicts = 0;
  for (const region of diff3Merge(mine.split('\n'), base.split('\n'), fresh.split('\n'), {
    excludeFalseConflicts: true,
  })) {
    if (region.ok !== undefined) lines.push(...region.ok);
    if (region.conflict === undefined) continue;
    const { a, o, b } = region.conflict;
    const imports = mergeImports(a, o, b);
    if (imports !== undefined) {
      lines.push(...imports);
      continue;
    }
    conflicts += 1;
    lines.push(marks.mine, ...a, marks.middle, ...b, marks.fresh);
  }
  return { text: lines.join('\n'), conflicts };
}

/** Imports do not contradict each other: what either side added is there, what either removed is gone. */
function mergeImports(
  mine: readonly string[],
  base: readonly string[],
  fresh: readonly string[],
): readonly string[] | undefined {
  const all = [...mine, ...base, ...fresh];
  if (!all.every((line) => line.trim() === '' || /^(?:import|from)\s[^(\\]*$/u.test(line))) return undefined;
  const isLost = (line: string) => base.includes(line) && !(mine.includes(line) && fresh.includes(line));
  const kept = mine.filter((line) => line.trim() === '' || !isLost(line));
  return [...kept, ...fresh.filter((line) => line.trim() !== '' && !isLost(line) && !mine.includes(line))];
}
