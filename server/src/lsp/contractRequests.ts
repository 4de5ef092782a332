/** `plumbline/checkContract` and `plumbline/draftContract`: both read a whole table, with progress that can be cancelled. */
import type * as z from 'zod';
import { checkContractRequest, draftContractRequest } from '../../../schemas/requests.ts';
import { draftDataContract } from '../operations/draftDataContract.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import { withJobProgress } from './jobProgress.ts';
import type { Session } from './session.ts';

export function registerContractRequests(session: Session): void {
  const { connection, engine } = session;
  registerOwnRequest(connection, checkContractRequest, async ({ specUri, dataId }, token): Promise<CheckAnswer> => {
    const title = `Checking ${dataId} against its contract`;
    const outcome = await withJobProgress(session, title, signalOf(token), (options) =>
      engine.workspace.checkContract(specUri, dataId, options),
    );
    if (outcome.kind !== 'done') return answerOf(outcome);
    const { rows, violations, notComputed } = outcome.value.answers;
    return { kind: 'done', value: { rows, violations: violations.length, notComputed: notComputed.length } };
  });
  registerOwnRequest(connection, draftContractRequest, async ({ specUri, dataId }, token): Promise<DraftAnswer> => {
    const outcome = await withJobProgress(session, `Reading ${dataId}`, signalOf(token), (options) =>
      draftDataContract(engine.workspace, specUri, dataId, options),
    );
    return outcome.kind === 'done' ? { kind: 'done', value: { text: outcome.text } } : answerOf(outcome);
  });
}

type CheckAnswer = z.input<typeof checkContractRequest.result>;
type DraftAnswer = z.input<typeof draftContractRequest.result>;

type Unfinished =
  { readonly kind: 'failed'; readonly sentence: string; readonly category: string } | { readonly kind: 'cancelled' };

function answerOf(outcome: Unfinished) {
  return outcome.kind === 'cancelled'
    ? ({ kind: 'cancelled' } as const)
    : ({ kind: outcome.category === 'refused' ? 'refused' : 'failed', sentence: outcome.sentence } as const);
}
