/** Help with units and with functions of expressions. */
import type { SignatureHelpOptions } from 'vscode-languageserver/node';
import { findSignatureHelp } from '../language/signatureHelp.ts';
import { answer } from './answer.ts';
import { locateRequest } from './locateRequest.ts';
import type { Session } from './session.ts';

export const signatureHelpProvider: SignatureHelpOptions = {
  triggerCharacters: ['(', ',', ' '],
  retriggerCharacters: [')'],
};

export function registerSignatureHelp(session: Session): void {
  const { connection } = session;
  connection.onSignatureHelp(
    answer(connection.console, 'textDocument/signatureHelp', async (params, token) => {
      const at = await locateRequest(session, params, token);
      return (at === undefined ? undefined : findSignatureHelp(at.snapshot, at.uri, at.offset)) ?? null;
    }),
  );
}
