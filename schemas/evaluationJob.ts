/**
 * The job that runs a model over the rows of a split and measures its answers.
 *
 * What touches rows is computed in the worker; what comes back is as large as the metrics, whatever the rows.
 */
import * as z from 'zod';
import { imagePreparation } from './imagePreparation.ts';
import { modelSample } from './machineJob.ts';
import { tableSource, splitRows } from './tableSource.ts';
import { tensorType } from './tensorTypes.ts';

const text = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().nonnegative().meta({ description });

/** Images that could not be read and are told one by one. */
export const mostUnreadable = 100;

const modelInput = z.strictObject({
  name: text('Input of the graph.'),
  columns: z.array(z.string().min(1)).min(1).meta({ description: 'Columns, in their order in the tensor.' }),
  type: tensorType.optional().meta({ description: 'As the spec declares it; that of the graph when absent.' }),
  missing: z
    .union([z.literal('refuse'), z.literal('nan'), z.number()])
    .default('refuse')
    .meta({ description: 'What a missing value becomes.' }),
  categories: z
    .array(z.string())
    .optional()
    .meta({ description: 'Values as text, in the order of their codes from 0 on.' }),
  image: imagePreparation
    .optional()
    .meta({ description: 'The column names images, and this is how each becomes a tensor.' }),
});

const modelOutput = z.strictObject({
  name: text('Output of the graph.'),
  as: z.enum(['class-id', 'probabilities', 'probability', 'logits', 'value']),
  classes: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: 'Classes in the order of the axis, or of the numbers.' }),
});

/** A class of a label. */
export const className = z.strictObject({
  name: text('Name of the class.'),
  value: z.string().optional().meta({ description: 'What stands for it in a column, when it is not the name.' }),
});

/** Where the right answers stand. */
const truth = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('classes'),
    classes: z
      .array(className.extend({ where: text('Condition of its rows.') }))
      .min(2)
      .max(10_000),
  }),
  z.strictObject({
    kind: z.literal('labels'),
    column: text('Column with the classes of each row: a list, or text with a separator.'),
    classes: z.array(className).min(1).max(10_000),
  }),
  z.strictObject({ kind: z.literal('value'), column: text('Column of the true number.') }),
]);

/** Rows for which a metric is computed apart. */
const sliceRequest = z.union([
  z.strictObject({ id: text('Id of the slice.'), where: text('Condition of its rows.') }),
  z.strictObject({
    id: text('Id of the slice.'),
    by: text('Column whose values make one slice each.'),
    minRows: count('Values with fewer rows make no slice.').default(0),
  }),
]);

/** A metric that is asked for. */
export const metricRequest = z.strictObject({
  id: text('Id in the spec, which is the key of the answer.'),
  metric: text('Name of the measure, out of the closed list.'),
  class: z.string().min(1).optional().meta({ description: 'The class that it speaks of.' }),
  averaging: z.enum(['binary', 'macro', 'micro', 'weighted', 'samples', 'worst', 'none']).optional(),
  beta: z.number().positive().optional(),
  k: z.int().positive().optional(),
  quantile: z.number().gt(0).lt(1).optional(),
  bins: z.int().min(2).max(1000).optional(),
  zeroDivision: z.union([z.literal('undefined'), z.literal('nan'), z.literal(0), z.literal(1)]).optional(),
  slices: z.array(sliceRequest).max(100).default([]),
});

/** Money of one answer, all in one currency. */
const outcomeValues = z.strictObject({
  currency: text('ISO 4217.'),
  truePositive: z.number(),
  falsePositive: z.number(),
  falseNegative: z.number(),
  trueNegative: z.number(),
});

/** Money of one outcome: the same for every row, or the number that an expression gives for each of them. */
const moneyAmount = z.union([z.number(), z.strictObject({ expr: text('Expression over the columns of the row.') })]);

