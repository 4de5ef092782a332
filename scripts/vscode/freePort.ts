// A port of this machine that nobody listens on.
import { createServer } from 'node:net';

/**
 * Asks the system for a free loopback port.
 *
 * Another program could take it before we do; the server then fails to start, and says so.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no port.'));
      });
    });
  });
}
