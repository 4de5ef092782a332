/** Metrics of the whole and of slices of it. */
import type { EvaluationResult, MetricRequest } from '../../../schemas/evaluationJob.ts';
import { pickRows } from './answers.ts';
import type { Answers } from './answers.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import { measure } from './measure.ts';
import { placesByCode } from './pickPlaces.ts';
import { plainValue } from './plainValue.ts';

/** Which rows belong to the slices; by place in the answers. */
export interface SliceRows {
  readonly conditions: ReadonlyMap<string, Uint8Array>;
  readonly columns: ReadonlyMap<string, { readonly values: readonly string[]; readonly codes: Int32Array }>;
}

type EvaluatedMetric = EvaluationResult['metrics'][number];

/** Most values of a column that make slices: nobody reads more. */
const mostSlices = 1000;

export function measureWithSlices(
  wanted: MetricRequest,
  answers: Answers,
  rows: SliceRows,
  resampling: Resampling,
): EvaluatedMetric {
  const slices: EvaluatedMetric['slices'] = {};
  for (const [id, picked] of sliceRowsOf(wanted.slices, rows)) {
    slices[id] = { ...plainValue(measure(wanted, pickRows(answers, picked), resampling)), rows: picked.length };
  }
  return { id: wanted.id, value: plainValue(measure(wanted, answers, resampling)), slices };
}

/** The rows of each slice by its id, or by `<slice id>/<value of by>`, those of most rows first. */
export function sliceRowsOf(
  slices: MetricRequest['slices'],
  rows: SliceRows,
): readonly (readonly [id: string, rows: Uint32Array])[] {
  return slices.flatMap((slice): (readonly [string, Uint32Array])[] => {
    if ('where' in slice) {
      return [[slice.id, placesOf(rows.conditions.get(slice.where) ?? new Uint8Array())]];
    }
    const column = rows.columns.get(slice.by);
    if (column === undefined) return [];
    return placesByCode(column.codes, column.values.length)
      .map((picked, code) => ({ value: column.values[code] ?? '', picked }))
      .filter(({ picked }) => picked.length >= Math.max(1, slice.minRows))
      .toSorted((left, right) => right.picked.length - left.picked.length)
      .slice(0, mostSlices)
      .map(({ value, picked }) => [`${slice.id}/${value}`, picked]);
  });
}

/** The places whose flag is set. */
function placesOf(flags: Uint8Array): Uint32Array {
  const places = new Uint32Array(flags.length);
  let count = 0;
  for (let at = 0; at < flags.length; at++) if (flags[at] === 1) places[count++] = at;
  return places.subarray(0, count);
}
