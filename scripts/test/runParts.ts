// In which order parts run, and which beside each other.
import { lanes } from './parts.ts';
import type { Part } from './parts.ts';
import { runPart } from './runPart.ts';
import type { PartOutcome, PartRun } from './runPart.ts';

export interface PartsRun extends Omit<PartRun, 'output'> {
  /** Writes a line on the terminal. */
  readonly say: (line: string) => void;
}

/**
 * Runs the fundamental parts one after the other, then the lanes of the others beside each other.
 *
 * A part that fails stops none but those that it is fundamental to. Where lanes run beside each other, every line of a
 * part begins with its name.
 *
 * @param parts in their order
 * @returns what came of those that ran, in the order of `parts`; undefined when the signal was aborted
 */
export async function runParts(
  parts: readonly Part[],
  { say, ...run }: PartsRun,
): Promise<readonly PartOutcome[] | undefined> {
  const outcomes = new Map<string, PartOutcome>();

  async function runOne(part: Part, output: PartRun['output']): Promise<PartOutcome> {
    say(`\n━━ ${part.name}: ${part.shows}`);
    const outcome = await runPart(part, { ...run, output });
    outcomes.set(part.name, outcome);
    return outcome;
  }

  async function runAll(): Promise<void> {
    for (const part of parts.filter(({ isFundamental }) => isFundamental === true)) {
      if ((await runOne(part, 'inherit')).failed > 0) {
        say(`Nothing after ${part.name} can be trusted without it.`);
        return;
      }
    }
    const others = parts.filter(({ isFundamental }) => isFundamental !== true);
    const taken = lanes.map((lane) => others.filter((part) => part.lane === lane)).filter(({ length }) => length > 0);
    await Promise.all(
      taken.map(async (lane) => {
        for (const part of lane) {
          const named = (line: string): void => say(`${part.name.padEnd(nameWidth)}│ ${line}`);
          await runOne(part, taken.length > 1 ? named : 'inherit');
        }
      }),
    );
  }
  const nameWidth = Math.max(...parts.map(({ name }) => name.length)) + 1;

  try {
    await runAll();
  } catch (error) {
    if (run.signal.aborted) return undefined;
    throw error;
  }
  return parts.flatMap(({ name }) => outcomes.get(name) ?? []);
}
