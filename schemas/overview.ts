/**
 * View model of the Overview panel: the whole of what the page shows, made by the server and passed on unchanged.
 *
 * All text is plain text for display; the page never reads it as HTML. A number that can be missing is a union with
 * the reason, never 0. Numbers have two faces: `text` is what is shown, `number` is what charts draw with.
 */
import * as z from 'zod';
import { sourceLocation } from './sourceLocation.ts';

const sentence = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.number().min(0).meta({ description });
const share = (description: string) => z.number().min(0).max(1).meta({ description });

/** Where a number comes from: everything a reader needs to find or recompute it. */
export const provenance = z.strictObject({
  origin: z
    .enum(['declared', 'measured', 'computed', 'estimated'])
    .meta({ description: 'Written by a person, measured on data or a machine, computed from others, or estimated.' }),
  source: sourceLocation.optional().meta({ description: 'File and range that a click on the number opens.' }),
  formula: z
    .string()
    .optional()
    .meta({ description: 'Formula number and words: `Formula 2: volume × (value − value of rules)`.' }),
  inputs: z
    .array(
      z.strictObject({
        name: sentence('Name of the input, in words.'),
        text: sentence('Its value for display, with unit.'),
        source: sourceLocation.optional().meta({ description: 'Where the input is stated.' }),
      }),
    )
    .optional()
    .meta({ description: 'What went into the formula, in its order.' }),
  run: z.string().optional().meta({ description: 'Id of the run record that holds the value.' }),
  dataVersion: z.string().optional().meta({ description: 'Version or hash of the data it was measured on.' }),
  at: z.string().optional().meta({ description: 'Time of the measurement, ISO 8601 with zone.' }),
});

const knownFigure = z.strictObject({
  state: z.literal('known'),
  text: sentence('Value for display, with unit.'),
  number: z.number().optional().meta({
    description: 'Value for charts, in a unit shared with its neighbours; absent when it has no single number.',
  }),
  estimate: z
    .strictObject({
      expected: sentence('The value alone, with unit.'),
      range: sentence('Where it lies: `682 to 707 kUSD`.'),
    })
    .optional()
    .meta({ description: 'The text in two parts, for places that show the range below; absent without a range.' }),
  provenance: provenance.meta({ description: 'Where the value comes from.' }),
});

const unknownFigure = z.strictObject({
  state: z.literal('unknown'),
  because: sentence('Why it is not known, as the end of "not known because …", without a full stop.'),
  next: z.string().optional().meta({ description: 'What to do about it: one sentence with a full stop.' }),
  source: sourceLocation
    .optional()
    .meta({ description: 'Place that a click opens, such as the entry that lacks the value.' }),
});

/** A number or a short text that may be missing, with where it comes from or why it is missing. */
export const figure = z.discriminatedUnion('state', [knownFigure, unknownFigure]);

const labelledFigure = z.strictObject({
  label: sentence('What the figure is, in a few words.'),
  figure,
  note: z.string().optional().meta({ description: 'One sentence that helps to read it.' }),
});

export const severityCounts = z.strictObject({
  error: count('Findings with severity error.'),
  warning: count('Findings with severity warning.'),
  info: count('Findings with severity info.'),
  hint: count('Findings with severity hint.'),
});

export const metric = z.strictObject({
  id: sentence('Id in the spec.'),
  kind: z.enum(['business', 'model', 'infrastructure']).meta({ description: 'Group in which it is listed.' }),
  name: sentence('Name for display; the id when there is no other.'),
  measures: sentence('What it measures: `recall of late, model delay on test`.'),
  direction: z.enum(['maximize', 'minimize', 'unknown']).meta({ description: 'Which way is better.' }),
  definedAt: sourceLocation.meta({ description: 'The entry in the spec.' }),
  target: figure.meta({ description: 'What we aim for.' }),
  limit: figure.meta({ description: 'The worst value still acceptable.' }),
  value: figure.meta({ description: 'Last valid measurement; its number is in the unit of target and limit.' }),
  interval: z
    .strictObject({
      low: z.number().meta({ description: 'Lower end, in the unit of the value.' }),
      high: z.number().meta({ description: 'Upper end, in the unit of the value.' }),
      text: sentence('Interval for display, with its confidence: `0.62 to 0.66 (95 %)`.'),
    })
    .optional()
    .meta({ description: 'Uncertainty of the last measurement.' }),
  measured: z
    .strictObject({
      run: z.string().min(1).optional().meta({ description: 'Id of the run; absent when another tool measured it.' }),
      age: sentence('How long ago, in words: `3 days ago`.'),
      outdated: z
        .string()
        .optional()
        .meta({ description: 'Why the value may no longer hold, as the end of "outdated because …".' }),
    })
    .optional()
    .meta({ description: 'When and by which run; absent when the value is not known.' }),
  verdict: z
    .enum(['target-met', 'limit-held', 'limit-missed', 'not-known'])
    .meta({ description: 'The value against target and limit, judged by the server.' }),
  scale: z
    .strictObject({
      low: z.number().meta({ description: 'Left end.' }),
      high: z.number().meta({ description: 'Right end.' }),
    })
    .optional()
    .meta({ description: 'Natural range of the metric when it has one, such as 0 to 1.' }),
});

