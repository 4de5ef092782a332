/** Gives the numbers that a notebook reports their keys. */
import type { NotebookAnalysis } from '../flow/analysis.ts';
import { findMetrics } from './findMetrics.ts';
import type { FoundMetric } from './findMetrics.ts';
import type { StatementCode } from './notebookCode.ts';
import type { PlannedMetric } from './plan.ts';

/** @param statements those that are kept, in effective order */
export function nameMetrics(
  analysis: NotebookAnalysis,
  statements: readonly StatementCode[],
  valueName: (code: StatementCode, variable: string) => string,
): readonly PlannedMetric[] {
  const reported: PlannedMetric[] = [];
  const taken = new Set<string>();
  for (const code of statements) {
    const found = findMetrics(code, analysis);
    if (found === undefined) continue;
    const { id } = code.statement;
    const names = found.targets.map((target) => valueName(code, target));
    const target = names.length > 1 ? `[${names.join(', ')}]` : names[0];
    for (const metric of found.metrics) {
      const variable = found.metrics.length === 1 && names.length === 1 ? names[0] : undefined;
      reported.push({ key: keyOf(metric, variable, taken), statement: id, at: metric.at, target });
    }
  }
  return reported;
}

/** @param variable that holds it in the notebook, which tells it from others that are called the same */
function keyOf({ name, model }: FoundMetric, variable: string | undefined, taken: Set<string>): string {
  const usual = model === undefined ? name : `${model}.${name}`;
  const wanted = taken.has(usual) ? (variable ?? usual) : usual;
  let key = wanted;
  for (let number = 2; taken.has(key); number += 1) key = `${wanted}_${number}`;
  taken.add(key);
  return key;
}
