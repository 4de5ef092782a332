/** A review as the editor shows it: a page of Markdown, and the files that differ, for comparing them side by side. */
import { reviewBlocks } from '../../report/reviewMarkdown.ts';
import type { Project } from '../../spec/project.ts';
import { readRevision } from '../facts/readRevision.ts';
import { reviewProject } from './reviewProject.ts';
import type { ReviewPorts } from './reviewProject.ts';

export interface EditorReview {
  /** Short id of the base. */
  readonly base: string;
  readonly markdown: string;
  /** Promises that became easier to keep. */
  readonly loosened: number;
  /** Files of the project whose text differs. */
  readonly files: { readonly uri: string; readonly baseText: string | null; readonly isGone: boolean }[];
}

export type EditorReviewOutcome =
  | { readonly kind: 'done'; readonly value: EditorReview }
  /** A sentence. */
  | { readonly kind: 'refused'; readonly sentence: string };

/**
 * @param since what to compare with: a branch, tag or commit; undefined means where the work left the default branch
 * @param addressOf the address of a file by the name that `nameOf` gives it, as a link of the page; undefined where
 *   none leads to it
 */
export async function reviewForEditor(
  project: Project,
  since: string | undefined,
  ports: ReviewPorts & { readonly addressOf: (name: string) => string | undefined },
): Promise<EditorReviewOutcome> {
  const base = await ports.history.findBase(project.mainUri, since);
  if (base.kind === 'unknown') {
    return { kind: 'refused', sentence: `There is nothing to compare this spec with: ${base.because}.` };
  }
  const review = await reviewProject(project, base.commit, ports);
  const revision = await readRevision(ports, project.files, base.commit);
  const held = revision.state === 'known' ? revision.value.files : [];
  const then = new Map(held.map(({ uri, text }) => [uri, text]));
  const now = new Map([...project.files, ...project.contracts].map(({ uri, yaml }) => [uri, yaml.text]));
  const all = revision.state === 'known' ? [...new Set([...now.keys(), ...then.keys()])] : [];
  const uris = all.filter((uri) => now.get(uri) !== then.get(uri));
  const linkOf = (file: string, line: number) => {
    const address = ports.addressOf(file);
    return address === undefined ? undefined : `${address}#L${line + 1}`;
  };
  return {
    kind: 'done',
    value: {
      base: base.commit.revision.slice(0, 7),
      markdown: `${reviewBlocks(review, linkOf).join('\n\n')}\n`,
      loosened: review.kind === 'compared' ? review.counts.loosened : 0,
      files: uris.toSorted().map((uri) => ({ uri, baseText: then.get(uri) ?? null, isGone: !now.has(uri) })),
    },
  };
}
