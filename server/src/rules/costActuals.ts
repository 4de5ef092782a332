/** Rules that hold the plan against what was imported: budgets, drift, charges that match nothing or count twice. */
import type { ActualsFact } from '../../../schemas/facts.ts';
import { decimal, zero } from '../spec/decimal.ts';
import type { Decimal } from '../spec/decimal.ts';
import { parseInstant, parsePeriod } from '../spec/instant.ts';
import { formatMoney, formatNumber } from '../spec/quantityFormat.ts';
import { listOf, shorten } from '../spec/words.ts';
import type { Place } from '../yaml/place.ts';
import { budgetStandingsOf } from './costBudgetStanding.ts';
import type { BudgetStanding } from './costBudgetStanding.ts';
import { compareWithPlan } from './costComparison.ts';
import type { ComparedLine } from './costComparison.ts';
import { actualsByItem, amountNodeOf, importsOf, likelyOf } from './costView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Spec = RuleContext['spec'];

function knownImports({ spec, facts, know }: RuleContext): ReadonlyMap<string, ActualsFact> {
  return importsOf(spec, (id) => facts.actuals(id), know);
}

function comparedLines(context: RuleContext): readonly ComparedLine[] {
  return compareWithPlan(context.spec, knownImports(context), context.facts.today);
}

/** Where the plan of an item is stated. */
function placeOfPlan(spec: Spec, itemId: string): Place | undefined {
  const node = spec.fields.costs?.fields.items?.entries.get(itemId);
  return node === undefined ? undefined : (likelyOf(amountNodeOf(node))?.place ?? node.keyPlace ?? node.place);
}

const tolerance = decimal('0.2');

function* findDrift(context: RuleContext): Generator<Finding> {
  const { spec, facts } = context;
  const currency = spec.fields.costs?.fields.currency?.value;
  const planned = spec.fields.schedule?.fields.planned;
  const end = planned === undefined ? undefined : parsePeriod(planned.text)?.to;
  const isOver = end !== undefined && (parseInstant(facts.today) ?? 0) >= end;
  for (const { line, comparison } of comparedLines(context)) {
    const [first = ''] = line.items;
    const place = placeOfPlan(spec, first);
    if (place === undefined || currency === undefined || comparison.planned.lte(0)) continue;
    const off = comparison.actual.minus(comparison.planned).div(comparison.planned);
    // Less than planned on something that is paid once may only mean that it is not yet done.
    const isUnder = off.lt(0) && comparison.isOnce && !isOver;
    if (off.abs().lte(tolerance) || isUnder) continue;
    const { months } = comparison;
    const [from, to] = [months[0]?.month ?? '', months.at(-1)?.month ?? ''];
    const when = from === to ? `in ${from}` : `from ${from} to ${to}`;
    yield {
      place,
      message: `${listOf(line.items)} cost ${formatMoney(comparison.actual, currency)} ${when}, ${formatNumber(off.abs().times(100), 2)} % ${off.gt(0) ? 'more' : 'less'} than the ${formatMoney(comparison.planned, currency)} of the plan: find out why, or plan anew.`,
    };
  }
}

function* findOverBudget(context: RuleContext): Generator<Finding> {
  for (const standing of budgetStandingsOf(context.spec, comparedLines(context))) {
    const { limit } = standing;
    const money = (amount: Decimal) => formatMoney(amount, limit.currency, limit.when === 'once' ? undefined : 'year');
    const found = overrun(standing);
    if (found === undefined) continue;
    yield {
      place: limit.node.place,
      message: `${found.what} ${money(found.amount)}, ${money(found.amount.minus(limit.amount))} above the budget: spend less, or have it raised.`,
    };
  }
}

