/** Quick fixes and fix-all. */
import { findCodeActions, offsetsOf } from '../language/codeActions.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { CodeAction, Range } from 'vscode-languageserver/node';
import { findNotebookActions } from '../language/notebookActions.ts';
import type { Session } from './session.ts';

export function registerCodeActions(session: Session): void {
  const { connection, documents, options, abilities } = session;
  connection.onCodeAction(
    answer(connection.console, 'textDocument/codeAction', async ({ textDocument: { uri }, range, context }, token) => {
      if (session.engine.notebooks.holds(uri)) return await notebookActions(session, uri, range, context.only);
      const snapshot = await snapshotFor(session, uri, token);
      const span = snapshot === undefined ? undefined : offsetsOf(snapshot, uri, range);
      if (snapshot === undefined || span === undefined) return null;
      return [
        ...findCodeActions(
          snapshot,
          { uri, ...span, only: context.only },
          { ...abilities, rulePages: options.rulePages, versionOf: (other) => documents.get(other)?.version ?? null },
        ),
      ];
    }),
  );
}

/** Quick fixes of an open cell, or of an open Python file with cells. */
async function notebookActions(
  { engine, documents, options, abilities }: Session,
  uri: string,
  range: Range,
  only: readonly string[] | undefined,
): Promise<CodeAction[] | null> {
  const snapshot = await engine.notebooks.snapshot(uri);
  const document = documents.get(uri);
  if (snapshot === undefined || document === undefined) return null;
  const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const versionOf = (other: string) => documents.get(other)?.version ?? null;
  return [
    ...findNotebookActions(snapshot, { uri, ...span, only }, { ...abilities, rulePages: options.rulePages, versionOf }),
  ];
}
