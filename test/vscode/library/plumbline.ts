// Plumbline as its users' extensions and keybindings see it: by its id and its commands.
import { commands, extensions } from 'vscode';
import type { Extension } from 'vscode';
import * as z from 'zod';

export const extensionId = 'plumbline.plumbline';

/** What our commands resolve with. */
const commandResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('cancelled') }),
  z.object({ kind: z.literal('refused'), sentence: z.string() }),
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
]);

export type CommandResult = z.infer<typeof commandResult>;

/**
 * The installed extension.
 *
 * @throws {Error} when VS Code does not know it: not installed, or disabled by trust
 */
export function plumbline(): Extension<unknown> {
  const extension = extensions.getExtension(extensionId);
  if (extension === undefined) throw new Error(`${extensionId} is not there.`);
  return extension;
}

/** Runs one of our commands. */
export async function runPlumbline(command: string, ...args: readonly unknown[]): Promise<CommandResult> {
  return commandResult.parse(await commands.executeCommand(command, ...args));
}
