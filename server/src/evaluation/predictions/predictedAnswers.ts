/** From predictions that were made elsewhere to truth and answers. */
import type { PredictionsRequest } from '../../../../schemas/predictionsJob.ts';
import type { Answers } from '../answers.ts';
import { answersOfScores } from '../answersOfScores.ts';
import type { GivenScores, ReadAnswers, UnreadableScores } from '../answersOfScores.ts';
import { markLabels, placesOfClasses } from '../labelFlags.ts';
import { labelsOfCell } from '../labelsOfCell.ts';
import { plainClass, sortClasses, usualPositive } from './classNames.ts';
import type { KeptPredictions } from './keepPredictions.ts';
import type { PredictionColumns } from './predictionColumns.ts';

export interface PredictedAnswers {
  readonly answers: Answers;
  /** Rows with truth and answer, by their place in what was kept. */
  readonly rows: Uint32Array;
  /** Kept rows whose truth is none of the classes. */
  readonly undeclared: number;
  readonly positive: string | undefined;
  readonly notes: readonly string[];
}

/** @returns one sentence when the table does not fit the task */
export function readPredictions(
  kept: KeptPredictions,
  found: PredictionColumns,
  request: PredictionsRequest,
): PredictedAnswers | UnreadableScores {
  switch (request.task) {
    case 'regression':
      return readNumbers(kept);
    case 'multilabel-classification':
      return readLabels(kept, found, request);
    case 'binary-classification':
    case 'multiclass-classification':
      return readClasses(kept, found, request);
  }
}

function readNumbers({ truth, answers = new Float64Array() }: KeptPredictions): PredictedAnswers | UnreadableScores {
  const read = answersOfScores({ ...withoutClasses, truth, values: answers, width: 1, as: 'value' });
  return 'sentence' in read ? read : { ...read, undeclared: 0, positive: undefined, notes: [] };
}

const withoutClasses = { order: undefined, classes: undefined, positive: undefined, threshold: undefined };

/** Names of the classes, and the place of the one that each text stands for. */
interface ReadTexts {
  readonly classes: readonly string[];
  /** By number of the text; −1 for a text that stands for none. */
  readonly places: Int32Array;
}

function readClasses(
  kept: KeptPredictions,
  found: PredictionColumns,
  request: PredictionsRequest,
): PredictedAnswers | UnreadableScores {
  const texts = readTexts(kept, found, request);
  if ('sentence' in texts) return texts;
  const { classes, places } = texts;
  const isBinary = request.task === 'binary-classification';
  const positive = request.positive ?? (isBinary ? usualPositive(classes) : undefined);
  if (positive !== undefined && !classes.includes(positive)) {
    return { sentence: `The class ${positive} is none of ${classes.join(', ')}, which ${request.source.label} has.` };
  }
  const usesAnswers = kept.answers !== undefined && (kept.width === 0 || request.threshold === undefined);
  const given = kept.answers;
  const odd = given?.findIndex((code) => code !== -1 && places[code] === -1) ?? -1;
  if (usesAnswers && odd !== -1) {
    const answer = kept.texts[given?.[odd] ?? -1] ?? '';
    return {
      sentence: `Row ${(kept.numbers[odd] ?? 0) + 1} of ${request.source.label} answers ${JSON.stringify(answer)}, which is none of the classes ${classes.join(', ')}.`,
    };
  }
  const isKnown = (code: number | undefined): boolean => (places[code ?? -1] ?? -1) !== -1;
  const rows = rowsWhere(kept.truth.length, (row) => isKnown(kept.truth[row]));
  const answered = usesAnswers ? rows.filter((row) => isKnown(given?.[row])) : rows;
  const placeOf = (codes: Float64Array | undefined) =>
    Float64Array.from(answered, (row) => places[codes?.[row] ?? -1] ?? -1);
  const scores = scoresOf(kept, found, classes);
  if ('sentence' in scores) return scores;
  const read = answersOfScores({
    truth: placeOf(kept.truth),
    ...(kept.width === 0
      ? { values: placeOf(given), width: 1, as: 'class-id' as const, order: classes }
      : { ...scores, values: pick(kept.scores, kept.width, answered) }),
    classes,
    positive: positive === undefined ? undefined : classes.indexOf(positive),
    threshold: request.threshold,
  });
  if ('sentence' in read) return { sentence: aboutTable(read.sentence, request) };
  const back = throughRows(read, answered);
  const undeclared = kept.truth.length - rows.length;
  const notes = undeclared === 0 ? [] : [noteUndeclared(kept, places, undeclared, request)];
  const answers =
    usesAnswers && kept.width > 0 && back.answers.kind === 'classes'
      ? { ...back.answers, answers: Int32Array.from(back.rows, (row) => places[given?.[row] ?? -1] ?? 0) }
      : back.answers;
  return { answers, rows: back.rows, undeclared, positive, notes };
}

