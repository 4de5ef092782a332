/**
 * View model of the Cost panel, and what `plumbline cost` prints as JSON: what the project costs and returns.
 *
 * As in the overview, all text is plain text for display, a number that can be missing says why, and numbers have two
 * faces: `text` to read and `number` to draw. All money is in `currency` unless its text says otherwise.
 */
import * as z from 'zod';
import { figure } from './overview.ts';
import { sourceLocation } from './sourceLocation.ts';

const sentence = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().min(0).meta({ description });
const money = (description: string) => z.number().meta({ description });
const share = (description: string) => z.number().min(0).max(1).meta({ description });
const because = () => sentence('The end of "not known because …", without a full stop.');

const unknownPart = z.strictObject({
  state: z.literal('unknown'),
  because: because(),
  next: z.string().optional().meta({ description: 'What to do about it, as a sentence.' }),
});

/** Something that is known as a whole, or not, for a reason. */
const part = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.discriminatedUnion('state', [z.strictObject({ state: z.literal('known'), ...shape }), unknownPart]);

export const costCategoryView = z.strictObject({
  id: sentence('Word in the spec.'),
  name: sentence('For display.'),
  meaning: sentence('What belongs to it.'),
  group: z.enum(['data', 'model', 'operation']),
  isHidden: z.boolean().meta({ description: 'Whether plans usually forget it.' }),
  coverage: z.enum(['tracked', 'derived', 'none', 'untracked']),
  reason: z.string().optional().meta({ description: 'Why it costs nothing.' }),
  source: sourceLocation.optional(),
  oneOff: figure.optional(),
  yearly: figure.optional(),
  size: money('One-off plus one year, for drawing; 0 where nothing is known.'),
  range: z
    .strictObject({ low: money('Least.'), high: money('Most.'), text: sentence('For display.') })
    .optional()
    .meta({ description: 'What an untracked category may cost: as little and as much as the tracked ones.' }),
});

export const costItemView = z.strictObject({
  id: sentence('Id in the spec.'),
  category: sentence('Word in the spec.'),
  source: sourceLocation,
  behaviour: z.enum(['one-off', 'fixed', 'per-use']).meta({ description: 'Paid once, per period, or with each use.' }),
  basis: z.enum(['declared', 'estimated', 'measured']).meta({
    description: 'One number somebody wrote, a range, or followed by an import.',
  }),
  amount: figure,
  range: z.strictObject({ low: money('Least.'), high: money('Most.') }).optional(),
  isAdded: z.boolean().meta({ description: 'Whether it is in the sums: not when another item contains it.' }),
  owner: z.string().optional(),
  metrics: z.array(z.string()).meta({
    description: 'Ids of the metrics that measure what the item is `for`; empty when it does not say.',
  }),
});

const returnRow = z.strictObject({
  id: sentence('Such as `saved`, `net-present-value`, or `net-present-value/rules` against another baseline.'),
  label: sentence('What it is.'),
  atTarget: figure,
  atLimit: figure,
  measured: figure,
});

const simulation = part({
  draws: count('Draws from each input.'),
  seed: z.int().meta({ description: 'Equal seeds give equal results.' }),
  p10: figure,
  p50: figure,
  p90: figure,
  lossShare: share('Share of outcomes below 0.'),
  drivers: z.array(
    z.strictObject({
      label: sentence('The input.'),
      share: share('What it adds to the spread.'),
      range: sentence('Its ends for display.'),
      source: sourceLocation.optional(),
    }),
  ),
});

const band = z.strictObject({ low: money('Least.'), likely: money('Likely.'), high: money('Most.') });

const plan = part({
  months: z.array(
    z.strictObject({
      month: sentence('Such as `2026-04`.'),
      planned: money('Plan of the items that an import follows.').optional(),
      actual: money('Spent; absent from the month on that is not complete.').optional(),
      forecast: band.optional(),
    }),
  ),
  spent: figure,
  atEnd: figure,
  lines: z.array(
    z.strictObject({
      label: sentence('Items that are compared.'),
      source: sourceLocation.optional(),
      planned: figure,
      actual: figure,
      difference: sentence('For display.'),
      isOff: z.boolean().meta({ description: 'More than 20 % off.' }),
    }),
  ),
  followed: share('Share of the planned money, one-off plus one year, that an import follows.'),
});

const budget = z.strictObject({
  label: sentence('Building or running.'),
  limit: figure,
  planned: figure,
  expected: figure.meta({ description: 'With what was spent, or at the rate of the last months.' }),
  used: z.number().min(0).meta({ description: 'Expected as a share of the limit.' }),
  isOver: z.boolean(),
});

