/** Rules about the YAML under a spec: what does not parse, and what parses as something else than it looks. */
import type { YamlProblem } from '../yaml/nodes.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

function* problemsOf({ project }: RuleContext, code: YamlProblem['code']): Generator<Finding> {
  for (const file of project.files) {
    for (const problem of file.yaml.problems) {
      if (problem.code !== code) continue;
      const related = problem.related === undefined ? [] : [problem.related];
      yield { place: problem.place, message: problem.message, related };
    }
  }
}

export const yamlRules: readonly Rule[] = [
  {
    id: 'yaml/syntax',
    severity: 'E/E/E',
    finds: 'text that is not YAML',
    why: 'A wrong tree makes all later findings wrong, so this comes first. What could be read around the fault is still checked.',
    supersedes: ['spec/missing-key', 'spec/unknown-key', 'spec/wrong-type', 'spec/wrong-value', 'quantity/*'],
    check: (context) => problemsOf(context, 'syntax'),
  },
  {
    id: 'yaml/duplicate-key',
    severity: 'E/E/E',
    finds: 'a key that stands twice in one map',
    why: 'Readers of YAML keep the last value and say nothing. Keep one of the two.',
    check: (context) => problemsOf(context, 'duplicate-key'),
  },
  {
    id: 'yaml/tag',
    severity: 'E/E/E',
    finds: 'a tag, a `%YAML` directive, a merge key or a second document',
    why: 'They change how other text is read, and not every reader supports them. A spec is one plain YAML 1.2 document.',
    check: (context) => problemsOf(context, 'tag'),
  },
  {
    id: 'yaml/alias-limit',
    severity: 'E/E/E',
    finds: 'an alias without an anchor, or more than 250,000 values once aliases are expanded',
    why: 'A few aliases of aliases stand for billions of values: such a file could stop every reader. Write the values out.',
    check: (context) => problemsOf(context, 'alias-limit'),
  },
];
