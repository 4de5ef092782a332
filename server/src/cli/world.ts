/** What the command line meets: streams, the working directory, and the operations' ports. */
import type { loadNotebookTools } from '../operations/notebooks/loadTools.ts';
import type { GitState } from '../operations/doctor.ts';
import type { JobRunner } from '../operations/jobs.ts';
import type { RulePages } from '../operations/explainRule.ts';
import type { History, SearchFolders, WorkspaceFiles } from '../operations/ports.ts';
import type { PythonFormatter } from '../operations/promote/pythonFormatter.ts';
import type { FolderChange } from '../platform/writeFoldersWhole.ts';

export interface CommandLineWorld {
  readonly cwd: string;
  readonly version: string;
  /** Standard output: nothing but what was asked for. */
  readonly print: (text: string) => void;
  /** Standard error: progress and messages. */
  readonly say: (text: string) => void;
  /** Whether colours may be written to standard output. */
  readonly hasColour: boolean;
  /** Whether a person watches standard error, so that progress is worth showing. */
  readonly showsProgress: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** A variable of the environment, such as one with the connection to an engine. */
  readonly readEnvironment: (name: string) => string | undefined;
  readonly jobs: JobRunner;
  readonly history: History;
  /** The WebAssembly modules that read Python. */
  readonly readPythonGrammar: Parameters<typeof loadNotebookTools>[0];
  /** Loads what formats Python; undefined where it is not there. */
  readonly loadPythonFormatter: () => Promise<PythonFormatter | undefined>;
  readonly rulePages: RulePages;
  /** Script and style sheet of a panel as built; undefined where this installation lacks it. */
  readonly readPage: (panel: string) => { readonly script: string; readonly style: string } | undefined;
  /** @param search where files are searched for; everywhere below the roots unless said */
  readonly openFiles: (roots: readonly string[], search?: SearchFolders) => WorkspaceFiles;
  /** Links followed; undefined when nothing is there. */
  readonly realPath: (location: string) => Promise<{ path: string; isFolder: boolean } | undefined>;
  readonly topLevelOf: (folder: string) => Promise<string | undefined>;
  readonly findGit: () => Promise<GitState>;
  readonly writeFile: (location: string, text: string) => Promise<void>;
  /** Makes a folder and those above it. */
  readonly makeFolder: (location: string) => Promise<void>;
  /** Writes a file that is not there yet; false when something has its name. */
  readonly createFile: (location: string, text: string) => Promise<boolean>;
  /** Writes all files of all folders, or none; rejects with the system's error. */
  readonly writeFolders: (folders: readonly FolderChange[]) => Promise<void>;
  /** The text of a file; undefined when it cannot be read, or is larger than `maxBytes`. */
  readonly readText: (location: string, maxBytes: number) => string | undefined;
}

/** 0 as hoped, 1 findings, 2 could not run, 130 stopped by Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 130;

/** A command as the table lists it. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help, beginning with the usage. */
  readonly help: string;
  /** Options of `node:util` `parseArgs`, by name. */
  readonly options: Readonly<Record<string, CommandOption>>;
  /** The only words that it takes besides options, for the completion of shells; absent where they are files. */
  readonly operands?: (world: CommandLineWorld) => Promise<readonly string[]>;
  run(given: Given, world: CommandLineWorld): Promise<ExitCode>;
}

export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** The only values that it takes, for the completion of shells. */
  readonly words?: readonly string[];
}

/** What was typed, checked against the command's options. */
export interface Given {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** Something that the user can put right; becomes one sentence and exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text of an option; undefined when it is absent or empty. */
export function textOf(given: Given, option: string): string | undefined {
  const value = given.values[option];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** One of a few words that an option takes. */
export function choose<Word extends string>(
  given: Given,
  option: string,
  words: readonly Word[],
  standard: Word,
): Word {
  const value = given.values[option];
  if (value === undefined) return standard;
  const word = words.find((candidate) => candidate === value);
  if (word === undefined) {
    throw new UsageError(`--${option} takes one of ${words.join(', ')}, and was given ${JSON.stringify(value)}.`);
  }
  return word;
}
