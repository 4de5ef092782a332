/** Rules about the form of the ledger: every category, one currency, a period for every amount. */
import { costCategories } from '../../../schemas/costCategories.ts';
import { insertKey, removeEntry, replaceText } from '../spec/edits.ts';
import type { Fix, TextChange } from '../spec/edits.ts';
import type { QuantityNode } from '../spec/located.ts';
import { lacks, stateOf } from '../spec/located.ts';
import { nearest } from '../spec/nearest.ts';
import { listOf, shorten } from '../spec/words.ts';
import { entryOf } from '../yaml/nodes.ts';
import { currencyOf, importsOf, itemsOf, likelyOf, moneyOf } from './costView.ts';
import type { ItemView } from './costView.ts';
import { fillKey } from './fillKey.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';
import { problemsOf } from './spec.ts';

type Spec = RuleContext['spec'];

const categories: ReadonlySet<string> = new Set(costCategories.map(({ name }) => name));

/** Items whose id is no category, and that name none. */
function* withoutCategory({ spec }: RuleContext): Generator<Finding> {
  for (const { id, node: item } of itemsOf(spec)) {
    if (categories.has(id) || !lacks(item, 'category')) continue;
    const meant = nearest(id, categories);
    const isAbsent = !item.empty.has('category');
    yield {
      place: item.empty.get('category') ?? item.keyPlace ?? item.place,
      message:
        meant === undefined
          ? `\`${shorten(id)}\` is no category of costs: say under \`category\` to which one it counts.`
          : `\`${shorten(id)}\` is no category of costs: did you mean \`${meant}\`?`,
      fixes:
        meant !== undefined
          ? [{ title: `Add \`category: ${meant}\``, changes: [fillKey(item, 'category', meant)], isPreferred: true }]
          : isAbsent
            ? [{ title: 'Add `category`', changes: [fillKey(item, 'category', '')] }]
            : [],
    };
  }
}

/** Categories that a message lists; beyond, the fix shows them all. */
const listedCategories = 6;

function* findUntracked({ spec, project }: RuleContext): Generator<Finding> {
  const { costs } = spec.fields;
  const items = costs?.fields.items;
  if (spec.unreadable.has('costs') || costs?.unreadable.has('items') === true) return;
  if (items !== undefined && items.unreadable.size > 0) return;
  const stated = itemsOf(spec).map(({ category }) => category);
  if (stated.includes(undefined)) return;
  // An item without a value is a finding already, and so is a mistyped one: its category is thought of.
  const meant = stated.map((name) => (name === undefined || categories.has(name) ? name : nearest(name, categories)));
  const tracked = new Set<string | undefined>([...meant, ...(items?.empty.keys() ?? [])]);
  const missing = costCategories.filter(({ name }) => !tracked.has(name));
  const place =
    items?.keyPlace ??
    costs?.empty.get('items') ??
    costs?.keyPlace ??
    spec.empty.get('costs') ??
    project.files[0]?.yaml.entries[0]?.keyPlace;
  if (missing.length === 0 || place === undefined) return;
  const names = missing.map(({ name }) => name);
  const hidden = missing.filter(({ isHidden }) => isHidden).length;
  const more = names.length - listedCategories;
  const list =
    more > 0
      ? `${names
          .slice(0, listedCategories)
          .map((name) => `\`${name}\``)
          .join(', ')} and ${more} more`
      : listOf(names);
  yield {
    place,
    message: `Nothing is known of ${missing.length} of the ${costCategories.length} categories of costs, ${hidden} of them usually forgotten: ${list}; add an item for each, or \`none\` with a reason.`,
    fixes: [
      {
        title: missing.length === 1 ? `Add \`${names[0] ?? ''}\`` : `Add the ${missing.length} categories`,
        changes: addCategories(spec, names),
        isPreferred: true,
      },
    ],
  };
}

