/** Every rule id that a spec or a notebook may name: the rules that run, and those of the catalogue that are yet to come. */
import type { RuleText } from './rule.ts';

/**
 * Ids that the language reserves for rules that need runs, git, notebooks, models or costs.
 * Naming one is no mistake: a project may settle its severity before the rule exists.
 */
const reserved = [
  'leak/refit-on-test leak/cv-preprocessing leak/overlap leak/train-score-only',
  'leak/resample-before-split leak/augment-before-split leak/multi-test leak/test-early-stopping leak/cv-as-test',
  'leak/no-test-set leak/target-encoding leak/temporal-shuffle',
  'leak/lookahead leak/group',
  'notebook/stale-output',
  'notebook/not-idempotent notebook/late-global notebook/shadowed-name',
  'notebook/unused-name notebook/dead-cell notebook/duplicate-code',
  'notebook/copied-processing notebook/feature-order notebook/skewed-transform',
  'notebook/no-eval-mode',
  'notebook/metric-not-in-spec',
].flatMap((line) => line.split(' '));

export function knownRuleIds(rules: readonly RuleText[]): ReadonlySet<string> {
  return new Set([...rules.map((rule) => rule.id), ...reserved]);
}