function rowsWhere(rows: number, test: (row: number) => boolean): Uint32Array {
  return new Uint32Array(rows).map((_, row) => row).filter((row) => test(row));
}

function pick(values: Float64Array, width: number, rows: Uint32Array): Float64Array {
  if (rows.length * width === values.length) return values;
  const picked = new Float64Array(rows.length * width);
  rows.forEach((row, at) => {
    picked.set(values.subarray(row * width, (row + 1) * width), at * width);
  });
  return picked;
}

/** The rows of what was read by their place in what was kept. */
function throughRows(read: ReadAnswers, rows: Uint32Array): ReadAnswers {
  return { answers: read.answers, rows: read.rows.map((row) => rows[row] ?? 0) };
}

function aboutTable(sentence: string, { source }: PredictionsRequest): string {
  return sentence.replace('The output of the model', source.label).replace('The model', source.label);
}

function noteUndeclared(
  kept: KeptPredictions,
  places: Int32Array,
  count: number,
  { source }: PredictionsRequest,
): string {
  const first = kept.truth.find((code) => places[code] === -1) ?? -1;
  const rows = count === 1 ? '1 row' : `${count} rows`;
  return `${rows} of ${source.label} have a truth that is no declared class, such as ${JSON.stringify(kept.texts[first] ?? '')}; they count in nothing.`;
}

function readTexts(
  kept: KeptPredictions,
  { scores }: PredictionColumns,
  { classes: declared, task, source }: PredictionsRequest,
): ReadTexts | UnreadableScores {
  const named = kept.texts.map(plainClass);
  if (declared !== undefined) {
    const placeOf = new Map([...placesOfClasses(declared)].map(([text, place]) => [plainClass(text), place]));
    const places = Int32Array.from(named, (name) => placeOf.get(name) ?? placeOf.get(otherTruth.get(name) ?? '') ?? -1);
    return { classes: declared.map(({ name }) => name), places };
  }
  const isTruthValue = named.every((name) => otherTruth.has(name)) && new Set(named).size > 2;
  const plain = isTruthValue ? named.map((name) => truthNumbers.get(name) ?? name) : named;
  const all = new Set([...plain, ...scores.flatMap((score) => score.class ?? [])]);
  // A table in which nothing happened still has two classes.
  if (task === 'binary-classification' && all.size === 1) {
    const other = otherClass.get([...all][0] ?? '');
    if (other !== undefined) all.add(other);
  }
  const classes = sortClasses(all);
  if (task === 'binary-classification' && classes.length !== 2) {
    const next = classes.length > 2 ? 'use --task multiclass-classification' : 'name both with --classes';
    return {
      sentence: `${source.label} has ${classes.length === 1 ? 'the one class' : `${classes.length} classes,`} ${classes.slice(0, 8).join(', ')}, and two are needed; ${next}.`,
    };
  }
  if (classes.length < 2) {
    return { sentence: `${source.label} has fewer than two classes; name them with --classes.` };
  }
  return { classes, places: Int32Array.from(plain, (name) => classes.indexOf(name)) };
}

