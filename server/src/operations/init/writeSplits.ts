/** Writes splits and labels of a proposal: by time when there is a column of time, so that tomorrow stays unknown. */
import { printExpression } from '../../spec/expressionPrint.ts';
import { counted } from '../../spec/words.ts';
import type { FoundAnnotations } from './findAnnotations.ts';
import type { Findings, ProposedImages, ProposedTable } from './proposeSpec.ts';
import { guessPositive } from './guessClasses.ts';
import { guessTask } from './guessTask.ts';
import { createIds, list, value } from './specLines.ts';
import type { SpecLines } from './specLines.ts';
import { areClasses } from './writeData.ts';

/** Whether there is anything that splits can be cut from. */
export function hasSplits({ main, images }: Findings): boolean {
  return main !== undefined || images.length > 0;
}

/** Whether one of the splits that are proposed is for validation. */
export function hasValidation({ main, images: [folder], splitTables }: Findings): boolean {
  if (splitTables !== undefined) return splitTables.validation !== undefined;
  if (main !== undefined) return true;
  const roles = folder === undefined ? [] : splitsOfFolder(folder.found.folders).map(({ split }) => split);
  return folder !== undefined && (!roles.includes('test') || roles.includes('validation'));
}

export function writeSplits(lines: SpecLines, { main, images, times, splitTables }: Findings): void {
  const [folder] = images;
  if (splitTables !== undefined) {
    lines.section('splits', 'guessed from the names of files with the same columns: all rows of each');
    for (const split of ['train', 'validation', 'test'] as const) {
      const id = splitTables[split];
      if (id !== undefined) lines.key(1, split, `{of: ${id}}`);
    }
  } else if (main !== undefined) writeTableSplits(lines, main, times);
  else if (folder !== undefined) writeImageSplits(lines, folder);
}

function writeTableSplits(lines: SpecLines, { id, guesses: { time } }: ProposedTable, times: Findings['times']): void {
  if (time === undefined) {
    writeRandomSplits(lines, id, 'no column of time was found: rows drawn at random');
    return;
  }
  const { first, last } = times?.state === 'known' ? times.value : { first: undefined, last: undefined };
  const cuts = first === undefined || last === undefined ? undefined : cutsBetween(first, last, time.column.kind);
  if (cuts === undefined) {
    lines.section('splits', `cut by ${time.column.name}, so that tomorrow stays unknown`);
    for (const split of ['train', 'validation', 'test']) {
      lines.key(1, split);
      lines.key(2, 'of', id);
      lines.key(2, 'where', undefined, 'such as a condition on the column of time');
    }
    return;
  }
  const { start, end, validation, test } = cuts;
  lines.section('splits', `70, 15 and 15 % of the time from ${start} to ${end}: move the cuts as you need`);
  const before = (day: string): string => compare(time.column.name, '<', day);
  const from = (day: string): string => compare(time.column.name, '>=', day);
  lines.key(1, 'train', `{of: ${id}, where: ${value(before(validation))}}`);
  lines.key(1, 'validation', `{of: ${id}, where: ${value(`${from(validation)} and ${before(test)}`)}}`);
  lines.key(1, 'test', `{of: ${id}, where: ${value(from(test))}}`);
}

function writeRandomSplits(lines: SpecLines, id: string, why: string): void {
  lines.section('splits', why);
  for (const [split, share] of [
    ['train', '70 %'],
    ['validation', '15 %'],
    ['test', '15 %'],
  ] as const) {
    lines.key(1, split, `{of: ${id}, fraction: ${share}, seed: 1}`);
  }
}

const folderRoles = [
  ['train', /^train(?:ing)?$/i],
  ['validation', /^(?:val(?:id(?:ation)?)?|dev)$/i],
  ['test', /^(?:test(?:ing)?|holdout)$/i],
] as const;

function splitsOfFolder(folders: readonly string[]) {
  return folderRoles.flatMap(([split, names]) => {
    const folder = folders.find((name) => names.test(name));
    return folder === undefined ? [] : [{ split, folder }];
  });
}

