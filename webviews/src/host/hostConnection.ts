/** The page's only channel to its host: VS Code's message API, or a view model embedded in a report. */
import type { PageMessage, PanelState } from '../../../schemas/panelMessages.ts';
import { panelState } from '../../../schemas/panelMessages.ts';
import { embeddedModelId } from './embeddedModelId.ts';

/** Part of the API that VS Code gives to a page. */
interface EditorApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

declare global {
  /** Given by VS Code, and callable once per page. */
  var acquireVsCodeApi: (() => EditorApi) | undefined;
}

export type HostConnection =
  | {
      readonly kind: 'editor';
      readonly send: (message: PageMessage) => void;
      /** What was kept before the page was destroyed; empty when there is none or it has another form. */
      readonly restore: () => PanelState;
      readonly keep: (state: PanelState) => void;
      /** Calls back with every message as it came, not yet parsed. */
      readonly listen: (receive: (message: unknown) => void) => void;
    }
  | {
      /** A self-contained report: nothing can be asked for, and the view model stands in the page. */
      readonly kind: 'report';
      readonly viewModel: unknown;
    };

/**
 * Connects the page to what shows it. Call it once.
 *
 * @throws {Error} when the page is neither in an editor nor a report with a view model
 */
export function connectToHost(): HostConnection {
  if (globalThis.acquireVsCodeApi === undefined) return readReport();
  const api = globalThis.acquireVsCodeApi();
  return {
    kind: 'editor',
    send: (message) => api.postMessage(message),
    restore: () => panelState.safeParse(api.getState()).data ?? {},
    keep: (state) => api.setState(state),
    listen: (receive) => globalThis.addEventListener('message', (event) => receive(event.data)),
  };
}

function readReport(): HostConnection {
  const json = document.getElementById(embeddedModelId)?.textContent;
  if (json === undefined) throw new Error('The page has neither an editor nor a view model.');
  const viewModel: unknown = JSON.parse(json);
  return { kind: 'report', viewModel };
}
