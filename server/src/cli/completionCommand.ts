/** `plumbline completion`. */
import { shellCompletion, shells } from './shellCompletion.ts';
import { UsageError } from './world.ts';
import type { Command } from './world.ts';

/** @param commands all others, in the order in which they are listed */
export function createCompletionCommand(commands: readonly Command[]): Command {
  const completion: Command = {
    name: 'completion',
    summary: 'print a script that completes commands and options in a shell',
    help: `Usage: plumbline completion SHELL

Prints a script for bash, zsh or fish: put the line of the example into the file that your shell reads when it starts.

Options:
  --help  this text

Exit codes:
  0  printed
  2  could not run

Examples:
  source <(plumbline completion bash)
  source <(plumbline completion zsh)
  plumbline completion fish | source
`,
    options: {},
    operands: () => Promise.resolve(shells),
    run: async (given, world) => {
      const [wish, ...rest] = given.positionals;
      const shell = shells.find((name) => name === wish);
      if (shell === undefined || rest.length > 0) {
        throw new UsageError(`plumbline completion takes one shell: ${shells.join(', ')}.`);
      }
      const completed = [...commands, completion].map(async (command) => ({
        ...command,
        operands: (await command.operands?.(world)) ?? [],
      }));
      world.print(shellCompletion(shell, await Promise.all(completed)));
      return 0;
    },
  };
  return completion;
}
