/** Runs a panel's page: handshake, parsing, states, and what the page remembers. */
import type { TemplateResult } from 'lit-html';
import { render } from 'lit-html';
import { html } from '../ui/html.ts';
import type * as z from 'zod';
import type { CostExportFormat, WhatIfChange } from '../../../schemas/costPanel.ts';
import type { NotebookStage } from '../../../schemas/effects.ts';
import type { HostMessage, LookedAtRuns, PageMessage } from '../../../schemas/panelMessages.ts';
import { hostMessage } from '../../../schemas/panelMessages.ts';
import type { SourceLocation } from '../../../schemas/sourceLocation.ts';
import { failedView, loadingView, staleNotice } from '../ui/pageStates.ts';
import { installTips } from '../ui/tip.ts';
import type { HostConnection } from './hostConnection.ts';
import { connectToHost } from './hostConnection.ts';
import type { PageState, ReceivedMessage } from './pageState.ts';
import { nextPageState } from './pageState.ts';
import { t } from '../ui/texts.ts';

/** What a page can ask of its host. */
export interface PageActions {
  readonly openLocation: (location: SourceLocation) => void;
  readonly refresh: () => void;
  readonly runProfile: (dataId: string) => void;
  readonly evaluate: () => void;
  readonly applyThreshold: (model: string, threshold: number) => void;
  /** @param first the older run */
  readonly compareRuns: (first: string, second: string) => void;
  /** Opens a run in the Evaluation panel. @param other an older run that it is compared with; null for none */
  readonly showRuns: (run: string, other: string | null) => void;
  /** @param wanted null for every wrong row */
  readonly showErrors: (run: string, wanted: { readonly truth: string; readonly answer: string } | null) => void;
  readonly compareDrift: () => void;
  readonly cancelDrift: () => void;
  /** @param windows labels of those that become the reference; null for all that was compared */
  readonly acceptReference: (check: string, windows: readonly string[] | null) => void;
  /** @param wanted null for the first checks of a spec that has none */
  readonly addMonitor: (wanted: { readonly check: string; readonly column: string } | null) => void;
  /** @param stage null gives the statement back to its own stage */
  readonly moveStatement: (statement: string, stage: NotebookStage | null) => void;
  readonly promote: () => void;
  readonly verify: () => void;
  /** @param name with the ending `.csv` or `.svg` */
  readonly saveText: (name: string, text: string) => void;
  /** @param name with the ending `.png` */
  readonly savePicture: (name: string, base64: string) => void;
  readonly applyWhatIf: (change: WhatIfChange) => void;
  readonly exportCosts: (format: CostExportFormat) => void;
  readonly showProblems: () => void;
  readonly manageTrust: () => void;
}

/** What every part of a page is drawn with. */
export interface PageContext<Memory> {
  /** Absent in a report: what needs a host is then not drawn. */
  readonly actions: PageActions | undefined;
  /** A newer view model is on its way. */
  readonly isRefreshing: boolean;
  /** What the page remembers across reloads, such as what is unfolded. */
  readonly memory: Memory;
  /** Changes what is remembered and draws the page again. */
  remember(change: Partial<Memory>): void;
}

export interface PanelPage<Model, Memory extends object> {
  /** Name of the panel in sentences: `overview`. */
  readonly name: string;
  readonly viewModel: z.ZodType<Model>;
  readonly memory: z.ZodType<Memory>;
  readonly freshMemory: Memory;
  /** What is remembered once the host wants runs to be looked at; absent where a page shows no runs. */
  lookAtRuns?(runs: LookedAtRuns, memory: Memory): Memory;
  view(model: Model, context: PageContext<Memory>): TemplateResult;
}

/** A page's memory that also keeps how far it was scrolled. */
interface KeptPage {
  readonly memory: unknown;
  readonly scrollTop: number;
}

function readKeptPage(kept: unknown): KeptPage {
  if (typeof kept !== 'object' || kept === null || !('memory' in kept) || !('scrollTop' in kept)) {
    return { memory: undefined, scrollTop: 0 };
  }
  return { memory: kept.memory, scrollTop: typeof kept.scrollTop === 'number' ? kept.scrollTop : 0 };
}

