/** What a command is, and what it may count on while it runs. */
import type { PromotionPreview } from '../../../schemas/promotionRequests.ts';
import type { LookedAtRuns } from '../../../schemas/panelMessages.ts';
import type { ReviewAnswer } from '../../../schemas/requests.ts';
import type { TextRange } from '../../../schemas/sourceLocation.ts';
import type * as z from 'zod';
import type { pythonWish } from '../../../schemas/verificationJob.ts';
import type { ServerControl } from '../server/connect.ts';
import type { RunningClient } from '../server/runningClient.ts';
import type { Localization } from '../status.ts';
import type { CommandId } from './commandIds.ts';

/** What came of a command; callers such as tests and other extensions get it as the command's value. */
export type CommandResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly sentence: string };

export interface Action {
  readonly title: string;
  readonly run: () => unknown;
}

export interface Choice<Value> {
  readonly label: string;
  readonly description?: string;
  readonly value: Value;
}

/** The editor, as far as commands use it. */
export interface Editor {
  /** Shows one sentence, and returns at once; an action runs when the user chooses it. */
  tell: (level: 'information' | 'warning' | 'error', sentence: string, actions?: readonly Action[]) => void;
  /** The value that the user chooses; undefined when they turn away. */
  choose: <Value>(choices: readonly Choice<Value>[], title: string) => Promise<Value | undefined>;
  /** The text that the user types; undefined when they turn away. */
  ask: (title: string, prompt: string) => Promise<string | undefined>;
  /** Address of the file that the user chooses; undefined when they turn away. */
  chooseFile: (title: string, endings: readonly string[]) => Promise<string | undefined>;
  /** Address of the folder that the user chooses; undefined when they turn away. */
  chooseFolder: (title: string) => Promise<string | undefined>;
  /** Address of the file, new or old, under which the user wants something saved. */
  chooseTarget: (title: string, name: string) => Promise<string | undefined>;
  isTrusted: () => boolean;
  /** URI of the spec, or part of one, in the active editor. */
  activeSpec: () => string | undefined;
  /** Runs a command of the editor, of ours or of another extension; rejects when there is none of that name. */
  execute: (command: string, ...args: readonly unknown[]) => Promise<unknown>;
  showLog: () => void;
  /** Shows a text file; rejects when there is none at the address. */
  openFile: (uri: string) => Promise<void>;
}

/** The example that ships with the extension. */
export interface Examples {
  /** Copies it below a folder, whole or not at all; one that is there is left as it is. Rejects when it cannot be written. */
  copyInto: (
    folderUri: string,
  ) => Promise<
    | { readonly kind: 'copied' | 'there'; readonly uri: string }
    | { readonly kind: 'missing' }
    | { readonly kind: 'taken'; readonly name: string }
  >;
  /** Whether no folder is open, so that opening one closes nothing. */
  isWindowEmpty: () => boolean;
  open: (uri: string, where: 'here' | 'new') => Promise<void>;
}

/** The pages of the rules that ship with the extension. */
export interface RulePages {
  /** All rules that have a page, in alphabetical order. */
  list: () => Promise<readonly RulePage[]>;
  /** False when there is no page of that name. */
  open: (ruleId: string) => Promise<boolean>;
}

export interface RulePage {
  /** Such as `metric/no-limit`. */
  readonly id: string;
  /** Such as "a metric without a limit"; undefined when the index of the pages does not say. */
  readonly finds: string | undefined;
}

export interface CommandContext {
  readonly editor: Editor;
  readonly l10n: Localization;
  readonly log: { readonly info: (text: string) => void; readonly error: (text: string, error?: unknown) => void };
  readonly server: ServerControl;
  readonly panels: {
    /** Opens the overview of a project, or brings it to the front. */
    openOverview: (specUri: string) => void;
    /** Opens the evaluation of a project, or brings it to the front; at the runs that are named, if any. */
    openEvaluation: (specUri: string, runs?: LookedAtRuns) => void;
    /** Opens the history of the runs of a project, or brings it to the front. */
    openRuns: (specUri: string) => void;
    /** Opens what drifts in a project, or brings it to the front. */
    openDrift: (specUri: string) => void;
    /** Opens the costs of a project, or brings them to the front. */
    openCosts: (specUri: string) => void;
    /** Opens the promotion of a notebook, or brings it to the front. */
    openPromotion: (notebookUri: string) => void;
  };
  readonly promotions: Promotions;
  readonly examples: Examples;
  readonly rulePages: RulePages;
  readonly reviews: {
    /** Shows the page of a review, and offers to compare the files. */
    show: (review: ReviewAnswer, specUri: string) => Promise<void>;
  };
  readonly drafts: {
    /**
     * Opens a spec to fill in, unsaved, in a folder of the workspace.
     *
     * @param propose gives its text for the folder of that address; undefined when there is no proposal
     */
    openSpec: (
      propose: (folderUri: string) => Promise<string | undefined>,
    ) => Promise<'opened' | 'exists' | 'no-folder' | 'cancelled'>;
    /** Opens a contract under an address, unsaved; one that exists is shown as it is. */
    openContract: (uri: string, text: string) => Promise<'opened' | 'exists'>;
  };
}

