/** Quality checks that no tool could compute as they are written. */
import { qualityOperators } from '../../../schemas/contract/quality.ts';
import { isUpTo } from '../../../schemas/contract/versions.ts';
import type { ContractCheck } from '../spec/contractFile.ts';
import { insertKey, removeEntry, replaceText } from '../spec/edits.ts';
import type { AnyNode } from '../spec/located.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { listOf, shorten } from '../spec/words.ts';
import { entryOf } from '../yaml/nodes.ts';
import { stands } from './keyProblems.ts';
import { findMisplacedKeys } from './kindProblems.ts';
import { headOf, ignored, invalid, nodeAt } from './problem.ts';
import type { Reading } from './problem.ts';
import { kindOfCheck, metricOfCheck, numberOf } from './qualityCheck.ts';

/** @param level whether the check stands at an object or at a column */
export function* findCheckProblems(
  check: ContractCheck,
  level: 'object' | 'column',
  reading: Reading,
): Generator<SpecProblem> {
  const kind = kindOfCheck(check);
  switch (kind) {
    case 'library':
      yield* findMetricProblems(check, level, reading);
      yield* findOperatorProblems(check, reading);
      break;
    case 'sql':
      yield* needs(check, ['query'], 'sql');
      yield* findOperatorProblems(check, reading);
      break;
    case 'custom':
      yield* needs(check, ['engine', 'implementation'], 'custom');
      break;
    case 'text':
  }
  yield* findMisplacedKeys(check, kind, 'a check of type', reading);
}

function* needs(check: ContractCheck, keys: readonly string[], kind: string): Generator<SpecProblem> {
  for (const key of keys) {
    if (stands(check, key)) continue;
    yield invalid(check.fields.type?.place ?? headOf(check), `A check of type ${kind} needs \`${key}\`: add it.`, [
      { title: `Add \`${key}\``, changes: [insertKey(check.yaml, key, '')], isPreferred: true },
    ]);
  }
}

function* findMetricProblems(
  check: ContractCheck,
  level: 'object' | 'column',
  { version }: Reading,
): Generator<SpecProblem> {
  const hasMetrics = isUpTo('v3.1.0', version);
  const rule = entryOf(check.yaml, 'rule');
  if (!stands(check, 'metric')) {
    if (rule === undefined) {
      const key = hasMetrics ? 'metric' : 'rule';
      yield invalid(
        check.fields.type?.place ?? headOf(check),
        `A library check needs \`${key}\`: say what is counted.`,
        [{ title: `Add \`${key}\``, changes: [insertKey(check.yaml, key, '')], isPreferred: true }],
      );
    } else if (hasMetrics) {
      yield ignored(
        rule.keyPlace,
        `\`rule\` is the old name of \`metric\`, and ${version} asks for \`metric\`: rename it.`,
        [{ title: 'Change to `metric`', changes: [replaceText(rule.keyPlace, 'metric')], isPreferred: true }],
      );
    }
  }
  const metric = metricOfCheck(check);
  const place = check.fields.metric?.place ?? check.fields.rule?.place;
  if (place === undefined) return;
  if (metric === 'rowCount' && level === 'column') {
    yield invalid(
      place,
      '`rowCount` counts the rows of an object and stands at a column here: move the check to the object.',
    );
  }
  if ((metric === 'nullValues' || metric === 'missingValues' || metric === 'invalidValues') && level === 'object') {
    yield invalid(
      place,
      `\`${metric}\` counts values of a column and stands at an object here: move the check to a column.`,
    );
  }
}

function* findOperatorProblems(check: ContractCheck, { version }: Reading): Generator<SpecProblem> {
  const operators = check.yaml.entries.filter(({ key }) => qualityOperators.some((operator) => operator === key));
  const [first, ...others] = operators;
  for (const other of others) {
    if (first === undefined || first.key === other.key) continue;
    yield invalid(
      other.keyPlace,
      `A check compares once, and \`${first.key}\` stands here already: make a second check of \`${other.key}\`.`,
      [{ title: `Remove \`${other.key}\``, changes: [removeEntry(check.yaml, other)] }],
    );
  }
  if (first === undefined && isUpTo('v3.1.0', version)) {
    const place = check.fields.metric?.place ?? check.fields.query?.place ?? headOf(check);
    yield invalid(place, `The check compares with nothing: add ${listOf(qualityOperators, 'or')}.`, [
      { title: 'Add `mustBe`', changes: [insertKey(check.yaml, 'mustBe', '')] },
    ]);
  }
  const { mustBeBetween, mustNotBeBetween } = check.fields;
  if (mustBeBetween !== undefined) yield* findRangeProblems('mustBeBetween', mustBeBetween.items, mustBeBetween);
  if (mustNotBeBetween !== undefined) {
    yield* findRangeProblems('mustNotBeBetween', mustNotBeBetween.items, mustNotBeBetween);
  }
  const isCounted = kindOfCheck(check) === 'library';
  for (const key of ['mustBe', 'mustNotBe'] as const) {
    const node = nodeAt(check, key);
    if (!isCounted || node === undefined || numberOf(node) !== undefined) continue;
    const written = node.kind === 'scalar' ? `\`${shorten(node.text)}\`` : 'this';
    yield invalid(node.place, `\`${key}\` is compared with a count, and ${written} is no number: write one.`);
  }
}

function* findRangeProblems(
  key: string,
  items: readonly { readonly value: number; readonly text: string }[],
  node: AnyNode,
): Generator<SpecProblem> {
  const [low, high] = items;
  if (node.yaml.kind === 'list' && node.yaml.items.length !== 2) {
    yield invalid(
      node.place,
      `\`${key}\` takes two numbers, and here ${node.yaml.items.length === 1 ? 'is 1' : `are ${node.yaml.items.length}`}: write \`[least, most]\`.`,
    );
    return;
  }
  if (low === undefined || high === undefined || low.value < high.value) return;
  if (low.value === high.value) {
    yield invalid(node.place, `The two numbers of \`${key}\` must differ: for one number there is \`mustBe\`.`);
    return;
  }
  yield invalid(
    node.place,
    `Nothing lies between ${low.text} and ${high.text}, because the first is greater: swap them.`,
    [{ title: 'Swap them', changes: [replaceText(node.place, `[${high.text}, ${low.text}]`)], isPreferred: true }],
  );
}
