/** `plumbline/trustGranted`: from now on data is read and models are run. */
import { trustGrantedNotification } from '../../../schemas/requests.ts';
import type { Session } from './session.ts';

export function registerTrust({ connection, engine }: Session): void {
  connection.onNotification(trustGrantedNotification.method, () => engine.grantTrust());
}
