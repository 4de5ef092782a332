/** Quality checks of a data contract: what must hold for a column or a whole object. */
import * as z from 'zod';
import { choice } from '../scalars.ts';
import { anything, authoritativeDefinitions, contractText, customProperties, stableId, tags } from './common.ts';

/** Metrics of the standard's library, with what they count. */
export const libraryMetrics = [
  ['nullValues', 'Rows in which the column has no value.'],
  ['missingValues', 'Rows whose value stands for none: null, or one of `arguments.missingValues`.'],
  ['invalidValues', 'Rows whose value is not in `arguments.validValues`, or does not match `arguments.pattern`.'],
  [
    'duplicateValues',
    'Rows that repeat the value of an earlier row, in a column or in `arguments.properties` together.',
  ],
  ['rowCount', 'Rows of the object.'],
] as const;

export type LibraryMetric = (typeof libraryMetrics)[number][0];

/** The keys that compare a metric with a number. One of them stands in a check. */
export const qualityOperators = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'mustNotBeBetween',
] as const;

export type QualityOperator = (typeof qualityOperators)[number];

const comparisons = { type: ['library', 'sql'] } as const;
const bound = (description: string) => z.number().optional().meta({ description, appliesWhen: comparisons });
const range = (description: string) => z.array(z.number()).optional().meta({ description, appliesWhen: comparisons });

export const qualityCheck = z
  .strictObject({
    id: stableId(),
    name: contractText().optional().meta({ description: 'Short name of the check.' }),
    description: contractText().optional().meta({ description: 'What must hold, and why.' }),
    type: choice([
      ['library', 'A metric of the standard, compared with a number.'],
      ['text', 'A sentence for people; nothing computes it.'],
      ['sql', 'A query that gives one number; Plumbline never runs it.'],
      ['custom', 'A check of another tool, passed on as it is; Plumbline never runs it.'],
    ])
      .optional()
      .meta({ description: 'Kind of the check.', standard: 'library' }),
    metric: choice(libraryMetrics)
      .optional()
      .meta({
        description: 'What is counted.',
        since: 'v3.1.0',
        appliesWhen: { type: ['library'] },
      }),
    rule: contractText()
      .optional()
      .meta({ description: 'Older name of `metric`.', appliesWhen: { type: ['library'] } }),
    arguments: z
      .record(z.string(), anything())
      .optional()
      .meta({
        description: 'What the metric needs to know besides.',
        since: 'v3.1.0',
        appliesWhen: { type: ['library'] },
        suggests: {
          missingValues: 'Values that stand for none.',
          validValues: 'Values that are allowed.',
          pattern: 'Regular expression that a valid value matches.',
          properties: 'Columns that must not repeat together.',
        },
      }),
    mustBe: anything().optional().meta({ description: 'The number that it must be.', appliesWhen: comparisons }),
    mustNotBe: anything().optional().meta({ description: 'The number that it must not be.', appliesWhen: comparisons }),
    mustBeGreaterThan: bound('It must be greater than this.'),
    mustBeGreaterOrEqualTo: bound('It must be this or greater.'),
    mustBeLessThan: bound('It must be less than this.'),
    mustBeLessOrEqualTo: bound('It must be this or less.'),
    mustBeBetween: range(
      'It must lie between these two numbers. The standard’s text excludes the ends and its table includes them; Plumbline includes them.',
    ),
    mustNotBeBetween: range(
      'It must not lie between these two numbers, the ends included: the opposite of `mustBeBetween`.',
    ),
    unit: contractText()
      .optional()
      .meta({
        description: 'What the number counts.',
        standard: 'rows',
        suggests: { rows: 'A number of rows.', percent: 'Rows of a hundred; 1 is one percent.' },
      }),
    query: contractText()
      .optional()
      .meta({
        description: 'The query; `{object}` and `{property}` stand for the names.',
        appliesWhen: { type: ['sql'] },
      }),
    engine: contractText()
      .optional()
      .meta({
        description: 'The tool that runs the check.',
        appliesWhen: { type: ['custom'] },
        suggests: {
          soda: 'Soda.',
          greatExpectations: 'Great Expectations.',
          dbt: 'Tests of dbt.',
          montecarlo: 'Monte Carlo.',
        },
      }),
    implementation: anything()
      .optional()
      .meta({ description: 'The check in the words of that tool.', appliesWhen: { type: ['custom'] } }),
    dimension: choice([
      ['accuracy', 'Values are true.'],
      ['completeness', 'Values are there.'],
      ['conformity', 'Values have their form.'],
      ['consistency', 'Values agree with each other.'],
      ['coverage', 'All records are there.'],
      ['timeliness', 'Values are fresh enough.'],
      ['uniqueness', 'No record is there twice.'],
    ])
      .optional()
      .meta({ description: 'The side of quality that the check is about.' }),
    method: contractText().optional().meta({ description: 'How it is done, such as `reconciliation`.' }),
    severity: contractText()
      .optional()
      .meta({
        description: 'How bad a violation is.',
        suggests: { error: 'Stop.', warning: 'Look at it.', info: 'Good to know.' },
      }),
    businessImpact: contractText()
      .optional()
      .meta({ description: 'What a violation costs the business.', suggests: { operational: '', regulatory: '' } }),
    scheduler: contractText().optional().meta({ description: 'What starts the check, such as `cron`.' }),
    schedule: contractText().optional().meta({ description: 'When it starts, such as `0 20 * * *`.' }),
    tags: tags(),
    customProperties: customProperties(),
    authoritativeDefinitions: authoritativeDefinitions(),
  })
  .meta({ closedSince: 'v3.1.0' });

export const quality = () => z.array(qualityCheck).optional().meta({ description: 'What must hold, as checks.' });
