/** Rename. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { prepareRename, rename } from '../language/rename/rename.ts';
import type { Refusal } from '../language/rename/rename.ts';
import { shownText } from '../text/shownText.ts';
import { answer } from './answer.ts';
import { locateRequest } from './locateRequest.ts';
import type { Session } from './session.ts';
import { shownFiles } from './shownFiles.ts';

export function registerRename(session: Session): void {
  const { connection, documents, engine, abilities } = session;
  const files = shownFiles(engine.files, documents, engine.notebooks);
  const versionOf = (uri: string): number | null => documents.get(uri)?.version ?? null;
  connection.onPrepareRename(
    answer(connection.console, 'textDocument/prepareRename', async (params, token) => {
      const at = await locateRequest(session, params, token);
      const start = at === undefined ? undefined : prepareRename(at.snapshot, at.uri, at.offset);
      if (start === undefined) return null;
      return start.kind === 'ready' ? { range: start.range, placeholder: start.placeholder } : refuse(start);
    }),
  );
  connection.onRenameRequest(
    answer(connection.console, 'textDocument/rename', async (params, token) => {
      const at = await locateRequest(session, params, token);
      if (at === undefined) return null;
      const options = { ...abilities, versionOf };
      const result = await rename(at.snapshot, at.uri, at.offset, params.newName, files, options);
      if (result === undefined) return null;
      return result.kind === 'renamed' ? result.edit : refuse(result);
    }),
  );
}

/** The editor shows the sentence of an error beside the name. */
function refuse({ sentence }: Refusal): never {
  throw new ResponseError(LSPErrorCodes.RequestFailed, shownText(sentence));
}
