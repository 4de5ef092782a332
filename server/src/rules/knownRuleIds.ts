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
].flatMap((line) => line.split(' '));

export function knownRuleIds(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set([...rules.map((rule) => rule.id), ...reserved]);
}