const truthNumbers: ReadonlyMap<string, string> = new Map([
  ['true', '1'],
  ['false', '0'],
]);
const otherTruth: ReadonlyMap<string, string> = new Map([
  ...truthNumbers,
  ...[...truthNumbers].map(([word, number]) => [number, word] as const),
]);
const otherClass: ReadonlyMap<string, string> = new Map([
  ['0', '1'],
  ['1', '0'],
  ['true', 'false'],
  ['false', 'true'],
]);

/** How the scores of a row are to be read. */
function scoresOf(
  { width }: KeptPredictions,
  { scores }: PredictionColumns,
  classes: readonly string[],
): Pick<GivenScores, 'width' | 'as' | 'order'> | UnreadableScores {
  if (width <= 1) return { width, as: 'probability', order: undefined };
  const named = scores.flatMap((score) => (score.class === undefined ? [] : [plainClass(score.class)]));
  const order = named.length === width ? named : classes;
  return { width, as: 'probabilities', order };
}

function readLabels(
  kept: KeptPredictions,
  found: PredictionColumns,
  request: PredictionsRequest,
): PredictedAnswers | UnreadableScores {
  const { source } = request;
  const declared = request.classes ?? namesIn(kept.texts, found);
  const classes = declared.map(({ name }) => name);
  const places = placesOfClasses(declared);
  const flagsOf: Uint8Array[] = [];
  for (const text of kept.texts) {
    const flags = new Uint8Array(classes.length);
    const problem = markLabels(text, places, flags);
    if (problem !== undefined) {
      return { sentence: `${source.label} holds classes that cannot be read: ${problem}.` };
    }
    flagsOf.push(flags);
  }
  const flags = (codes: Float64Array): Uint8Array => {
    const all = new Uint8Array(codes.length * classes.length);
    codes.forEach((code, row) => {
      const own = flagsOf[code];
      if (own !== undefined) all.set(own, row * classes.length);
    });
    return all;
  };
  const labels = flags(kept.truth);
  const given = kept.answers;
  const usesAnswers = given !== undefined && (kept.width === 0 || request.threshold === undefined);
  const scores = scoresOf(kept, found, classes);
  if ('sentence' in scores) return scores;
  const answerFlags = given === undefined ? undefined : flags(given);
  const read = answersOfScores({
    truth: kept.truth,
    labels,
    ...(kept.width === 0 && answerFlags !== undefined
      ? { values: Float64Array.from(answerFlags), width: classes.length, as: 'class-id' as const, order: classes }
      : { ...scores, as: 'probabilities' as const, values: kept.scores }),
    classes,
    positive: undefined,
    threshold: request.threshold,
  });
  if ('sentence' in read) return { sentence: aboutTable(read.sentence, request) };
  const { answers, rows } = read;
  const isReplaced = usesAnswers && kept.width > 0 && answers.kind === 'labels' && answerFlags !== undefined;
  return {
    answers: isReplaced ? { ...answers, answers: pickFlags(answerFlags, classes.length, rows) } : answers,
    rows,
    undeclared: 0,
    positive: undefined,
    notes: [],
  };
}

function pickFlags(flags: Uint8Array, width: number, rows: Uint32Array): Uint8Array {
  const picked = new Uint8Array(rows.length * width);
  rows.forEach((row, at) => {
    picked.set(flags.subarray(row * width, (row + 1) * width), at * width);
  });
  return picked;
}

function namesIn(texts: readonly string[], { scores }: PredictionColumns): readonly { readonly name: string }[] {
  const names = new Set(scores.flatMap((score) => score.class ?? []));
  for (const text of texts) for (const name of labelsOfCell(text) ?? []) names.add(name);
  return sortClasses(names).map((name) => ({ name }));
}
