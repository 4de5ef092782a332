/** The command line: finds the command, reads its options, and turns every failure into one sentence. */
import { parseArgs } from 'node:util';
import { adviceFor } from '../operations/adviceFor.ts';
import { plainText } from '../text/plainText.ts';
import { UsageError } from './world.ts';
import type { Command, CommandLineWorld, ExitCode, Given } from './world.ts';
import { jsonText } from '../text/jsonText.ts';

/** Every command but the one about them, in the order in which they are listed; each loads when it is needed. */
const working: ReadonlyMap<string, () => Promise<Command>> = new Map<string, () => Promise<Command>>([
  ['check', async () => (await import('./checkCommand.ts')).checkCommand],
  ['promote', async () => (await import('./promoteCommand.ts')).promoteCommand],
  ['evaluate', async () => (await import('./evaluateCommand.ts')).evaluateCommand],
  ['compare', async () => (await import('./compareCommand.ts')).compareCommand],
  ['export', async () => (await import('./exportCommand.ts')).exportCommand],
  ['drift', async () => (await import('./driftCommand.ts')).driftCommand],
  ['cost', async () => (await import('./costCommand.ts')).costCommand],
  ['report', async () => (await import('./reportCommand.ts')).reportCommand],
  ['profile', async () => (await import('./profileCommand.ts')).profileCommand],
  ['init', async () => (await import('./initCommand.ts')).initCommand],
  ['explain', async () => (await import('./explainCommand.ts')).explainCommand],
  ['doctor', async () => (await import('./doctorCommand.ts')).doctorCommand],
]);

const completion = 'completion';

async function loadAll(): Promise<readonly Command[]> {
  const others = await Promise.all([...working.values()].map((load) => load()));
  const { createCompletionCommand } = await import('./completionCommand.ts');
  return [...others, createCompletionCommand(others)];
}

/** @returns undefined when there is none of this name */
async function loadCommand(name: string): Promise<Command | undefined> {
  const load = working.get(name);
  if (load !== undefined) return load();
  return name === completion ? (await loadAll()).find((command) => command.name === name) : undefined;
}

/** Runs what the arguments ask for; never rejects. */
export async function runCommandLine(args: readonly string[], world: CommandLineWorld): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = rest[0] === undefined ? undefined : await loadCommand(rest[0]);
    world.print(asked === undefined ? generalHelp(await loadAll()) : helpOf(asked));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    world.print(`${world.version}\n`);
    return 0;
  }
  const command = await loadCommand(name);
  const wantsJson = isJsonAsked(rest);
  try {
    if (command === undefined) {
      const advice = adviceFor(name, [...working.keys(), completion], 'plumbline --help lists them.');
      throw new UsageError(`There is no command ${JSON.stringify(name)}: ${advice}`);
    }
    if (rest.includes('--help') || rest.includes('-h')) {
      world.print(helpOf(command));
      return 0;
    }
    const code = await command.run(readOptions(command, rest), world);
    return world.signal.aborted ? 130 : code;
  } catch (error) {
    if (world.signal.aborted) return 130;
    const sentence = plainText(sentenceOf(error));
    if (wantsJson) {
      world.print(jsonText({ kind: 'error', schema: 1, version: world.version, sentence }));
    }
    world.say(`plumbline: ${sentence}\n`);
    if (!(error instanceof UsageError) && error instanceof Error) world.say(`${error.stack ?? ''}\n`);
    return 2;
  }
}

function readOptions(command: Command, args: readonly string[]): Given {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...command.options },
      allowPositionals: true,
      strict: true,
    });
    return { values, positionals };
  } catch (error) {
    // Node's sentences name the option; what they add about escaping is noise here.
    const [sentence = 'The options cannot be read'] = (error instanceof Error ? error.message : '').split('. ', 1);
    const unknown = /^Unknown option '(--[^']+)'$/.exec(sentence)?.[1] ?? '';
    const options = Object.keys(command.options).map((option) => `--${option}`);
    const advice = adviceFor(unknown, options, `plumbline ${command.name} --help lists the options.`);
    throw new UsageError(`${sentence.replace(/\.$/, '')}: ${advice}`);
  }
}

/** Whether the answer must be one JSON document, even if the options cannot be read. */
function isJsonAsked(args: readonly string[]): boolean {
  return args.some((arg, at) => arg === '--format=json' || (arg === '--format' && args[at + 1] === 'json'));
}

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return `Something went wrong that should not: ${text}. Please report it with what you did.`;
}

/** The exit codes of a command, with the one that all have; a command that says more of it has a line of its own. */
function helpOf({ help }: Command): string {
  const [block] = /^Exit codes:\n(?: {2}.*\n)+/m.exec(help) ?? [];
  if (block === undefined || block.includes('\n  130  ')) return help;
  return help.replace(block, () => `${block}  130  cancelled\n`);
}

function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n');
  return `Plumbline: metrics first, then experiments.

Usage: plumbline COMMAND [options]

Commands:
${list}

plumbline COMMAND --help says more about one. plumbline --version prints the version.
Everything works offline; nothing is sent anywhere.
`;
}
