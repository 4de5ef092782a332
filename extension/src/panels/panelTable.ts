/** Every panel, as data: a new one is a row here, a view model in schemas/ and a page in webviews/src/. */
import path from 'node:path';
import * as vscode from 'vscode';
import type * as z from 'zod';
import { driftViewRequest } from '../../../schemas/driftRequests.ts';
import { promotionViewRequest } from '../../../schemas/promotionRequests.ts';
import { costViewRequest, evaluationViewRequest, overviewRequest, runsViewRequest } from '../../../schemas/requests.ts';
import type { PanelId } from './panelIds.ts';

export interface PanelDescription {
  /** Title of its tab in the user's language, for what the panel is about. */
  readonly title: (resource: vscode.Uri) => string;
  /** Folder below webviews/src, and so the name of its script and style sheet below dist/webviews. */
  readonly page: string;
  /** Request to the server whose answer holds its view model. */
  readonly request: ViewModelRequest;
}

/** A request about one spec, or one notebook, whose result is done with a view model, refused, failed or cancelled. */
export interface ViewModelRequest {
  readonly method: `plumbline/${string}`;
  readonly params: z.ZodType<{ specUri: string }>;
  readonly result: z.ZodType<ViewModelOutcome>;
}

export type ViewModelOutcome =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'refused' | 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

export const panelTable: Readonly<Record<PanelId, PanelDescription>> = {
  overview: {
    title: ({ path: spec }) => vscode.l10n.t('Overview: {0}', path.posix.basename(path.posix.dirname(spec))),
    page: 'overview',
    request: overviewRequest,
  },
  evaluation: {
    title: ({ path: spec }) => vscode.l10n.t('Evaluation: {0}', path.posix.basename(path.posix.dirname(spec))),
    page: 'evaluation',
    request: evaluationViewRequest,
  },
  runs: {
    title: ({ path: spec }) => vscode.l10n.t('Runs: {0}', path.posix.basename(path.posix.dirname(spec))),
    page: 'runs',
    request: runsViewRequest,
  },
  drift: {
    title: ({ path: spec }) => vscode.l10n.t('Drift: {0}', path.posix.basename(path.posix.dirname(spec))),
    page: 'drift',
    request: driftViewRequest,
  },
  cost: {
    title: ({ path: spec }) => vscode.l10n.t('Costs: {0}', path.posix.basename(path.posix.dirname(spec))),
    page: 'cost',
    request: costViewRequest,
  },
  promotion: {
    title: ({ path: notebook }) => vscode.l10n.t('Promotion: {0}', path.posix.basename(notebook)),
    page: 'promotion',
    request: promotionViewRequest,
  },
};
