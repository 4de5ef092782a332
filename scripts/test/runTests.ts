// The command `npm test`.
import path from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { abortOnInterrupt } from '../process/abortOnInterrupt.ts';
import { chooseParts } from './parts.ts';
import type { Part } from './parts.ts';
import { runParts } from './runParts.ts';
import type { PartOutcome } from './runPart.ts';

/** How much of a failure is said again at the end. */
const [linesPerFailure, charactersPerLine] = [12, 300];

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Runs every part, also after one has failed, and says at the end what passed, what failed and what was absent.
 *
 * The last line that it prints is `N passed, N failed`.
 *
 * @param args names of parts, all when there is none; what follows `--` goes to each of them
 * @returns the exit code: 0 when nothing failed, 1 otherwise, 130 when interrupted
 */
export async function runTests(args: readonly string[]): Promise<number> {
  const split = args.indexOf('--');
  const names = split === -1 ? args : args.slice(0, split);
  const extraArgs = split === -1 ? [] : args.slice(split + 1);
  const { positionals } = parseArgs({ args: [...names], options: {}, allowPositionals: true });
  const parts = chooseParts(positionals);

  const signal = abortOnInterrupt();
  const outcomes = await runParts(parts, { root, extraArgs, say, signal });
  if (outcomes === undefined) return 130;
  return report(parts, outcomes);
}

/** Prints the table and the last line, and decides about the exit code. */
function report(parts: readonly Part[], outcomes: readonly PartOutcome[]): number {
  say('\n━━ result');
  for (const { name, passed, failed, absent, seconds } of outcomes) {
    const verdict = absent !== undefined ? 'absent' : failed > 0 ? 'FAILED' : 'passed';
    const counts = `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed`;
    say(`  ${name.padEnd(11)} ${verdict} ${counts} ${seconds.toFixed(1).padStart(7)} s`);
  }
  for (const { name, failures } of outcomes)
    for (const failure of failures) say(`Failed in ${name}: ${shorten(failure)}`);
  for (const { name, absent } of outcomes) if (absent !== undefined) say(`Absent: ${name}, because ${absent}`);
  const notRun = parts.map(({ name }) => name).filter((name) => !outcomes.some((outcome) => outcome.name === name));
  if (notRun.length > 0) say(`Not run: ${notRun.join(', ')}.`);
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0) + notRun.length;
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The name of a test and the beginning of its reason. */
function shorten(failure: string): string {
  const lines = stripVTControlCharacters(failure).split('\n');
  return lines
    .slice(0, linesPerFailure)
    .map((line) => line.slice(0, charactersPerLine))
    .join('\n  ');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
