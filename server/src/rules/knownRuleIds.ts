/** Every rule id that a spec may name: the rules that run, and those of the catalogue that are yet to come. */
import type { Rule } from './rule.ts';

/**
 * Ids that the language reserves for rules that need runs, git, notebooks, models or costs.
 * Naming one is no mistake: a project may settle its severity before the rule exists.
 */
const reserved = ['contract/breaking-change'].flatMap((line) => line.split(' '));

export function knownRuleIds(rules: readonly Rule[]): ReadonlySet<string> {
  return new Set([...rules.map((rule) => rule.id), ...reserved]);
}
