/** `plumbline doctor`. */
import { plainText } from '../text/plainText.ts';
import { runDoctor } from '../operations/doctor.ts';
import { choose } from './world.ts';
import type { Command } from './world.ts';
import { jsonText } from '../text/jsonText.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'see whether everything that Plumbline uses is there and works',
  help: `Usage: plumbline doctor [options]

Loads each native library once, in the worker, and uses it; looks for git.

Options:
  --format FORMAT  text or json (default: text)
  --help           this text

Exit codes:
  0  everything works; something that is only absent counts as that
  2  something is broken

Examples:
  plumbline doctor
  plumbline doctor --format json
`,
  options: { format: { type: 'string', words: ['text', 'json'] } },
  run: async (given, world) => {
    const format = choose(given, 'format', ['text', 'json'], 'text');
    const checks = await runDoctor({
      jobs: world.jobs,
      runtime: `${process.versions.node} on ${process.platform}-${process.arch}`,
      findGit: world.findGit,
      signal: world.signal,
    });
    if (world.signal.aborted) return 130;
    if (format === 'json') {
      world.print(jsonText({ kind: 'doctor', schema: 1, version: world.version, checks }));
    } else {
      const width = Math.max(...checks.map(({ name }) => name.length));
      for (const { name, state, sentence } of checks) {
        world.print(`${state.padEnd(6)}  ${name.padEnd(width)}  ${plainText(sentence)}\n`);
      }
    }
    return checks.some(({ state }) => state === 'broken') ? 2 : 0;
  },
};
