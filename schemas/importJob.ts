/** The job that imports charges, hours and energy: what it is asked and what it answers. Numbers are exact decimals. */
import * as z from 'zod';

const text = (description: string) => z.string().min(1).meta({ description });
const decimalText = (description: string) =>
  z
    .string()
    .regex(/^-?\d+(?:\.\d+)?$/)
    .meta({ description });
const count = (description: string) => z.number().int().nonnegative().meta({ description });

/** Sentences about single rows that an answer holds at most. */
export const mostImportProblems = 50;

/** Keys for `map` that an answer offers at most. */
export const mostMapKeys = 100;

/** Tags that an import tells. */
export const mostTags = 200;

export const importRequest = z.strictObject({
  label: text('What the user calls the files, such as `finance/focus-*.csv`.'),
  root: text('Absolute path of the workspace. A file that lies elsewhere, links followed, is refused.'),
  files: z
    .array(z.string().min(1))
    .max(10_000)
    .meta({ description: 'Absolute paths, patterns already resolved. Empty: refused.' }),
  format: z.enum(['focus', 'timesheet', 'harvest', 'codecarbon', 'opencost', 'label-tool']),
  cost: z
    .enum(['EffectiveCost', 'BilledCost'])
    .default('EffectiveCost')
    .meta({ description: 'Cost column of FOCUS; the first is booked by charge period, the second by billing period.' }),
  tags: z
    .array(z.strictObject({ key: text('Name of the tag, or of a column.'), value: z.string() }))
    .default([])
    .meta({ description: 'Only rows with all these tags count.' }),
  map: z
    .array(z.strictObject({ key: text('Service, name, or `tag:key=value`.'), category: text('Category.') }))
    .default([])
    .meta({ description: 'What counts to which category.' }),
  currency: z.string().min(1).optional().meta({ description: 'Currency of the plan, for formats that state none.' }),
  currencies: z
    .array(text('A currency.'))
    .default([])
    .meta({ description: 'What the plan can add: its currency, and those with a rate. Empty: it does not say.' }),
  items: z
    .array(
      z.strictObject({
        id: text('Id of the item.'),
        category: text('Its category.'),
        rate: z
          .strictObject({ amount: decimalText('Money per hour.'), currency: text('Its currency.') })
          .optional()
          .meta({ description: 'What an hour costs, when the item says so.' }),
      }),
    )
    .default([])
    .meta({ description: 'Items of the plan: rows of hours may name them, and take their rate.' }),
  period: z
    .strictObject({
      planned: text('The period of the project as the spec states it, such as `2026-03-02/2027-01-29`.'),
      from: z.iso.date().meta({ description: 'First day on which hours of the project can have been worked.' }),
      until: z.iso.date().meta({ description: 'Last such day.' }),
    })
    .optional()
    .meta({ description: 'Hours on other days are those of another year, and in no sum.' }),
});

export const importResult = z.strictObject({
  sums: z.array(
    z.strictObject({
      month: z.string().regex(/^\d{4}-\d{2}$/),
      category: z.string().min(1).nullable(),
      item: z.string().min(1).optional(),
      amount: decimalText('Money.').optional(),
      currency: z.string().min(1).optional(),
      hours: decimalText('Hours of work.').optional(),
      energyKwh: decimalText('Energy.').optional(),
      emissionsKg: decimalText('Carbon dioxide equivalent.').optional(),
    }),
  ),
  unmapped: z.array(
    z.strictObject({ name: z.string().min(1), amount: decimalText('Money.'), currency: z.string().min(1) }),
  ),
  mapKeys: z
    .array(
      z.strictObject({
        key: text('Name or kind of a service, project, word, or `tag:key=value`.'),
        amount: decimalText('What it comes to.'),
        unit: text('A currency, `h`, or `kWh`.'),
      }),
    )
    .max(mostMapKeys)
    .meta({ description: 'Keys of `map` that would match rows which match none, largest first.' }),
  tags: z
    .array(
      z.strictObject({
        key: text('Name of the tag.'),
        value: text('Its value.'),
        amount: decimalText('What rows with it come to.'),
        unit: text('A currency.'),
      }),
    )
    .max(mostTags)
    .meta({ description: 'Tags of the rows that count, largest first.' }),
  rows: count('Rows that count.'),
  unreadRows: count('Rows that could not be read and are in no sum.'),
  leftOut: z
    .array(z.strictObject({ amount: decimalText('How much.'), unit: text('A currency, `h`, or `kWh`.') }))
    .meta({ description: 'What rows state that could not be booked although their amount can be read.' }),
  repeatedRows: count('Rows that stand letter for letter in an earlier file, too; they are in the sums.'),
  problems: z.array(z.string().min(1)).max(mostImportProblems),
  files: z.array(
    z.strictObject({
      name: text('Path in the workspace.'),
      sha256: z.string().length(64).meta({ description: 'Hexadecimal digits.' }),
      changedAt: z.iso.datetime().optional().meta({ description: 'When the file was written last, in UTC.' }),
    }),
  ),
});

export type ImportRequest = z.output<typeof importRequest>;
export type ImportResult = z.output<typeof importResult>;
