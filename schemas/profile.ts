/**
 * A reference profile (`.plumbline/profiles/*.json`): how the values of a table spread, as exact counts without rows.
 *
 * Profiles merge by addition: any two of the same columns, in any order, give the integers of their union. So counts
 * are kept, and what follows from them (mean, quantiles) is kept beside them only to be read by people.
 */
import * as z from 'zod';

/** Most distinct numbers that are kept as value and count; beyond, a dyadic histogram stands in for them. */
export const maximumDistinctNumbers = 2048;
/** Most bins of a dyadic histogram that hold anything. */
export const maximumBins = 4096;
/** Most categories that are kept one by one. */
export const maximumCategories = 1000;
/** Fewest rows with which a category is kept by name once there are too many categories to keep all. */
export const minimumCategoryRows = 5;

/** Most words of free text that are kept. */
export const maximumWords = 10_000;

const count = (description: string) => z.number().int().nonnegative().meta({ description });

/** A finite number, or a whole number beyond 2^53 as text. */
export const profileNumber = z.union([z.number(), z.string().regex(/^-?\d+$/)]);

/** What the values of a column are; decides how they are counted. */
export const columnKind = z.enum(['integer', 'float', 'date', 'timestamp', 'time', 'boolean', 'text', 'opaque']).meta({
  description:
    'integer and float; date as days since 1970-01-01; timestamp as milliseconds since then, as written or in UTC; ' +
    'time as milliseconds since midnight; boolean; text; opaque: nested or binary values, of which only missing ones are counted.',
});

export const distinctCount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact'), count: count('Number of different values that are not missing.') }),
  z.strictObject({
    kind: z.literal('approximate'),
    count: count('Estimate by HyperLogLog, whose relative error is about a tenth.'),
  }),
  z.strictObject({ kind: z.literal('atLeast'), count: count('Lower bound, all that a merge of two profiles knows.') }),
  z.strictObject({ kind: z.literal('unknown') }).meta({ description: 'Values of this kind are not compared.' }),
]);

/** Every value with its rows, lowest value first. */
const valueCounts = z.strictObject({
  kind: z.literal('values'),
  values: z
    .array(z.tuple([profileNumber, z.number().int().positive()]))
    .max(maximumDistinctNumbers)
    .meta({ description: 'Pairs of value and rows, lowest value first; infinities and NaN are counted apart.' }),
});

/**
 * A dyadic histogram: bin i holds i·2^k <= x < (i + 1)·2^k.
 *
 * k is the smallest exponent with which at most 4,096 bins hold anything and every index stays within 2^53.
 */
const dyadicCounts = z.strictObject({
  kind: z.literal('dyadic'),
  exponent: z.number().int().meta({ description: 'k: the width of a bin is 2^k.' }),
  bins: z
    .array(z.tuple([z.number().int(), z.number().int().positive()]))
    .max(maximumBins)
    .meta({ description: 'Pairs of index and rows, lowest index first; empty bins are left out.' }),
});

const numericCounts = z.discriminatedUnion('kind', [valueCounts, dyadicCounts]);

export const quantiles = z.strictObject({
  p05: profileNumber,
  p25: profileNumber,
  p50: profileNumber,
  p75: profileNumber,
  p95: profileNumber,
  within: z
    .number()
    .nonnegative()
    .meta({ description: 'Largest error of each quantile: 0 when exact, else the width of a bin.' }),
});

