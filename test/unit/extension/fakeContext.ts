/** A context for commands that remembers what was shown, and a client that answers what it was told to. */
import type { CommandContext, RulePages } from '../../../extension/src/commands/command.ts';
import type { LifecycleState } from '../../../extension/src/server/lifecycle.ts';
import type { RunningClient } from '../../../extension/src/server/runningClient.ts';

export interface Scene {
  readonly state?: LifecycleState<RunningClient>;
  /** State after `ask('start')`; as before unless said. */
  readonly stateAfterStart?: LifecycleState<RunningClient>;
  readonly isTrusted?: boolean;
  readonly activeSpec?: string;
  /** Which of the choices offered the user takes, by its label; unset means that they turn away. */
  readonly takes?: string;
  /** What the user types; unset means that they turn away. */
  readonly types?: string;
  readonly activeNotebook?: string;
  readonly activePlace?: { readonly uri: string; readonly line: number };
  /** Files of the package with changes that are not saved. */
  readonly unsaved?: readonly string[];
  /** The file that the user chooses; unset means that they turn away. */
  readonly file?: string;
  /** The folder that the user chooses; unset means that they turn away. */
  readonly folder?: string;
  /** Whether the user applies the preview; true unless said. */
  readonly accepts?: boolean;
  /** Notebooks in the workspace. */
  readonly notebooks?: readonly string[];
  /** What comes of copying the example; copied unless said. */
  readonly example?: Awaited<ReturnType<CommandContext['examples']['copyInto']>>;
  /** Whether the window has no folder; it has one unless said. */
  readonly isWindowEmpty?: boolean;
  readonly pages?: readonly string[];
  readonly draft?: Awaited<ReturnType<CommandContext['drafts']['openSpec']>>;
}

export interface FakeContext {
  readonly context: CommandContext;
  readonly told: { readonly level: string; readonly sentence: string; readonly actions: readonly string[] }[];
  readonly offered: string[][];
  readonly wishes: string[];
  readonly executed: string[];
  readonly overviews: string[];
  readonly logged: string[];
  /** Reviews that were shown, as base and spec. */
  readonly reviewed: string[];
  /** Proposals that drafts were opened with. */
  readonly drafted: (string | undefined)[];
}

/** Replaces `{0}`, as the editor does when no translation is loaded. */
function translate(message: string, ...args: unknown[]): string {
  return message.replaceAll(/\{(\d+)\}/g, (_all, index: string) => String(args[Number(index)]));
}

export const l10n: CommandContext['l10n'] = {
  t: (message: unknown, ...args: unknown[]) => translate(String(message), ...args),
};

export function createFakeContext(scene: Scene = {}): FakeContext {
  const told: FakeContext['told'] = [];
  const offered: string[][] = [];
  const wishes: string[] = [];
  const executed: string[] = [];
  const overviews: string[] = [];
  const logged: string[] = [];
  const reviewed: string[] = [];
  const drafted: (string | undefined)[] = [];
  let state: LifecycleState<RunningClient> = scene.state ?? { kind: 'idle' };
  const rulePages: RulePages = {
    list: () => Promise.resolve((scene.pages ?? []).map((id) => ({ id, finds: `what ${id} finds` }))),
    open: (ruleId) => {
      executed.push(`page ${ruleId}`);
      return Promise.resolve((scene.pages ?? []).includes(ruleId));
    },
  };
  const context: CommandContext = {
    editor: {
      tell: (level, sentence, actions = []) => {
        told.push({ level, sentence, actions: actions.map(({ title }) => title) });
      },
      choose: (choices) => {
        offered.push(choices.map(({ label }) => label));
        return Promise.resolve(choices.find(({ label }) => label === scene.takes)?.value);
      },
      ask: () => Promise.resolve(scene.types),
      chooseFile: () => Promise.resolve(scene.file),
      chooseFolder: () => Promise.resolve(scene.folder),
      chooseTarget: (_title, name) =>
        Promise.resolve(scene.folder === undefined ? undefined : `${scene.folder}/${name}`),
      isTrusted: () => scene.isTrusted ?? true,
      activeSpec: () => scene.activeSpec,
      execute: (command) => {
        executed.push(command);
        return Promise.resolve(undefined);
      },
      showLog: () => executed.push('log'),
      openFile: (uri) => {
        if (uri.includes('gone')) return Promise.reject(new Error('There is no such file.'));
        executed.push(`open ${uri}`);
        return Promise.resolve();
      },
    },
    l10n,
    log: { info: (text) => logged.push(text), error: (text) => logged.push(text) },
    server: {
      state: () => state,
      ask: (wish) => {
        wishes.push(wish);
        state = scene.stateAfterStart ?? state;
        return Promise.resolve();
      },
    },
    panels: {
      openOverview: (specUri) => void overviews.push(specUri),
      openCosts: (specUri) => void executed.push(`costs ${specUri}`),
      openEvaluation: (specUri, { run, other } = { run: '', other: null }) =>
        void executed.push(`evaluation ${specUri} ${run} ${other ?? ''}`.trimEnd()),
      openRuns: (specUri) => void executed.push(`runs ${specUri}`),
      openDrift: (specUri) => void executed.push(`drift ${specUri}`),
      openPromotion: (notebookUri) => void executed.push(`promotion ${notebookUri}`),
    },
    promotions: {
      activeNotebook: () => scene.activeNotebook,
      notebooks: () => Promise.resolve(scene.notebooks ?? []),
      activePlace: () => scene.activePlace,
      unsavedBelow: () => scene.unsaved ?? [],
      chooseFolder: () => Promise.resolve(scene.folder),
      python: () => Promise.resolve({}),
      apply: ({ id }) => {
        executed.push(`preview ${id}`);
        return Promise.resolve(scene.accepts ?? true);
      },
      openPlace: ({ uri, range }) => {
        executed.push(`open ${uri}:${range.start.line}`);
        return Promise.resolve();
      },
    },
    examples: {
      copyInto: (folderUri) => Promise.resolve(scene.example ?? { kind: 'copied', uri: `${folderUri}/flight-delays` }),
      isWindowEmpty: () => scene.isWindowEmpty ?? false,
      open: (uri, where) => {
        executed.push(`open ${uri} ${where}`);
        return Promise.resolve();
      },
    },
    rulePages,
    reviews: {
      show: ({ base }, specUri) => {
        reviewed.push(`${base} ${specUri}`);
        return Promise.resolve();
      },
    },
    drafts: {
      openSpec: async (propose) => {
        drafted.push(await propose('file:///work'));
        return scene.draft ?? 'opened';
      },
      openContract: (uri, text) => {
        drafted.push(`${uri} ${text}`);
        return Promise.resolve(scene.draft === 'exists' ? 'exists' : 'opened');
      },
    },
  };
  return { context, told, offered, wishes, executed, overviews, logged, reviewed, drafted };
}

export interface FakeClient extends RunningClient {
  /** Method and parameters of what was asked, in order. */
  readonly asked: (readonly [string, unknown])[];
}

/** A server that gives each method its answer; the answer is parsed as the real client does. */
export function createFakeClient(answers: Readonly<Record<string, unknown>>): FakeClient {
  const asked: FakeClient['asked'] = [];
  return {
    asked,
    request: (shape, params) => {
      asked.push([shape.method, params]);
      const answer = answers[shape.method];
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(shape.result.parse(answer));
    },
    notify: (shape, params) => {
      asked.push([shape.method, params]);
      return Promise.resolve();
    },
  };
}
