/** Rules about how well a plan of costs can be believed: ranges, old prices, shares that budgets break on. */
import type { BudgetLimit } from './costBudget.ts';
import { budgetLimitsOf } from './costBudget.ts';
import { amountNodeOf, itemsOf, summaryOf } from './costView.ts';
import { planCheckSample } from '../cost/checkSample.ts';
import { computeDataWorkShare } from '../cost/dataWorkShare.ts';
import { decimal } from '../spec/decimal.ts';
import { readShare } from '../spec/economicsInputs.ts';
import { replaceText } from '../spec/edits.ts';
import { millisecondsPerDay, parseInstant, parsePeriod } from '../spec/instant.ts';
import { formatMoney, formatNumber } from '../spec/quantityFormat.ts';
import { counted, shorten } from '../spec/words.ts';
import { volumeOf } from './economicsView.ts';
import { ledgerOf } from './ledgerView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

/** Part of the budget from which one number is not enough. */
const largeShare = decimal('0.05');

function* findPointEstimates({ spec, facts }: RuleContext): Generator<Finding> {
  const period = spec.fields.schedule?.fields.planned;
  const end = period === undefined ? undefined : parsePeriod(period.text)?.to;
  const isBuilt = end !== undefined && (parseInstant(facts.today) ?? 0) >= end;
  const limits = new Map(budgetLimitsOf(spec).map((limit) => [limit.when, limit]));
  for (const { id, node } of itemsOf(spec)) {
    const summary = summaryOf(spec, id);
    const amount = amountNodeOf(node);
    // What is measured already, or was paid before the last day, is no estimate any more.
    if (summary === undefined || !summary.isAdded || summary.price.kind === 'undefined') continue;
    if (amount?.kind !== 'quantity' || node.fields.actual !== undefined) continue;
    const { when, amount: price } = summary.price.value;
    const limit: BudgetLimit | undefined = limits.get(when);
    if (limit?.currency !== price.currency || limit.amount.lte(0) || (when === 'once' && isBuilt)) continue;
    const share = price.mean.div(limit.amount);
    if (share.lte(largeShare)) continue;
    yield {
      place: amount.place,
      message: `\`${shorten(id)}\` is ${formatNumber(share.times(100), 2)} % of the budget and stated as one number: what is still to come has a lowest, a likely and a highest value.`,
      fixes: [
        {
          title: 'Write a range around it',
          changes: [replaceText(amount.place, `{low: , likely: ${amount.text}, high: }`)],
          isPreferred: true,
        },
      ],
    };
  }
}

/** Days after which a price is looked up again. */
const freshDays = 90;

function* findStalePrices({ spec, facts }: RuleContext): Generator<Finding> {
  const costs = spec.fields.costs?.fields;
  const today = parseInstant(facts.today);
  if (costs === undefined || today === undefined) return;
  const dated = [
    { node: costs.price_date, what: 'The prices were looked up', then: 'ago, on' },
    ...[...(costs.rates?.entries ?? [])].map(([code, { fields }]) => ({
      node: fields.date,
      what: `The rate of ${shorten(code)} is`,
      then: 'old, from',
    })),
  ];
  for (const { node, what, then } of dated) {
    const at = node === undefined ? undefined : parseInstant(node.text);
    if (node === undefined || at === undefined) continue;
    const days = Math.floor((today - at) / millisecondsPerDay);
    if (days <= freshDays) continue;
    yield {
      place: node.place,
      message: `${what} ${days} days ${then} ${node.text}: look again, and write the new date.`,
    };
  }
}

function* findLittleDataWork({ spec }: RuleContext): Generator<Finding> {
  const ledger = ledgerOf(spec);
  const items = spec.fields.costs?.fields.items;
  const share = ledger === undefined ? undefined : computeDataWorkShare(ledger);
  if (items === undefined || share?.kind !== 'known' || share.value.gte('0.5')) return;
  yield {
    place: items.keyPlace ?? items.place,
    message: `Work on data is ${formatNumber(share.value.times(100), 2)} % of what people cost in this plan, and it is usually more than half: look again at cleaning, aggregation, labelling and checks.`,
  };
}