/** The spread of the finite values of a numeric, date, timestamp or time column, in its unit. */
export const numericSpread = z.strictObject({
  shape: z.literal('numeric'),
  nan: count('Rows that are not a number (NaN); they are not missing.'),
  positiveInfinity: count('Rows with +infinity.'),
  negativeInfinity: count('Rows with -infinity.'),
  finite: z
    .strictObject({
      min: profileNumber.meta({ description: 'Smallest finite value.' }),
      max: profileNumber.meta({ description: 'Largest finite value.' }),
      sum: profileNumber.optional().meta({ description: 'Sum; exact for whole numbers; absent when it overflows.' }),
      sumOfSquares: profileNumber.optional().meta({
        description: 'Sum of the squares; exact for whole numbers; absent when it overflows.',
      }),
      mean: z.number().meta({ description: 'Arithmetic mean.' }),
      deviation: z
        .number()
        .nonnegative()
        .optional()
        .meta({ description: 'Standard deviation of these rows (divided by n); absent when it overflows.' }),
      quantiles: quantiles.meta({ description: 'Linear between neighbours, as numpy does by default.' }),
      counts: numericCounts.meta({ description: 'The counts from which profiles are merged and compared.' }),
    })
    .optional()
    .meta({ description: 'Absent when no row has a finite value.' }),
});

export const booleanSpread = z.strictObject({
  shape: z.literal('boolean'),
  true: count('Rows that are true.'),
  false: count('Rows that are false.'),
});

export const categorySpread = z.strictObject({
  shape: z.literal('categories'),
  values: z
    .array(z.tuple([z.string(), z.number().int().positive()]))
    .max(maximumCategories)
    .meta({
      description: 'Pairs of value and rows, most frequent first, ties by code point; values are kept as found.',
    }),
  other: z
    .strictObject({
      rows: count('Rows whose value is not listed.'),
      distinct: distinctCount.meta({ description: 'Different values among them.' }),
      bound: count('Most rows that a listed or unlisted value may lack in its count; 0 unless profiles were merged.'),
    })
    .optional()
    .meta({ description: 'Absent when every value is listed.' }),
  note: z.string().optional().meta({ description: 'Values that differ only by case, space or Unicode form.' }),
});

/** What is kept of free text: how long texts are, and their words; no text. */
export const textSpread = z.strictObject({
  shape: z.literal('texts'),
  characters: numericSpread.meta({ description: 'Characters of each text.' }),
  words: numericSpread.meta({ description: 'Words of each text.' }),
  unknownWords: numericSpread.optional().meta({
    description:
      'Of each text with words, the share that no text of the half stands in to which it does not belong; ' +
      'absent once profiles were merged, because it does not add up.',
  }),
  vocabulary: z
    .array(z.tuple([z.string(), z.number().int().nonnegative(), z.number().int().nonnegative()]))
    .max(maximumWords)
    .meta({
      description:
        'Each word with the texts in which it stands, of either half of the texts, the most frequent first, ties by ' +
        'code point; texts belong to a half by their own hash, digits are all 0.',
    }),
  otherWords: count('Different words that are not listed.'),
});

/** Why a column keeps no values. */
export const withheldSpread = z.strictObject({
  shape: z.literal('withheld'),
  because: z.enum(['personal', 'opaque']).meta({ description: 'Marked as personal data, or nested or binary values.' }),
  length: z
    .strictObject({
      rows: count('Rows with a text.'),
      min: count('Length of the shortest text, in characters.'),
      max: count('Length of the longest text.'),
      mean: z.number().nonnegative().meta({ description: 'Mean length.' }),
    })
    .optional()
    .meta({ description: 'Lengths of text; absent for other types and when every row is missing.' }),
});

export const spread = z.discriminatedUnion('shape', [
  numericSpread,
  booleanSpread,
  categorySpread,
  textSpread,
  withheldSpread,
]);

export const profileColumn = z.strictObject({
  name: z.string().meta({ description: 'Name of the column.' }),
  type: z.string().min(1).meta({ description: 'Type as the engine names it.' }),
  kind: columnKind,
  derivation: z.string().optional().meta({ description: 'Expression that computes it, for derived columns.' }),
  rows: count('Rows, missing ones included.'),
  missing: count('Rows without a value (null).'),
  distinct: distinctCount,
  spread,
});

