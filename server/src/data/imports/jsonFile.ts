/** JSON documents of other tools, read whole, and the values in them without trusting their form. */
import { readFile } from 'node:fs/promises';
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import type { ConfinedFile } from '../confinedFiles.ts';
import { TableProblem } from '../tableProblem.ts';

const mostBytes = 64 * 2 ** 20;

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws {TableProblem} when it is too large, or no JSON */
export async function readJson(file: ConfinedFile): Promise<unknown> {
  if (file.sizeBytes > mostBytes) {
    throw new TableProblem(`${file.label} is larger than 64 MB; export a shorter period, or CSV.`, 'too-big');
  }
  const text = await readFile(file.path, 'utf8');
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    throw new TableProblem(`${file.label} is not valid JSON; export it again.`);
  }
}

/** A request for the JSON documents among its files, and one for the tables; either can be without files. */
export function splitByForm(request: ImportRequest): {
  readonly documents: ImportRequest;
  readonly tables: ImportRequest;
} {
  const isDocument = (file: string): boolean => /\.json$/i.test(file);
  return {
    documents: { ...request, files: request.files.filter((file) => isDocument(file)) },
    tables: { ...request, files: request.files.filter((file) => !isDocument(file)) },
  };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list; none of anything else. */
export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A value of an object by one of its own keys. */
export function valueIn(object: unknown, key: string): unknown {
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

export function textIn(object: unknown, key: string): string | undefined {
  const value = valueIn(object, key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** An ISO time at the start of a text: some tools write a window as `start - end`. */
const isoTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?/;

/** Milliseconds since 1970; a time without zone is UTC. Undefined when the text has no time. */
export function instantIn(text: string | undefined): number | undefined {
  const [, day, time = '00:00', zone = 'Z'] = isoTime.exec(text ?? '') ?? [];
  if (day === undefined) return undefined;
  const at = new Date(`${day}T${time}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(at.getTime()) ? undefined : at.getTime();
}

/** The day of an instant in UTC, such as `2026-04-30`. */
export function dayAt(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The month of an instant in UTC, such as `2026-04`. */
export function monthAt(instant: number): string {
  return dayAt(instant).slice(0, 7);
}
