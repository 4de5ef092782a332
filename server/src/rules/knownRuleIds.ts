/** Every rule id that a spec may name: the rules that run, and those of the catalogue that are yet to come. */
import type { Rule } from './rule.ts';

/**
 * Ids that the language reserves for rules that need runs, git, notebooks, models or costs.
 * Naming one is no mistake: a project may settle its severity before the rule exists.
 */
const reserved = [
  'data/big-local-copy',
  'contract/breaking-change',
  'deploy/offline-needs-edge deploy/capacity-exceeded deploy/stack-mismatch deploy/quantisation-loss-untested',
  'deploy/target-unmeasured deploy/no-rollback deploy/no-canary deploy/no-fallback deploy/high-cost-no-shadow',
  'deploy/signature-mismatch',
  'cost/category-untracked cost/no-currency cost/mixed-currency',
  'cost/no-period cost/unknown-category cost/double-count cost/zero-suspicious cost/estimate-no-range cost/price-stale',
  'cost/no-status-quo cost/no-revenue-link cost/data-share-implausible cost/mlops-before-evidence',
  'cost/full-manual-check cost/per-customer-variant cost/over-budget cost/negative-npv cost/plan-drift',
  'cost/actuals-unmapped',
].flatMap((line) => line.split(' '));

export function knownRuleIds(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set([...rules.map((rule) => rule.id), ...reserved]);
}
