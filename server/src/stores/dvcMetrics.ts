/** A run record as a metrics file that DVC shows and compares. */
import type { RunRecord, RunValue } from '../../../schemas/run.ts';

type Tree = { [key: string]: number | Tree };

/**
 * The values of a run by model and split: `{"delay": {"test": {"recall": {"value": 0.58, "low": …, "high": …}}}}`.
 *
 * DVC shows numbers alone, so that a value that is undefined is left out.
 */
export function writeDvcMetrics(record: RunRecord): string {
  const values: Tree = {};
  for (const [id, value] of Object.entries(record.values)) {
    const own = numbersOf(value);
    if (own === undefined) continue;
    const slices = Object.entries(value.slices ?? {}).flatMap(([slice, one]) => {
      const numbers = numbersOf(one);
      return numbers === undefined ? [] : [[slice, numbers] as const];
    });
    values[id] = slices.length === 0 ? own : { ...own, slices: Object.fromEntries(slices) };
  }
  const tree: Tree = { [record.model?.id ?? 'predictions']: { [record.split?.id ?? 'rows']: values } };
  return `${JSON.stringify(tree, null, 2)}\n`;
}

function numbersOf(value: RunValue): Tree | undefined {
  if (value.state === 'undefined') return undefined;
  return {
    value: value.value,
    ...(value.low === undefined ? {} : { low: value.low }),
    ...(value.high === undefined ? {} : { high: value.high }),
  };
}
