/** Money that numpy added up row by row: the fixture that the tests of money read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const number = z.number();
const numbers = z.array(number);
const list = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.array(z.strictObject(shape)).min(1);

const moneyFixture = z.strictObject({
  tools: z.record(z.string(), z.string()),
  seed: z.int(),
  binary: list({
    truth: numbers,
    scores: numbers,
    tp: numbers,
    fp: numbers,
    fn: numbers,
    tn: numbers,
    rule: numbers,
    threshold: number,
    prevalence: number,
    mean: number,
    atPrevalence: number,
    never: number,
    gain: number,
    /** Threshold, null for one above all scores, and money of all rows. */
    curve: z.array(z.tuple([number.nullable(), number])),
    most: number,
  }),
  classes: list({
    classes: number,
    truth: numbers,
    answers: numbers,
    /** Of rows of class 2 that are answered 1. */
    amount: numbers,
    pairs: z.array(z.tuple([number, number, number])),
    mean: number,
  }),
  errors: list({
    truth: numbers,
    answers: numbers,
    over: numbers,
    under: numbers,
    mean: number,
    flat: number,
    /** What a rule answers to the rows. */
    rule: numbers,
    tooHigh: number,
    tooLow: number,
    ruleTooHigh: number,
    ruleTooLow: number,
    /** With the amounts of the rows. */
    gain: number,
  }),
});

export type MoneyFixture = z.infer<typeof moneyFixture>;

/** Reads `test/fixtures/python/money.json`, which `test/python/drawMoney.py` wrote. */
export function readMoneyFixture(): MoneyFixture {
  const file = path.join(import.meta.dirname, '../fixtures/python/money.json');
  return moneyFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
