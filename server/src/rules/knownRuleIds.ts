/** Every rule id that a spec or a notebook may name. */
import type { RuleText } from './rule.ts';

export function knownRuleIds(rules: readonly RuleText[]): ReadonlySet<string> {
  return new Set(rules.map(({ id }) => id));
}
