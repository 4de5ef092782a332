/** Every rule id that a spec or a notebook may name: the rules that run, and those of the catalogue that are yet to come. */
import type { RuleText } from './rule.ts';

/**
 * Ids that the language reserves for rules that need runs, git, notebooks, models or costs.
 * Naming one is no mistake: a project may settle its severity before the rule exists.
 */
const reserved = [
  'notebook/duplicate-code',
  'notebook/copied-processing notebook/feature-order notebook/skewed-transform',
  'notebook/no-eval-mode',
  'notebook/metric-not-in-spec',
].flatMap((line) => line.split(' '));

export function knownRuleIds(rules: readonly RuleText[]): ReadonlySet<string> {
  return new Set([...rules.map((rule) => rule.id), ...reserved]);
}
