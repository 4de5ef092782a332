/** `plumbline evaluate --ground-truth …`: boxes, masks and points that were answered elsewhere. */
import path from 'node:path';
import { measureFiles, renderMeasuredFiles } from '../operations/evaluate/measureFiles.ts';
import type { FilesToMeasure } from '../operations/evaluate/measureFiles.ts';
import { evaluationFormats } from '../operations/evaluate/renderEvaluation.ts';
import { progressOn, requireDone } from './progress.ts';
import { choose, UsageError } from './world.ts';
import type { CommandLineWorld, ExitCode, Given } from './world.ts';

export const detectionOptions = {
  'ground-truth': { type: 'string' },
  detections: { type: 'string' },
  masks: { type: 'string' },
  score: { type: 'string' },
} as const;

export const detectionHelp = `  --ground-truth PATH  what is true: a COCO file, or a folder of masks
  --detections FILE    answers as COCO writes them: a list with boxes, masks or points
  --masks FOLDER       answers as masks, with the names of those in the ground truth
  --task TASK          object-detection, instance-segmentation or keypoints (default: by the answers)
  --classes NAMES      names of the classes of masks from 0 on, separated by commas
  --score NUMBER       answers count as errors from this score on (default: where F1 is best)
`;

export const comparedTasks = ['object-detection', 'instance-segmentation', 'keypoints'] as const;

/** Whether answers of an image model are to be measured, rather than a spec. */
export function asksForDetections({ values }: Given): boolean {
  return Object.keys(detectionOptions).some((option) => values[option] !== undefined);
}

export async function evaluateDetections(given: Given, world: CommandLineWorld): Promise<ExitCode> {
  const format = choose(given, 'format', evaluationFormats, 'text');
  if (given.positionals.length > 0) {
    throw new UsageError('With --ground-truth no spec is read; leave the spec out, or the files.');
  }
  const files = await findFiles(given, world);
  const outcome = await measureFiles(
    files,
    { jobs: world.jobs, version: world.version, clock: { now: world.now } },
    { signal: world.signal, onProgress: progressOn(world) },
  );
  const done = requireDone(outcome, world);
  if (done === undefined) return 130;
  world.print(renderMeasuredFiles(done.report, format, world.hasColour));
  return 0;
}

async function findFiles(given: Given, world: CommandLineWorld): Promise<FilesToMeasure> {
  const truth = await find(given, 'ground-truth', world);
  if (truth === undefined) throw new UsageError('Say with --ground-truth what is true.');
  const detections = await find(given, 'detections', world);
  const masks = await find(given, 'masks', world);
  const answers = detections ?? masks;
  if (answers === undefined) throw new UsageError('Say with --detections or --masks what was answered.');
  if (detections !== undefined && masks !== undefined) {
    throw new UsageError('Give --detections or --masks, not both.');
  }
  const root = commonFolder(path.dirname(truth.path), path.dirname(answers.path));
  const groundTruth = { path: truth.path, label: truth.label };
  const answered = { path: answers.path, label: answers.label };
  if (detections !== undefined) {
    refuseFolder(truth);
    refuseFolder(detections);
    refuse(given, 'classes', 'the ground truth names its classes');
    const task =
      given.values['task'] === undefined ? undefined : choose(given, 'task', comparedTasks, 'object-detection');
    return {
      kind: 'detections',
      request: {
        root,
        groundTruth,
        detections: answered,
        ...(task === undefined ? {} : { task }),
        ...scoreOf(given),
      },
    };
  }
  requireFolder(truth);
  requireFolder(answers);
  refuse(given, 'score', 'masks have no scores');
  return { kind: 'masks', request: { root, groundTruth, masks: answered, ...classesOf(given) } };
}

interface Found {
  readonly label: string;
  /** Absolute, links followed. */
  readonly path: string;
  readonly isFolder: boolean;
}

async function find({ values }: Given, option: string, world: CommandLineWorld): Promise<Found | undefined> {
  const label = values[option];
  if (typeof label !== 'string') return undefined;
  const found = await world.realPath(path.resolve(world.cwd, label));
  if (found === undefined) throw new UsageError(`There is no file or folder ${JSON.stringify(label)}.`);
  return { label, ...found };
}

function refuseFolder({ label, isFolder }: Found): void {
  if (isFolder) throw new UsageError(`${JSON.stringify(label)} is a folder, and --detections compares two files.`);
}

function requireFolder({ label, isFolder }: Found): void {
  if (!isFolder) throw new UsageError(`${JSON.stringify(label)} is a file, and --masks compares two folders.`);
}

function refuse({ values }: Given, option: string, because: string): void {
  if (values[option] !== undefined) throw new UsageError(`--${option} does not go with these files: ${because}.`);
}

function scoreOf({ values }: Given): { score?: number } {
  const written = values['score'];
  if (typeof written !== 'string') return {};
  const score = written.trim() === '' ? NaN : Number(written);
  if (!Number.isFinite(score))
    throw new UsageError(`--score takes a number, and was given ${JSON.stringify(written)}.`);
  return { score };
}

function classesOf({ values }: Given): { classes?: string[] } {
  const written = values['classes'];
  if (typeof written !== 'string') return {};
  const classes = written.split(',').map((name) => name.trim());
  if (classes.includes('')) throw new UsageError('--classes takes names that are separated by commas.');
  return { classes };
}

/** The folder in which both lie. */
function commonFolder(first: string, second: string): string {
  let folder = first;
  while (path.relative(folder, second).startsWith('..') && path.dirname(folder) !== folder)
    folder = path.dirname(folder);
  return folder;
}