function writeImageSplits(lines: SpecLines, { id, found: { folders } }: ProposedImages): void {
  const found = splitsOfFolder(folders);
  if (!found.some(({ split }) => split === 'test')) {
    writeRandomSplits(lines, id, 'drawn at random: name a group when several images show the same thing');
    return;
  }
  lines.section('splits', 'guessed from the names of folders');
  for (const { split, folder } of found) lines.key(1, split, `{of: ${id}, path: ${value(`${folder}/**`)}}`);
}

function compare(column: string, operator: '<' | '>=', day: string): string {
  const nowhere = { start: 0, end: 0 };
  return printExpression({
    kind: 'comparison',
    operator,
    left: { kind: 'column', name: column, ...nowhere },
    right: { kind: 'text', value: day, ...nowhere },
    ...nowhere,
  });
}

/** Days as ISO dates, or minutes of days. */
interface Cuts {
  readonly start: string;
  readonly end: string;
  /** Where the validation and the test split begin. */
  readonly validation: string;
  readonly test: string;
}

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
/** Of shorter data a part would be a day or none: it is cut at minutes. */
const fewestDays = 7;
const fewestMinutes = 60;

/** @returns undefined when the times cannot be read or lie close together */
function cutsBetween(first: string, last: string, kind: string): Cuts | undefined {
  return (
    cutsInSteps(first, last, { stepMs: dayMs, fewest: fewestDays }) ??
    (kind === 'timestamp' ? cutsInSteps(first, last, { stepMs: minuteMs, fewest: fewestMinutes }) : undefined)
  );
}

interface Steps {
  readonly stepMs: number;
  /** Steps from the first to the last time. */
  readonly fewest: number;
}

function cutsInSteps(first: string, last: string, { stepMs, fewest }: Steps): Cuts | undefined {
  const [start, end] = [stepOf(first, stepMs), stepOf(last, stepMs)];
  if (start === undefined || end === undefined || end - start < fewest) return undefined;
  const nameOf = (step: number): string => {
    const iso = new Date(step * stepMs).toISOString();
    return stepMs === dayMs ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
  };
  const at = (share: number): string => nameOf(start + Math.round((end - start) * share));
  return { start: nameOf(start), end: nameOf(end), validation: at(0.7), test: at(0.85) };
}

/** The day or the minute of a time as it stands there, without its zone. */
function stepOf(time: string, stepMs: number): number | undefined {
  const clock = time.slice(11, 16);
  const instant = Date.parse(`${time.slice(0, 10)}T${clock === '' ? '00:00' : clock}:00Z`);
  return Number.isFinite(instant) ? Math.floor(instant / stepMs) : undefined;
}

/** The label that the main table or the first folder of images has; its meaning is for people to write. */
export function writeLabels(lines: SpecLines, findings: Findings): void {
  const { main, images, classes, annotations } = findings;
  const ofTable = main?.guesses.label;
  const id = labelIdOf(findings);
  if (id === undefined) return;
  if (annotations !== undefined) {
    writeThings(lines, id, annotations, findings);
    return;
  }
  const { task, from } = guessTask(findings);
  lines.section('labels');
  lines.key(1, id);
  lines.key(2, 'of', ofTable === undefined ? images[0]?.id : main?.id);
  lines.key(
    2,
    'task',
    task,
    task === undefined ? 'such as binary-classification, regression, object-detection' : `guessed from ${from}`,
  );
  lines.key(2, 'definition', undefined, 'what the right answer means, in one sentence');
  lines.key(2, 'source', undefined, 'outcome | human | heuristic | synthetic');
  if (task === 'binary-classification') writePositive(lines, classes);
  if (task === 'regression' || (task === undefined && ofTable !== undefined)) return;
  const values = task === undefined ? undefined : classes;
  lines.key(
    2,
    'classes',
    values === undefined ? undefined : list(values),
    `${values === undefined ? 'names' : 'its values'}, or name: value of the column`,
  );
}

/** The label of pictures whose boxes a COCO file names. */
function writeThings(
  lines: SpecLines,
  id: string,
  { path, images: count, things, classes }: FoundAnnotations,
  { images, models }: Findings,
): void {
  const task = models.flatMap(({ pictures }) => pictures?.ultralytics?.task ?? [])[0];
  lines.section('labels');
  lines.key(1, id);
  lines.key(2, 'of', images[0]?.id);
  lines.key(
    2,
    'task',
    task ?? 'object-detection',
    task === undefined ? 'guessed from the annotations; or instance-segmentation' : 'guessed from the model',
  );
  lines.key(2, 'definition', undefined, 'what counts as a thing, and where its box ends, in one sentence');
  lines.key(2, 'source', undefined, 'outcome | human | heuristic | synthetic');
  lines.key(2, 'classes', list(classes), 'as the annotations name them');
  lines.key(2, 'annotations', value(path), `${counted(things, 'thing')} in ${counted(count, 'image')}`);
}

function writePositive(lines: SpecLines, classes: readonly string[] | undefined): void {
  const positive = guessPositive(classes ?? []);
  const comment = 'the class that one looks for';
  if (positive === undefined) lines.key(2, 'positive', undefined, comment);
  else lines.key(2, 'positive', value(positive), `guessed: ${comment}`);
}

/** The id of the proposed label; undefined when none was guessed. */
export function labelIdOf({
  main,
  images,
  annotations,
}: Pick<Findings, 'main' | 'images' | 'annotations'>): string | undefined {
  if (annotations !== undefined) return 'things';
  const label = main?.guesses.label;
  if (label !== undefined) return createIds()(label.column.name, 'label');
  const [folder] = images;
  return main === undefined && folder !== undefined && areClasses(folder.found.folders) ? 'kind' : undefined;
}
