/** `plumbline explain`. */
import { explainRule, listRules } from '../operations/explainRule.ts';
import { UsageError } from './world.ts';
import type { Command } from './world.ts';

export const explainCommand: Command = {
  name: 'explain',
  summary: 'print what a rule finds, why, and how to silence it',
  help: `Usage: plumbline explain [RULE]

Prints the page of a rule as Markdown, or without a rule all codes, each with what it finds.

Options:
  --help  this text

Exit codes:
  0  printed
  2  there is no such rule

Examples:
  plumbline explain metric/no-limit
  plumbline explain leak/group
`,
  options: {},
  operands: (world) => world.rulePages.list(),
  run: async (given, world) => {
    const [code, ...rest] = given.positionals;
    if (rest.length > 0) throw new UsageError('plumbline explain takes one rule.');
    if (code === undefined) {
      world.print(await listRules(world.rulePages));
      return 0;
    }
    const explanation = await explainRule(code, world.rulePages);
    if (explanation.kind === 'unknown') throw new UsageError(explanation.sentence);
    world.print(explanation.text);
    return 0;
  },
};
