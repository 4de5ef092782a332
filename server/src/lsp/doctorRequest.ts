/** `plumbline/doctor`: is everything installed, and does it work. */
import type * as z from 'zod';
import { doctorRequest } from '../../../schemas/requests.ts';
import { runDoctor } from '../operations/doctor.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof doctorRequest.result>;

export function registerDoctorRequest({ connection, engine }: Session): void {
  registerOwnRequest(connection, doctorRequest, async (_params, token): Promise<Answer> => {
    if (!engine.isTrusted()) {
      return {
        kind: 'refused',
        sentence: 'This workspace is not trusted, so nothing is tried in it: trust it and run the doctor again.',
      };
    }
    const signal = signalOf(token);
    const { runtime, findGit } = engine;
    const checks = await runDoctor({ jobs: engine.jobs(), runtime, findGit, signal });
    return signal.aborted ? { kind: 'cancelled' } : { kind: 'done', value: checks };
  });
}
