/** `plumbline/readiness`: the ML Test Score of a project. */
import type * as z from 'zod';
import { readinessRequest } from '../../../schemas/requests.ts';
import { findReadiness } from '../operations/readiness/findReadiness.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof readinessRequest.result>;

export function registerReadinessRequest({ connection, engine }: Session): void {
  registerOwnRequest(connection, readinessRequest, async ({ specUri }): Promise<Answer> => {
    const value = await findReadiness(engine.workspace, engine.files, specUri);
    return value === undefined
      ? { kind: 'failed', sentence: 'This file is not part of a spec that can be read; open a plumbline.yaml.' }
      : { kind: 'done', value };
  });
}