const lever = z.strictObject({
  label: sentence('What could be done.'),
  perYear: figure.meta({ description: 'Saved or earned per year.' }),
  worthUpTo: figure.meta({ description: 'The most that it may cost once.' }),
  payback: figure,
  source: sourceLocation.optional(),
});

const frontier = part({
  quality: sentence('What the height is.'),
  cost: sentence('What the width is.'),
  lines: z.array(
    z.strictObject({
      label: z.enum(['target', 'limit', 'break-even']),
      value: z.number(),
      text: sentence('For display.'),
      source: sourceLocation.optional(),
    }),
  ),
  runs: z.array(
    z.strictObject({
      id: sentence('Name of the run.'),
      model: z.string(),
      at: sentence('ISO 8601 with zone.'),
      cost: z.number(),
      costText: sentence('For display.'),
      value: z.number(),
      valueText: sentence('For display.'),
      passes: z.boolean().meta({ description: 'Holds every limit that it measured, and the lines above.' }),
      isBest: z.boolean().meta({ description: 'No other run is both cheaper and better.' }),
      isCheapestPassing: z.boolean(),
      file: sourceLocation.optional(),
    }),
  ),
});

const energy = part({
  energy: figure,
  carbon: figure,
  months: z.array(z.strictObject({ month: sentence('Month.'), kwh: money('kWh.'), kg: money('kgCO2e.').optional() })),
});

const drift = part({
  lines: z.array(
    z.strictObject({
      check: sentence('Id of the check in the spec.'),
      column: sentence('Column that drifts.'),
      at: sentence('When it was compared, ISO 8601 with zone.'),
      perYear: figure.meta({ description: 'Change of the yearly value if it stayed so.' }),
      source: sourceLocation,
    }),
  ),
  stale: z.array(z.string()).meta({ description: 'Checks whose last comparison is out of date.' }),
});

/** All of it is an estimate from the history of the files. */
const work = part({
  basis: sentence('Commits, people and days that it is estimated from.'),
  hours: figure,
  dataShare: figure.meta({ description: 'Share of data and labels in the work.' }),
  plannedShare: figure.meta({ description: 'Share of the data categories in the money for people, by the plan.' }),
  areas: z.array(
    z.strictObject({
      id: sentence('Word of the area.'),
      name: sentence('For display.'),
      hours: figure,
      share: share('Share of the work.'),
      shareText: sentence('For display.'),
      paths: z.array(z.string()).meta({ description: 'The files that took most of it.' }),
    }),
  ),
});

const importView = z.strictObject({
  id: sentence('Id in the spec.'),
  format: sentence('Kind of file.'),
  source: sourceLocation,
  path: sentence('As the spec writes it.'),
  state: z.enum(['read', 'reading', 'unknown']),
  because: z.string().optional(),
  column: z.string().optional().meta({ description: 'The cost column that is summed.' }),
  rows: count('Rows that count.').optional(),
  unreadRows: count('Rows in no sum.').optional(),
  repeatedRows: count('Rows that stand in more than one file.').optional(),
  total: z.string().optional().meta({ description: 'Money, one sum per currency.' }),
  leftOut: z
    .string()
    .optional()
    .meta({ description: 'Money of rows that could not be booked, as far as it is known.' }),
  span: z.string().optional().meta({ description: 'First to last month.' }),
  changedAt: z
    .string()
    .optional()
    .meta({ description: 'When the newest of its files was written, ISO 8601 with zone.' }),
  unmapped: z.array(z.strictObject({ name: sentence('Service, tag or label.'), text: sentence('Money.') })),
  problems: z.array(z.string()),
  files: z.array(z.strictObject({ name: sentence('Path.'), sha256: sentence('Hexadecimal digits.') })),
});

const labels = part({
  needed: figure,
  budget: figure,
  curve: sentence('The curve in words.'),
});

const change = part({
  base: sentence('The commit that is compared with.'),
  rows: z.array(
    z.strictObject({
      label: sentence('What changed.'),
      before: sentence('Then.'),
      after: sentence('Now.'),
      difference: z.string(),
      source: sourceLocation.optional(),
    }),
  ),
});

