import { afterEach, describe, expect, it } from 'vitest';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeAction,
  CodeActionRequest,
  CompletionRequest,
  CompletionResolveRequest,
  DocumentDiagnosticRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentRangeFormattingRequest,
  FoldingRangeRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  TextDocumentEdit,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import type { ClientCapabilities, CompletionList, Range, SemanticTokens } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { folderUri, specUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer, MemoryServerOptions } from '../support/memoryServer.ts';
import { standardCapabilities } from '../support/testClient.ts';

const running: MemoryServer[] = [];

/** What VS Code says besides, about edits that ask and texts that wait. */
const capabilities: ClientCapabilities = {
  ...standardCapabilities,
  workspace: {
    ...standardCapabilities.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } },
  },
  textDocument: {
    ...standardCapabilities.textDocument,
    completion: {
      completionItem: {
        snippetSupport: true,
        commitCharactersSupport: true,
        resolveSupport: { properties: ['documentation', 'detail'] },
      },
    },
  },
};

async function start(options: MemoryServerOptions = {}): Promise<MemoryServer> {
  const server = await startMemoryServer({ capabilities, ...options });
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.end();
});

const at = (line: number, character: number) => ({ line, character });
const range = (line: number, startAt: number, end: number): Range => ({ start: at(line, startAt), end: at(line, end) });
const document = (uri = specUri) => ({ textDocument: { uri } });

const spec = [
  'plumbline: v1',
  'project: a',
  'metrics:',
  '  recall: {kind: model, drives: saved}',
  '  saved:  {kind: business, definition: economics}',
  'economics: {horizon: 3 years}',
  '',
].join('\n');

describe('quick fixes', () => {
  it('are those of the text of now, also while the findings of it are still computed', async () => {
    const server = await start();
    const { connection } = server;
    await server.open(specUri, 'plumbline: v1\nproject: a\nphase: pilot\n');
    for (const [version, typed, text, line] of [
      [2, range(2, 12, 12), 's', 2],
      [3, range(0, 0, 0), '# a\n', 3],
    ] as const) {
      // Neither the change nor the question for findings is waited for, as when somebody types and presses the keys.
      const changed = server.change(specUri, version, [{ range: typed, text }]);
      const found = connection.sendRequest(DocumentDiagnosticRequest.type, document());
      const actions = await connection.sendRequest(CodeActionRequest.type, {
        ...document(),
        range: range(line, 8, 8),
        context: { diagnostics: [] },
      });
      await Promise.all([changed, found]);
      const [fix] = (actions ?? []).filter(CodeAction.is);
      const [first] = (fix?.edit?.documentChanges ?? []).filter(TextDocumentEdit.is);
      expect(first?.textDocument).toEqual({ uri: specUri, version });
      expect(first?.edits).toEqual([{ range: range(line, 7, 13), newText: 'pilot' }]);
    }
    expect(server.log).toEqual([]);
  });
});