/** What exceeds a limit, the most certain first: what was spent, then the plan, then the forecast. */
function overrun({
  limit,
  planned,
  spent,
  expected,
}: BudgetStanding): { readonly what: string; readonly amount: Decimal } | undefined {
  if (limit.when === 'once' && spent.gt(limit.amount)) return { what: 'Building has already cost', amount: spent };
  if (planned.gt(limit.amount)) {
    return {
      what: limit.when === 'once' ? 'By the plan, building costs' : 'By the plan, running costs',
      amount: planned,
    };
  }
  if (expected.lte(limit.amount)) return undefined;
  return {
    what:
      limit.when === 'once' ? 'With what was spent, building costs' : 'At the rate of the last months, running costs',
    amount: expected,
  };
}

/** Names that a message lists. */
const listedNames = 4;

function* findUnmapped(context: RuleContext): Generator<Finding> {
  const { spec } = context;
  const imports = knownImports(context);
  const { loose } = actualsByItem(spec, imports);
  for (const [id, fact] of imports) {
    const node = spec.fields.costs?.fields.actuals?.entries.get(id);
    if (node === undefined) continue;
    const place = node.fields.map?.keyPlace ?? node.keyPlace ?? node.place;
    const own = loose.filter(({ actual, amount }) => actual === id && !amount.eq(0));
    if (own.length > 0) {
      const names = [
        ...fact.unmapped.map(
          ({ name, amount, currency }) => `${shorten(name)} ${formatMoney(decimal(amount), currency)}`,
        ),
        ...own.flatMap(({ category, amount, currency }) =>
          category === null ? [] : [`${category} ${formatMoney(amount, currency)}`],
        ),
      ];
      yield {
        place,
        message: `${sumsInWords(own)} of \`${shorten(id)}\` match no item: ${names.slice(0, listedNames).join(', ')}${names.length > listedNames ? `, and ${names.length - listedNames} more` : ''}; add them to \`map\`, or add \`actual: ${id}\` to the item that pays them.`,
      };
    }
    const [problem] = fact.problems;
    if (problem === undefined) continue;
    const more = fact.problems.length > 1 ? ` (and ${fact.problems.length - 1} more)` : '';
    const lost = fact.unreadRows === 0 ? '' : `, so its sums lack ${fact.unreadRows.toLocaleString('en')} of its rows`;
    yield {
      place: node.fields.path?.place ?? place,
      message: `\`${shorten(id)}\` has problems${lost}: ${problem.replace(/\.$/, '')}${more}.`,
    };
  }
}

/** "120 USD and 14 EUR", one sum per currency. */
function sumsInWords(parts: readonly { readonly amount: Decimal; readonly currency: string }[]): string {
  const sums = Map.groupBy(parts, ({ currency }) => currency);
  return [...sums]
    .map(([currency, own]) =>
      formatMoney(
        own.reduce((sum, { amount }) => sum.plus(amount), zero),
        currency,
      ),
    )
    .join(' and ');
}

export const costActualRules: readonly Rule[] = [
  {
    id: 'cost/over-budget',
    severity: 'W/W/E',
    waits: 'project',
    finds: 'a budget that the plan, the money spent or the forecast exceeds',
    why: 'An overrun that is seen early can be decided on; seen late, it decides. What was spent counts first, then the plan, then what comes of it when the last three months go on.',
    check: findOverBudget,
  },
  {
    id: 'cost/plan-drift',
    severity: 'I/W/W',
    finds: 'an item that costs over 20 % more or less than planned',
    why: 'A plan that is never compared with invoices is a wish. Complete months of the import are compared with the same months of the plan; what is paid once is late only after the last day of the project.',
    check: findDrift,
  },
  {
    id: 'cost/actuals-unmapped',
    severity: 'I/I/I',
    waits: 'project',
    finds: 'imported charges that match no item of the plan, or cannot be read',
    why: 'Plans must meet invoices: what matches no item is either forgotten in the plan or belongs to another project. `map` gives services and tags a category; the rest stays listed with its sum.',
    check: findUnmapped,
  },
];
