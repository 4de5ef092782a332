/** Which value that another tool has recorded is the metric of the proposal. */
import type { RunFact } from '../../../../schemas/facts.ts';
import { metricNames } from '../../../../schemas/metricNames.ts';
import { value } from './specLines.ts';

export interface MeasuredMetric {
  /** Name as the spec has it. */
  readonly metric: string;
  /** Where it stands, for `source`. */
  readonly source: string;
  /** The file or the store that holds it. */
  readonly from: string;
  readonly key: string;
  readonly value: number;
  /** Whether its name says that it was measured on rows that are no test, such as `val_mae`. */
  readonly isValidation: boolean;
}

/** Our names by themselves and by what others call the same. */
const byName: ReadonlyMap<string, string> = new Map(
  metricNames.flatMap(({ name, aliases }) => [name, ...aliases].map((one) => [one, name] as const)),
);

/** What people put before the name of a metric: on which rows it was measured. */
const rowWords = /^(?:test|holdout|val(?:id(?:ation)?)?|eval|dev)[_-]/;
const validationRows = /(?:^|[_./-])(?:val(?:id(?:ation)?)?|dev)(?:[_./-]|$)/;
const learnedRows = /(?:^|[_./-])train(?:ing)?(?:[_./-]|$)/;

/**
 * @param wanted names of metrics, best first
 * @param runs newest first
 * @returns the first of the wanted ones that was recorded, on a test set rather than on another; undefined when none was
 */
export function findMeasured(wanted: readonly string[], runs: readonly RunFact[]): MeasuredMetric | undefined {
  const all = runs.flatMap((run) =>
    Object.entries(run.values).flatMap(([key, { value: number }]) => {
      const source = sourceOf(run, key);
      return source === undefined || learnedRows.test(key) ? [] : [{ key, number, source, ...nameOf(key), run }];
    }),
  );
  for (const metric of wanted) {
    const found = all.filter(({ name }) => name === metric);
    const best = found.find(({ isTest }) => isTest) ?? found[0];
    if (best === undefined) continue;
    const from = best.run.store === 'mlflow' ? 'MLflow' : best.run.id;
    const isValidation = !best.isTest && validationRows.test(best.key.toLowerCase());
    return { metric, source: best.source, from, key: best.key, value: best.number, isValidation };
  }
  return undefined;
}

function sourceOf({ store, id, experiment }: RunFact, key: string): string | undefined {
  if (store === 'dvc') return `{dvc: ${value(`${id}#${key}`)}}`;
  return store === 'mlflow' && experiment !== undefined
    ? `{mlflow: {experiment: ${value(experiment)}, key: ${value(key)}}}`
    : undefined;
}

/** Our name of what a key names, such as `test.roc_auc`; undefined when it is none of ours. */
function nameOf(key: string): { readonly name: string | undefined; readonly isTest: boolean } {
  const lower = key.toLowerCase();
  const bare = (lower.split(/[./]/).at(-1) ?? '').replace(rowWords, '');
  const isTest = /(?:^|[_./-])(?:test|holdout)(?:[_./-]|$)/.test(lower);
  const plain = bare.replaceAll('_', '-');
  return { name: byName.get(plain) ?? byName.get(bare), isTest };
}
