/** Opens panels, at most one per kind and spec, and revives them after a reload. */
import * as vscode from 'vscode';
import { panelState, type LookedAtRuns } from '../../../schemas/panelMessages.ts';
import type { PanelHost } from './panelHost.ts';
import { createPanelHost, pagesFolder } from './panelHost.ts';
import type { SessionPorts } from './panelSession.ts';
import { viewTypeOf, type PanelId } from './panelIds.ts';
import type { ViewModelRequest } from './panelTable.ts';
import { panelTable } from './panelTable.ts';

/** What panels need of the extension. */
export interface PanelPorts {
  /**
   * Sends a panel's request with `{ specUri }` and resolves with the answer as it came; the panel parses it.
   * Called when a page opens, refreshes, or something changed. Rejects with a sentence when there is no server.
   */
  getViewModel(request: ViewModelRequest, specUri: string, token: vscode.CancellationToken): Promise<unknown>;
  /** Profiles a data source, showing its own progress and failure; the change comes back through `onDidChange`. */
  runProfile(specUri: string, dataId: string): Promise<void>;
  /** Runs the models of a spec, showing its own progress and failure; the change comes back through `onDidChange`. */
  evaluate(specUri: string): Promise<void>;
  /** Writes a threshold of a model into the spec, where the user sees it and can undo it. */
  applyThreshold(specUri: string, modelId: string, threshold: number): Promise<void>;
  /** Compares two recorded runs, showing its own progress; the comparison comes back through `onDidChange`. */
  compareRuns(specUri: string, first: string, second: string): Promise<void>;
  /** Opens runs in the Evaluation panel. */
  showRuns(specUri: string, runs: LookedAtRuns): Promise<void>;
  /** Finds rows that a run answers wrongly; they come back through `onDidChange`. */
  showErrors(specUri: string, wish: Parameters<SessionPorts['showErrors']>[0]): Promise<void>;
  /** Compares what the checks of a spec watch, showing its own progress and failure. */
  compareDrift(specUri: string): Promise<void>;
  /** Stops what is compared of a spec, whoever began it. */
  cancelDrift(specUri: string): Promise<void>;
  /** Makes what a check compares its reference, in the spec, where the user sees it and can undo it. */
  acceptReference(specUri: string, wish: Parameters<SessionPorts['acceptReference']>[0]): Promise<void>;
  /** Adds a check of a column, or the first checks, to the spec, where the user sees it and can undo it. */
  addMonitor(specUri: string, wanted: Parameters<SessionPorts['addMonitor']>[0]): Promise<void>;
  /** Writes what the sliders of the Cost panel say into the spec, where the user sees it and can undo it. */
  applyWhatIf(specUri: string, change: Parameters<SessionPorts['applyWhatIf']>[0]): Promise<void>;
  /** Opens the costs as a file that is not saved yet. */
  exportCosts(specUri: string, format: Parameters<SessionPorts['exportCosts']>[0]): Promise<void>;
  /** Opens a file that a view model names, and selects the range. */
  openLocation(uri: vscode.Uri, range: vscode.Range): Promise<void>;
  /** Puts a statement of a notebook into another stage; the page asks again afterwards. */
  moveStatement(notebookUri: string, move: Parameters<SessionPorts['moveStatement']>[0]): Promise<void>;
  /** Previews and writes the package of a notebook. */
  promote(notebookUri: string): Promise<void>;
  /** Runs a notebook and its package, showing its own progress and failure. */
  verify(notebookUri: string): Promise<void>;
  readonly showProblems: () => Promise<void>;
  readonly manageTrust: () => Promise<void>;
  /**
   * What panels show may have changed: facts, the spec, trust, or the server came back. Names the specs in question;
   * none named means any of them.
   */
  readonly onDidChange: vscode.Event<readonly string[]>;
  readonly log: Pick<vscode.LogOutputChannel, 'warn' | 'error'>;
}

export interface PanelRegistry {
  /**
   * Shows the panel of a spec: the one that is open, else a new one in the active group.
   *
   * @param runs which the page is to look at; what it looked at before where none are named
   */
  readonly open: (id: PanelId, resource: vscode.Uri, runs?: LookedAtRuns) => void;
  /** Fills a panel that the editor kept over a reload with its page again. */
  readonly revive: (id: PanelId, panel: vscode.WebviewPanel, state: unknown) => void;
  /** Asks again for the view models of all pages that are visible. */
  readonly refresh: () => void;
  /** Closes every panel. */
  readonly dispose: () => void;
}

/** End it through the context. */
export function createPanels(context: vscode.ExtensionContext, ports: PanelPorts): PanelRegistry {
  const hosts = new Map<string, PanelHost>();
  const keyOf = (id: PanelId, resource: vscode.Uri): string => `${id} ${resource.toString()}`;

  const host = (id: PanelId, resource: vscode.Uri, panel: vscode.WebviewPanel): PanelHost => {
    const key = keyOf(id, resource);
    const created = createPanelHost(panel, panelTable[id], resource, context.extensionUri, ports);
    hosts.set(key, created);
    panel.onDidDispose(() => {
      // A second revival of the same spec may have taken the place in the meantime.
      if (hosts.get(key) === created) hosts.delete(key);
    });
    return created;
  };

  const open = (id: PanelId, resource: vscode.Uri, runs?: LookedAtRuns): void => {
    const shown = reveal(id, resource) ?? create(id, resource);
    if (runs !== undefined) shown.lookAtRuns(runs);
  };

  const reveal = (id: PanelId, resource: vscode.Uri): PanelHost | undefined => {
    const existing = hosts.get(keyOf(id, resource));
    existing?.panel.reveal();
    return existing;
  };

  const create = (id: PanelId, resource: vscode.Uri): PanelHost => {
    const description = panelTable[id];
    const panel = vscode.window.createWebviewPanel(
      viewTypeOf(id),
      description.title(resource),
      { viewColumn: vscode.ViewColumn.Active },
      { enableFindWidget: true, localResourceRoots: [pagesFolder(context.extensionUri)] },
    );
    return host(id, resource, panel);
  };

  const revive = (id: PanelId, panel: vscode.WebviewPanel, state: unknown): void => {
    const resource = parseUri(panelState.safeParse(state).data?.resource);
    if (resource === undefined || hosts.has(keyOf(id, resource))) {
      // A page that never learned what it is about has nothing to show again.
      panel.dispose();
      return;
    }
    host(id, resource, panel);
  };

  const registry: PanelRegistry = {
    open,
    revive,
    refresh: () => {
      for (const { refresh } of hosts.values()) refresh();
    },
    dispose: () => {
      for (const { dispose } of [...hosts.values()]) dispose();
    },
  };
  context.subscriptions.push(registry);
  return registry;
}

function parseUri(text: string | undefined): vscode.Uri | undefined {
  if (text === undefined) return undefined;
  try {
    return vscode.Uri.parse(text, true);
  } catch {
    return undefined;
  }
}
