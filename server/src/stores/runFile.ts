/** Reads run records, each problem with one sentence. */
import { runRecord, runSchemaVersion } from '../../../schemas/run.ts';
import type { RunRecord } from '../../../schemas/run.ts';

export type RunReading =
  | { readonly kind: 'record'; readonly record: RunRecord }
  /** `because` ends "cannot be read because …", without a full stop. */
  | { readonly kind: 'problem'; readonly because: string };

/** Reads the text of a record. Never throws. */
export function readRunFile(text: string): RunReading {
  const problem = (because: string): RunReading => ({ kind: 'problem', because });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return problem(text.trim() === '' ? 'it is empty' : 'it is not JSON, or was cut off');
  }
  const version = versionOf(value);
  if (version !== undefined && version > runSchemaVersion) {
    return problem(`it was written by a newer Plumbline (schema ${version})`);
  }
  const read = runRecord.safeParse(value);
  if (read.success) return { kind: 'record', record: read.data };
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the record' : `\`${issue.path.join('.')}\``;
  return problem(`${where} is not what a run record holds`);
}

function versionOf(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return undefined;
  return typeof value.schema === 'number' ? value.schema : undefined;
}

/**
 * The one name that a full name or its beginning means.
 *
 * @returns the name; undefined when none begins so; `ambiguous` with all that do
 */
export function findRunName(
  names: readonly string[],
  wanted: string,
):
  | { readonly kind: 'one'; readonly name: string }
  | { readonly kind: 'ambiguous'; readonly names: readonly string[] }
  | undefined {
  if (names.includes(wanted)) return { kind: 'one', name: wanted };
  const found = wanted === '' ? [] : names.filter((name) => name.startsWith(wanted));
  const [only, ...others] = found;
  if (only === undefined) return undefined;
  return others.length === 0 ? { kind: 'one', name: only } : { kind: 'ambiguous', names: found };
}