describe('names', () => {
  it('are found, marked and renamed, after the client has confirmed what changes in code', async () => {
    const server = await start({ disk: { 'plumbline.yaml': spec, 'train.py': 'log_metric("recall", 1)\n' } });
    await server.open(specUri, spec);
    const { connection } = server;
    const position = { ...document(), position: at(3, 33) };
    const references = await connection.sendRequest(ReferencesRequest.type, {
      ...position,
      context: { includeDeclaration: true },
    });
    expect(references).toEqual([
      { uri: specUri, range: range(4, 2, 7) },
      { uri: specUri, range: range(3, 32, 37) },
    ]);
    const highlights = await connection.sendRequest(DocumentHighlightRequest.type, position);
    expect(highlights?.map(({ kind }) => kind)).toEqual([3, 2]);

    const recall = { ...document(), position: at(3, 4) };
    expect(await connection.sendRequest(PrepareRenameRequest.type, recall)).toEqual({
      range: range(3, 2, 8),
      placeholder: 'recall',
    });
    const edit = await connection.sendRequest(RenameRequest.type, { ...recall, newName: 'found' });
    expect(edit?.changeAnnotations).toMatchObject({ logged: { needsConfirmation: true } });
    const changes = edit?.documentChanges?.map((change) => change as TextDocumentEdit) ?? [];
    expect(changes.map(({ textDocument, edits }) => [textDocument, edits])).toEqual([
      [{ uri: specUri, version: 1 }, [{ range: range(3, 2, 8), newText: 'found' }]],
      [
        { uri: `${folderUri}/train.py`, version: null },
        [{ range: range(0, 12, 18), newText: 'found', annotationId: 'logged' }],
      ],
    ]);
  });

  it('are refused with one sentence, and the next request is answered', async () => {
    const server = await start();
    await server.open(specUri, spec);
    const recall = { ...document(), position: at(3, 4) };
    await expect(server.connection.sendRequest(RenameRequest.type, { ...recall, newName: 'saved' })).rejects.toThrow(
      'There is a metric `saved` already',
    );
    expect(
      await server.connection.sendRequest(PrepareRenameRequest.type, { ...document(), position: at(1, 2) }),
    ).toBeNull();
    expect(server.log).toEqual([]);
  });

  it('change no code for a client that cannot ask', async () => {
    const server = await start({
      capabilities: standardCapabilities,
      disk: { 'plumbline.yaml': spec, 'train.py': 'log_metric("recall", 1)\n' },
    });
    await server.open(specUri, spec);
    const edit = await server.connection.sendRequest(RenameRequest.type, {
      ...document(),
      position: at(3, 4),
      newName: 'found',
    });
    expect(edit?.documentChanges).toHaveLength(1);
    expect(edit?.changeAnnotations).toBeUndefined();
  });

  it('are found in all projects, and followed from metric to money', async () => {
    const server = await start({ disk: { 'other/plumbline.yaml': 'project: b\nsplits:\n  saves: {}\n' } });
    await server.open(specUri, spec);
    const { connection } = server;
    const symbols = await connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'save' });
    expect(symbols?.map(({ name }) => name)).toEqual(['saved', 'saves']);
    const items = await connection.sendRequest(CallHierarchyPrepareRequest.type, { ...document(), position: at(4, 3) });
    const [item] = items ?? [];
    if (item === undefined) throw new Error('The metric can be followed.');
    const incoming = await connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
    expect(incoming).toMatchObject([{ from: { name: 'recall' }, fromRanges: [range(3, 32, 37)] }]);
    const outgoing = await connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item });
    expect(outgoing?.map(({ to }) => to.name)).toEqual(['economics']);
  });
});

/** Tokens as `line:character+length type`, by the legend of the server. */
function decode(server: MemoryServer, { data }: SemanticTokens): readonly string[] {
  const types = server.initialized.capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
  const tokens: string[] = [];
  let [line, character] = [0, 0];
  for (let index = 0; index < data.length; index += 5) {
    const [lines = 0, characters = 0, length = 0, type = 0] = data.slice(index, index + 4);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    tokens.push(`${line}:${character}+${length} ${types[type] ?? ''}`);
  }
  return tokens;
}

describe('semantic tokens', () => {
  it('come whole, for a range, and as a difference', async () => {
    const server = await start();
    await server.open(specUri, spec);
    const { connection } = server;
    const full = await connection.sendRequest(SemanticTokensRequest.type, document());
    if (full?.resultId === undefined) throw new Error('Tokens can be continued.');
    expect(decode(server, full)).toContain('3:32+5 function');
    const part = await connection.sendRequest(SemanticTokensRangeRequest.type, {
      ...document(),
      range: range(5, 0, 22),
    });
    expect(part === null ? [] : decode(server, part)).toEqual(['5:21+1 number']);

    await server.change(specUri, 2, [{ range: range(1, 0, 0), text: 'phase: poc\n' }]);
    const delta = await connection.sendRequest(SemanticTokensDeltaRequest.type, {
      ...document(),
      previousResultId: full.resultId,
    });
    if (delta === null || !('edits' in delta)) throw new Error('A difference is smaller than everything.');
    const data = [...full.data];
    for (const { start: from, deleteCount, data: added = [] } of delta.edits.toReversed()) {
      data.splice(from, deleteCount, ...added);
    }
    const again = await connection.sendRequest(SemanticTokensRequest.type, document());
    expect(data).toEqual(again?.data);
  });

  it('begin anew when the client remembers another answer', async () => {
    const server = await start();
    await server.open(specUri, spec);
    const answer = await server.connection.sendRequest(SemanticTokensDeltaRequest.type, {
      ...document(),
      previousResultId: 'from before',
    });
    expect(answer).toHaveProperty('data');
  });
});

