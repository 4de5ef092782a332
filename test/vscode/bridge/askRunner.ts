// The suite's end of the bridge.
import { bridgeAnswer, bridgeVariable } from './messages.ts';
import type { BridgeRequest } from './messages.ts';

/**
 * Asks the runner to do what only someone in front of the window can do.
 *
 * @returns the text that the request promises
 * @throws {Error} when the runner could not do it, with its reason
 */
export async function askRunner(request: BridgeRequest): Promise<string> {
  const address = process.env[bridgeVariable];
  if (address === undefined) throw new Error(`${bridgeVariable} is not set: suites run through test/vscode/run.mjs.`);
  const response = await fetch(address, { method: 'POST', body: JSON.stringify(request) });
  const answer = bridgeAnswer.parse(await response.json());
  if (answer.kind === 'failed') throw new Error(answer.reason);
  return answer.text;
}