/** What answers are worth, by task. */
export const moneyRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('binary'),
    currency: text('ISO 4217.'),
    truePositive: moneyAmount,
    falsePositive: moneyAmount,
    falseNegative: moneyAmount,
    trueNegative: moneyAmount,
    rule: z.string().min(1).optional().meta({
      description: 'Condition of the rows that the policy to compare with raises.',
    }),
  }),
  z.strictObject({
    kind: z.literal('classes'),
    currency: text('ISO 4217.'),
    correct: moneyAmount,
    wrong: moneyAmount,
    pairs: z
      .array(z.strictObject({ truth: text('True class.'), answer: text('Answered class.'), amount: moneyAmount }))
      .max(10_000)
      .meta({ description: 'Confusions that are worth something else than `wrong`.' }),
  }),
  z.strictObject({
    kind: z.literal('errors'),
    currency: text('ISO 4217.'),
    over: moneyAmount.meta({ description: 'Of each unit by which the answer is too high.' }),
    under: moneyAmount.meta({ description: 'Of each unit by which the answer is too low.' }),
    rule: z.string().min(1).optional().meta({
      description: 'Number that the policy to compare with answers to a row: an expression over its columns.',
    }),
  }),
]);

/** What a rule of two classes answered to rows. */
export const ruleCounts = z.strictObject({
  truePositives: z.int().nonnegative(),
  falsePositives: z.int().nonnegative(),
  falseNegatives: z.int().nonnegative(),
  trueNegatives: z.int().nonnegative(),
});

/** Mean errors on both sides, in the unit of the label: E[(ŷ−y)⁺] and E[(y−ŷ)⁺]. */
export const meanErrors = z.strictObject({
  tooHigh: z.number().nonnegative().meta({ description: 'Mean over all rows of what answers are too high by.' }),
  tooLow: z.number().nonnegative().meta({ description: 'Mean over all rows of what answers are too low by.' }),
});

/** What is asked of answers, wherever they come from. */
export const question = {
  task: z.enum(['binary-classification', 'multiclass-classification', 'multilabel-classification', 'regression']),
  positive: z.string().min(1).optional().meta({ description: 'The class that one looks for.' }),
  threshold: z.number().optional().meta({ description: 'Score from which a class is answered.' }),
  metrics: z.array(metricRequest).max(200),
  values: outcomeValues.optional().meta({
    description: 'What answers of two classes are worth, where it is the same for every row.',
  }),
  money: moneyRequest.optional().meta({ description: 'What answers are worth, row by row.' }),
  prevalence: z.number().gt(0).lt(1).optional().meta({ description: 'Share of positives in production.' }),
  seed: z.int().nonnegative().default(0).meta({ description: 'Seed of the bootstrap.' }),
  keep: z
    .strictObject({
      root: text('Absolute path of the workspace. A folder that lies elsewhere, links followed, is refused.'),
      folder: text('Absolute path of the folder.'),
    })
    .optional()
    .meta({ description: 'Where truth and answers of the rows are kept, for comparing runs row by row.' }),
};

const rows = {
  source: tableSource,
  splits: z.array(splitRows).min(1).max(100).meta({ description: 'Every split of the source, in spec order.' }),
  split: text('The split whose rows are answered.'),
};

export const evaluationRequest = z.strictObject({
  ...question,
  ...rows,
  validation: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The split on which a threshold may be chosen; never the one that is judged.' }),
  model: z.strictObject({
    root: text('Absolute path of the workspace. A file that lies elsewhere, links followed, is refused.'),
    path: text('Absolute path of the model.'),
    label: text('What the user calls it, such as `models/delay.onnx`.'),
  }),
  inputs: z.array(modelInput).min(1).max(1000),
  outputs: z.array(modelOutput).min(1).max(100),
  truth,
  batch: z.int().positive().max(1_000_000).default(2048).meta({ description: 'Rows that are answered at once.' }),
  provider: text('Execution provider, such as `cpu`.').default('cpu'),
  keepsSample: z.boolean().default(false).meta({ description: 'Whether a few rows are wanted as tensors.' }),
});

