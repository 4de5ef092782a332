/** Numbers that scipy computed: the fixture that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const number = z.number();
const list = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.array(z.strictObject(shape)).min(1);

const statisticsFixture = z.strictObject({
  tools: z.strictObject({ python: z.string(), numpy: z.string(), scipy: z.string() }),
  seed: z.int(),
  logGamma: list({ x: number, value: number }),
  upperGamma: list({ shape: number, x: number, value: number }),
  normalProbability: list({ z: number, value: number }),
  normalQuantile: list({ probability: number, value: number }),
  chiSquare: list({ degrees: number, tail: number, value: number, tailOfValue: number }),
  wilson: list({ successes: number, trials: number, confidence: number, low: number, high: number }),
  sampleSize: list({ share: number, tolerance: number, confidence: number, trials: number }),
  sums: list({ values: z.array(number), sum: number }),
  annuities: list({
    oneOff: number,
    left: number,
    years: number,
    percent: number,
    annuity: number,
    netPresentValue: number,
    internalRate: number,
  }),
  randomStreams: list({ seed: number, words: z.array(number) }),
  /** Null where no window is enough. */
  shiftWindows: list({
    shift: number,
    referenceRows: number,
    falseAlarm: number,
    power: number,
    rows: number.nullable(),
  }),
  shareTrials: list({ expected: number, worst: number, falseAlarm: number, power: number, trials: number }),
});

export type StatisticsFixture = z.infer<typeof statisticsFixture>;

/** Reads `test/fixtures/python/statistics.json`, which `test/python/drawStatistics.py` wrote. */
export function readStatisticsFixture(): StatisticsFixture {
  const file = path.join(import.meta.dirname, '../fixtures/python/statistics.json');
  return statisticsFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