export const profile = z.strictObject({
  plumblineProfile: z.literal(1).meta({ description: 'Version of this format.' }),
  madeBy: z
    .strictObject({
      plumbline: z.string().min(1).meta({ description: 'Version of Plumbline.' }),
      engine: z.string().min(1).meta({ description: 'Engine that counted, with its version.' }),
    })
    .meta({ description: 'What made this profile.' }),
  schemaHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the names and kinds of the columns; only equal ones are compared.' }),
  source: z
    .strictObject({
      label: z.string().min(1).meta({ description: 'What was profiled, as the user names it.' }),
      split: z.string().optional().meta({ description: 'Id of the split.' }),
      where: z.string().optional().meta({ description: 'Condition that selected the rows.' }),
      windows: z.array(z.string().min(1)).min(1).optional().meta({ description: 'The windows that were chosen.' }),
      version: z.string().optional().meta({ description: 'Version of the data, as the spec pins it.' }),
    })
    .meta({ description: 'What was profiled.' }),
  rows: count('Rows profiled.'),
  columns: z.array(profileColumn).meta({ description: 'In the order of the file, derived ones last.' }),
  positives: z
    .strictObject({
      condition: z.string().min(1).meta({ description: 'Condition of the rows of the positive class.' }),
      columns: z.array(profileColumn).meta({
        description: 'The same columns, counted in those rows alone, without columns whose values are not kept.',
      }),
    })
    .optional()
    .meta({
      description:
        'The rows of the positive class, by which the price of a change is estimated; absent where no label of the ' +
        'spec names one, where the label is personal, and in a sum of profiles that count other classes.',
    }),
});

const label = z.string().max(200);

/** The small face of a column, for hovers and plots. All texts are for display. */
export const columnSummary = z.strictObject({
  name: z.string(),
  type: z.string().min(1),
  kind: columnKind,
  derivation: z.string().optional(),
  rows: count('Rows, missing ones included.'),
  missing: count('Rows without a value.'),
  notFinite: count('Rows with NaN or an infinity.'),
  distinct: distinctCount,
  min: label.optional().meta({ description: 'Smallest value; dates and times in ISO form.' }),
  max: label.optional().meta({ description: 'Largest value.' }),
  mean: z.number().optional().meta({ description: 'Mean, for integer and float columns.' }),
  deviation: z.number().optional().meta({ description: 'Standard deviation, for integer and float columns.' }),
  quantiles: z
    .strictObject({ p05: label, p25: label, p50: label, p75: label, p95: label, isExact: z.boolean() })
    .optional(),
  plot: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('histogram'),
      bins: z
        .array(z.strictObject({ low: label, high: label, count: count('Rows.') }))
        .min(1)
        .max(40)
        .meta({
          description:
            'Bins of equal width, lowest first: low <= value < high; one bin with equal edges when all values are equal.',
        }),
    }),
    z.strictObject({
      kind: z.literal('categories'),
      top: z.array(z.strictObject({ label, count: count('Rows.') })).max(10),
      otherRows: count('Rows with any other value.'),
    }),
    z.strictObject({ kind: z.literal('none'), because: z.string().min(1) }),
  ]),
});

export const tableSummary = z.strictObject({
  rows: count('Rows profiled.'),
  columns: z.array(columnSummary),
});

export type ProfileNumber = z.infer<typeof profileNumber>;
export type ColumnKind = z.infer<typeof columnKind>;
export type DistinctCount = z.infer<typeof distinctCount>;
export type NumericCounts = z.infer<typeof numericCounts>;
export type Quantiles = z.infer<typeof quantiles>;
export type NumericSpread = z.infer<typeof numericSpread>;
export type CategorySpread = z.infer<typeof categorySpread>;
export type TextSpread = z.infer<typeof textSpread>;
export type WithheldSpread = z.infer<typeof withheldSpread>;
export type Spread = z.infer<typeof spread>;
export type ProfileColumn = z.infer<typeof profileColumn>;
export type Profile = z.infer<typeof profile>;
export type ColumnSummary = z.infer<typeof columnSummary>;
export type TableSummary = z.infer<typeof tableSummary>;