const interval = z.strictObject({
  low: z.number(),
  high: z.number(),
  confidence: z.number().gt(0).lt(1),
  method: z.string().min(1),
});

export const evaluatedValue = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('known'),
    value: z.number(),
    n: z.number().nonnegative().meta({ description: 'What it is a mean or share of: rows, positives, alerts.' }),
    interval: interval.optional(),
    notes: z.array(z.string().min(1)).optional(),
  }),
  z.strictObject({ state: z.literal('undefined'), because: text('The end of "undefined because …".') }),
]);

const evaluatedMetric = z.strictObject({
  id: text('Id in the spec.'),
  value: evaluatedValue,
  slices: z.record(z.string(), evaluatedValue.and(z.object({ rows: z.int().nonnegative() }))).meta({
    description: 'By slice id, or `<slice id>/<value of by>`; `rows` are those of the slice.',
  }),
});

const point = z.tuple([z.number(), z.number()]);

const operatingPoint = z.strictObject({
  threshold: z.number().nullable().meta({ description: 'Null when no row is raised.' }),
  truePositives: z.int().nonnegative(),
  falsePositives: z.int().nonnegative(),
  falseNegatives: z.int().nonnegative(),
  trueNegatives: z.int().nonnegative(),
  value: z.number().optional().meta({ description: 'Money of one answer at the prevalence of production.' }),
  interval: interval.optional(),
});

const reliability = z.strictObject({
  above: z.number(),
  upTo: z.number(),
  rows: z.int().nonnegative(),
  positives: z.int().nonnegative(),
  meanScore: z.number().optional(),
  share: z.number().optional(),
  low: z.number().optional(),
  high: z.number().optional(),
});

