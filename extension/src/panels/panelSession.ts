/**
 * The host's half of one open page: handshake, loading, and the page's intents. Knows nothing of VS Code.
 *
 * A request runs alone, and while it runs at most one more waits: however often things change, the last state is
 * shown, and no change starves the page.
 */
import type { CostExportFormat, WhatIfChange } from '../../../schemas/costPanel.ts';
import type { HostMessage, LookedAtRuns, PageMessage } from '../../../schemas/panelMessages.ts';
import { pageMessage } from '../../../schemas/panelMessages.ts';
import { gatherUris } from './namedLocations.ts';
import type { ViewModelOutcome, ViewModelRequest } from './panelTable.ts';

export interface SessionPorts {
  /** Delivers a message to the page; lost when the page is hidden, because the page asks again when it is back. */
  readonly post: (message: HostMessage) => void;
  /**
   * Sends the panel's request; called by `ready`, `refresh` and changes, one at a time.
   * A rejection means that the server cannot be reached; its message is shown as the reason.
   */
  readonly request: (signal: AbortSignal) => Promise<unknown>;
  readonly openLocation: (uri: string, range: Extract<PageMessage, { type: 'openLocation' }>['range']) => Promise<void>;
  readonly runProfile: (dataId: string) => Promise<void>;
  readonly evaluate: () => Promise<void>;
  readonly applyThreshold: (model: string, threshold: number) => Promise<void>;
  readonly compareRuns: (first: string, second: string) => Promise<void>;
  readonly showRuns: (runs: LookedAtRuns) => Promise<void>;
  readonly showErrors: (wish: Omit<Extract<PageMessage, { type: 'showErrors' }>, 'type'>) => Promise<void>;
  readonly compareDrift: () => Promise<void>;
  readonly cancelDrift: () => Promise<void>;
  readonly acceptReference: (wish: Omit<Extract<PageMessage, { type: 'acceptReference' }>, 'type'>) => Promise<void>;
  readonly addMonitor: (wanted: Extract<PageMessage, { type: 'addMonitor' }>['wanted']) => Promise<void>;
  readonly applyWhatIf: (change: WhatIfChange) => Promise<void>;
  readonly exportCosts: (format: CostExportFormat) => Promise<void>;
  readonly moveStatement: (move: Omit<Extract<PageMessage, { type: 'moveStatement' }>, 'type'>) => Promise<void>;
  readonly promote: () => Promise<void>;
  readonly verify: () => Promise<void>;
  readonly saveText: (name: string, text: string) => Promise<void>;
  readonly savePicture: (name: string, base64: string) => Promise<void>;
  readonly showProblems: () => Promise<void>;
  readonly manageTrust: () => Promise<void>;
  readonly log: { readonly warn: (sentence: string) => void; readonly error: (sentence: string) => void };
}

export interface PanelSession {
  /** Takes a message of the page as it came. */
  receive(message: unknown): Promise<void>;
  /** What the page shows may no longer hold: asks again, if the page listens. */
  refresh(): void;
  /** Tells the page which runs to look at, as soon as it listens. */
  lookAtRuns(runs: LookedAtRuns): void;
  /** The page is gone until it says `ready` again. */
  hide(): void;
  dispose(): void;
}

export interface SessionOptions {
  /** URI that the panel is about, kept by the page for a revival. */
  readonly resource: string;
  readonly result: ViewModelRequest['result'];
  readonly timeoutMs: number;
}

