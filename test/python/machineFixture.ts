/** Numbers about measuring machines that scipy computed: the fixture that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const number = z.number();
const list = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.array(z.strictObject(shape)).min(1);

const machineFixture = z.strictObject({
  tools: z.strictObject({ python: z.string(), numpy: z.string(), scipy: z.string() }),
  seed: z.int(),
  tails: list({ successes: number, trials: number, probability: number, value: number, log: number }),
  needed: list({ percentile: number, over: number, within: number }),
  /** Places in the sorted latencies, from 0 on. */
  orderIntervals: list({ queries: number, percentile: number, low: number, high: number }),
});

/** Reads `test/fixtures/python/machine.json`, which `test/python/drawMachine.py` wrote. */
export function readMachineFixture(): z.infer<typeof machineFixture> {
  const file = path.join(import.meta.dirname, '../fixtures/python/machine.json');
  return machineFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