export const evaluationResult = z.strictObject({
  rows: count('Rows of the split.'),
  unlabelled: count('Rows that belong to no declared class, or have no true number; they count in nothing.'),
  unanswered: count('Rows for which the model gave no finite number.'),
  unreadable: z
    .strictObject({
      rows: count('Rows whose image, or what is true of it, could not be read; they count in nothing.'),
      first: z
        .array(
          z.strictObject({
            row: count('Of the split, from 0 on.'),
            file: z.string().meta({ description: 'As the table names it.' }),
            sentence: text('What is wrong with it, and what to do.'),
          }),
        )
        .max(mostUnreadable)
        .meta({ description: 'The first of them, in the order of the rows.' }),
    })
    .optional()
    .meta({ description: 'Absent where no image is read, or all could be.' }),
  classes: z.record(z.string(), z.int().nonnegative()).optional().meta({ description: 'True rows by class.' }),
  metrics: z.array(evaluatedMetric),
  confusion: z
    .strictObject({ classes: z.array(z.string()), counts: z.array(z.array(z.int().nonnegative())) })
    .optional(),
  /** Of two classes. */
  binary: z
    .strictObject({
      roc: z.array(point),
      precisionRecall: z.array(point),
      reliability: z.array(reliability),
      /** A hundred thresholds or fewer with their counts: what a slider moves along. */
      operating: z.array(operatingPoint),
      thresholds: z.strictObject({
        used: operatingPoint.optional(),
        standard: operatingPoint,
        bayes: operatingPoint.optional(),
        bayesBecause: z.string().optional().meta({ description: 'Why there is no Bayes threshold.' }),
        searched: operatingPoint.optional(),
        searchedOn: z.string().optional().meta({ description: 'Split on which it was chosen.' }),
      }),
    })
    .optional(),
  /** Each class against the rest, where there are several. */
  perClass: z
    .array(
      z.strictObject({
        name: z.string(),
        truePositives: z.int().nonnegative(),
        falsePositives: z.int().nonnegative(),
        falseNegatives: z.int().nonnegative(),
        trueNegatives: z.int().nonnegative(),
        roc: z.array(point),
        precisionRecall: z.array(point),
      }),
    )
    .max(50)
    .optional(),
  /** Of numbers: how errors spread. */
  numbers: z
    .strictObject({
      byAnswer: z
        .array(
          z.strictObject({
            rows: z.int().positive(),
            answer: z.number().meta({ description: 'Mean answer of the rows.' }),
            error: z.number().meta({ description: 'Mean of answer minus truth.' }),
            low: z.number().meta({ description: 'A tenth of the errors lie below.' }),
            high: z.number().meta({ description: 'A tenth of the errors lie above.' }),
          }),
        )
        .meta({ description: 'Rows in groups of equal size by their answer.' }),
      errors: z
        .array(z.strictObject({ from: z.number(), to: z.number(), rows: z.int().nonnegative() }))
        .meta({ description: 'Errors in bins of equal width; the first and the last one hold what lies outside.' }),
    })
    .optional(),
  money: z
    .strictObject({
      currency: text('ISO 4217.'),
      value: evaluatedValue.meta({ description: 'Money of one answer on average.' }),
      prevalence: z.number().optional().meta({
        description:
          'Share of positives that `value`, `never` and `gain` are computed for; absent for that of the rows.',
      }),
      never: evaluatedValue
        .optional()
        .meta({ description: 'Money of one row when nothing is raised; of two classes.' }),
      gain: evaluatedValue.optional().meta({
        description: 'Money of one answer beyond that of the policy to compare with, on the same rows.',
      }),
      errors: meanErrors.optional().meta({ description: 'How far numbers are off on each side.' }),
      ruleErrors: meanErrors.optional().meta({ description: 'The same of the policy to compare with.' }),
      ruleCounts: ruleCounts
        .optional()
        .meta({ description: 'What the policy to compare with came to on the same rows; of two classes.' }),
      slices: z.record(z.string(), evaluatedValue.and(z.object({ rows: z.int().nonnegative() }))).meta({
        description: 'Money of one answer by slice, as in `metrics`, at the prevalence of its rows.',
      }),
    })
    .optional(),
  /** Rows with the largest errors: their place in the split, what was true and what was answered. */
  worst: z
    .array(
      z.strictObject({
        row: count('From 0 on.'),
        truth: z.string(),
        answer: z.string(),
        score: z.number(),
        image: z.string().optional().meta({ description: 'The file, as the table names it.' }),
      }),
    )
    .max(100),
  model: z
    .strictObject({
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      sizeBytes: count('Bytes of the file.'),
      provider: text('Execution provider that did the work.'),
      runtime: text('Name and version of the runtime.'),
    })
    .optional()
    .meta({ description: 'Absent for predictions made elsewhere.' }),
  /** Of predictions made elsewhere: what was read as what. */
  predictions: z
    .strictObject({
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      sizeBytes: count('Bytes of the file.'),
      truth: z.array(z.string()),
      scores: z.array(z.string()),
      answer: z.array(z.string()),
      positive: z.string().optional(),
      threshold: z.number().optional(),
    })
    .optional(),
  kept: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .meta({ description: 'SHA-256 of truth and answers of the rows, which is the name of their file.' }),
  seconds: z.strictObject({
    load: z.number().nonnegative().meta({ description: 'Reading the model.' }),
    run: z.number().nonnegative().meta({
      description: 'In the runtime, of all sessions together, so it can exceed `total`.',
    }),
    total: z.number().nonnegative(),
  }),
  notes: z.array(z.string().min(1)),
  sample: modelSample.optional().meta({ description: 'A few rows as the model got them, for measuring the machine.' }),
});

export type EvaluationRequest = z.output<typeof evaluationRequest>;
export type EvaluationResult = z.output<typeof evaluationResult>;
export type EvaluatedValue = z.output<typeof evaluatedValue>;
export type MoneyAmount = z.output<typeof moneyAmount>;
export type MoneyRequest = z.output<typeof moneyRequest>;
export type MetricRequest = z.output<typeof metricRequest>;
export type ModelInput = z.output<typeof modelInput>;
export type ModelOutput = z.output<typeof modelOutput>;
