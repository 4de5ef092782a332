/** Truth and answers of the rows of a run as bytes, so that another run can be compared with it row by row. */
import * as z from 'zod';
import type { Answers } from '../answers.ts';

/** Answers with the number of each row in its split, which is what two runs have in common. */
export interface NumberedAnswers {
  readonly answers: Answers;
  readonly numbers: Uint32Array;
}

/** What came of keeping answers. */
export interface KeptAnswers {
  /** SHA-256 of the file, which is its name; absent when there is none. */
  readonly kept?: string;
  /** Why there is none, in a sentence: the run stands all the same. */
  readonly notes: readonly string[];
}

/** First bytes of a file: its kind and the version of its form. */
const magic = 'PLANSW01';
const wordBytes = 8;

const header = z.strictObject({
  kind: z.enum(['classes', 'numbers', 'labels']),
  rows: z.int().nonnegative(),
  classes: z.array(z.string()),
  positive: z.int().nonnegative().nullable(),
  hasScores: z.boolean(),
});

/**
 * Encodes answers.
 *
 * @returns little-endian: 8 bytes of kind, 8 of the header's length, the header as JSON padded to 8 bytes, then numbers
 *   of rows, truth, answers and scores, each padded to 8 bytes
 */
export function encodeAnswers({ answers, numbers }: NumberedAnswers): Uint8Array {
  const shape: z.infer<typeof header> = {
    kind: answers.kind,
    rows: numbers.length,
    classes: answers.kind === 'numbers' ? [] : [...answers.classes],
    positive: answers.kind === 'classes' ? (answers.positive ?? null) : null,
    hasScores: answers.kind !== 'numbers' && answers.probabilities !== undefined,
  };
  const text = new TextEncoder().encode(JSON.stringify(shape));
  const scores = answers.kind === 'numbers' ? undefined : answers.probabilities?.values;
  const arrays = [numbers, answers.truth, answers.answers, ...(scores === undefined ? [] : [scores])];
  const start = 2 * wordBytes + padded(text.length);
  const bytes = new Uint8Array(start + arrays.reduce((sum, array) => sum + padded(array.byteLength), 0));
  bytes.set(new TextEncoder().encode(magic));
  new DataView(bytes.buffer).setUint32(wordBytes, text.length, true);
  bytes.set(text, 2 * wordBytes);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

function padded(length: number): number {
  return Math.ceil(length / wordBytes) * wordBytes;
}

/** @returns why the bytes cannot be read, as the end of "… because" */
export function decodeAnswers(given: Uint8Array): NumberedAnswers | { readonly because: string } {
  // Typed arrays want a start that is a multiple of their width.
  const bytes = given.byteOffset % wordBytes === 0 ? given : given.slice();
  if (bytes.length < 2 * wordBytes || new TextDecoder().decode(bytes.subarray(0, wordBytes)) !== magic) {
    return { because: 'it holds no answers of this version' };
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(wordBytes, true);
  const shape = readHeader(bytes.subarray(2 * wordBytes, 2 * wordBytes + length));
  if (shape === undefined) return { because: 'its head cannot be read' };
  const { kind, rows, classes, hasScores } = shape;
  const width = kind === 'labels' ? classes.length : 1;
  const cellBytes = kind === 'numbers' ? 8 : kind === 'classes' ? 4 : 1;
  const cells = rows * width;
  const start = 2 * wordBytes + padded(length);
  const truthAt = start + padded(rows * 4);
  const answersAt = truthAt + padded(cells * cellBytes);
  const scoresAt = answersAt + padded(cells * cellBytes);
  const scores = hasScores ? rows * classes.length : 0;
  if (bytes.length !== scoresAt + padded(scores * 8)) return { because: 'it is cut off' };
  const at = (offset: number): number => bytes.byteOffset + offset;
  const numbers = new Uint32Array(bytes.buffer, at(start), rows);
  const values = new Float64Array(bytes.buffer, at(scoresAt), scores);
  const probabilities = hasScores ? { values, classes: classes.length } : undefined;
  switch (kind) {
    case 'numbers': {
      const read = (offset: number) => new Float64Array(bytes.buffer, at(offset), cells);
      return { numbers, answers: { kind, truth: read(truthAt), answers: read(answersAt) } };
    }
    case 'labels': {
      const read = (offset: number) => new Uint8Array(bytes.buffer, at(offset), cells);
      return { numbers, answers: { kind, classes, truth: read(truthAt), answers: read(answersAt), probabilities } };
    }
    case 'classes': {
      const read = (offset: number) => new Int32Array(bytes.buffer, at(offset), cells);
      const positive = shape.positive ?? undefined;
      return {
        numbers,
        answers: { kind, classes, truth: read(truthAt), answers: read(answersAt), probabilities, positive },
      };
    }
  }
}

function readHeader(bytes: Uint8Array): z.infer<typeof header> | undefined {
  try {
    return header.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
}
