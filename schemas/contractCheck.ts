/** What a data contract asks of a table, as questions that the worker can answer, and the answers. */
import * as z from 'zod';
import { logicalTypes } from './contract/logicalTypes.ts';
import { columnKind } from './profile.ts';

/** Examples of each violation. */
export const mostExamples = 5;

const key = z.string().min(1).meta({ description: 'Names the place in the contract; the answer repeats it.' });
const columnName = z.string().min(1).meta({ description: 'Name of the column in the table.' });
const bound = z
  .union([z.number(), z.string()])
  .meta({ description: 'A number, or a date or time as text for columns that hold such.' });

const logicalType = z.enum(logicalTypes.map(([name]) => name));

/** A condition that every value of a column must hold; null holds all but `present`. */
const valueCondition = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('present') }),
  z.strictObject({ kind: z.literal('minimum'), bound, isExclusive: z.boolean() }),
  z.strictObject({ kind: z.literal('maximum'), bound, isExclusive: z.boolean() }),
  z.strictObject({ kind: z.literal('multipleOf'), step: z.number().positive() }),
  z.strictObject({ kind: z.literal('minLength'), length: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('maxLength'), length: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('pattern'), pattern: z.string() }),
  z.strictObject({ kind: z.literal('textFormat'), format: z.string() }),
  z.strictObject({ kind: z.literal('integerFormat'), format: z.string() }),
  z.strictObject({ kind: z.literal('oneOf'), values: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('minItems'), length: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('maxItems'), length: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('uniqueItems') }),
  z.strictObject({ kind: z.literal('part'), name: z.string().min(1) }),
  z.strictObject({ kind: z.literal('minProperties'), length: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('maxProperties'), length: z.int().nonnegative() }),
]);
export type ValueCondition = z.infer<typeof valueCondition>;

/** A way into a nested value: to a part of an object, or to the elements of a list. */
const valueStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('part'), name: z.string().min(1) }),
  z.strictObject({ kind: z.literal('elements') }),
]);
export type ValueStep = z.infer<typeof valueStep>;

/** A number that a check of the standard's library compares. */
const metric = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nullValues'), column: columnName }),
  z.strictObject({
    kind: z.literal('missingValues'),
    column: columnName,
    values: z.array(z.string()).meta({ description: 'Texts that stand for none, besides null.' }),
  }),
  z.strictObject({
    kind: z.literal('invalidValues'),
    column: columnName,
    values: z.array(z.string()).optional(),
    pattern: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('duplicateValues'), columns: z.array(columnName).min(1) }),
  z.strictObject({ kind: z.literal('rowCount') }),
]);
export type ContractMetric = z.infer<typeof metric>;

/** Numbers that satisfy a comparison: every interval that is allowed, or one that is not. */
const allowed = z.strictObject({
  low: z.number().optional(),
  high: z.number().optional(),
  isLowExcluded: z.boolean().default(false),
  isHighExcluded: z.boolean().default(false),
  isNegated: z.boolean().default(false).meta({ description: 'Whether the numbers outside are the allowed ones.' }),
});
export type AllowedNumbers = z.infer<typeof allowed>;

export const contractQuestions = z.strictObject({
  columns: z
    .array(
      z.strictObject({
        key,
        column: columnName,
        within: z
          .array(valueStep)
          .max(20)
          .default([])
          .meta({ description: 'The way from the column to the values that are meant; empty for its own.' }),
        otherName: columnName.optional().meta({ description: 'The name that counts when there is no such column.' }),
        types: z
          .strictObject({ key, logical: z.array(logicalType).optional(), physical: columnKind.optional() })
          .optional()
          .meta({
            description: 'What the values must be: one of the logical types, or of the kind of a physical one.',
          }),
        isMasked: z.boolean().meta({ description: 'Whether no value may be shown.' }),
        conditions: z.array(z.strictObject({ key, condition: valueCondition })),
      }),
    )
    .max(5000),
  keys: z
    .array(z.strictObject({ key, columns: z.array(columnName).min(1) }))
    .meta({ description: 'Columns whose values must not repeat together.' }),
  metrics: z.array(
    z.strictObject({
      key,
      metric,
      isPercent: z.boolean().meta({ description: 'Whether the number is rows of a hundred.' }),
      allowed,
    }),
  ),
});
export type ContractQuestions = z.input<typeof contractQuestions>;
export type ParsedContractQuestions = z.output<typeof contractQuestions>;

const count = z.number().int().nonnegative();

export const contractViolation = z.strictObject({
  key,
  kind: z.enum(['missing-column', 'wrong-type', 'values', 'repeated', 'metric']),
  count: count.optional().meta({ description: 'Rows that violate; absent where rows say nothing.' }),
  value: z.number().optional().meta({ description: 'Of a metric: the number that was compared.' }),
  found: z
    .string()
    .optional()
    .meta({ description: 'Of a type: what the table has. Of a missing column: the nearest name.' }),
  examples: z.array(
    z.strictObject({
      row: count.meta({ description: 'Row of the table, from 1, the header not counted.' }),
      file: z.string().optional().meta({ description: 'Name of the file, where there are several.' }),
      value: z.string().optional().meta({ description: 'Absent when it may not be shown.' }),
    }),
  ),
});
export type ContractViolation = z.infer<typeof contractViolation>;

export const contractAnswers = z.strictObject({
  rows: count,
  violations: z.array(contractViolation),
  notComputed: z.array(z.strictObject({ key, because: z.string().min(1) })),
  undescribed: z.array(z.string()).meta({ description: 'Columns of the table that the contract does not have.' }),
});
export type ContractAnswers = z.infer<typeof contractAnswers>;
