/** Rules about the YAML under a spec: what does not parse, and what parses as something else than it looks. */
import { replaceText } from '../spec/edits.ts';
import type { YamlProblem } from '../yaml/nodes.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { problemsOf as shapeProblemsOf } from './spec.ts';
import {
  findCommentCuts,
  findGlobAliases,
  findLostZeros,
  findNorways,
  findNumberLookalikes,
} from './yaml/lookalikes.ts';
import { findFlowCommas, findMisindents } from './yaml/slips.ts';

/** Findings that only repeat that the tree is another than the one meant. */
const ofWrongTree = ['yaml/syntax', 'spec/*', 'quantity/*', 'ref/unresolved', 'metric/*'];

function* problemsOf({ project }: RuleContext, code: YamlProblem['code']): Generator<Finding> {
  for (const file of [...project.files, ...project.contracts]) {
    for (const problem of file.yaml.problems) {
      if (problem.code !== code) continue;
      const related = problem.related === undefined ? [] : [problem.related];
      const fixes = problem.ways?.map(({ title, deletes }) => ({
        title,
        changes: deletes.map((place) => replaceText(place, '')),
      }));
      yield { place: problem.place, message: problem.message, related, ...(fixes && { fixes }) };
    }
  }
}

export const yamlRules: readonly Rule[] = [
  {
    id: 'yaml/syntax',
    severity: 'E/E/E',
    finds: 'text that is not YAML',
    why: 'A wrong tree makes all later findings wrong, so this comes first. What could be read around the fault is still checked. Of a merge conflict, fixes keep one side.',
    hasFix: true,
    supersedes: [
      ...['spec/missing-key', 'spec/unknown-key', 'spec/wrong-type', 'spec/wrong-value', 'quantity/*'],
      'contract/invalid',
    ],
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
    id: 'yaml/misindent',
    severity: 'E/E/E',
    finds: 'a line that is indented deeper than its neighbour, or a colon without a space',
    why: 'YAML joins such a line to the one above, or takes key and value for one word, and complains at another place, if at all. Align the line, or put a space after the colon.',
    hasFix: true,
    supersedes: ofWrongTree,
    *check({ project }) {
      for (const file of project.files) yield* findMisindents(file);
    },
  },
  {
    id: 'yaml/flow-comma',
    severity: 'E/E/E',
    finds: 'unquoted text inside braces that is cut at a comma',
    why: 'Inside `{}` a comma ends plain text, and what follows becomes a key: half of a sentence or of a condition is lost. Quote the whole text.',
    hasFix: true,
    supersedes: ofWrongTree,
    *check({ project }) {
      for (const file of project.files) yield* findFlowCommas(file);
    },
  },
  {
    id: 'yaml/comment-cut',
    severity: 'E/E/E',
    finds: 'text that is cut at a `#` which seems to belong to it',
    why: 'A `#` after a blank begins a comment, so `ticket #42 is open` is read as `ticket`. Quote the text; for a comment, put a blank after the `#`.',
    hasFix: true,
    check: ({ project }) => findCommentCuts(project),
  },
  {
    id: 'yaml/glob-alias',
    severity: 'E/E/E',
    finds: 'an unquoted pattern such as `*.csv`',
    why: 'YAML takes a word that begins with `*` for an alias, so the pattern is not there. Quote it.',
    hasFix: true,
    supersedes: ['yaml/alias-limit', 'yaml/syntax', 'spec/missing-key'],
    check: ({ project }) => findGlobAliases(project),
  },
  {
    id: 'yaml/alias-limit',
    severity: 'E/E/E',
    finds: 'an alias without an anchor, or more than 250,000 values once aliases are expanded',
    why: 'A few aliases of aliases stand for billions of values: such a file could stop every reader. Write the values out.',
    supersedes: ['spec/missing-key'],
    check: (context) => problemsOf(context, 'alias-limit'),
  },
  {
    id: 'yaml/lost-zero',
    severity: 'W/W/W',
    finds: 'text such as `1.10` or `010` that is not quoted',
    why: 'Other readers see a number, and a number has no zero at its end or beginning: version 1.10 becomes 1.1. Quote it.',
    hasFix: true,
    check: ({ project }) => findLostZeros(project),
  },
  {
    id: 'yaml/norway',
    severity: 'W/W/W',
    finds: 'a plain `yes`, `no`, `on` or `off`',
    why: 'Readers of YAML 1.1, such as PyYAML, see true or false: the country code `NO` becomes false. Quote text, and write `true` or `false` where that is meant.',
    hasFix: true,
    *check(context) {
      yield* shapeProblemsOf(context, 'yaml/norway');
      yield* findNorways(context.project);
    },
  },
  {
    id: 'yaml/number-lookalike',
    severity: 'W/W/W',
    finds: 'text that other readers take for a number, such as the commit `7e12345` or the time `12:30`',
    why: 'The commit 7e12345 is infinity to YAML, and 12:30 is 750 to YAML 1.1. Quote it.',
    hasFix: true,
    check: ({ project }) => findNumberLookalikes(project),
  },
];
