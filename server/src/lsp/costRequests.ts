/** The Cost panel: its view model, the edits that its sliders ask for, and its exports. Nothing is written here. */
import type * as z from 'zod';
import {
  budgetStatusRequest,
  costExportRequest,
  costViewRequest,
  whatIfEditsRequest,
} from '../../../schemas/requests.ts';
import { budgetStatusOf } from '../operations/cost/budgetStatus.ts';
import { makeCostView } from '../operations/cost/costView.ts';
import { renderCost, verdictOfCosts } from '../operations/cost/renderCost.ts';
import { whatIfEdits } from '../operations/cost/whatIfEdits.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

type ViewAnswer = z.input<typeof costViewRequest.result>;
type BudgetAnswer = z.input<typeof budgetStatusRequest.result>;
type EditsAnswer = z.input<typeof whatIfEditsRequest.result>;
type ExportAnswer = z.input<typeof costExportRequest.result>;

const noSpec = { kind: 'failed', sentence: 'This file is not part of a spec that can be read.' } as const;

export function registerCostRequests({ connection, engine }: Session): void {
  const viewOf = async (specUri: string) =>
    makeCostView(await engine.workspace.snapshot(specUri), {
      files: engine.files,
      isTrusted: engine.isTrusted(),
      now: engine.clock.now(),
    });
  registerOwnRequest(connection, costViewRequest, async ({ specUri }): Promise<ViewAnswer> => {
    return { kind: 'done', value: await viewOf(specUri) };
  });
  registerOwnRequest(connection, budgetStatusRequest, async ({ specUri }): Promise<BudgetAnswer> => {
    return { kind: 'done', value: budgetStatusOf(await engine.workspace.snapshot(specUri)) ?? null };
  });
  registerOwnRequest(connection, whatIfEditsRequest, async ({ specUri, change }): Promise<EditsAnswer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    if (snapshot === undefined) return noSpec;
    const edits = whatIfEdits(snapshot.project, change);
    return edits.length === 0
      ? { kind: 'failed', sentence: 'The spec states nothing that these sliders move.' }
      : { kind: 'done', value: [...edits] };
  });
  registerOwnRequest(connection, costExportRequest, async ({ specUri, format }): Promise<ExportAnswer> => {
    const costs = await viewOf(specUri);
    if (costs.state === 'empty') return { kind: 'failed', sentence: costs.because };
    const head = { kind: 'cost', schema: 1, version: engine.version, spec: costs.spec.label } as const;
    return {
      kind: 'done',
      value: { text: renderCost({ ...head, verdict: verdictOfCosts(costs), costs }, format, false) },
    };
  });
}
