/** Reviews every project in some scopes against a base. */
import type { CommitFact } from '../../../../schemas/facts.ts';
import type { ProjectReview } from '../../../../schemas/review.ts';
import { isInScope } from '../checkScope.ts';
import type { CheckScope } from '../checkScope.ts';
import type { CommitAnswer, History } from '../ports.ts';
import type { SpecWorkspace } from '../specWorkspace.ts';
import { reviewProject } from './reviewProject.ts';
import type { ReviewPorts } from './reviewProject.ts';

/** A base that cannot be had; its sentence says why and what to do. */
export class NoBaseError extends Error {
  override readonly name = 'NoBaseError';
}

/** The same history, with another base: so that findings and review speak of the same one. */
export function historyAgainst(history: History, since: string): History {
  return { ...history, findBase: (uri, other) => history.findBase(uri, other ?? since) };
}

/**
 * @param ports its history knows the base that is meant
 * @throws {NoBaseError} when a project has no base to compare with
 */
export async function reviewScopes(
  scopes: readonly CheckScope[],
  ports: ReviewPorts & { readonly workspace: SpecWorkspace },
): Promise<ProjectReview[]> {
  const groups = (await ports.workspace.projects()).filter(({ uris }) => uris.some((uri) => isInScope(uri, scopes)));
  const reviews: ProjectReview[] = [];
  for (const { mainUri } of groups) {
    const snapshot = await ports.workspace.snapshot(mainUri);
    if (snapshot === undefined || snapshot.project.files.length === 0) continue;
    const base = commitOf(await ports.history.findBase(mainUri), ports.nameOf(mainUri));
    reviews.push(await reviewProject(snapshot.project, base, { ...ports, facts: snapshot.facts }));
  }
  return reviews;
}

function commitOf(base: CommitAnswer, file: string): CommitFact {
  if (base.kind === 'commit') return base.commit;
  throw new NoBaseError(`${file} cannot be compared with a base: ${base.because}.`);
}
