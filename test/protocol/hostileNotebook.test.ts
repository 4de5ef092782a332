import { afterEach, describe, expect, it } from 'vitest';
import {
  CodeActionRequest,
  DidOpenNotebookDocumentNotification,
  NotebookCellKind,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import { hostileCells, hostileNotebook } from '../support/hostileNotebook.ts';
import { hostileSecret, hostileTexts } from '../support/hostileSpec.ts';
import { folderUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer } from '../support/memoryServer.ts';
import { shownStrings } from '../support/shownStrings.ts';
import type { ShownString } from '../support/shownStrings.ts';

const notebookUri = `${folderUri}/hostile.ipynb`;
const cellUri = (index: number) => `vscode-notebook-cell:/work/hostile.ipynb#${index}`;
const running: MemoryServer[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.end();
});

/** Whatever the server shows of a notebook, as a closed file and in its open cells. */
async function everythingShown(server: MemoryServer, text: string): Promise<readonly ShownString[]> {
  const { connection } = server;
  const answers: unknown[] = [await connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] })];
  const cells = hostileCells(text);
  await connection.sendNotification(DidOpenNotebookDocumentNotification.type, {
    notebookDocument: {
      uri: notebookUri,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: cells.map((_, index) => ({ kind: NotebookCellKind.Code, document: cellUri(index) })),
    },
    cellTextDocuments: cells.map((source, index) => ({
      uri: cellUri(index),
      languageId: 'python',
      version: 1,
      text: source,
    })),
  });
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  for (const index of cells.keys()) {
    const textDocument = { uri: cellUri(index) };
    answers.push(await server.diagnose(textDocument.uri));
    answers.push(
      await connection.sendRequest(CodeActionRequest.type, { textDocument, range, context: { diagnostics: [] } }),
    );
  }
  return answers.flatMap((answer) => shownStrings(answer));
}

describe('text of a notebook in answers of the server', () => {
  it.each(Object.entries(hostileTexts))('%s is shown as text, and no secret with it', async (_name, text) => {
    const server = await startMemoryServer({
      disk: { 'hostile.ipynb': hostileNotebook(text), 'requirements.txt': 'scipy\n' },
    });
    running.push(server);
    const shown = await everythingShown(server, text);
    expect(shown.length).toBeGreaterThan(100);
    expect(server.log).toEqual([]);
    const invisible = /[^\P{Cc}\n\t]|[\u061C\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u;
    expect(shown.filter((one) => invisible.test(one.text))).toEqual([]);
    expect(shown.filter((one) => one.text.includes(hostileSecret))).toEqual([]);
    expect(shown.filter((one) => one.text.includes('AKIAQ3EGRT'))).toEqual([]);
  });
});
