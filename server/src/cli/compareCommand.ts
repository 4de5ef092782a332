/** `plumbline compare`. */
import { comparisonReport } from '../../../schemas/comparisonReport.ts';
import { compareRuns } from '../operations/compare/compareRuns.ts';
import { renderComparison } from '../operations/compare/renderComparison.ts';
import { openSpec } from './openSpec.ts';
import { progressOn, requireDone } from './progress.ts';
import { choose, UsageError } from './world.ts';
import type { Command } from './world.ts';

const formats = ['text', 'json'] as const;

export const compareCommand: Command = {
  name: 'compare',
  summary: 'tell whether two recorded runs differ by more than chance',
  help: `Usage: plumbline compare FIRST SECOND [SPEC] [options]

Compares two runs in .plumbline/runs, the older one first. A run is named by its file without .json, by the beginning of
it, or as latest, latest~1 and so on. Where both runs answered the same rows and their answers are kept on this machine,
rows are compared one by one: exact McNemar, paired DeLong, sign-flip permutation or the paired bootstrap, whichever
fits the metric, held to 5 % false alarms over all metrics. Otherwise their intervals are compared.

Options:
  --format FORMAT  ${formats.join(', ')} (default: text)
  --help           this text

Exit codes:
  0  no metric is surely worse in the second run
  1  a metric is surely worse
  2  could not run

Examples:
  plumbline compare latest~1 latest
  plumbline compare 2026-11-02 2026-11-09 examples/flight-delays --format json
`,
  options: { format: { type: 'string', words: formats } },
  run: async (given, world) => {
    const format = choose(given, 'format', formats, 'text');
    const [first, second, written = '.', ...rest] = given.positionals;
    if (first === undefined || second === undefined || rest.length > 0) {
      throw new UsageError('plumbline compare takes two runs, and perhaps a spec.');
    }
    const { project, files } = await openSpec(written, world);
    const outcome = await compareRuns(
      project,
      { first, second },
      { files, jobs: world.jobs, version: world.version },
      { signal: world.signal, onProgress: progressOn(world) },
    );
    const done = requireDone(outcome, world);
    if (done === undefined) return 130;
    world.print(renderComparison(comparisonReport.parse(done.report), format, world.hasColour));
    return done.report.metrics.some(({ verdict }) => verdict === 'worse') ? 1 : 0;
  },
};