/** Starts a page inside `root` and tells the host that it listens. */
export function startPanelPage<Model, Memory extends object>(page: PanelPage<Model, Memory>, root: HTMLElement): void {
  const host = connectToHost();
  const kept = host.kind === 'editor' ? host.restore() : {};
  const keptPage = readKeptPage(kept.page);

  let state: PageState<Model> = { state: 'loading' };
  let memory = page.memory.safeParse(keptPage.memory).data ?? page.freshMemory;
  let resource = kept.resource;
  let scrollTop = keptPage.scrollTop;
  let isScrollRestored = false;

  const keep = (): void => {
    if (host.kind !== 'editor') return;
    host.keep({ ...(resource === undefined ? {} : { resource }), page: { memory, scrollTop } satisfies KeptPage });
  };

  const draw = (): void => {
    root.setAttribute(
      'aria-busy',
      String(state.state === 'loading' || (state.state === 'shown' && state.isRefreshing)),
    );
    try {
      render(drawState(), root);
    } catch (error) {
      report(host, `The ${page.name} page could not be drawn: ${String(error)}`);
      render(failedView(t('This page could not be drawn; the Plumbline log says why.'), undefined), root);
    }
    if (state.state === 'shown' && !isScrollRestored) {
      isScrollRestored = true;
      globalThis.scrollTo({ top: scrollTop, behavior: 'instant' });
    }
  };

  const actions = host.kind === 'editor' ? createActions(host.send) : undefined;

  const drawState = (): TemplateResult => {
    switch (state.state) {
      case 'loading':
        return loadingView(page.name);
      case 'failed':
        return failedView(state.sentence, actions?.refresh);
      case 'shown':
        return html`${staleNotice(state.staleBecause, actions?.refresh)}
        ${page.view(state.model, {
          actions,
          isRefreshing: state.isRefreshing,
          memory,
          remember: (change) => {
            memory = { ...memory, ...change };
            keep();
            draw();
          },
        })}`;
    }
  };

  const receive = (message: unknown): void => {
    const received = parseMessage(message, page);
    if ('problem' in received) {
      report(host, received.problem);
      // A page with nothing to show must not spin for ever on a view model that it cannot read.
      if (!received.isViewModel || state.state === 'shown') return;
      state = {
        state: 'failed',
        sentence: t('The {0} page cannot read what it was sent; reload the window.', page.name),
      };
    } else if (received.type === 'lookAtRuns') {
      memory = page.lookAtRuns?.(received, memory) ?? memory;
    } else {
      if (received.type === 'show') resource = received.resource;
      state = nextPageState(state, received);
    }
    keep();
    draw();
  };

  installTips(document);
  draw();
  if (host.kind === 'report') {
    receive({ type: 'show', resource: document.URL, viewModel: host.viewModel });
    return;
  }
  document.addEventListener('scroll', () => {
    if (!isScrollRestored) return;
    scrollTop = globalThis.scrollY;
    keep();
  });
  host.listen(receive);
  host.send({ type: 'ready' });
}

function parseMessage<Model>(
  message: unknown,
  page: { readonly name: string; readonly viewModel: z.ZodType<Model> },
):
  | ReceivedMessage<Model>
  | Extract<HostMessage, { type: 'lookAtRuns' }>
  | { readonly problem: string; readonly isViewModel: boolean } {
  const envelope = hostMessage.safeParse(message);
  if (!envelope.success) return { problem: t('Dropped a message: {0}', explain(envelope.error)), isViewModel: false };
  if (envelope.data.type !== 'show') return envelope.data;
  const model = page.viewModel.safeParse(envelope.data.viewModel);
  if (!model.success)
    return { problem: t('Dropped a view model of {0}: {1}', page.name, explain(model.error)), isViewModel: true };
  return { type: 'show', resource: envelope.data.resource, viewModel: model.data };
}

/** The first problem with its path; a hostile message has no say in how much is logged. */
function explain(error: z.ZodError): string {
  const [first] = error.issues;
  return first === undefined ? 'unreadable' : `${first.path.join('.')}: ${first.message}`.slice(0, 500);
}

function report(host: HostConnection, problem: string): void {
  if (host.kind === 'editor') host.send({ type: 'report', problem: problem.slice(0, 2000) });
}

function createActions(send: (message: PageMessage) => void): PageActions {
  return {
    openLocation: ({ uri, range }) => send({ type: 'openLocation', uri, range }),
    refresh: () => send({ type: 'refresh' }),
    runProfile: (dataId) => send({ type: 'runProfile', dataId }),
    evaluate: () => send({ type: 'evaluate' }),
    applyThreshold: (model, threshold) => send({ type: 'applyThreshold', model, threshold }),
    compareRuns: (first, second) => send({ type: 'compareRuns', first, second }),
    showRuns: (run, other) => send({ type: 'showRuns', run, other }),
    showErrors: (run, wanted) => send({ type: 'showErrors', run, wanted }),
    compareDrift: () => send({ type: 'compareDrift' }),
    cancelDrift: () => send({ type: 'cancelDrift' }),
    acceptReference: (check, windows) =>
      send({ type: 'acceptReference', check, windows: windows === null ? null : [...windows] }),
    addMonitor: (wanted) => send({ type: 'addMonitor', wanted }),
    moveStatement: (statement, stage) => send({ type: 'moveStatement', statement, stage }),
    promote: () => send({ type: 'promote' }),
    verify: () => send({ type: 'verify' }),
    saveText: (name, text) => send({ type: 'saveText', name, text }),
    savePicture: (name, base64) => send({ type: 'savePicture', name, base64 }),
    applyWhatIf: (change) => send({ type: 'applyWhatIf', change }),
    exportCosts: (format) => send({ type: 'exportCosts', format }),
    showProblems: () => send({ type: 'showProblems' }),
    manageTrust: () => send({ type: 'manageTrust' }),
  };
}
