/** What a rule finds. */
import { allRules } from '../../rules/allRules.ts';
import type { RuleText } from '../../rules/rule.ts';
import { link, paragraphs, sentences } from '../markdown.ts';
import { rulePageOf } from '../rulePage.ts';

/** @returns undefined for an id that no rule has */
export function describeRule(id: string, rulePages: string): string | undefined {
  const rule = findRule(id);
  if (rule === undefined) return undefined;
  return paragraphs([
    `**${link(rule.id, rulePageOf(rulePages, rule.id))}** finds ${sentences(rule.finds)}.`,
    sentences(rule.why),
    describeSeverity(rule.severity),
  ]);
}

/** `E/W/H` in words. */
export function describeSeverity(severity: RuleText['severity']): string {
  return `Severity in poc, pilot, production: ${severity.split('/').map(nameOfLetter).join(', ')}.`;
}

export function findRule(id: string): RuleText | undefined {
  return allRules.find((rule) => rule.id === id);
}

function nameOfLetter(letter: string): string {
  switch (letter) {
    case 'E':
      return 'error';
    case 'W':
      return 'warning';
    case 'I':
      return 'information';
    case 'H':
      return 'hint';
    default:
      return 'off';
  }
}
