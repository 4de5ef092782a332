/** Costs: the ledger with its hidden part, plans against actual charges, budget and revenue. */
import * as z from 'zod';
import { costCategories } from '../costCategories.ts';
import {
  cell,
  choice,
  currency,
  date,
  estimate,
  freeMap,
  glob,
  mapOf,
  person,
  quantity,
  reference,
  text,
} from '../scalars.ts';

const categoryMeanings = Object.fromEntries(costCategories.map(({ name, description }) => [name, description]));
const category = () => choice(costCategories.map(({ name, description }) => [name, description] as const));
const focus = { format: ['focus'] };

const rate = z.strictObject({
  rate: quantity('ratio').meta({
    description: 'What one unit of this currency is worth in `costs.currency`.',
    samples: ['1.08'],
  }),
  date: date().meta({ description: 'Day of the rate.', samples: ['2026-10-01'] }),
});

const budget = z.strictObject({
  build: quantity('money')
    .optional()
    .meta({
      description: 'Money for all one-off items.',
      rules: ['cost/over-budget'],
      samples: ['1.2 MUSD'],
    }),
  run: quantity('money/period')
    .optional()
    .meta({
      description: 'Money per period for everything that goes on.',
      rules: ['cost/over-budget'],
      samples: ['360 kUSD/year'],
    }),
});

const actual = z.strictObject({
  format: choice([
    ['focus', 'Cloud bill in the FOCUS format, CSV or Parquet.'],
    ['timesheet', 'CSV with date, hours, category.'],
    [
      'harvest',
      'Detailed time report of Harvest as CSV: hours by task, at the cost rate of each person in the currency of the plan.',
    ],
    ['codecarbon', 'emissions.csv of CodeCarbon.'],
    ['opencost', 'Allocation of OpenCost or Kubecost, JSON or CSV.'],
    ['label-tool', 'Export of a labelling tool with times.'],
  ]).meta({ description: 'What kind of file it is.' }),
  path: glob().meta({
    description: 'File or pattern of files inside the workspace.',
    rules: ['yaml/glob-alias'],
    samples: ['"finance/focus-*.csv"'],
  }),
  cost: choice([
    ['EffectiveCost', 'Prepayments are spread over their use, so that months compare.'],
    ['BilledCost', 'As on the invoice.'],
  ])
    .optional()
    .meta({
      description: 'Which cost column is summed; the two are never added.',
      standard: 'EffectiveCost',
      appliesWhen: focus,
    }),
  tags: freeMap('free', cell().meta({ description: 'Value of the tag.' }))
    .optional()
    .meta({
      description: 'Only charges with all these tags count.',
      samples: ['{project: flight-delays}'],
    }),
  map: freeMap(
    'free',
    category().meta({ description: 'Category of these charges.', wrongValueRule: 'cost/unknown-category' }),
  )
    .optional()
    .meta({
      description:
        'What charges are called, and the category of costs that they count to: a category or name of a service in a cloud bill, a project of CodeCarbon, a name or part (`cpu`, `gpu`, `ram`, `pv`, `network`) of OpenCost, a booked word of a timesheet, a task of Harvest, or `tag:key=value`. What is left over is listed with its sum.',
      rules: ['cost/actuals-unmapped', 'cost/unknown-category'],
      samples: ['{Compute: inference, Storage: storage}'],
    }),
});

