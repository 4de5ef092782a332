/** Numbers of drift that other tools gave: the fixtures that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const number = z.number();
const rows = z.array(number).min(1);
const counts = z.record(z.string(), z.int());
/** Value and alarm; null where the tool refuses or gives no number. */
const outcome = z.tuple([number, z.boolean().nullable()]).nullable();
/** Value, alarm, and the upper alarm threshold. */
const bounded = z.tuple([number, z.boolean().nullable(), number.nullable()]).nullable();
const column = {
  kind: z.string(),
  isInteger: z.boolean(),
  reference: rows,
  current: rows,
  missing: z.tuple([z.int(), z.int()]),
};
const head = { tools: z.record(z.string(), z.string()), seed: z.int() };
const chosen = { results: z.record(z.string(), outcome), chosen: z.string(), report: outcome };
const chunked = { results: z.record(z.string(), bounded) };

const evidentlyFixture = z.strictObject({
  ...head,
  numeric: z.array(z.strictObject({ ...column, ...chosen })).min(1),
  categories: z.array(z.strictObject({ reference: counts, current: counts, ...chosen })).min(1),
});

const nannymlFixture = z.strictObject({
  ...head,
  chunks: z.int().positive(),
  numeric: z.array(z.strictObject({ ...column, ...chunked })).min(1),
  categories: z
    .array(z.strictObject({ reference: counts, current: counts, ordered: z.array(z.string()), ...chunked }))
    .min(1),
  large: z.array(z.strictObject({ rows: z.tuple([z.int(), z.int()]), low: number, scale: number, ...chunked })).min(1),
  calculators: z
    .array(
      z.strictObject({
        chunks: z.enum(['whole', 'rows', 'month']),
        rows: z.tuple([z.int(), z.int()]),
        perDay: z.int(),
        shift: number,
        results: z.record(
          z.string(),
          z.strictObject({ values: z.array(number), alarms: z.array(z.boolean()), threshold: number }),
        ),
      }),
    )
    .min(1),
});

function read<Shape extends z.ZodType>(shape: Shape, name: string): z.infer<Shape> {
  const file = path.join(import.meta.dirname, `../fixtures/python/${name}.json`);
  return shape.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export const readEvidentlyFixture = (): z.infer<typeof evidentlyFixture> => read(evidentlyFixture, 'evidently');
export const readNannymlFixture = (): z.infer<typeof nannymlFixture> => read(nannymlFixture, 'nannyml');