function addCategories(spec: Spec, names: readonly string[]): readonly TextChange[] {
  const { costs } = spec.fields;
  const items = costs?.fields.items;
  if (items !== undefined && items.yaml.entries.length > 0) {
    // Finding the end of a long map is the costly part, so it is found once for all.
    const [first = ''] = names;
    const { place, newText } = insertKey(items.yaml, first, '');
    const rest = names.slice(1);
    const joined = items.yaml.flow
      ? `${newText.trimEnd()} ${rest.map((name) => `, ${name}: `).join('')}`
      : `${newText}${rest.map((name) => newText.replace(first, name)).join('')}`;
    return [{ place, newText: joined }];
  }
  const inFlow = `{${names.map((name) => `${name}: `).join(', ')}}`;
  if (costs !== undefined) {
    const isFlat = costs.yaml.flow || stateOf(costs, 'items') !== 'absent';
    return [fillKey(costs, 'items', isFlat ? inFlow : names.map((name) => `\n  ${name}:`).join(''))];
  }
  if (spec.empty.has('costs')) return [fillKey(spec, 'costs', `{currency: , items: ${inFlow}}`)];
  return [insertKey(spec.yaml, 'costs', `\n  currency:\n  items:${names.map((name) => `\n    ${name}:`).join('')}`)];
}

function* findNoCurrency({ spec }: RuleContext): Generator<Finding> {
  const { costs } = spec.fields;
  if (costs === undefined || !lacks(costs, 'currency')) return;
  const used = new Set([...moneyOf(spec)].flatMap((node) => currencyOf(node) ?? []));
  const [only = '', ...others] = used;
  const value = others.length === 0 ? only : '';
  const canAdd = value !== '' || stateOf(costs, 'currency') === 'absent';
  yield {
    place: costs.empty.get('currency') ?? costs.keyPlace ?? costs.place,
    message:
      'Nothing says in which currency the costs are summed: add `currency` with a code of ISO 4217, such as USD.',
    fixes: canAdd
      ? [
          {
            title: value === '' ? 'Add `currency`' : `Add \`currency: ${value}\``,
            changes: [fillKey(costs, 'currency', value)],
            isPreferred: true,
          },
        ]
      : [],
  };
}

function* findMixedCurrencies(context: RuleContext): Generator<Finding> {
  const { spec, facts, know } = context;
  const { costs } = spec.fields;
  if (costs === undefined || costs.unreadable.has('currency') || costs.unreadable.has('rates')) return;
  const rates = costs.fields.rates;
  const byCurrency = Map.groupBy(moneyOf(spec), (node) => currencyOf(node));
  byCurrency.delete(undefined);
  // Without a stated currency, the first one is as good as any: another rule asks for it.
  const base = costs.fields.currency?.value ?? [...byCurrency.keys()][0];
  const hasRate = (code: string): boolean =>
    code === base ||
    rates?.entries.has(code) === true ||
    rates?.unreadable.has(code) === true ||
    rates?.empty.has(code) === true;
  const told = new Set<string>();
  for (const [currency, [first, ...others]] of byCurrency) {
    if (currency === undefined || first === undefined || base === undefined || hasRate(currency)) continue;
    told.add(currency);
    yield {
      place: first.place,
      message: `\`${first.text}\` cannot be added to ${base}: state what one ${currency} is worth under \`rates\`, with a date.`,
      related: others.map(({ place }) => ({ place, message: `This is in ${currency}, too.` })),
    };
  }
  const imports = importsOf(spec, (id) => facts.actuals(id), know);
  for (const [id, { sums }] of imports) {
    const place = costs.fields.actuals?.entries.get(id)?.keyPlace;
    const found = new Set(sums.flatMap(({ currency }) => currency ?? []));
    const foreign = [...found].filter((currency) => !hasRate(currency) && !told.has(currency));
    if (place === undefined || base === undefined || foreign.length === 0) continue;
    yield {
      place,
      message: `\`${shorten(id)}\` has charges in ${foreign.map(shorten).join(', ')}, which cannot be added to ${base}: state what one is worth under \`rates\`, with a date.`,
    };
  }
}

/** An amount of an item, and whether it is per period. */
interface TimedAmount {
  readonly node: QuantityNode;
  readonly isPerPeriod: boolean;
}

/** The amount that must be once or per period; undefined for prices per use, and while it cannot be read. */
function timedAmountOf({ node }: ItemView): TimedAmount | undefined {
  const { cost, hours, items } = node.fields;
  for (const estimate of [cost, hours, items]) {
    const likely = likelyOf(estimate);
    if (likely === undefined) continue;
    const { per } = likely.quantity.dimension;
    if (per !== undefined && per.kind !== 'time') return undefined;
    return { node: likely, isPerPeriod: per !== undefined };
  }
  return undefined;
}