const item = z.strictObject({
  category: category()
    .optional()
    .meta({
      description: 'Category of the item.',
      standard: 'the id of the item',
      need: { when: 'the id is no category', rule: 'cost/unknown-category' },
      wrongValueRule: 'cost/unknown-category',
    }),
  cost: estimate('cost')
    .optional()
    .meta({
      description: 'Amount: once, per period, or per use; one number, or low, likely and high.',
      need: {
        when: 'the item is not given by hours, labelling, `from` or `none`',
        without: ['hours', 'items', 'from', 'none'],
      },
      rules: ['cost/no-period', 'cost/estimate-no-range', 'cost/zero-suspicious', 'cost/mixed-currency'],
      samples: ['900 USD/month', '{low: 20 kUSD, likely: 28 kUSD, high: 45 kUSD}'],
    }),
  hours: estimate('work')
    .optional()
    .meta({
      description: 'Work of people: in all, or per period.',
      rules: ['cost/no-period', 'cost/data-share-implausible'],
      samples: ['60 h/month', '1600 h'],
    }),
  rate: quantity('money/work')
    .optional()
    .meta({
      description: 'What an hour costs, with all charges.',
      need: { when: 'hours or labelling are given', rule: 'spec/missing-key' },
      samples: ['75 USD/h'],
    }),
  label: reference('label')
    .optional()
    .meta({ description: 'Label whose making costs this; `per_item` opinions are paid for each item.' }),
  for: reference(['data', 'label', 'target', 'model'])
    .optional()
    .meta({
      description: 'Data source, label, deployment target or model that the item is for; its costs are shown there.',
      samples: ['flights'],
    }),
  items: estimate('count')
    .optional()
    .meta({
      description: 'Number of items that are labelled, once or per period.',
      rules: ['schedule/labels-do-not-fit'],
      samples: ['12000', '1000 items/month'],
    }),
  seconds: estimate('time')
    .optional()
    .meta({
      description: 'Time for one opinion about one item.',
      need: { when: 'items are labelled', rule: 'spec/missing-key' },
      samples: ['45 s'],
    }),
  review: quantity('ratio')
    .optional()
    .meta({ description: 'Time for review, as a share of that for labelling.', standard: '0 %', samples: ['15 %'] }),
  rework: quantity('ratio')
    .optional()
    .meta({
      description: 'Time for doing it again, as a share of that for labelling.',
      standard: '0 %',
      samples: ['12 %'],
    }),
  usable: quantity('ratio')
    .optional()
    .meta({ description: 'Share of items whose labels can be used in the end.', standard: '100 %', samples: ['95 %'] }),
  from: choice([['economics', 'Derived from economics: what wrong answers cost.']])
    .optional()
    .meta({ description: 'Derived, never typed twice.', rules: ['cost/double-count'] }),
  none: text()
    .optional()
    .meta({
      description:
        'Reason why this category costs nothing. It counts as covered; an absent category is unknown, not zero.',
      rules: ['cost/category-untracked'],
      samples: ['no regulated function'],
    }),
  once: z
    .boolean()
    .optional()
    .meta({
      description: 'Whether it is paid once. Money without a period needs it.',
      standard: 'false',
      need: { when: 'an amount has no period', rule: 'cost/no-period' },
    }),
  part_of: reference('item')
    .optional()
    .meta({
      description: 'Item that already contains this one; it is shown and not added.',
      rules: ['cost/double-count', 'ref/cycle'],
    }),
  actual: reference('actual')
    .optional()
    .meta({ description: 'Import of charges or hours with which the plan is compared.', rules: ['cost/plan-drift'] }),
  owner: person().optional().meta({ description: 'Who answers for the item.', standard: 'the owner of the project' }),
  automatable: quantity('ratio')
    .optional()
    .meta({ description: 'Share of the work that software could do.', samples: ['60 %'] }),
  automation_cost: quantity('money')
    .optional()
    .meta({
      description:
        'What it would cost once to let software do that share, in `costs.currency`; from it comes the payback.',
      samples: ['20 kUSD'],
    }),
  outsourceable: quantity('ratio')
    .optional()
    .meta({ description: 'Share of the work that others could do.', samples: ['100 %'] }),
  share_checked: quantity('ratio')
    .optional()
    .meta({
      description: 'Share of answers that people check; a sample is often enough.',
      rules: ['cost/full-manual-check'],
      samples: ['20 %'],
    }),
});

export const costs = z.strictObject({
  currency: currency()
    .optional()
    .meta({
      description: 'Currency in which sums are made, as a code of ISO 4217.',
      need: { when: 'always', rule: 'cost/no-currency' },
      samples: ['USD', 'EUR'],
    }),
  rates: freeMap('currency', rate.meta({ description: 'Rate of one currency.' }))
    .optional()
    .meta({
      description: 'Rates by which other currencies are converted. Without a rate nothing is added across currencies.',
      need: { when: 'items are in several currencies', rule: 'cost/mixed-currency' },
      samples: ['{EUR: {rate: 1.08, date: 2026-10-01}}'],
    }),
  price_date: date()
    .optional()
    .meta({
      description: 'Day on which the prices of the plan were looked up.',
      rules: ['cost/price-stale'],
      samples: ['2026-10-01'],
    }),
  budget: budget.optional().meta({
    description: 'Money that may be spent on building and on running.',
    rules: ['cost/over-budget'],
    samples: ['{build: 1.2 MUSD, run: 360 kUSD/year}'],
  }),
  revenue: quantity('money/period')
    .optional()
    .meta({
      description: 'What customers pay for the product per period.',
      rules: ['cost/no-revenue-link'],
      samples: ['500 kUSD/year'],
    }),
  actuals: mapOf('actual', actual.meta({ id: 'actual', description: 'One import.' }))
    .optional()
    .meta({ description: 'Files with real charges and hours. They are read, never changed.' }),
  items: mapOf('item', item.meta({ id: 'cost-item', description: 'One item of the ledger.' }))
    .optional()
    .meta({
      description: 'Items by category. Each of the categories needs an item, or `none` with a reason.',
      need: { when: 'always', rule: 'cost/category-untracked' },
      suggests: categoryMeanings,
    }),
});

export type CostsShape = z.infer<typeof costs>;
export type CostItemShape = z.infer<typeof item>;
export type CostActualShape = z.infer<typeof actual>;
