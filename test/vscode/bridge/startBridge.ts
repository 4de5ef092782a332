// The runner's end of the bridge: a server on this machine that a suite in the extension host can call.
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { bridgeRequest } from './messages.ts';
import type { BridgeAnswer, BridgeRequest } from './messages.ts';

export interface Bridge {
  /** Address with a secret in it, for the environment of the extension host. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/**
 * Listens on a free loopback port.
 *
 * @param answer serves one request; the text that it resolves with goes back, a rejection goes back as a failure
 */
export async function startBridge(answer: (request: BridgeRequest) => Promise<string>): Promise<Bridge> {
  const secret = randomUUID();

  async function serve(incoming: IncomingMessage): Promise<BridgeAnswer> {
    try {
      const request = bridgeRequest.parse(JSON.parse(await readBody(incoming)));
      return { kind: 'done', text: await answer(request) };
    } catch (error) {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  const server = createServer((incoming, response) => {
    if (incoming.url !== `/${secret}`) {
      response.writeHead(404).end();
      return;
    }
    void serve(incoming).then((reply) => response.end(JSON.stringify(reply)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The bridge has no port.');
  return {
    address: `http://127.0.0.1:${address.port}/${secret}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  let body = '';
  incoming.setEncoding('utf8');
  for await (const piece of incoming) body += String(piece);
  return body;
}
