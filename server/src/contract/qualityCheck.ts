/** What a quality check of a contract says: its kind, its metric, its comparison. */
import type { AllowedNumbers } from '../../../schemas/contractCheck.ts';
import { libraryMetrics, qualityOperators } from '../../../schemas/contract/quality.ts';
import type { LibraryMetric, QualityOperator } from '../../../schemas/contract/quality.ts';
import type { ContractCheck } from '../spec/contractFile.ts';
import type { AnyNode } from '../spec/located.ts';

export type CheckKind = 'library' | 'text' | 'sql' | 'custom';

/** The kind of a check: stated, else what its keys imply. A check that only says something is text. */
export function kindOfCheck({ fields, yaml }: ContractCheck): CheckKind {
  if (fields.type !== undefined) return fields.type.value;
  const has = (...keys: readonly string[]): boolean => yaml.entries.some(({ key }) => keys.includes(key));
  if (has('metric', 'rule')) return 'library';
  if (has('query')) return 'sql';
  if (has('engine', 'implementation')) return 'custom';
  return has(...qualityOperators) ? 'library' : 'text';
}

/** The metric of the standard's library that a check names, under the older key, too. */
export function metricOfCheck({ fields }: ContractCheck): LibraryMetric | undefined {
  const word = fields.metric?.text ?? fields.rule?.text;
  return libraryMetrics.find(([name]) => name === word)?.[0];
}

/** A comparison with a number, or with a closed interval. */
export type Comparison =
  | { readonly operator: Exclude<QualityOperator, 'mustBeBetween' | 'mustNotBeBetween'>; readonly value: number }
  | { readonly operator: 'mustBeBetween' | 'mustNotBeBetween'; readonly low: number; readonly high: number };

/** The first comparison of a check whose number can be read; undefined when it has none. */
export function comparisonOf({ fields }: ContractCheck): Comparison | undefined {
  for (const operator of qualityOperators) {
    if (operator === 'mustBeBetween' || operator === 'mustNotBeBetween') {
      const [low, high] = fields[operator]?.items ?? [];
      if (low !== undefined && high !== undefined) return { operator, low: low.value, high: high.value };
      continue;
    }
    const node: AnyNode | undefined = fields[operator];
    const value = numberOf(node);
    if (value !== undefined) return { operator, value };
  }
  return undefined;
}

/** The number that a node holds; undefined for anything else, quoted numbers included. */
export function numberOf(node: AnyNode | undefined): number | undefined {
  if (node?.kind !== 'scalar' || node.yaml.kind !== 'scalar' || node.yaml.style !== 'plain') return undefined;
  const value = /^[-+]?(?:\d|\.\d)/.test(node.text) ? Number(node.text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** A comparison as the end of "must": `be at most 20`. */
export function wordsOf(comparison: Comparison): string {
  switch (comparison.operator) {
    case 'mustBe':
      return `be ${comparison.value}`;
    case 'mustNotBe':
      return `not be ${comparison.value}`;
    case 'mustBeGreaterThan':
      return `be greater than ${comparison.value}`;
    case 'mustBeGreaterOrEqualTo':
      return `be at least ${comparison.value}`;
    case 'mustBeLessThan':
      return `be less than ${comparison.value}`;
    case 'mustBeLessOrEqualTo':
      return `be at most ${comparison.value}`;
    case 'mustBeBetween':
      return `be from ${comparison.low} to ${comparison.high}, the ends included`;
    case 'mustNotBeBetween':
      return `be below ${comparison.low} or above ${comparison.high}`;
  }
}

/** The numbers that satisfy a comparison. */
export function allowedBy(comparison: Comparison): Partial<AllowedNumbers> {
  switch (comparison.operator) {
    case 'mustBe':
      return { low: comparison.value, high: comparison.value };
    case 'mustNotBe':
      return { low: comparison.value, high: comparison.value, isNegated: true };
    case 'mustBeGreaterThan':
      return { low: comparison.value, isLowExcluded: true };
    case 'mustBeGreaterOrEqualTo':
      return { low: comparison.value };
    case 'mustBeLessThan':
      return { high: comparison.value, isHighExcluded: true };
    case 'mustBeLessOrEqualTo':
      return { high: comparison.value };
    case 'mustBeBetween':
      return { low: comparison.low, high: comparison.high };
    case 'mustNotBeBetween':
      return { low: comparison.low, high: comparison.high, isNegated: true };
  }
}
