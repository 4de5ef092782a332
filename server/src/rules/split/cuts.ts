/** The rules about single splits: one for testing, with rows, that can be drawn again. */
import { insertKey } from '../../spec/edits.ts';
import { lacks } from '../../spec/located.ts';
import { fillKey } from '../fillKey.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { compareConditionsOnce, cutPlace, cutsBySource, isReadable } from './cutView.ts';
import type { Cut, SourceCuts } from './cutView.ts';

function* missingTest({ spec }: RuleContext): Generator<Finding> {
  const { splits, models } = spec.fields;
  const hasModel = models !== undefined && models.yaml.entries.length > 0;
  if (spec.unreadable.has('splits') || (splits === undefined && !hasModel)) return;
  const ids = splits?.yaml.entries.map(({ key }) => key) ?? [];
  // An entry that cannot be read, or that says no role, may be the test split.
  const mayTest = ids.some((id) => {
    const node = splits?.entries.get(id);
    return id === 'test' || node === undefined || node.unreadable.has('role') || node.fields.role?.value === 'test';
  });
  if (mayTest || (splits === undefined && spec.empty.has('splits'))) return;
  const place = splits?.keyPlace ?? models?.keyPlace;
  if (place === undefined) return;
  yield {
    place,
    message:
      'No split has the role `test`, so nothing says how good an answer about new rows is: add one that no choice was made on.',
    fixes: splits === undefined ? [] : [{ title: 'Add a split `test`', changes: [insertKey(splits.yaml, 'test', '')] }],
  };
}

function* emptySplit({ facts, know }: RuleContext, cut: Cut): Generator<Finding> {
  const { id, condition } = cut;
  const isImpossible = condition !== undefined && compareConditionsOnce(condition, condition) === 'disjoint';
  const fact = facts.split(id);
  // Nothing needs to be counted to know that no row can satisfy a contradiction.
  const rows = isImpossible ? 0 : know(fact)?.rows;
  if (rows !== 0) return;
  const because = isImpossible ? 'no row can satisfy its condition' : 'no row of the data lies in it';
  yield { place: cutPlace(cut), message: `\`${id}\` is empty: ${because}, so correct how it is cut.` };
}

function* unseeded({ cuts }: SourceCuts): Generator<Finding> {
  const seeded = cuts.find(({ node }) => node.fields.seed !== undefined)?.node.fields.seed;
  for (const { id, node } of cuts) {
    const { fraction } = node.fields;
    if (fraction === undefined || !lacks(node, 'seed')) continue;
    const seed = seeded?.text ?? '42';
    yield {
      place: node.empty.get('seed') ?? fraction.keyPlace ?? fraction.place,
      message: `\`${id}\` draws ${fraction.text} of the rows without a \`seed\`: other rows are drawn each time.`,
      fixes: [{ title: `Add \`seed: ${seed}\``, changes: [fillKey(node, 'seed', seed)], isPreferred: true }],
    };
  }
}

export const splitCutRules: readonly Rule[] = [
  {
    id: 'split/no-test',
    severity: 'W/E/E',
    waits: 'project',
    finds: 'a project without a test split',
    why: 'What was chosen on validation rows looks better there than it is. Only rows that nothing was learned or chosen on say how good the answers will be.',
    hasFix: true,
    check: (context) => missingTest(context),
  },
  {
    id: 'split/empty',
    severity: 'E/E/E',
    finds: 'a split without rows',
    why: 'An average over nothing is not a number. Usually a bound is on the wrong side, or a value is spelled otherwise than in the data.',
    *check(context) {
      for (const { cuts } of cutsBySource(context)) {
        for (const cut of cuts) if (isReadable(cut)) yield* emptySplit(context, cut);
      }
    },
  },
  {
    id: 'split/unseeded',
    severity: 'W/W/W',
    waits: 'section',
    finds: 'a random split without a seed',
    why: 'Other rows are drawn each time, so two runs cannot be compared, and rows move from test to training. Fractions of the same rows need the same seed to stay apart.',
    hasFix: true,
    *check(context) {
      for (const cuts of cutsBySource(context)) yield* unseeded(cuts);
    },
  },
];
