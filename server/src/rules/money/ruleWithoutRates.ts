/** A baseline of two classes that can be run, of which nobody has written down what it reaches. */
import type { RunRuleFact } from '../../../../schemas/facts.ts';
import type { BaselineShape } from '../../../../schemas/spec/baseline.ts';
import { decimal } from '../../spec/decimal.ts';
import { insertKey } from '../../spec/edits.ts';
import type { Fix, TextChange } from '../../spec/edits.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { againstBaseline, isRuleAlone, operatingGoalsOf } from '../economicsView.ts';
import { fillKey, joinInsertions } from '../fillKey.ts';
import type { Finding, RuleContext } from '../rule.ts';
import { binaryWorldOf } from './binaryGoal.ts';

/** Of the first model with goals for recall and precision: the reason is the same for all. */
export function* findRuleWithoutRates({ spec, know, facts }: RuleContext): Generator<Finding> {
  const [pair] = operatingGoalsOf(spec);
  const baseline = againstBaseline(spec);
  if (pair === undefined || baseline === undefined || !isRuleAlone(baseline.node)) return;
  // Amounts that differ from row to row need the rule and no rates.
  if (binaryWorldOf(spec).kind === 'undefined') return;
  const runs = know(facts.runs('plumbline'));
  if (runs === undefined) return;
  const { id, node } = baseline;
  const run = runs.find(
    ({ rule, model, split }) =>
      rule?.text === node.fields.rule?.text && model === pair.modelId && split === pair.splitId,
  );
  const changes = run?.rule === undefined ? undefined : writeRates(node, run.rule);
  const fix: Fix | undefined =
    changes === undefined
      ? undefined
      : { title: `Write down what the rule reached in run:${run?.id ?? ''}`, changes, isPreferred: true };
  const advice =
    fix === undefined ? 'evaluate the model once, then write both down' : `run:${run?.id ?? ''} measured them`;
  yield {
    place: node.fields.rule?.place ?? node.keyPlace ?? node.place,
    message: `What \`${pair.recall.id}\` and \`${pair.precision.id}\` are worth per year is not known: \`${id}\`, which they are compared with, states neither its recall nor its precision: ${advice}.`,
    ...(fix === undefined ? {} : { fixes: [fix] }),
  };
}

/** @returns undefined without positive rows, of which no recall follows */
function writeRates(
  node: ObjectNode<BaselineShape>,
  { truePositives, falsePositives, falseNegatives }: RunRuleFact,
): readonly TextChange[] | undefined {
  const positives = truePositives + falseNegatives;
  const raised = truePositives + falsePositives;
  if (positives === 0) return undefined;
  const rates = [
    ['recall', shareOf(truePositives, positives)] as const,
    // Who raises nothing has no precision, and needs none.
    ...(raised === 0 ? [] : [['precision', shareOf(truePositives, raised)] as const]),
  ];
  const { metrics } = node.fields;
  if (metrics === undefined) {
    return [fillKey(node, 'metrics', `{${rates.map(([name, share]) => `${name}: ${share}`).join(', ')}}`)];
  }
  return joinInsertions(rates.map(([name, share]) => insertKey(metrics.yaml, name, share)));
}

function shareOf(count: number, all: number): string {
  return decimal(count).div(decimal(all)).round(6).toFixed();
}