export function createPanelSession(options: SessionOptions, ports: SessionPorts): PanelSession {
  let isListening = false;
  let isDisposed = false;
  let shown: { readonly viewModel: unknown; readonly uris: ReadonlySet<string> } | undefined;
  let running: AbortController | undefined;
  let isWaiting = false;
  let untold: LookedAtRuns | undefined;

  const post = (message: HostMessage): void => {
    if (isListening && !isDisposed) ports.post(message);
  };

  const tellRuns = (): void => {
    if (!isListening || untold === undefined) return;
    post({ type: 'lookAtRuns', ...untold });
    untold = undefined;
  };

  const load = async (): Promise<void> => {
    if (running !== undefined) {
      isWaiting = true;
      return;
    }
    const controller = new AbortController();
    running = controller;
    post({ type: 'loading' });
    const answer = await ask(options, ports, controller);
    running = undefined;
    if (isDisposed) return;
    switch (answer.kind) {
      case 'done':
        shown = { viewModel: answer.value, uris: gatherUris(answer.value) };
        post({ type: 'show', resource: options.resource, viewModel: answer.value });
        break;
      case 'refused':
      case 'failed':
        ports.log.error(`${options.resource}: ${answer.sentence}`);
        post(
          shown === undefined
            ? { type: 'failed', sentence: answer.sentence }
            : { type: 'stale', because: answer.sentence },
        );
        break;
      case 'cancelled':
        // The page must not wait for an answer that was given up: what it had still holds as far as anyone knows.
        if (!isWaiting)
          post(
            shown === undefined
              ? cancelledPage
              : { type: 'show', resource: options.resource, viewModel: shown.viewModel },
          );
        break;
    }
    if (isWaiting) {
      isWaiting = false;
      await load();
    }
  };

  const handle = async (message: PageMessage): Promise<void> => {
    switch (message.type) {
      case 'ready':
        isListening = true;
        tellRuns();
        if (shown !== undefined) post({ type: 'show', resource: options.resource, viewModel: shown.viewModel });
        return load();
      case 'refresh':
        return load();
      case 'openLocation':
        if (shown?.uris.has(message.uri) === true) return ports.openLocation(message.uri, message.range);
        ports.log.warn(`Dropped a request to open ${message.uri}, which the page was never shown.`);
        return;
      case 'runProfile':
        return ports.runProfile(message.dataId);
      case 'evaluate':
        return ports.evaluate();
      case 'applyThreshold':
        return ports.applyThreshold(message.model, message.threshold);
      case 'compareRuns':
        return ports.compareRuns(message.first, message.second);
      case 'showRuns':
        return ports.showRuns({ run: message.run, other: message.other });
      case 'showErrors':
        return ports.showErrors({ run: message.run, wanted: message.wanted });
      case 'compareDrift':
        await ports.compareDrift();
        return load();
      case 'cancelDrift':
        return ports.cancelDrift();
      case 'acceptReference':
        return ports.acceptReference({ check: message.check, windows: message.windows });
      case 'addMonitor':
        return ports.addMonitor(message.wanted);
      case 'applyWhatIf':
        return ports.applyWhatIf(message.change);
      case 'exportCosts':
        return ports.exportCosts(message.format);
      case 'moveStatement':
        await ports.moveStatement({ statement: message.statement, stage: message.stage });
        return load();
      case 'promote':
        return ports.promote();
      case 'verify':
        return ports.verify();
      case 'saveText':
        return ports.saveText(message.name, message.text);
      case 'savePicture':
        return ports.savePicture(message.name, message.base64);
      case 'showProblems':
        return ports.showProblems();
      case 'manageTrust':
        return ports.manageTrust();
      case 'report':
        ports.log.warn(`The page of ${options.resource} reports: ${message.problem}`);
    }
  };

  return {
    receive: async (message) => {
      if (isDisposed) return;
      const parsed = pageMessage.safeParse(message);
      if (!parsed.success) {
        ports.log.warn(
          `Dropped a message of the page of ${options.resource}: ${parsed.error.issues[0]?.message ?? 'unreadable'}`,
        );
        return;
      }
      try {
        await handle(parsed.data);
      } catch (error) {
        ports.log.error(`${parsed.data.type} of the page of ${options.resource} failed: ${describeError(error)}`);
      }
    },
    refresh: () => {
      if (isListening) void load();
    },
    lookAtRuns: (runs) => {
      untold = runs;
      tellRuns();
    },
    hide: () => {
      isListening = false;
    },
    dispose: () => {
      isDisposed = true;
      running?.abort();
    },
  };
}

const cancelledPage: HostMessage = { type: 'failed', sentence: 'The request was cancelled; try again.' };

/** Never rejects: whatever goes wrong becomes a sentence that the page can show. */
async function ask(
  options: SessionOptions,
  ports: SessionPorts,
  controller: AbortController,
): Promise<ViewModelOutcome> {
  const { result, timeoutMs } = options;
  const expired = Promise.withResolvers<ViewModelOutcome>();
  const timer = setTimeout(() => {
    const seconds = Math.round(timeoutMs / 1000);
    expired.resolve({
      kind: 'failed',
      sentence: `The server did not answer within ${seconds} seconds; refresh to try again.`,
    });
    controller.abort();
  }, timeoutMs);
  try {
    return await Promise.race([parseAnswer(ports.request(controller.signal), result, ports), expired.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function parseAnswer(
  answer: Promise<unknown>,
  result: SessionOptions['result'],
  ports: SessionPorts,
): Promise<ViewModelOutcome> {
  try {
    const parsed = result.safeParse(await answer);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    ports.log.error(
      `The server's answer cannot be read at ${issue?.path.join('.') ?? 'its top'}: ${issue?.message ?? ''}`,
    );
    return {
      kind: 'failed',
      sentence: 'The server answered in a form that this version cannot read; reload the window.',
    };
  } catch (error) {
    return { kind: 'failed', sentence: describeError(error) };
  }
}

function describeError(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
