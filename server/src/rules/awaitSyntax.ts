/**
 * Holds findings back while a file does not parse: what is not there may stand in the part that could not be read, and
 * what stands behind a mistake may be read as something else.
 */
import type { ProjectFile } from '../spec/contractFile.ts';
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

/** Leaves out the findings that wait for a file to parse; all are kept when every file does. */
export function awaitSyntax<Candidate extends Located>(
  candidates: readonly Candidate[],
  project: Project,
): readonly Candidate[] {
  if (candidates.every(({ rule }) => rule.waits === undefined)) return candidates;
  const damages = new Map<ProjectFile, readonly Damage[]>();
  for (const file of [...project.files, ...project.contracts]) {
    const found = findDamage(file.yaml);
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