/** How the values of a column spread. Counts are of rows with a value. */
export const distribution = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('histogram'),
    bins: z
      .array(
        z.strictObject({
          low: sentence('Lower edge for display, included.'),
          high: sentence('Upper edge for display, excluded but for the last bin.'),
          count: count('Rows in the bin.'),
        }),
      )
      .min(1)
      .meta({ description: 'Bins of equal width, lowest first.' }),
  }),
  z.strictObject({
    kind: z.literal('categories'),
    top: z
      .array(z.strictObject({ label: z.string().meta({ description: 'The value.' }), count: count('Rows with it.') }))
      .meta({ description: 'The most frequent values, most frequent first.' }),
    otherCount: count('Rows with any other value.'),
  }),
  z.strictObject({
    kind: z.literal('none'),
    because: sentence('Why there is none, as the end of "no plot because …".'),
  }),
]);

export const columnProfile = z.strictObject({
  name: sentence('Name of the column.'),
  type: sentence('Type as the engine names it.'),
  role: z
    .string()
    .optional()
    .meta({ description: 'What the spec uses it for: label, time, group, known only afterwards.' }),
  derivation: z.string().optional().meta({ description: 'Expression that computes it, for derived columns.' }),
  definedAt: sourceLocation.optional().meta({ description: 'Where the contract or the spec speaks of it.' }),
  missing: z.discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('known'),
      share: share('Rows without a value, of all rows.'),
      text: sentence('The share for display: `0.02 %`, and `0 %` only when it is exactly none.'),
    }),
    z.strictObject({ state: z.literal('unknown'), because: sentence('Why it is not known.') }),
  ]),
  distinct: figure.meta({ description: 'Number of different values; the text says when it is approximate.' }),
  minimum: z.string().optional().meta({ description: 'Smallest value for display; absent where order means nothing.' }),
  maximum: z.string().optional().meta({ description: 'Largest value for display.' }),
  distribution,
});

export const dataProfile = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('known'),
    rows: figure,
    size: figure.meta({ description: 'Bytes on disk.' }),
    columns: z.array(columnProfile).meta({ description: 'In the order of the file, derived ones last.' }),
    age: sentence('When it was profiled, in words.'),
    outdated: z
      .string()
      .optional()
      .meta({ description: 'Why it may no longer hold, as the end of "outdated because …".' }),
  }),
  z.strictObject({
    state: z.literal('pending'),
    doing: sentence('What is being done, with a full stop.'),
    share: share('Done so far.').optional(),
  }),
  z.strictObject({
    state: z.literal('unknown'),
    because: sentence('Why there is no profile, as the end of "not profiled because …".'),
    next: z.string().optional().meta({ description: 'What to do about it, with a full stop.' }),
  }),
  z.strictObject({
    state: z.literal('refused'),
    because: sentence('Why nothing is read, such as an untrusted workspace.'),
  }),
]);

export const dataSource = z.strictObject({
  id: sentence('Id in the spec.'),
  modality: sentence('Table, image, text, audio or time series.'),
  location: sentence('File, folder, glob or table, as written.'),
  definedAt: sourceLocation.meta({ description: 'The entry in the spec.' }),
  version: figure.meta({ description: 'What pins the bytes: `DVC data/flights.parquet.dvc`.' }),
  owner: figure.meta({ description: 'Whom to ask.' }),
  contract: figure.meta({ description: 'Data contract that describes it.' }),
  profile: dataProfile,
});

export const split = z.strictObject({
  id: sentence('Id in the spec.'),
  of: sentence('Id of the data source.'),
  role: z.enum(['train', 'validation', 'test', 'calibration', 'production', 'unknown']),
  definition: sentence('The condition, period, path or fraction, as written.'),
  definedAt: sourceLocation.meta({ description: 'The entry in the spec.' }),
  rows: figure.meta({ description: 'Rows counted on the data.' }),
  declaredRows: figure.optional().meta({ description: 'Rows that the spec states; absent when it states none.' }),
  mismatch: z
    .string()
    .optional()
    .meta({ description: 'How counted and declared differ, when they differ too much: one sentence.' }),
  share: figure.meta({ description: 'Share of the rows of the data source; number from 0 to 1.' }),
  positives: figure.meta({ description: 'Share of the positive class; number from 0 to 1.' }),
  period: figure.meta({ description: 'First to last time in the split.' }),
});

