/** What is told about every rule, of specs and of notebooks, each id once. */
import { notebookRuleTable } from './notebook/notebookRuleTable.ts';
import { projectEffectsRule } from './notebook/projectEffectsRule.ts';
import type { RuleText } from './rule.ts';
import { ruleTable } from './ruleTable.ts';

const ofSpecs = new Set(ruleTable.map(({ id }) => id));

/** In the order of the catalogue. Some rules look at both, such as those about suppressions. */
export const allRules: readonly RuleText[] = [
  ...ruleTable,
  ...notebookRuleTable.filter(({ id }) => !ofSpecs.has(id)),
  projectEffectsRule,
];
