/** Rules of the group `contract` that look at the table itself: what it violates, what nobody described or computed. */
import type { ContractViolation } from '../../../schemas/contractCheck.ts';
import { planContractCheck } from '../contract/checkPlan.ts';
import type { ContractPlan, PlannedQuestion } from '../contract/checkPlan.ts';
import type { ContractObject } from '../spec/contractFile.ts';
import { counted, listOf, shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { sourcesOf } from './sources.ts';

/** Names that a message lists. */
const listedNames = 8;

/** A source whose table can be held against an object of a contract. */
interface CheckedSource {
  readonly id: string;
  /** The path as written. */
  readonly path: string;
  /** Where the source names its contract. */
  readonly place: Place;
  readonly object: ContractObject;
  readonly plan: ContractPlan;
}

function* checkedSources({ project, spec }: RuleContext): Generator<CheckedSource> {
  for (const { id, node } of sourcesOf(spec)) {
    const { path, contract: reference } = node.fields;
    const contract = reference === undefined ? undefined : project.contractOf(id);
    if (path === undefined || reference === undefined || contract?.object === undefined) continue;
    // Masking decides what the worker shows, not where questions stand.
    const plan = planContractCheck(contract.file, contract.object, new Set());
    yield { id, path: path.text, place: reference.place, object: contract.object, plan };
  }
}

function violated(source: CheckedSource, violation: ContractViolation, rows: number): readonly Finding[] {
  const planned = source.plan.planned.get(violation.key);
  if (planned === undefined) return [];
  return [
    {
      place: planned.place,
      message: sentenceAbout(source, planned, violation, rows),
      related: [{ place: source.place, message: `\`${source.id}\` names this contract.` }],
    },
  ];
}

function sentenceAbout(
  { path }: CheckedSource,
  { column, must, check }: PlannedQuestion,
  { kind, count, value, found, examples }: ContractViolation,
  rows: number,
): string {
  const name = column === undefined ? 'The table' : `\`${shorten(column)}\``;
  const shown = examples.map((example) => {
    const where = `row ${example.row.toLocaleString('en')}${example.file === undefined ? '' : ` of ${shorten(example.file)}`}`;
    return example.value === undefined ? where : `${where} (\`${harmless(example.value)}\`)`;
  });
  const such = shown.length === 0 ? '' : `, such as ${shown.join(', ')}`;
  const share =
    count === undefined ? '' : `${count.toLocaleString('en')} of ${counted(rows, 'row')} (${percentOf(count, rows)})`;
  switch (kind) {
    case 'missing-column':
      return `\`${shorten(path)}\` has no column ${name}${found === undefined ? ': correct the name, or the data.' : `: did you mean \`${shorten(found)}\`?`}`;
    case 'wrong-type':
      return count === undefined
        ? `${name} must ${must}, and in \`${shorten(path)}\` it is ${shorten(found ?? 'another')}: correct one of the two.`
        : `${name} must ${must}, and ${share} ${count === 1 ? 'holds' : 'hold'} something else${such}.`;
    case 'values':
      return `${name} must ${must}, and ${share} of \`${shorten(path)}\` ${failing(must, count)}${such}.`;
    case 'repeated':
      return `${name} must ${must}, and ${share} of \`${shorten(path)}\` ${count === 1 ? 'repeats' : 'repeat'} an earlier one${such}.`;
    case 'metric': {
      const number = (value ?? 0).toLocaleString('en', { maximumSignificantDigits: 6 });
      return `\`${shorten(check ?? 'The check')}\` must ${must}, and is ${number} in \`${shorten(path)}\`${count === undefined ? '' : `: ${share}${such}`}.`;
    }
  }
}

/** What rows do that fail a "must": "is not" of one that "must be at least 1", "do not" of several that "must match". */
function failing(must: string, count: number | undefined): string {
  if (must.startsWith('be ')) return count === 1 ? 'is not' : 'are not';
  return count === 1 ? 'does not' : 'do not';
}

/** A value of the data as text that changes nothing around it. */
function harmless(value: string): string {
  return shorten(value.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}`]/gu, '\u{fffd}'));
}

function percentOf(count: number, rows: number): string {
  const percent = rows === 0 ? 0 : (100 * count) / rows;
  return `${percent.toLocaleString('en', { maximumSignificantDigits: 2 })} %`;
}

function placeOfObject({ fields, place }: ContractObject): Place {
  return fields.name?.place ?? place;
}

export const contractDataRules: readonly Rule[] = [
  {
    id: 'contract/violated',
    severity: 'W/E/E',
    finds: 'data that does not keep its contract',
    why: 'A contract is a promise that others build on. The whole table is read: columns, types, required and unique values, keys, ranges, patterns and the metrics of the standard’s library, where null is no duplicate and no invalid value, and an interval includes its ends. Repair the data, or agree on another contract. Values of columns with a classification other than public or internal are never shown.',
    *check(context) {
      for (const source of checkedSources(context)) {
        const answers = context.know(context.facts.contractCheck(source.id));
        for (const violation of answers?.violations ?? []) yield* violated(source, violation, answers?.rows ?? 0);
      }
    },
  },
  {
    id: 'contract/undescribed-column',
    severity: 'I/I/W',
    waits: 'file',
    finds: 'columns of the data that the contract does not describe',
    why: 'Nobody has promised anything about such a column: it can change its meaning or vanish without a word. Describe it, or do not use it.',
    *check(context) {
      for (const { id, path, object } of checkedSources(context)) {
        const undescribed = context.know(context.facts.contractCheck(id))?.undescribed ?? [];
        if (undescribed.length === 0) continue;
        const names = listOf(undescribed.slice(0, listedNames).map(shorten));
        const more = undescribed.length > listedNames ? ` and ${undescribed.length - listedNames} more` : '';
        yield {
          place: placeOfObject(object),
          message: `\`${shorten(path)}\` has ${undescribed.length === 1 ? 'a column' : 'columns'} that nobody describes here: ${names}${more}.`,
        };
      }
    },
  },
  {
    id: 'contract/not-checked',
    severity: 'H/H/H',
    finds: 'parts of a contract that are not computed, with the reason',
    why: 'Silence must not look like a pass. Queries, checks of other tools and sentences are never run; patterns that cannot be matched in linear time, and keys and values of maps, are not looked at.',
    *check(context) {
      for (const { id, object, plan } of checkedSources(context)) {
        const answers = context.know(context.facts.contractCheck(id));
        const skipped = [
          ...plan.notAsked.map(({ because }) => because),
          ...(answers?.notComputed ?? []).map(({ key, because }) => {
            const { column, check } = plan.planned.get(key) ?? {};
            return `${check ?? column ?? 'a check'}: ${because}`;
          }),
        ];
        if (skipped.length === 0) continue;
        const reasons = [...Map.groupBy(skipped, (because) => because)].map(([because, all]) =>
          all.length === 1 ? because : `${because} (${all.length})`,
        );
        const shown = reasons.slice(0, listedNames).map(shorten).join('; ');
        const more = reasons.length > listedNames ? '; and others' : '';
        yield { place: placeOfObject(object), message: `Not checked against the data: ${shown}${more}.` };
      }
    },
  },
];
