/** The rule about `.plumbline/effects.yaml`, in which a project says what calls do that Plumbline does not know. */
import { readProjectEffects } from '../../notebook/effects/projectEffects.ts';
import type { ReportedFinding } from '../reportedFinding.ts';
import type { RuleText, Severity } from '../rule.ts';
import { effectiveSeverity } from '../severity.ts';
import type { Phase } from '../severity.ts';

export const projectEffectsRule: RuleText = {
  id: 'notebook/effects-entry',
  severity: 'E/E/E',
  finds: 'an entry of `.plumbline/effects.yaml` that cannot be used',
  why: 'The call that it describes is treated as unknown, so findings in notebooks are missing or wrong. Correct the entry; the page about effects says what it may hold.',
};

/** What is wrong in the file; entries without a problem hold. */
export function checkProjectEffects(
  uri: string,
  text: string,
  { phase, severities }: { readonly phase: Phase; readonly severities: ReadonlyMap<string, Severity | 'silent'> },
): readonly ReportedFinding[] {
  const severity = effectiveSeverity(projectEffectsRule, phase, severities.get(projectEffectsRule.id));
  if (severity === 'silent') return [];
  return readProjectEffects(text).problems.map(({ start, end, message }) => ({
    rule: projectEffectsRule.id,
    severity,
    uri,
    start,
    end,
    message,
    related: [],
    fixes: [],
    tag: undefined,
  }));
}
