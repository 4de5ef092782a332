/** `plumbline/proposeSpec`: a spec from what lies in a folder of the workspace. */
import type * as z from 'zod';
import { proposeSpecRequest } from '../../../schemas/requests.ts';
import { proposeSpec } from '../operations/init/proposeSpec.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof proposeSpecRequest.result>;

export function registerProposeSpecRequest({ connection, engine }: Session): void {
  registerOwnRequest(connection, proposeSpecRequest, async ({ folderUri }): Promise<Answer> => {
    const { files, clock, version } = engine;
    const specUri = `${folderUri.replace(/\/$/, '')}/plumbline.yaml`;
    // The files of the workspace answer for nothing outside of its folders, whatever the address.
    const { text, blanks } = await proposeSpec(specUri, {
      files,
      clock,
      version,
      jobs: engine.jobs(),
      history: engine.history(),
    });
    return { kind: 'done', value: { text, blanks: blanks.length } };
  });
}
