/** Numbers that Python's decimal, numpy-financial and scipy computed: the fixture that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const number = z.number();
const text = z.string();
const list = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.array(z.strictObject(shape)).min(1);

const costsFixture = z.strictObject({
  tools: z.strictObject({ python: text, numpy: text, numpyFinancial: text, scipy: text }),
  seed: z.int(),
  flows: list({
    flows: z.array(text),
    rate: text,
    presentValue: number,
    byTool: number,
    rates: z.array(number),
    /** Null unless the flows change their sign exactly once. */
    singleRate: number.nullable(),
    /** Null when what was spent is not back. */
    payback: number.nullable(),
  }),
  pert: list({
    low: number,
    likely: number,
    high: number,
    probabilities: z.array(number),
    amounts: z.array(number),
  }),
  simulations: list({
    ranges: z.array(z.tuple([number, number, number])),
    annuity: number,
    p10: number,
    p50: number,
    p90: number,
    mean: number,
    lossShare: number,
    shares: z.array(number),
  }),
  learningCurves: list({
    sizes: z.array(number),
    errors: z.array(number),
    scale: number,
    slope: number,
    determination: number,
    goal: number,
    labels: number,
  }),
  unitCosts: list({
    prevalence: text,
    volume: text,
    needed: text,
    recall: text,
    precision: text,
    otherRecall: text,
    otherPrecision: text,
    cost: number.nullable(),
  }),
  paybacks: list({
    oneOff: text,
    running: text,
    saved: text,
    rate: text,
    /** Null when the one-off costs never come back. */
    payback: number.nullable(),
    discounted: number.nullable(),
    byTool: number.nullable(),
  }),
  periods: list({
    amount: text,
    from: z.int(),
    until: z.int(),
    months: z.record(text, number),
  }),
});

export type CostsFixture = z.infer<typeof costsFixture>;

/** Reads `test/fixtures/python/costs.json`, which `test/python/drawCosts.py` wrote. */
export function readCostsFixture(): CostsFixture {
  const file = path.join(import.meta.dirname, '../fixtures/python/costs.json');
  return costsFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
