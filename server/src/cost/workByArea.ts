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
  const byPath: ByPath = new Map();
  const byAuthor = Map.groupBy(commits, ({ author }) => author);
  for (const own of byAuthor.values()) {
    let before: number | undefined;
    for (const { at, files } of own.toSorted((left, right) => left.at - right.at)) {
      const pause = before === undefined ? Infinity : (at - before) / millisecondsPerHour;
      before = at;
      spread(pause <= longestPause ? pause : firstHours, files, areaOf, hours, byPath);
    }
  }
  const whole = [...hours.values()].reduce((sum, value) => sum + value, 0);
  return {
    commits: commits.length,
    authors: byAuthor.size,
    hours: whole,
    areas: workAreas.map((area) => {
      const own = hours.get(area) ?? 0;
      return { area, hours: own, share: whole === 0 ? 0 : own / whole, paths: topPaths(byPath, area) };
    }),
  };
}

function spread(
  amount: number,
  files: Commit['files'],
  areaOf: (path: string) => WorkArea,
  hours: Map<WorkArea, number>,
  byPath: ByPath,
): void {
  const weights = files.map(({ path, lines }) => ({
    path,
    area: areaOf(path),
    weight: Math.min(mostLines, lines ?? 1) || 1,
  }));
  const whole = weights.reduce((sum, { weight }) => sum + weight, 0);
  // A commit without files, such as a merge, is work on nothing in particular.
  if (whole === 0) hours.set('other', (hours.get('other') ?? 0) + amount);
  for (const { path, area, weight } of weights) {
    const part = (amount * weight) / whole;
    hours.set(area, (hours.get(area) ?? 0) + part);
    byPath.set(path, { area, hours: (byPath.get(path)?.hours ?? 0) + part });
  }
}

/** Paths that are named for each area. */
const namedPaths = 3;

type ByPath = Map<string, { readonly area: WorkArea; readonly hours: number }>;

function topPaths(byPath: ByPath, area: WorkArea): readonly string[] {
  return [...byPath]
    .filter(([, own]) => own.area === area)
    .toSorted(([left, one], [right, other]) => other.hours - one.hours || (left < right ? -1 : 1))
    .slice(0, namedPaths)
    .map(([path]) => path);
}

/** Beginnings of words in folders and files, the most telling first. */
const words: readonly (readonly [WorkArea, readonly string[]])[] = [
  [
    'labels',
    ['label', 'annotat', 'guideline', 'adjudicat', 'ground.?truth', 'cvat', 'prodigy', 'snorkel', 'active.?learn'],
  ],
  [
    'support',
    [
      ...['runbook', 'support', 'incident', 'monitor', 'alert', 'drift', 'on.?call', 'helpdesk', 'postmortem'],
      ...['troubleshoot', 'faq', 'grafana', 'prometheus', 'dashboard', 'observab', 'slo', 'user.?guide'],
    ],
  ],
  [
    'serving',
    [
      ...['serve', 'serving', 'deploy', 'infer', 'predict', 'scoring', 'docker', 'compose', 'k8s', 'kube', 'helm'],
      ...[
        'chart',
        'terraform',
        'infra',
        'apis?\\b',
        'endpoint',
        'grpc',
        'triton',
        'bento',
        'fastapi',
        'gunicorn',
        'apps?\\b',
      ],
    ],
  ],
  [
    'training',
    [
      ...['train', 'pretrain', 'fine.?tun', 'model', 'experiment', 'notebook', 'research', 'eda\\b', 'evaluat'],
      ...[
        'hyperparam',
        'sweep',
        'tuning',
        'optuna',
        'mlflow',
        'wandb',
        'network',
        'backbone',
        'checkpoint',
        'loss',
        'metric',
      ],
    ],
  ],
  [
    'data',
    [
      ...['data', 'etl', 'elt\\b', 'ingest', 'extract', 'transform', 'load', 'clean', 'prepar', 'prep\\b', 'preproc'],
      ...[
        'feature',
        'contract',
        'dvc',
        'sql',
        'pipeline',
        'dbt',
        'airflow',
        'dags?\\b',
        'schema',
        'warehouse',
        'spark',
      ],
      ...['raw\\b', 'interim', 'processed', 'external\\b', 'augment', 'scrap', 'crawl', 'sampling', 'split', 'soda\\b'],
      ...['pandera', 'great.?expectations', 'gx\\b'],
    ],
  ],
];

// A word begins where no letter stands before it: `constraints` is no training.
const patterns = words.map(([area, starts]) => [area, new RegExp(`(?<![a-z])(?:${starts.join('|')})`)] as const);

/** Files whose ending says more than their name: `train.csv` is data. */
const endings: readonly (readonly [WorkArea, RegExp])[] = [
  ['data', /\.(?:csv|tsv|parquet|feather|arrow|jsonl|sql|dvc|avro|xlsx?)(?:\.gz)?$/],
  ['training', /\.(?:ipynb|onnx|pt|pth|safetensors|pkl|joblib|h5|keras)$/],
];

/**
 * What a path is about: what the spec names, then the words in it, as layouts of real repositories use them
 * (cookiecutter data science, Kedro, DVC, dbt, Airflow, MLflow).
 *
 * @param named path or folder → area, of what the spec names; the longest that fits decides
 */
export function findWorkArea(path: string, named: ReadonlyMap<string, WorkArea>): WorkArea {
  const [stated] = [...named]
    .filter(([start]) => path === start || path.startsWith(`${start}/`))
    .toSorted(([left], [right]) => right.length - left.length);
  if (stated !== undefined) return stated[1];
  const parts = path.toLowerCase().split('/');
  const name = parts.at(-1) ?? '';
  const byEnding = endings.find(([, pattern]) => pattern.test(name))?.[0];
  // What lies nearest says most: `notebooks/clean.py` is about data; numbers and weights go by their folder alone.
  for (const part of (byEnding === undefined ? parts : parts.slice(0, -1)).toReversed()) {
    const area = patterns.find(([, pattern]) => pattern.test(part))?.[0];
    if (area !== undefined && (byEnding === undefined || area === 'labels')) return area;
  }
  return byEnding ?? 'other';
}
