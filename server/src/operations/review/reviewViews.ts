/** What the comparison of two specs asks of the rules: directions, money, and how loudly a rule speaks. */
import type { Facts } from '../../../../schemas/facts.ts';
import type { ReviewViews } from '../../review/change.ts';
import { allRules } from '../../rules/allRules.ts';
import { goalViews } from '../../rules/goalMoney.ts';
import type { Severity } from '../../rules/rule.ts';
import { effectiveSeverity, phaseOf } from '../../rules/severity.ts';
import type { Project } from '../../spec/project.ts';

const order: readonly (Severity | 'silent')[] = ['silent', 'hint', 'info', 'warning', 'error'];

/** @param facts of the project as it is now; what runs know of its money stays unknown without them */
export function reviewViews(facts?: Facts): ReviewViews {
  return { ...goalViews(facts), loudnessOf };
}

/** The severity in the project's phase; that of a rule we do not know is what the spec wishes. */
function loudnessOf(project: Project, ruleId: string): number {
  const wished = project.spec.fields.rules?.entries.get(ruleId)?.fields.severity?.value;
  const rule = allRules.find(({ id }) => id === ruleId);
  const severity = rule === undefined ? (wished ?? 'error') : effectiveSeverity(rule, phaseOf(project), wished);
  return order.indexOf(severity);
}
