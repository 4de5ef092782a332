// Runs a program to its end and gives its output; a failure shows the end of what it said.
import { startChild } from './ownedChild.ts';
import type { ChildOptions } from './ownedChild.ts';

/** Lines of a failed program's output that its error repeats. */
const shownLines = 60;

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to both of its streams
 * @throws {Error} when it cannot be started or does not exit with 0; the message ends with the last lines of its output
 */
export async function runTool(
  command: string,
  args: readonly string[],
  options: Omit<ChildOptions, 'output'> = {},
): Promise<string> {
  let output = '';
  const child = await startChild(command, args, { ...options, output: (text) => (output += text) });
  const code = await child.ended;
  if (code === 0) return output;
  const tail = output.trimEnd().split('\n').slice(-shownLines).join('\n');
  throw new Error(`${[command, ...args].join(' ')} ended with code ${code}:\n${tail}`);
}