/** The editor, as far as promoting notebooks uses it. */
export interface Promotions {
  /** Address of the notebook, or of the Python file, in the active editor. */
  activeNotebook: () => string | undefined;
  /** Addresses of the notebooks in the workspace, at most a hundred, in alphabetical order. */
  notebooks: () => Promise<readonly string[]>;
  /** Where the cursor is, in a cell or a file; the line counts from 0. */
  activePlace: () => { readonly uri: string; readonly line: number } | undefined;
  /** Names of files below a folder that have changes which are not saved. */
  unsavedBelow: (folderUri: string) => readonly string[];
  /** The folder that the user chooses; undefined when they turn away. */
  chooseFolder: () => Promise<string | undefined>;
  /** The Python that the settings name, and the one that the editor's Python extension uses. */
  python: () => Promise<z.input<typeof pythonWish>>;
  /** Shows what would be written, and writes what the user ticks; false when they write nothing. */
  apply: (preview: PromotionPreview) => Promise<boolean>;
  /** Shows lines of a file, or of a cell where the address ends `#cell=<index>`. */
  openPlace: (place: { readonly uri: string; readonly range: TextRange }) => Promise<void>;
}

/** The context of a command that needs the server: it cannot be had without one. */
export interface RunningContext extends CommandContext {
  readonly client: RunningClient;
}

/**
 * What a command does in a workspace that is not trusted: the same, or nothing but saying why not.
 * Whatever runs, loads or writes something is refused.
 */
type WhenUntrusted = 'runs' | ((l10n: Localization) => string);

/** A command of the extension's own: the server has no part in it. */
interface LocalCommand {
  readonly needs: 'nothing';
  readonly id: CommandId;
  readonly whenUntrusted: WhenUntrusted;
  readonly run: (context: CommandContext, args: readonly unknown[]) => Promise<CommandResult>;
}

/** A command that asks the server. */
interface ServerCommand {
  readonly needs: 'server';
  readonly id: CommandId;
  readonly whenUntrusted: WhenUntrusted;
  readonly run: (context: RunningContext, args: readonly unknown[]) => Promise<CommandResult>;
  /** What it does while the server is down and does not come up by itself. */
  readonly whenDown: (context: CommandContext) => Promise<CommandResult>;
}

export type Command = LocalCommand | ServerCommand;

export const done: CommandResult = { kind: 'done' };
export const cancelled: CommandResult = { kind: 'cancelled' };

/** Says in one sentence that a command does not do its work here, and what to do about it. */
export function refuse({ editor }: CommandContext, sentence: string, actions: readonly Action[] = []): CommandResult {
  editor.tell('warning', sentence, actions);
  return { kind: 'refused', sentence };
}

/** Says in one sentence that a command could not do its work, and where to look. */
export function fail({ editor, l10n }: CommandContext, sentence: string): CommandResult {
  editor.tell('error', sentence, [{ title: l10n.t('Show Log'), run: () => editor.showLog() }]);
  return { kind: 'failed', sentence };
}

/** Ends a command whose work in the server was not done. */
export function endUndone(
  context: CommandContext,
  outcome: { readonly kind: 'refused' | 'failed'; readonly sentence: string } | { readonly kind: 'cancelled' },
): CommandResult {
  switch (outcome.kind) {
    case 'refused':
      return refuse(context, outcome.sentence);
    case 'failed':
      return fail(context, outcome.sentence);
    case 'cancelled':
      return cancelled;
  }
}

/** For `whenDown`: offers to start the server. */
export function offerStart(context: CommandContext): Promise<CommandResult> {
  const { l10n, editor, server } = context;
  return Promise.resolve(
    refuse(context, l10n.t('Plumbline cannot do this while its language server is down.'), [
      { title: l10n.t('Start'), run: () => server.ask('start') },
      { title: l10n.t('Show Log'), run: () => editor.showLog() },
    ]),
  );
}