function* findFullChecks({ spec }: RuleContext): Generator<Finding> {
  // Where people can be hurt, checking everything is a decision and no slip.
  if (spec.fields.affects?.value === 'safety') return;
  for (const { id, node } of itemsOf(spec)) {
    const share = node.fields.share_checked;
    const checked = readShare('share_checked', share?.quantity);
    if (share === undefined || checked.kind === 'undefined' || checked.value.lt(1)) continue;
    yield {
      place: share.place,
      message: `\`${shorten(id)}\` checks every answer by hand, so it grows with every customer${describeSample(spec, id)}.`,
    };
  }
}

/** What a monthly sample would save and how exact it is, or plain advice while that is not known. */
function describeSample(spec: RuleContext['spec'], itemId: string): string {
  const volume = volumeOf(spec);
  const price = summaryOf(spec, itemId)?.price;
  const advice = ': check a sample';
  if (volume.kind === 'undefined') return advice;
  const monthly = volume.value.div(12).toNumber();
  const best = planCheckSample(monthly);
  if (best === undefined) return advice;
  const part = decimal(best.size).div(decimal(monthly));
  const saving =
    price?.kind === 'known' && price.value.when === 'yearly'
      ? `saves ${formatMoney(price.value.amount.mean.times(decimal(1).minus(part)), price.value.amount.currency)} of ${formatMoney(price.value.amount.mean, price.value.amount.currency)} a year`
      : `saves ${formatNumber(decimal(1).minus(part).times(100), 2)} % of the work`;
  return `: a sample of ${counted(best.size, 'answer')} a month ${saving} and shows the share of errors to ± ${formatNumber(decimal(best.error).times(100))} percentage points`;
}

function* findVariants({ spec }: RuleContext): Generator<Finding> {
  const { variants, customers } = spec.fields.product?.fields ?? {};
  if (variants === undefined || customers === undefined) return;
  if (customers.value < 2 || variants.value < customers.value) return;
  yield {
    place: variants.place,
    message: `${counted(variants.value, 'model')} for ${counted(customers.value, 'customer')} means that every new customer brings a model to train, watch and repair: look for one that serves several.`,
  };
}

export const costEstimateRules: readonly Rule[] = [
  {
    id: 'cost/estimate-no-range',
    severity: 'H/H/W',
    finds: 'a large future cost that is stated as one number',
    why: 'One number for what has not happened yet is a guess that looks like knowledge. Low, likely and high say how sure you are, and sums then show how far the budget may be off. Asked for above 5 % of the budget.',
    hasFix: true,
    check: findPointEstimates,
  },
  {
    id: 'cost/price-stale',
    severity: 'I/I/W',
    finds: 'prices or rates that are older than 90 days',
    why: 'Prices of clouds, labels and tokens and rates of currencies move within a quarter. Look them up again and write the date, or the plan compares with a market that is gone.',
    check: findStalePrices,
  },
  {
    id: 'cost/data-share-implausible',
    severity: 'I/I/I',
    waits: 'project',
    finds: 'a plan in which work on data is less than half of what people cost',
    why: 'Collecting, cleaning, joining, labelling and checking data takes more than half of the work in nearly every project. A smaller share usually means that some of it was forgotten, and there budgets break.',
    check: findLittleDataWork,
  },
  {
    id: 'cost/full-manual-check',
    severity: 'I/I/I',
    finds: 'answers that are all checked by hand',
    why: 'Checking everything costs as much as answering by hand, and grows with every customer. A random sample shows the share of errors nearly as well; where errors can hurt people, checking all may be right, and the rule is silent.',
    check: findFullChecks,
  },
  {
    id: 'cost/per-customer-variant',
    severity: 'I/I/I',
    finds: 'as many models as customers',
    why: 'A model for each customer is a project for each customer: data, labels, monitoring and repair do not shrink when the tenth arrives. One model with the customer as an input often does as well.',
    check: findVariants,
  },
];
