/** The job that measures folders of masks that were answered elsewhere. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MasksRequest, MasksResult } from '../../../../schemas/detectionJob.ts';
import type { JobContext, JobHandler } from '../../../../schemas/jobs.ts';
import { describeMasks } from '../../evaluation/segmentation/describeMasks.ts';
import { ignoredLabel } from '../../evaluation/segmentation/ignoredLabel.ts';
import { createPixelCounter } from '../../evaluation/segmentation/pixelCounts.ts';
import { confinePath } from '../confinedPath.ts';
import { answerWith, TableProblem } from '../tableProblem.ts';
import { readMask } from './readMask.ts';
import type { ClassPicture } from './readMaskPng.ts';

type Context = JobContext<'measureMasks'>;

const confidence = 0.95;

export const measureMasks: JobHandler<'measureMasks'> = (request, context) =>
  answerWith<'measureMasks'>(() => measure(request, context));

interface MaskFolder {
  readonly label: string;
  /** Real path. */
  readonly path: string;
  /** Names of its PNG files, with `/`, sorted. */
  readonly names: readonly string[];
}

async function measure(request: MasksRequest, { report }: Context): Promise<MasksResult> {
  const start = performance.now();
  const { root, classes: named, seed, resamples } = request;
  const truths = await openFolder(root, request.groundTruth);
  const answers = await openFolder(root, request.masks);
  const extra = requireAnswers(truths, answers);
  const steps = 2 * truths.names.length;
  let done = 0;
  const step = (doing: string): void => {
    done += 1;
    report({ doing, share: (0.95 * done) / steps });
  };
  const seen = { truth: new Set<number>(), answer: new Set<number>() };
  for (const name of truths.names) {
    for (const value of new Set((await readPicture(root, truths, name)).values)) seen.truth.add(value);
    for (const value of new Set((await readPicture(root, answers, name)).values)) seen.answer.add(value);
    step('Looking which classes there are');
  }
  const isBinary = isBlackAndWhite(seen.truth) && [...seen.answer].every(isBlackOrWhite);
  const classes = named ?? namesOf(seen, isBinary);
  const counter = createPixelCounter(classes);
  for (const name of truths.names) {
    const truth = await readPicture(root, truths, name);
    const answer = await readPicture(root, answers, name);
    if (truth.width !== answer.width || truth.height !== answer.height) {
      throw new TableProblem(
        `${name} has ${truth.width} × ${truth.height} pixels in ${truths.label} and ${answer.width} × ${answer.height} in ${answers.label}; both must be of one size.`,
      );
    }
    const classesOf = (values: Uint8Array): Uint8Array => (isBinary ? whiteToOne(values) : values);
    const { width, height } = truth;
    const problem = counter.add({
      name,
      width,
      height,
      truth: classesOf(truth.values),
      answer: classesOf(answer.values),
    });
    if (problem !== undefined) {
      throw new TableProblem(
        `${name} cannot be used because ${problem.because}${named === undefined ? '' : ' as named'}.`,
      );
    }
    step('Comparing masks');
  }
  const described = describeMasks(counter.counts(), { seed, resamples, confidence });
  const told = described.summary.flatMap(({ value }) => (value.state === 'known' ? (value.notes ?? []) : []));
  return {
    ...described,
    seconds: { total: (performance.now() - start) / 1000 },
    notes: [
      ...new Set(told),
      ...(isBinary ? ['The masks hold 0 and 255 alone, so 255 is the second class.'] : []),
      ...(!isBinary && seen.truth.has(ignoredLabel) ? ['Pixels with the true class 255 count in nothing.'] : []),
      ...(extra.length === 0
        ? []
        : [`${extra.length} masks of ${answers.label} have no truth and are left out, such as ${extra[0] ?? ''}.`]),
    ],
  };
}

async function openFolder(
  root: string,
  { path: asked, label }: { readonly path: string; readonly label: string },
): Promise<MaskFolder> {
  const real = await confinePath(root, asked, label);
  const entries = await readdir(real, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && /\.png$/i.test(entry.name))
    .map((entry) => path.relative(real, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .toSorted();
  if (names.length === 0)
    throw new TableProblem(`${label} holds no PNG file; masks are PNG files, one for each picture.`);
  return { label, path: real, names };
}

/** @returns answers without a truth */
function requireAnswers(truths: MaskFolder, answers: MaskFolder): readonly string[] {
  const answered = new Set(answers.names);
  const missing = truths.names.filter((name) => !answered.has(name));
  const [first] = missing;
  if (first !== undefined) {
    const others = missing.length === 1 ? '' : ` and ${missing.length - 1} others`;
    throw new TableProblem(`${answers.label} has no ${first}${others}; every mask of ${truths.label} needs an answer.`);
  }
  const wanted = new Set(truths.names);
  return answers.names.filter((name) => !wanted.has(name));
}

function readPicture(root: string, folder: MaskFolder, name: string): Promise<ClassPicture> {
  return readMask(root, path.join(folder.path, name), `${folder.label}/${name}`);
}

function isBlackAndWhite(values: ReadonlySet<number>): boolean {
  return values.has(ignoredLabel) && [...values].every(isBlackOrWhite);
}

function isBlackOrWhite(value: number): boolean {
  return value === 0 || value === ignoredLabel;
}

function whiteToOne(values: Uint8Array): Uint8Array {
  return values.map((value) => (value === 0 ? 0 : 1));
}

function namesOf(
  { truth, answer }: { readonly truth: ReadonlySet<number>; readonly answer: ReadonlySet<number> },
  isBinary: boolean,
): readonly string[] {
  if (isBinary) return ['0', '255'];
  const highest = Math.max(0, ...[...truth].filter((value) => value !== ignoredLabel), ...answer);
  return Array.from({ length: Math.min(highest, ignoredLabel - 1) + 1 }, (_, value) => String(value));
}
