/** `plumbline/verifyPromotion`: runs a notebook and its package in the worker, with progress that the user can cancel. */
import type * as z from 'zod';
import { verifyPromotionRequest } from '../../../schemas/promotionRequests.ts';
import { verificationLimitsOf } from '../operations/promote/verificationLimits.ts';
import { withJobProgress } from './jobProgress.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof verifyPromotionRequest.result>;

export function registerVerifyPromotionRequest(session: Session): void {
  const { connection, engine, settings } = session;
  registerOwnRequest(connection, verifyPromotionRequest, async (request, token): Promise<Answer> => {
    if (!engine.isTrusted()) {
      const sentence = 'This workspace is not trusted, so nothing is run in it: trust it and verify again.';
      return { kind: 'refused', sentence };
    }
    const { notebookUri, packageUri, python } = request;
    const { minutes, memory } = await settings.verification();
    const name = decodeURIComponent(notebookUri.slice(notebookUri.lastIndexOf('/') + 1));
    const outcome = await withJobProgress(session, `Verifying ${name}`, signalOf(token), (options) =>
      engine.promotions.verify(
        { notebookUri, packageUri, keepsExploration: false },
        python ?? {},
        verificationLimitsOf(minutes, memory),
        options,
        engine.jobs(),
      ),
    );
    return outcome.kind === 'verified' ? { kind: 'done', value: outcome.verification } : outcome;
  });
}