/** Everything that the sliders need, so that the page answers while one is moved. */
const whatIf = part({
  annuity: z.number().min(0).meta({ description: 'Today’s worth of one per year over the horizon.' }),
  volume: z.number().min(0).meta({ description: 'Predictions per year.' }),
  prevalence: z.number().gt(0).lt(1),
  values: z.strictObject({ tp: money('tp'), fp: money('fp'), fn: money('fn'), tn: money('tn') }),
  against: z
    .strictObject({ label: sentence('Baseline.'), found: share('Recall.'), raised: share('False-positive rate.') })
    .nullable(),
  point: z.strictObject({
    found: share('Recall.'),
    raised: share('False-positive rate.'),
    label: sentence('Where the quality is from.'),
  }),
  threshold: z
    .strictObject({
      model: sentence('Id of the model.'),
      stated: share('In the spec.'),
      points: z
        .array(
          z.strictObject({ threshold: z.number(), found: share('Recall.'), raised: share('False-positive rate.') }),
        )
        .min(2),
    })
    .optional(),
  costs: z.strictObject({
    onceWork: money('One-off work of people.'),
    oncePrice: money('Other one-off costs.'),
    yearlyWork: money('Work of people per year.'),
    yearlyPrice: money('Other costs per year.'),
    yearlyUse: money('Costs per year that grow with the volume.'),
  }),
  sources: z.strictObject({
    volume: sourceLocation.optional(),
    prevalence: sourceLocation.optional(),
    threshold: sourceLocation.optional(),
    items: sourceLocation.optional(),
  }),
});

export const costViewModel = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('empty'),
    project: z.string(),
    because: sentence('Why nothing is shown, as a sentence.'),
    next: sentence('What to do about it, as a sentence.'),
  }),
  z.strictObject({
    state: z.literal('costs'),
    project: sentence('Name for display.'),
    spec: sourceLocation,
    currency: sentence('ISO 4217.'),
    isTrusted: z.boolean(),
    isComplete: z.boolean().meta({ description: 'Whether nothing is still being read.' }),
    computedAt: sentence('ISO 8601 with zone.'),
    coverage: z.strictObject({
      tracked: count('Categories with an item, a derived value, or a reason why they cost nothing.'),
      all: count('All categories.'),
      untracked: z.array(z.string()).meta({ description: 'Names of the others.' }),
    }),
    oneOff: figure,
    yearly: figure,
    hiddenShare: figure.meta({ description: 'The hidden part of one-off plus one year.' }),
    categories: z.array(costCategoryView),
    items: z.array(costItemView),
    returns: z.array(returnRow),
    breakEven: z.array(z.strictObject({ label: sentence('What it is.'), figure })),
    simulation,
    plan,
    budgets: z.array(budget),
    levers: z.array(lever),
    frontier,
    labels,
    energy,
    imports: z.array(importView),
    work,
    drift,
    change,
    whatIf,
  }),
]);

/** What Apply writes into the spec; what is absent stays. */
export const whatIfChange = z.strictObject({
  volume: z.number().positive().max(1e15).optional().meta({ description: 'Predictions per year.' }),
  prevalence: z.number().gt(0).lt(1).optional(),
  wage: z.number().positive().max(100).optional().meta({ description: 'Factor on what people cost.' }),
  price: z.number().positive().max(100).optional().meta({ description: 'Factor on all other prices.' }),
  threshold: z
    .strictObject({ model: z.string().min(1).max(200), value: z.number().min(0).max(1) })
    .optional()
    .meta({ description: 'Threshold of a model.' }),
});

export const costExportFormat = z.enum(['csv', 'markdown', 'focus']);

/** What the status item says of the budget. */
export const budgetStatus = z.strictObject({
  text: sentence('Parts of the budget and what of them is used.'),
  detail: sentence('What was spent of how much: the status item cuts off after about 60 characters.'),
  isOver: z.boolean(),
});

/** What `plumbline cost --format json` prints. */
export const costReport = z.strictObject({
  kind: z.literal('cost'),
  schema: z.literal(1),
  version: sentence('Version of Plumbline.'),
  spec: sentence('The spec, as a path from the working directory.'),
  verdict: z.enum(['ok', 'over-budget', 'negative-npv', 'not-known']),
  costs: costViewModel,
});

export type CostViewModel = z.infer<typeof costViewModel>;
export type Costs = Extract<CostViewModel, { state: 'costs' }>;
export type CostCategoryView = z.infer<typeof costCategoryView>;
export type CostItemView = z.infer<typeof costItemView>;
export type WhatIfChange = z.infer<typeof whatIfChange>;
export type CostExportFormat = z.infer<typeof costExportFormat>;
export type BudgetStatus = z.infer<typeof budgetStatus>;
export type CostReport = z.infer<typeof costReport>;
export type WhatIf = Extract<Costs['whatIf'], { state: 'known' }>;
