/** Numbers that are answered: how far they are off on each side, and what a rule would have answered instead. */
import type { EvaluationResult } from '../../../../schemas/evaluationJob.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import type { NumberAnswers } from '../answers.ts';
import type { UndefinedMetric } from '../metricValue.ts';
import { undefinedMetric } from '../metricValue.ts';
import type { RowAmounts } from './rowAmounts.ts';

type MeanErrors = NonNullable<NonNullable<EvaluationResult['money']>['errors']>;

/**
 * Formula 11 without its prices: E[(ŷ−y)⁺] and E[(y−ŷ)⁺], in the unit of the label.
 *
 * @returns undefined without rows
 */
export function meanErrorsOf({ truth, answers }: NumberAnswers): MeanErrors | undefined {
  if (truth.length === 0) return undefined;
  const errors = answers.map((answer, row) => answer - (truth[row] ?? NaN));
  const mean = (side: (error: number) => number): number => sumStable(errors.map(side)) / errors.length;
  return { tooHigh: mean((error) => Math.max(error, 0)), tooLow: mean((error) => Math.max(-error, 0)) };
}

/**
 * The same rows, answered by a rule.
 *
 * @param rule expression whose values are among the amounts
 * @returns undefined because the rule gives some rows no number
 */
export function withRuleAnswers(
  rule: string,
  { kind, truth }: NumberAnswers,
  amounts: RowAmounts,
): NumberAnswers | UndefinedMetric {
  const answers = amounts.get(rule) ?? new Float64Array(truth.length).fill(NaN);
  const missing = answers.reduce((count, answer) => (Number.isFinite(answer) ? count : count + 1), 0);
  if (missing === 0) return { kind, truth, answers };
  const [count, all] = [missing, truth.length].map((rows) => rows.toLocaleString('en'));
  return undefinedMetric(
    `the rule of the baseline gives ${count ?? ''} of ${all ?? ''} rows no number; say with \`coalesce\` in it what they get`,
  );
}
