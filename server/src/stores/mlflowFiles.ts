/** Reads the small files of an MLflow folder (`mlruns/<experiment>/<run>/…`), and the times of both stores. */
import { isMap, numberAt, readPlain, textAt } from './plainValue.ts';

/** `meta.yaml` of a run. */
export interface MlflowRunMeta {
  readonly id: string;
  readonly name: string;
  /** ISO 8601; undefined while it runs. */
  readonly endedAt: string | undefined;
  readonly startedAt: string | undefined;
  /** Whether it ended as hoped. */
  readonly isFinished: boolean;
  readonly isDeleted: boolean;
}

/** @returns undefined when the text is not the `meta.yaml` of a run */
export function readRunMeta(text: string): MlflowRunMeta | undefined {
  const read = readPlain(text);
  if (read.kind === 'problem' || !isMap(read.value)) return undefined;
  const id = textAt(read.value, 'run_id') ?? textAt(read.value, 'run_uuid');
  if (id === undefined) return undefined;
  return {
    id,
    name: textAt(read.value, 'run_name') ?? textAt(read.value, 'name') ?? '',
    startedAt: isoOf(numberAt(read.value, 'start_time')),
    endedAt: isoOf(numberAt(read.value, 'end_time')),
    // 3 is FINISHED in the enumeration that the file store writes as a number.
    isFinished: read.value.get('status') === 3 || read.value.get('status') === 'FINISHED',
    isDeleted: textAt(read.value, 'lifecycle_stage') === 'deleted',
  };
}

/** @returns name of an experiment; undefined when the text is not the `meta.yaml` of one, or it is deleted */
export function readExperimentName(text: string): string | undefined {
  const read = readPlain(text);
  if (read.kind === 'problem' || !isMap(read.value)) return undefined;
  const name = read.value.get('name');
  if (textAt(read.value, 'lifecycle_stage') === 'deleted') return undefined;
  // A name made of digits is read as a number.
  return typeof name === 'string' ? name : typeof name === 'number' ? String(name) : undefined;
}

/**
 * The last value of a metric file, whose lines are `timestamp value step`: that of the highest step, then of the latest
 * time, then the greatest, as MLflow itself picks it.
 *
 * @returns undefined because the last value is not a finite number, or no line can be read
 */
export function lastMetric(text: string): number | undefined {
  let last: { readonly at: number; readonly value: number; readonly step: number } | undefined;
  for (const line of text.split('\n')) {
    const [at = '', value = '', step = '0'] = line.trim().split(/\s+/);
    if (!/^\d+$/.test(at) || value === '' || !/^-?\d+$/.test(step)) continue;
    const point = { at: Number(at), value: numberOf(value), step: Number(step) };
    if (last === undefined || isLater(point, last)) last = point;
  }
  return last === undefined || !Number.isFinite(last.value) ? undefined : last.value;
}

function isLater(left: { at: number; value: number; step: number }, right: typeof left): boolean {
  return (
    left.step - right.step > 0 ||
    (left.step === right.step && (left.at > right.at || (left.at === right.at && left.value > right.value)))
  );
}

/** Infinities and NaN as Python writes them become what is not finite. */
function numberOf(text: string): number {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** A time in milliseconds since 1970, as MLflow keeps it, in ISO form; undefined for what is none. */
export function isoOf(milliseconds: number | undefined): string | undefined {
  if (milliseconds === undefined || milliseconds <= 0 || milliseconds > 8.64e15) return undefined;
  return new Date(milliseconds).toISOString();
}
