/** Splits: which rows are learned from, chosen on, judged on, and watched. */
import * as z from 'zod';
import { choice, expression, formerIds, glob, mapOf, period, quantity, reference, wholeNumber } from '../scalars.ts';

/** What a split can be for; an id that is one of these words says it by itself. */
const splitRoles = [
  ['train', 'The model learns from it.'],
  ['validation', 'Choices such as the threshold are made on it.'],
  ['test', 'Goals are judged on it, once choices are made.'],
  ['calibration', 'Scores are turned into probabilities on it.'],
  ['production', 'Data from after launch; drift is looked for in it.'],
] as const;

const split = z.strictObject({
  of: reference('data').meta({
    description: 'Data source that is cut; with nothing else, the split is all of its rows.',
    samples: ['flights'],
  }),
  where: expression()
    .optional()
    .meta({
      description: 'Condition over columns that selects the rows.',
      rules: ['split/overlap', 'split/empty'],
      samples: ['"date < \'2001-04-01\'"'],
    }),
  period: period()
    .optional()
    .meta({
      description: 'First and last day by the column in `roles.time`; both days are included.',
      rules: ['split/overlap', 'split/time-leak'],
      samples: ['2001-04-01/2001-04-30'],
    }),
  path: glob()
    .optional()
    .meta({
      description: 'Pattern of the files below the path of the source.',
      samples: ['"train/**"'],
    }),
  fraction: quantity('ratio')
    .optional()
    .meta({
      description:
        'Share of the rows. Fractions of the same base and seed are cut in file order, by group where groups stay apart, and must not exceed 100 % together.',
      rules: ['split/unseeded', 'split/overlap'],
      samples: ['90 %'],
    }),
  seed: wholeNumber()
    .optional()
    .meta({
      description: 'Start of the random order, so that the same rows are drawn again.',
      need: { when: 'the split is a fraction', rule: 'split/unseeded' },
      samples: ['42'],
    }),
  role: choice(splitRoles)
    .optional()
    .meta({
      description: 'What the split is for.',
      standard: 'the id, if it is one of these words',
      need: { when: 'the id is none of these words', rule: 'spec/missing-key' },
      rules: ['split/no-test', 'metric/evidence-on-train', 'model/threshold-from-test'],
    }),
  rows: wholeNumber()
    .optional()
    .meta({
      description: 'Expected number of rows, used when the data cannot be read.',
      rules: ['metric/test-too-small'],
      samples: ['480000'],
    }),
  positives: wholeNumber()
    .optional()
    .meta({
      description: 'Expected number of rows of the positive class, used when the data cannot be read.',
      rules: ['metric/test-too-small'],
      samples: ['100800'],
    }),
  renamed_from: formerIds(),
});

export const splits = mapOf('split', split.meta({ id: 'split', description: 'One part of a data source.' })).meta({
  suggests: Object.fromEntries(splitRoles),
});

export type SplitShape = z.infer<typeof split>;
