/** Semantic tokens: of a file, of a range, and as the difference from the last answer. */
import { SemanticTokensBuilder } from 'vscode-languageserver/node';
import type {
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensOptions,
  SemanticTokensParams,
  SemanticTokensRangeParams,
} from 'vscode-languageserver/node';
import { documentOf, fileOf } from '../language/fileRange.ts';
import { findTokens } from '../language/tokens/findTokens.ts';
import type { FileToken } from '../language/tokens/findTokens.ts';
import { tokenModifiers, tokenTypes } from '../language/tokens/token.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Snapshot } from './locateRequest.ts';
import type { Session } from './session.ts';

export const semanticTokensProvider: SemanticTokensOptions = {
  legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
  full: { delta: true },
  range: true,
};

export function registerSemanticTokens(session: Session): void {
  const { connection, documents } = session;
  const { semanticTokens } = connection.languages;
  /** The last answer for each open document, from which the next difference is counted. */
  const builders = new Map<string, SemanticTokensBuilder>();
  documents.onDidClose(({ document }) => void builders.delete(document.uri));

  function builderOf(uri: string): SemanticTokensBuilder {
    const builder = builders.get(uri) ?? new SemanticTokensBuilder();
    if (documents.get(uri) !== undefined) builders.set(uri, builder);
    return builder;
  }

  semanticTokens.on(
    answer<SemanticTokensParams, SemanticTokens, undefined>(
      connection.console,
      'textDocument/semanticTokens/full',
      async ({ textDocument: { uri } }, token) => {
        const snapshot = await snapshotFor(session, uri, token);
        const builder = builderOf(uri);
        // An id of an answer that was never given makes the builder begin anew.
        builder.previousResult('');
        push(builder, snapshot, uri, snapshot === undefined ? [] : findTokens(snapshot, uri));
        return builder.build();
      },
    ),
  );
  semanticTokens.onDelta(
    answer<SemanticTokensDeltaParams, SemanticTokens | SemanticTokensDelta, undefined>(
      connection.console,
      'textDocument/semanticTokens/full/delta',
      async ({ textDocument: { uri }, previousResultId }, token) => {
        const snapshot = await snapshotFor(session, uri, token);
        const builder = builderOf(uri);
        builder.previousResult(previousResultId);
        push(builder, snapshot, uri, snapshot === undefined ? [] : findTokens(snapshot, uri));
        return builder.buildEdits();
      },
    ),
  );
  semanticTokens.onRange(
    answer<SemanticTokensRangeParams, SemanticTokens, undefined>(
      connection.console,
      'textDocument/semanticTokens/range',
      async ({ textDocument: { uri }, range }, token) => {
        const snapshot = await snapshotFor(session, uri, token);
        const file = snapshot === undefined ? undefined : fileOf(snapshot.project, uri);
        const builder = new SemanticTokensBuilder();
        if (snapshot === undefined || file === undefined) return builder.build();
        const document = documentOf(file);
        const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
        push(builder, snapshot, uri, findTokens(snapshot, uri, span));
        return builder.build();
      },
    ),
  );
}

function push(
  builder: SemanticTokensBuilder,
  snapshot: Snapshot | undefined,
  uri: string,
  tokens: readonly FileToken[],
): void {
  const file = snapshot === undefined ? undefined : fileOf(snapshot.project, uri);
  if (file === undefined) return;
  const document = documentOf(file);
  for (const { start, end, type, modifiers } of tokens) {
    const { line, character } = document.positionAt(start);
    const bits = modifiers.reduce((sum, modifier) => sum | (1 << tokenModifiers.indexOf(modifier)), 0);
    builder.push(line, character, end - start, tokenTypes.indexOf(type), bits);
  }
}
