/** The outline. */
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver/node';
import { findSymbols } from '../language/documentSymbols.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerDocumentSymbols(session: Session): void {
  const { connection, abilities } = session;
  connection.onDocumentSymbol(
    answer(connection.console, 'textDocument/documentSymbol', async ({ textDocument: { uri } }, token) => {
      const snapshot = await snapshotFor(session, uri, token);
      if (snapshot === undefined) return null;
      const symbols = [...findSymbols(snapshot, uri)];
      return abilities.hasNestedSymbols ? symbols : symbols.flatMap((symbol) => flatten(symbol, uri, undefined));
    }),
  );
}

/** The outline as a flat list, for clients that know no other. */
function flatten(symbol: DocumentSymbol, uri: string, containerName: string | undefined): SymbolInformation[] {
  const { name, kind, range, children = [] } = symbol;
  const own = { name, kind, location: { uri, range }, ...(containerName === undefined ? {} : { containerName }) };
  return [own, ...children.flatMap((child) => flatten(child, uri, name))];
}