describe('the form of a spec', () => {
  it('folds, grows and is formatted', async () => {
    const server = await start();
    await server.open(specUri, spec);
    const { connection } = server;
    const folds = await connection.sendRequest(FoldingRangeRequest.type, document());
    expect(folds).toEqual([{ startLine: 2, endLine: 4 }]);
    const selections = await connection.sendRequest(SelectionRangeRequest.type, {
      ...document(),
      positions: [at(3, 33), at(0, 0)],
    });
    expect(selections?.map((one) => one.range)).toEqual([range(3, 32, 37), range(0, 0, 9)]);
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await connection.sendRequest(DocumentFormattingRequest.type, { ...document(), options });
    const formatted = TextDocument.applyEdits(TextDocument.create(specUri, 'plumbline', 1, spec), edits ?? []);
    expect(formatted).toBe(spec.replace('saved:  ', 'saved: '));
    const elsewhere = { ...document(), range: range(0, 0, 1), options };
    expect(await connection.sendRequest(DocumentRangeFormattingRequest.type, elsewhere)).toEqual([]);
  });
});

describe('help while typing', () => {
  it('explains a completion when it is looked at', async () => {
    const server = await start();
    await server.open(specUri, spec);
    const { connection } = server;
    const list = await connection.sendRequest(CompletionRequest.type, { ...document(), position: at(3, 32) });
    const item = (list as CompletionList).items.find(({ label }) => label === 'saved');
    if (item === undefined) throw new Error('The metric is offered.');
    expect(item.documentation).toBeUndefined();
    expect(item.commitCharacters).toEqual([',', '}']);
    const resolved = await connection.sendRequest(CompletionResolveRequest.type, item);
    expect(JSON.stringify(resolved.documentation)).toContain('saved');
    const old = await connection.sendRequest(CompletionResolveRequest.type, { label: 'x', data: [999, 0] });
    expect(old).toEqual({ label: 'x', data: [999, 0] });
  });

  it('shows the units that a number can have', async () => {
    const server = await start();
    await server.open(specUri, spec);
    const help = await server.connection.sendRequest(SignatureHelpRequest.type, { ...document(), position: at(5, 23) });
    expect(help).toMatchObject({ activeParameter: 1, signatures: [{ label: 'number unit' }] });
  });
});

describe('documents that are hostile or no specs', () => {
  it.each([
    ['empty', specUri, ''],
    ['binary', specUri, `\u0000\u0001${'\u0000'.repeat(1000)}`],
    ['conflict markers', specUri, '<<<<<<< ours\nphase: poc\n=======\nphase: pilot\n>>>>>>> theirs\n'],
    ['deep nesting', specUri, `data: ${'{a: '.repeat(3000)}`],
    ['another language', `${folderUri}/a.txt`, 'phase: poc\n'],
  ])('%s: every request is answered', async (_name, uri, text) => {
    const server = await start();
    await server.open(uri, text);
    const { connection } = server;
    const position = { ...document(uri), position: at(0, 1) };
    const options = { tabSize: 2, insertSpaces: true };
    await connection.sendRequest(ReferencesRequest.type, { ...position, context: { includeDeclaration: true } });
    await connection.sendRequest(DocumentHighlightRequest.type, position);
    await connection.sendRequest(PrepareRenameRequest.type, position);
    await connection.sendRequest(RenameRequest.type, { ...position, newName: 'x' });
    await connection.sendRequest(SemanticTokensRequest.type, document(uri));
    await connection.sendRequest(SemanticTokensRangeRequest.type, { ...document(uri), range: range(0, 0, 1) });
    await connection.sendRequest(SemanticTokensDeltaRequest.type, { ...document(uri), previousResultId: '' });
    await connection.sendRequest(FoldingRangeRequest.type, document(uri));
    await connection.sendRequest(SelectionRangeRequest.type, { ...document(uri), positions: [at(0, 1), at(99, 99)] });
    await connection.sendRequest(DocumentFormattingRequest.type, { ...document(uri), options });
    await connection.sendRequest(CallHierarchyPrepareRequest.type, position);
    await connection.sendRequest(SignatureHelpRequest.type, position);
    await connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'a' });
    expect(server.log).toEqual([]);
  });
});
