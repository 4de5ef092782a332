/** Numbers of drift that scipy computed: the fixture that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { driftStatisticName } from '../../schemas/driftVerdict.ts';

const number = z.number();
const maybe = number.nullable();
const list = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.array(z.strictObject(shape)).min(1);
const measures = z.partialRecord(driftStatisticName, maybe);
/** Statistic, and the logarithm of its probability; null where it is 0. */
const tests = z.partialRecord(driftStatisticName, z.tuple([maybe, maybe]));

const driftFixture = z.strictObject({
  tools: z.strictObject({ python: z.string(), numpy: z.string(), scipy: z.string() }),
  seed: z.int(),
  numeric: list({ kind: z.string(), reference: z.array(number), current: z.array(number), measures, tests }),
  categories: list({ reference: z.array(number), current: z.array(number), measures, tests }),
  large: list({ rows: z.tuple([z.int(), z.int()]), tests }),
  tails: z.strictObject({
    kolmogorov: list({ distance: number, rows: z.int(), log: maybe }),
    cramerVonMises: list({ value: number, log: maybe }),
    student: list({ value: number, degrees: number, log: maybe }),
    hypergeometric: list({ table: z.array(z.int()).length(4), log: maybe }),
    logGammaDrop: list({ x: number, step: number, value: number }),
  }),
  falseDiscovery: list({ p: z.array(number), adjusted: z.array(number) }),
});

export type DriftFixture = z.infer<typeof driftFixture>;

/** Reads `test/fixtures/python/drift.json`, which `test/python/drawDrift.py` wrote. */
export function readDriftFixture(): DriftFixture {
  const file = path.join(import.meta.dirname, '../fixtures/python/drift.json');
  return driftFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
