/** Fields of JSON that others wrote, each checked where it is used; what is wrong is told with its place. */
import { FileProblem } from './fileProblem.ts';
import type { NamedText } from './fileProblem.ts';

/** An object of a file. */
export type Fields = Readonly<Record<string, unknown>>;

/** Where something stands, such as `gt.json, annotations[3] (id 17)`; asked for only when something is wrong. */
export type Place = () => string;

/** Parses a file. @throws {FileProblem} */
export function parseFile({ name, text }: NamedText): unknown {
  if (text.trim() === '') throw new FileProblem(`${name} is empty; it must be a JSON file as COCO writes it.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (/[:[,]\s*-?(?:NaN|Infinity)\b/.test(text)) {
      throw new FileProblem(
        `${name} holds NaN or Infinity, which is no JSON; leave such things out where the file is written.`,
      );
    }
    const [reason = ''] = (error instanceof Error ? error.message : '').split(/, "|\.\.\./, 1);
    throw new FileProblem(`${name} is no JSON: ${reason}.`);
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param kind what the list holds, such as `annotations` */
export function listOf(value: unknown, place: Place): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new FileProblem(`${place()} must be a list and is ${describe(value)}.`);
}

export function fieldsOf(value: unknown, place: Place): Fields {
  if (isFields(value)) return value;
  throw new FileProblem(`${place()} must be an object and is ${describe(value)}.`);
}

export function finiteNumber(value: unknown, key: string, place: Place): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new FileProblem(`${place()} needs ${article(key)} that is a finite number; it is ${describe(value)}.`);
}

export function wholeNumber(value: unknown, key: string, place: Place): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new FileProblem(`${place()} needs ${article(key)} that is a whole number; it is ${describe(value)}.`);
}

/** Left, top, width and height; neither of the last two below 0. */
export function checkBox(value: unknown, into: Float64Array, at: number, place: Place): void {
  if (!Array.isArray(value) || value.length !== 4) {
    throw new FileProblem(
      `${place()} needs a bbox of four numbers: left, top, width, height; it is ${describe(value)}.`,
    );
  }
  const box = value as readonly unknown[];
  for (let index = 0; index < 4; index++) {
    const number = box[index];
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      throw new FileProblem(`${place()} has a bbox that holds ${describe(number)}; its four numbers must be finite.`);
    }
    if (index > 1 && number < 0) {
      throw new FileProblem(
        `${place()} has a bbox of negative ${index === 2 ? 'width' : 'height'} ${number}; COCO boxes are left, top, width, height.`,
      );
    }
    into[at + index] = number;
  }
}

/** A value for a sentence, cut when it is long. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function article(key: string): string {
  return `${/^[aeiou]/.test(key) ? 'an' : 'a'} ${key}`;
}
