/**
 * Holds findings back while a file does not parse: what is not there may stand in the part that could not be read, and
 * what stands behind a mistake may be read as something else. A key of which only a part is typed holds nothing back:
 * the file says what it said before, and findings that come and go with each letter would tell nobody anything.
 */
import { contractShape } from '../contract/contractReader.ts';
import type { ProjectFile } from '../spec/contractFile.ts';
import type { Shape } from '../spec/shape.ts';
import { specShape } from '../spec/specFile.ts';
import type { Project } from '../spec/project.ts';
import { findDamage } from '../yaml/damage.ts';
import type { Damage } from '../yaml/damage.ts';
import type { Rule } from './rule.ts';

/** A finding with its place in a file. */
interface Located {
  readonly rule: Rule;
  readonly reported: { readonly start: number };
  readonly file: ProjectFile;
}

/** Whether a word is a whole key of the language, so that its colon and its value may have been forgotten. */
function isKey(word: string): boolean {
  return isKeyBelow(specShape(), word, new Set()) || isKeyBelow(contractShape(), word, new Set());
}

function isKeyBelow(shape: Shape, word: string, seen: Set<Shape>): boolean {
  if (seen.has(shape)) return false;
  seen.add(shape);
  switch (shape.kind) {
    case 'object':
      return shape.fields.has(word) || [...shape.fields.values()].some((field) => isKeyBelow(field.shape, word, seen));
    case 'map':
      return isKeyBelow(shape.value, word, seen);
    case 'list':
      return isKeyBelow(shape.item, word, seen);
    case 'union':
      return shape.options.some((option) => isKeyBelow(option, word, seen));
    case 'choice':
    case 'scalar':
      return false;
  }
}

/** Leaves out the findings that wait for a file to parse; all are kept when every file does. */
export function awaitSyntax<Candidate extends Located>(
  candidates: readonly Candidate[],
  project: Project,
): readonly Candidate[] {
  if (candidates.every(({ rule }) => rule.waits === undefined)) return candidates;
  const damages = new Map<ProjectFile, readonly Damage[]>();
  for (const file of [...project.files, ...project.contracts]) {
    const found = findDamage(file.yaml).filter(({ typed }) => typed === undefined || isKey(typed));
    if (found.length > 0) damages.set(file, found);
  }
  if (damages.size === 0) return candidates;
  const isSpecDamaged = project.files.some((file) => damages.has(file));
  return candidates.filter(({ rule, reported: { start }, file }) => {
    const own = damages.get(file) ?? [];
    const isIn = (range: Damage['section']): boolean =>
      range.start <= start && start < Math.max(range.end, range.start + 1);
    switch (rule.waits) {
      case undefined:
        return true;
      case 'behind':
        return !own.some(({ at, entry }) => isIn(entry) && start > at);
      case 'section':
        return !own.some(({ section }) => isIn(section));
      case 'file':
        return own.length === 0;
      case 'project':
        return own.length === 0 && !isSpecDamaged;
    }
  });
}