export const economicsSummary = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('known'),
    definedAt: sourceLocation,
    outcomes: z
      .array(
        z.strictObject({
          label: sentence('What it is: `Saved per year`, `Net present value`.'),
          formula: z.string().optional().meta({ description: 'Formula number and words.' }),
          atTarget: figure.meta({ description: 'If every target is met.' }),
          atLimit: figure.meta({ description: 'If every limit is just held.' }),
        }),
      )
      .meta({ description: 'Money at target beside money at limit.' }),
    breakEven: z.array(labelledFigure).meta({ description: 'What the project must at least reach to pay.' }),
    assumptions: z
      .array(labelledFigure)
      .meta({ description: 'Volume, prevalence, value of each outcome, horizon, discount rate.' }),
  }),
  z.strictObject({
    state: z.literal('unknown'),
    because: sentence('Why there is none, as the end of "not known because …".'),
    next: z.string().optional().meta({ description: 'What to do about it, with a full stop.' }),
  }),
]);

export const costCategory = z.strictObject({
  id: sentence('Category of the ledger, such as `data_pipeline`.'),
  name: sentence('Name for display.'),
  meaning: sentence('What belongs to it.'),
  group: z.enum(['data', 'model', 'operation']),
  isHidden: z.boolean().meta({ description: 'Usually forgotten.' }),
  coverage: z.discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('tracked'),
      source: sourceLocation,
      oneOff: figure.optional().meta({ description: 'Money once; absent when the category has none.' }),
      yearly: figure.optional().meta({ description: 'Money per year; absent when the category has none.' }),
    }),
    z.strictObject({
      state: z.literal('none'),
      reason: sentence('Why the project has no such cost.'),
      source: sourceLocation,
    }),
    z.strictObject({ state: z.literal('untracked') }),
  ]),
});

export const costSummary = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('known'),
    definedAt: sourceLocation,
    categories: z.array(costCategory).min(1).meta({ description: 'Every category of the ledger, in its order.' }),
    oneOff: figure.meta({ description: 'Sum of what is tracked, once.' }),
    yearly: figure.meta({ description: 'Sum of what is tracked, per year.' }),
  }),
  z.strictObject({
    state: z.literal('unknown'),
    because: sentence('Why there is none, as the end of "not known because …".'),
    next: z.string().optional().meta({ description: 'What to do about it, with a full stop.' }),
  }),
]);

export const overviewProject = z.strictObject({
  state: z.literal('project'),
  project: z.strictObject({
    name: sentence('Id of the project.'),
    description: z.string().optional().meta({ description: 'One sentence of the spec.' }),
    phase: figure.meta({ description: 'poc, pilot, production or retired.' }),
    owner: figure.meta({ description: 'Who answers questions.' }),
    file: sourceLocation.meta({ description: 'The spec; its label is the path in the workspace.' }),
    parts: z.array(sourceLocation).meta({ description: 'Further files of the spec.' }),
  }),
  isTrusted: z.boolean().meta({ description: 'False in Restricted Mode: nothing that runs is offered.' }),
  notices: z.array(sentence('One sentence about the whole page, such as a spec that could not be read to its end.')),
  findings: severityCounts,
  metrics: z.array(metric).meta({ description: 'In the order of the spec.' }),
  dataSources: z.array(dataSource).meta({ description: 'In the order of the spec.' }),
  splits: z.array(split).meta({ description: 'In the order of the spec.' }),
  economics: economicsSummary,
  costs: costSummary,
  computedAt: z.string().min(1).meta({ description: 'When the server made this, ISO 8601 with zone.' }),
});

export const overviewViewModel = z.discriminatedUnion('state', [
  overviewProject,
  z.strictObject({
    state: z.literal('no-project'),
    because: sentence('Why there is no project to show, with a full stop.'),
    next: z.string().optional().meta({ description: 'What to do about it, with a full stop.' }),
  }),
]);

export type Provenance = z.infer<typeof provenance>;
export type Figure = z.infer<typeof figure>;
export type Metric = z.infer<typeof metric>;
export type Distribution = z.infer<typeof distribution>;
export type ColumnProfile = z.infer<typeof columnProfile>;
export type DataProfile = z.infer<typeof dataProfile>;
export type DataSource = z.infer<typeof dataSource>;
export type Split = z.infer<typeof split>;
export type EconomicsSummary = z.infer<typeof economicsSummary>;
export type CostCategory = z.infer<typeof costCategory>;
export type CostSummary = z.infer<typeof costSummary>;
export type OverviewProject = z.infer<typeof overviewProject>;
export type OverviewViewModel = z.infer<typeof overviewViewModel>;
