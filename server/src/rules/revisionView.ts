/** A project as a commit holds it, and the goals that have changed since. */
import type { RevisionFact } from '../../../schemas/facts.ts';
import type { GoalMove, MetricNode } from '../review/change.ts';
import { findGoalMoves } from '../review/compareGoals.ts';
import { pairMetrics } from '../review/compareMetrics.ts';
import { refuseComparison } from '../review/compareProjects.ts';
import { assembleProject } from '../spec/project.ts';
import type { Project } from '../spec/project.ts';
import { createSpecFileReader } from '../spec/specFile.ts';
import type { SpecFile } from '../spec/specFile.ts';
import { goalViews } from './goalMoney.ts';
import { oncePer } from './oncePer.ts';

type TextAt = RevisionFact['files'][number];

const readFiles = new WeakMap<TextAt, SpecFile>();

/**
 * A spec file as a commit holds it, read once.
 *
 * @param today files of today: what has the same text needs no second reading
 */
export function specFileAt(held: TextAt, today: readonly SpecFile[] = []): SpecFile {
  const { uri, text } = held;
  const now = today.find((file) => file.uri === uri);
  const same = now?.yaml.text === text ? now : undefined;
  const file = readFiles.get(held) ?? same ?? now?.otherVersion(text) ?? createSpecFileReader(uri).read(text);
  readFiles.set(held, file);
  return file;
}

/** The project as a commit holds it; undefined when the commit has no spec of it. Read once per commit. */
export const projectAt = oncePer(({ files }: RevisionFact): Project | undefined => {
  const specs = files.filter(({ uri }) => uri.endsWith('plumbline.yaml'));
  return specs.length === 0 ? undefined : assembleProject(specs.map((held) => specFileAt(held)));
});

export interface GoalChanges {
  readonly moves: readonly GoalMove[];
  readonly dropped: readonly { readonly id: string; readonly node: MetricNode }[];
}

/** Goals that differ between a commit and today; undefined when the two cannot be compared. */
export function goalChangesSince(revision: RevisionFact, today: Project): GoalChanges | undefined {
  const before = projectAt(revision);
  if (before === undefined || refuseComparison(before, today) !== undefined) return undefined;
  const { pairs, dropped } = pairMetrics(before, today);
  const specs = { before: before.spec, after: today.spec };
  return { moves: pairs.flatMap((pair) => [...findGoalMoves(pair, specs, goalViews())]), dropped };
}

/** A commit as people name it. */
export function shortRevision({ commit: { revision } }: RevisionFact): string {
  return revision.slice(0, 7);
}