function* findNoPeriod({ spec }: RuleContext): Generator<Finding> {
  for (const item of itemsOf(spec)) {
    const { node } = item;
    const amount = timedAmountOf(item);
    if (amount === undefined || node.unreadable.has('once')) continue;
    const isOnce = node.fields.once?.value === true;
    if (amount.isPerPeriod !== isOnce) continue;
    yield {
      place: amount.node.place,
      message: isOnce
        ? `\`${amount.node.text}\` is per period, and \`once\` says that it is paid one time: remove one of the two.`
        : `\`${amount.node.text}\` is neither per period nor \`once\`: write how often, such as \`${perMonth(amount.node)}\`, or \`once: true\`.`,
      fixes: isOnce ? withoutOnce(item) : [onceFix(item), ...perPeriodFixes(item, amount.node)],
    };
  }
}

/** The amount as it would stand per month; a bare number counts items. */
function perMonth({ text, quantity }: QuantityNode): string {
  return `${text}${quantity.unit.text === '' ? ' items' : ''}/month`;
}

function onceFix({ node }: ItemView): Fix {
  return { title: 'It is paid once: add `once: true`', changes: [fillKey(node, 'once', 'true')] };
}

function perPeriodFixes({ node }: ItemView, amount: QuantityNode): readonly Fix[] {
  const isAlone = amount === node.fields.cost || amount === node.fields.hours;
  if (!isAlone || amount.quantity.unit.text === '') return [];
  return ['month', 'year'].map((period) => ({
    title: `It is paid each ${period}: write \`${amount.text}/${period}\``,
    changes: [replaceText(amount.place, `${amount.text}/${period}`)],
  }));
}

function withoutOnce({ node }: ItemView): readonly Fix[] {
  const entry = entryOf(node.yaml, 'once');
  return entry === undefined
    ? []
    : [{ title: 'Remove `once`', changes: [removeEntry(node.yaml, entry)], isPreferred: true }];
}

function* findZeros({ spec }: RuleContext): Generator<Finding> {
  const volume = spec.fields.economics?.fields.volume;
  if (volume === undefined || volume.quantity.value.lte(0)) return;
  for (const { id, node } of itemsOf(spec)) {
    const { cost, hours, items, rate, seconds } = node.fields;
    const zero = [cost, hours, items, seconds, rate]
      .map(likelyOf)
      .find((amount) => amount?.quantity.value.eq(0) === true);
    if (zero === undefined) continue;
    yield {
      place: zero.place,
      message: `\`${shorten(id)}\` costs nothing although ${volume.text} are answered, and unknown is not zero: find the price, or say \`none\` with the reason.`,
    };
  }
}

export const costFormRules: readonly Rule[] = [
  {
    id: 'cost/category-untracked',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'categories of costs that the plan says nothing about',
    why: 'What plans forget is the larger part: data, checks by hand, support, retraining. A category without an item is unknown, not zero. Give it an amount, or `none` with the reason why it costs nothing.',
    hasFix: true,
    check: findUntracked,
  },
  {
    id: 'cost/no-currency',
    severity: 'E/E/E',
    waits: 'project',
    finds: 'costs without a currency in which they are summed',
    why: 'Budgets, imports and returns are compared in one currency. Name it once, by its code of ISO 4217.',
    hasFix: true,
    check: findNoCurrency,
  },
  {
    id: 'cost/mixed-currency',
    severity: 'E/E/E',
    finds: 'amounts in another currency without a rate',
    why: 'A sum over two currencies is wrong by more than most savings. Amounts in another currency count only through a rate with a date; until then nothing is added.',
    check: findMixedCurrencies,
  },
  {
    id: 'cost/no-period',
    severity: 'E/E/E',
    waits: 'section',
    finds: 'an amount that is neither per period nor paid once, or both',
    why: 'The same number is a build cost or a running cost, and they differ by the whole lifetime. Write the period, or `once: true`; a price per use, such as `0.002 USD/prediction`, needs neither.',
    hasFix: true,
    check: findNoPeriod,
  },
  {
    id: 'cost/unknown-category',
    severity: 'E/E/E',
    finds: 'a cost that counts to no category of the list',
    why: 'Categories are a closed list, so that the hidden ones are noticed when they are missing, and sums of two projects compare. Use one of the list, or say under `category` to which one the item counts.',
    hasFix: true,
    *check(context) {
      yield* problemsOf(context, 'cost/unknown-category');
      yield* withoutCategory(context);
    },
  },
  {
    id: 'cost/zero-suspicious',
    severity: 'W/W/W',
    finds: 'a cost of 0 in a project that is used',
    why: 'An unknown price that is written as 0 makes every sum look better than it is. Ask for the price; when something truly costs nothing, `none` with the reason says so and stays visible.',
    check: findZeros,
  },
];
