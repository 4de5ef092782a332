/** What the server is doing, told to the client for its status item. */
import type { Connection } from 'vscode-languageserver/node';
import { statusNotification } from '../../../schemas/requests.ts';
import type { ServerStatus } from '../../../schemas/requests.ts';

export interface Status {
  /** Says that something is being done until the returned function is called. */
  begin(text: string): () => void;
  /** Says whether facts about a project are being found out; the last word about each project counts. */
  reading(mainUri: string, isReading: boolean): void;
}

/** Tells changes alone, the latest work first. */
export function createStatus(connection: Connection): Status {
  const work: { readonly text: string }[] = [];
  const read = new Set<string>();
  let told: ServerStatus = { kind: 'idle' };

  function tell(): void {
    const text = work.at(-1)?.text ?? (read.size > 0 ? 'Reading data' : undefined);
    const status: ServerStatus = text === undefined ? { kind: 'idle' } : { kind: 'working', text };
    if (JSON.stringify(status) === JSON.stringify(told)) return;
    told = status;
    connection
      .sendNotification(statusNotification.method, status)
      .catch((error: unknown) => connection.console.warn(`The client did not hear of the status: ${String(error)}`));
  }

  return {
    begin: (text) => {
      const one = { text };
      work.push(one);
      tell();
      return () => {
        const index = work.indexOf(one);
        if (index !== -1) work.splice(index, 1);
        tell();
      };
    },
    reading: (mainUri, isReading) => {
      if (isReading) read.add(mainUri);
      else read.delete(mainUri);
      tell();
    },
  };
}
