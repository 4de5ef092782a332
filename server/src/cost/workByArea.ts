/** Where the work of a repository went, estimated from its commits. */

import { workAreas, type WorkArea, type WorkFact } from '../../../schemas/facts.ts';

export interface Commit {
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly files: readonly {
    /** With forward slashes. */
    readonly path: string;
    /** Lines added and removed; undefined for a file that is no text. */
    readonly lines: number | undefined;
  }[];
}

export type WorkByArea = Pick<WorkFact, 'commits' | 'authors' | 'hours' | 'areas'>;

const millisecondsPerHour = 3_600_000;
/** Commits of one author that lie closer are one sitting. */
const longestPause = 2;
/** Work before the first commit of a sitting. */
const firstHours = 2;
/** Generated files must not outweigh what was written by hand. */
const mostLines = 500;

/**
 * Estimates hours by sittings: the time between commits of one author that lie at most two hours apart, and two hours
 * before the first of a sitting. The hours of a commit go to its files by changed lines, at most 500 for each.
 *
 * @param areaOf what a path is about
 * @source the tool git-hours, with its standard settings
 */
export function estimateWork(commits: readonly Commit[], areaOf: (path: string) => WorkArea): WorkByArea {
  const hours = new Map<WorkArea, number>(workAreas.map((area) => [area, 0]));
  const byAuthor = Map.groupBy(commits, ({ author }) => author);
  for (const own of byAuthor.values()) {
    let before: number | undefined;
    for (const { at, files } of own.toSorted((left, right) => left.at - right.at)) {
      const pause = before === undefined ? Infinity : (at - before) / millisecondsPerHour;
      before = at;
      spread(pause <= longestPause ? pause : firstHours, files, areaOf, hours);
    }
  }
  const whole = [...hours.values()].reduce((sum, value) => sum + value, 0);
  return {
    commits: commits.length,
    authors: byAuthor.size,
    hours: whole,
    areas: workAreas.map((area) => {
      const own = hours.get(area) ?? 0;
      return { area, hours: own, share: whole === 0 ? 0 : own / whole };
    }),
  };
}

function spread(
  amount: number,
  files: Commit['files'],
  areaOf: (path: string) => WorkArea,
  hours: Map<WorkArea, number>,
): void {
  const weights = files.map(({ path, lines }) => ({
    area: areaOf(path),
    weight: Math.min(mostLines, lines ?? 1) || 1,
  }));
  const whole = weights.reduce((sum, { weight }) => sum + weight, 0);
  // A commit without files, such as a merge, is work on nothing in particular.
  if (whole === 0) hours.set('other', (hours.get('other') ?? 0) + amount);
  for (const { area, weight } of weights) hours.set(area, (hours.get(area) ?? 0) + (amount * weight) / whole);
}

/** Words of folders and files, the most telling first. */
const words: readonly (readonly [WorkArea, RegExp])[] = [
  ['labels', /label|annotat|guideline|adjudicat/],
  ['support', /runbook|support|incident|monitor|alert|drift|oncall|helpdesk/],
  ['serving', /serv(?:e|ing|er)|deploy|inference|predict|docker|k8s|helm|api\b|endpoint|models?\b.*\.onnx$/],
  ['training', /train|model|experiment|notebook|evaluat|hyperparam|sweep|\.ipynb$/],
  ['data', /data|etl|ingest|clean|prepare|preprocess|feature|contract|dvc|sql|pipeline/],
];

/**
 * What a path is about: what the spec names, then the words in it.
 *
 * @param named path or folder → area, of what the spec names; the longest that fits decides
 */
export function findWorkArea(path: string, named: ReadonlyMap<string, WorkArea>): WorkArea {
  const [stated] = [...named]
    .filter(([start]) => path === start || path.startsWith(`${start}/`))
    .toSorted(([left], [right]) => right.length - left.length);
  if (stated !== undefined) return stated[1];
  const text = path.toLowerCase();
  return words.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}
