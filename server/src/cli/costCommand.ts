/** `plumbline cost`. */
import { costFormats, renderCost, verdictOfCosts } from '../operations/cost/renderCost.ts';
import { settledCosts } from '../operations/cost/settledCosts.ts';
import { openSpec } from './openSpec.ts';
import { choose, UsageError } from './world.ts';
import type { Command } from './world.ts';

export const costCommand: Command = {
  name: 'cost',
  summary: 'what a project costs and returns: plan, imports, forecast, levers',
  help: `Usage: plumbline cost [SPEC] [options]

Sums the ledger of a spec with its hidden part, compares it with imported bills and hours, and computes what the
project returns. Nothing is written, and nothing is fetched.

Options:
  --format FORMAT  ${costFormats.join(', ')} (default: text)
  --strict         exit code 1 also when it is not known whether the project pays
  --help           this text

Exit codes:
  0  within the budget, and the net present value at the target is not negative
  1  over the budget by the plan, the money spent or the forecast; or a negative net present value
  2  could not run

Examples:
  plumbline cost examples/flight-delays
  plumbline cost --format markdown > costs.md
  plumbline cost --format focus > plan.csv
`,
  options: { format: { type: 'string', words: costFormats }, strict: { type: 'boolean' } },
  run: async (given, world) => {
    const format = choose(given, 'format', costFormats, 'text');
    const [written = '.', ...rest] = given.positionals;
    if (rest.length > 0) throw new UsageError('plumbline cost takes one spec or folder.');
    const { project, files, spec } = await openSpec(written, world);
    const { jobs, history, version } = world;
    const costs = await settledCosts(project, { files, jobs, history, clock: { now: world.now }, version });
    if (costs.state === 'empty') throw new UsageError(`${spec}: ${costs.because} ${costs.next}`);
    const verdict = verdictOfCosts(costs);
    world.print(renderCost({ kind: 'cost', schema: 1, version, spec, verdict, costs }, format, world.hasColour));
    if (verdict === 'not-known') return given.values['strict'] === true ? 1 : 0;
    return verdict === 'ok' ? 0 : 1;
  },
};
