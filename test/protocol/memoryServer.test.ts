import { afterEach, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  CodeAction,
  CodeActionRequest,
  CompletionRequest,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DocumentSymbolRequest,
  HoverRequest,
  LSPErrorCodes,
  ResponseError,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import type { CompletionList, Range, TextDocumentEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  doctorRequest,
  overviewRequest,
  profileDataRequest,
  projectsRequest,
  reviewRequest,
} from '../../schemas/requests.ts';
import { folderUri, specUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer, MemoryServerOptions } from '../support/memoryServer.ts';

const running: MemoryServer[] = [];

async function start(options?: MemoryServerOptions): Promise<MemoryServer> {
  const server = await startMemoryServer(options);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.end();
});

const at = (line: number, character: number) => ({ line, character });
const range = (line: number, start: number, end: number): Range => ({ start: at(line, start), end: at(line, end) });
const document = (uri = specUri) => ({ textDocument: { uri } });

/** A spec about which nothing has to be found out, so that its state stays. */
const plainSpec = 'plumbline: v1\nproject: a\nphase: pilott\n';
const spec = ['plumbline: v1', 'project: a', 'phase: pilott', 'data:', '  flights: {path: f.csv}', ''].join('\n');

describe('what the server says that it can do', () => {
  it('pulls diagnostics, syncs by increments and counts positions in UTF-16', async () => {
    const { initialized } = await start();
    expect(initialized.capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2 },
      diagnosticProvider: { identifier: 'plumbline', interFileDependencies: true, workspaceDiagnostics: true },
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.plumbline'] },
    });
  });

  it('refuses options that it does not understand, with a sentence', async () => {
    await expect(start({ options: { locale: 5 as unknown as string } })).rejects.toThrow(/options that it does not/);
  });
});

describe('diagnostics of a document', () => {
  const codesAt = async (server: MemoryServer) =>
    (await server.diagnose(specUri)).filter(({ code }) => code === 'spec/wrong-value').map((one) => one.range);

  it('follow incremental edits', async () => {
    const server = await start();
    await server.open(specUri, spec);
    expect(await codesAt(server)).toEqual([range(2, 7, 13)]);
    await server.change(specUri, 2, [{ range: range(2, 12, 13), text: '' }]);
    expect(await codesAt(server)).toEqual([]);
    await server.change(specUri, 3, [
      { range: range(0, 0, 0), text: '# 😀\n' },
      { range: range(3, 7, 12), text: 'x' },
    ]);
    expect(await codesAt(server)).toEqual([range(3, 7, 8)]);
  });

  it('are not sent twice for the same state', async () => {
    const server = await start();
    await server.open(specUri, plainSpec);
    const first = await server.settle(specUri);
    expect(first.resultId).toBeDefined();
    expect(await server.pull(specUri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    await server.change(specUri, 2, [{ range: range(2, 12, 13), text: '' }]);
    expect((await server.pull(specUri, first.resultId)).kind).toBe('full');
  });

  it('see what another part of the project says', async () => {
    const server = await start({ disk: { 'plumbline.yaml': spec } });
    const part = `${folderUri}/splits.plumbline.yaml`;
    await server.open(part, 'plumbline: v1\nproject: a\nsplits:\n  test: {of: flightz}\n');
    const unresolved = (await server.diagnose(part)).filter(({ code }) => code === 'ref/unresolved');
    expect(JSON.stringify(unresolved.map(({ message }) => message))).toContain('`flights`');
  });

  it('come from the disk again when a document is closed', async () => {
    const server = await start({ disk: { 'plumbline.yaml': spec.replace('pilott', 'pilot') } });
    await server.open(specUri, spec);
    expect(await codesAt(server)).toHaveLength(1);
    await server.close(specUri);
    expect(await codesAt(server)).toHaveLength(0);
  });

  it('are empty for a document that is no spec', async () => {
    const server = await start();
    const other = `${folderUri}/notes.yaml`;
    await server.open(other, 'phase: pilott\n', 'yaml');
    expect(await server.diagnose(other)).toEqual([]);
  });

  it('take severities from the settings, and again when these change', async () => {
    let rules: Record<string, string> = { 'metric/kinds-missing': 'hint' };
    const server = await start({ settings: () => ({ rules }) });
    await server.open(specUri, spec);
    const severityOf = async () =>
      (await server.diagnose(specUri)).find(({ code }) => code === 'metric/kinds-missing')?.severity;
    expect(await severityOf()).toBe(4);
    rules = { 'metric/kinds-missing': 'silent' };
    const refreshed = server.nextRefresh();
    await server.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    await refreshed;
    expect(await severityOf()).toBeUndefined();
  });

  it('are asked for again when a file on disk changes', async () => {
    const server = await start({ disk: { 'plumbline.yaml': spec } });
    expect(await codesAt(server)).toHaveLength(1);
    server.files.write(specUri, spec.replace('pilott', 'pilot'));
    const refreshed = server.nextRefresh();
    await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: specUri, type: 2 }],
    });
    await refreshed;
    expect(await codesAt(server)).toHaveLength(0);
  });
});

describe('diagnostics of the workspace', () => {
  const pullAll = (server: MemoryServer, previousResultIds: { uri: string; value: string }[] = []) =>
    server.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds });

  it('cover specs that are not open', async () => {
    const server = await start({ disk: { 'plumbline.yaml': spec, 'deep/plumbline.yaml': 'phase: poc\n' } });
    const { items } = await pullAll(server);
    expect(items.map(({ uri, kind, version }) => [uri, kind, version])).toEqual([
      [`${folderUri}/deep/plumbline.yaml`, 'full', null],
      [specUri, 'full', null],
    ]);
  });

  it('say what did not change, and empty what is gone', async () => {
    const server = await start({ disk: { 'plumbline.yaml': plainSpec, 'deep/plumbline.yaml': 'phase: poc\n' } });
    const gone = `${folderUri}/deep/plumbline.yaml`;
    for (const uri of [specUri, gone]) await server.settle(uri);
    const { items } = await pullAll(server);
    const previous = items.map(({ uri, resultId = '' }) => ({ uri, value: resultId }));
    expect((await pullAll(server, previous)).items.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);
    server.files.remove(gone);
    await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: gone, type: 3 }],
    });
    const after = (await pullAll(server, previous)).items.find(({ uri }) => uri === gone);
    expect(after).toMatchObject({ kind: 'full', items: [] });
  });

  it('are empty when the setting says so', async () => {
    const server = await start({
      disk: { 'plumbline.yaml': spec },
      settings: () => ({ diagnostics: { workspace: false } }),
    });
    expect((await pullAll(server)).items).toEqual([]);
  });
});

describe('features', () => {
  it('explain, complete, lead to definitions and outline', async () => {
    const server = await start();
    const text = `${spec}splits:\n  test: {of: flights, }\n`;
    await server.open(specUri, text);
    const { connection } = server;
    const hover = await connection.sendRequest(HoverRequest.type, { ...document(), position: at(2, 2) });
    expect(JSON.stringify(hover?.contents)).toContain('How far the project is');
    const list = await connection.sendRequest(CompletionRequest.type, { ...document(), position: at(6, 22) });
    expect((list as CompletionList).items.map(({ label }) => label)).toContain('where');
    const links = await connection.sendRequest(DefinitionRequest.type, { ...document(), position: at(6, 14) });
    expect(links).toMatchObject([{ targetUri: specUri, targetSelectionRange: range(4, 2, 9) }]);
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, document());
    expect(symbols?.map(({ name }) => name)).toEqual(['plumbline', 'project', 'phase', 'data', 'splits']);
  });

  it('fix: an applied action removes its finding', async () => {
    const server = await start();
    await server.open(specUri, spec);
    const [wrong] = (await server.diagnose(specUri)).filter(({ code }) => code === 'spec/wrong-value');
    if (wrong === undefined) throw new Error('The spec has a wrong value.');
    const actions = await server.connection.sendRequest(CodeActionRequest.type, {
      ...document(),
      range: wrong.range,
      context: { diagnostics: [wrong] },
    });
    const fix = actions?.filter((action) => CodeAction.is(action)).find(({ isPreferred }) => isPreferred === true);
    const [change] = fix?.edit?.documentChanges ?? [];
    const { textDocument, edits } = change as TextDocumentEdit;
    expect(textDocument).toEqual({ uri: specUri, version: 1 });
    const plain = edits.filter((edit) => 'newText' in edit);
    const fixed = TextDocument.applyEdits(TextDocument.create(specUri, 'plumbline', 1, spec), plain);
    await server.change(
      specUri,
      2,
      plain.map(({ range: where, newText }) => ({ range: where, text: newText })),
    );
    expect(fixed).toContain('phase: pilot\n');
    expect((await server.diagnose(specUri)).filter(({ code }) => code === 'spec/wrong-value')).toEqual([]);
  });
});

describe('cancellation and failure', () => {
  it('answers a cancelled request with the code for that', async () => {
    const gate = Promise.withResolvers<undefined>();
    const server = await start({ disk: { 'plumbline.yaml': spec }, beforeRead: async () => gate.promise });
    const source = new CancellationTokenSource();
    const hover = server.connection.sendRequest(HoverRequest.type, { ...document(), position: at(2, 2) }, source.token);
    source.cancel();
    gate.resolve(undefined);
    await expect(hover).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });

  it('calls a pull obsolete when the document changed while it was answered', async () => {
    const gate = Promise.withResolvers<undefined>();
    const reading = Promise.withResolvers<undefined>();
    const server = await start({
      disk: { 'part.plumbline.yaml': 'project: a\n' },
      beforeRead: async () => {
        reading.resolve(undefined);
        await gate.promise;
      },
    });
    await server.open(specUri, spec);
    const pull = server.pull(specUri);
    await reading.promise;
    await server.change(specUri, 2, [{ range: range(2, 12, 13), text: '' }]);
    // Messages arrive in order: when this one is answered, the change has arrived.
    await server.connection.sendRequest('plumbline/none', {}).catch(() => undefined);
    gate.resolve(undefined);
    const failure: unknown = await pull.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ResponseError);
    expect(failure).toMatchObject({ code: LSPErrorCodes.ServerCancelled, data: { retriggerRequest: false } });
  });

  it('logs a request that throws, answers it with one sentence, and answers the next', async () => {
    let isBroken = true;
    const server = await start({
      disk: { 'plumbline.yaml': spec },
      beforeRead: () => (isBroken ? Promise.reject(new Error('the disk is on fire')) : Promise.resolve()),
    });
    const failure = await server.pull(specUri).catch(String);
    expect(failure).toContain('could not answer textDocument/diagnostic');
    expect(server.log.join('\n')).toMatch(
      /textDocument\/diagnostic failed for file:\/\/\/work\/plumbline\.yaml.*on fire/s,
    );
    isBroken = false;
    expect((await server.pull(specUri)).kind).toBe('full');
  });

  it('refuses parameters of its own requests that it does not know', async () => {
    const server = await start();
    await expect(server.connection.sendRequest(overviewRequest.method, { spec: 5 })).rejects.toMatchObject({
      code: -32602,
    });
  });
});

describe('requests of our own', () => {
  it('list projects with their data sources', async () => {
    const server = await start({ disk: { 'plumbline.yaml': spec } });
    const answer = projectsRequest.result.parse(await server.connection.sendRequest(projectsRequest.method, {}));
    expect(answer).toEqual([{ specUri, project: 'a', phase: null, dataIds: ['flights'] }]);
  });

  it('give the view model of the overview', async () => {
    const server = await start({ disk: { 'plumbline.yaml': spec } });
    const answer = await server.connection.sendRequest(overviewRequest.method, { specUri });
    expect(overviewRequest.result.parse(answer)).toMatchObject({
      kind: 'done',
      value: { state: 'project', isTrusted: false, project: { name: 'a' } },
    });
  });

  it('say that there is no project where there is none', async () => {
    const server = await start();
    const answer = await server.connection.sendRequest(overviewRequest.method, { specUri });
    expect(overviewRequest.result.parse(answer)).toMatchObject({ kind: 'done', value: { state: 'no-project' } });
  });
});

describe('profiling', () => {
  it('is shown as work until it is done, and ends in one sentence', async () => {
    const finish = Promise.withResolvers<undefined>();
    const server = await start({
      disk: { 'plumbline.yaml': spec, 'f.csv': 'a,b\n1,2\n' },
      options: { isTrusted: true },
      worker: () => ({
        run: async () => {
          await finish.promise;
          return { kind: 'failed', category: 'bad-input', sentence: 'f.csv has no header.' };
        },
        dispose: () => Promise.resolve(),
      }),
    });
    const working = server.nextStatus();
    const profile = server.connection.sendRequest(profileDataRequest.method, { specUri, dataId: 'flights' });
    expect(await working).toEqual({ kind: 'working', text: 'Profiling flights' });
    const idle = server.nextStatus();
    finish.resolve(undefined);
    expect(await profile).toEqual({ kind: 'failed', sentence: 'f.csv has no header.' });
    expect(await idle).toEqual({ kind: 'idle' });
  });
});

describe('folders of the workspace', () => {
  it('are followed while the server runs', async () => {
    const server = await start();
    const added = { uri: 'file:///more', name: 'more' };
    await server.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [added], removed: [{ uri: folderUri, name: 'work' }] },
    });
    await server.connection.sendRequest(projectsRequest.method, {});
    expect(server.folderUris()).toEqual(['file:///more']);
  });
});

describe('trust', () => {
  const disk = { 'plumbline.yaml': spec, 'f.csv': 'a,b\n1,2\n' };

  it('is needed to start a worker: without it data stays unread and requests are refused', async () => {
    const server = await start({ disk });
    await server.diagnose(specUri);
    await server.connection.sendRequest(HoverRequest.type, { ...document(), position: at(4, 4) });
    const doctor = await server.connection.sendRequest(doctorRequest.method, {});
    const profile = await server.connection.sendRequest(profileDataRequest.method, { specUri, dataId: 'flights' });
    expect(doctorRequest.result.parse(doctor).kind).toBe('refused');
    expect(profileDataRequest.result.parse(profile).kind).toBe('refused');
    const review = await server.connection.sendRequest(reviewRequest.method, { specUri, base: null });
    expect(reviewRequest.result.parse(review).kind).toBe('refused');
    expect(server.starts()).toBe(0);
  });

  it('brings the worker alive when it is granted, and asks to pull again', async () => {
    const asked: string[] = [];
    const server = await start({
      disk,
      worker: () => ({
        run: (kind) => {
          asked.push(kind);
          return Promise.resolve({ kind: 'failed', category: 'bad-input', sentence: 'Nothing to see.' });
        },
        dispose: () => Promise.resolve(),
      }),
    });
    await server.diagnose(specUri);
    const refreshed = server.nextRefresh();
    await server.connection.sendNotification('plumbline/trustGranted', {});
    await refreshed;
    await server.connection.sendRequest(HoverRequest.type, { ...document(), position: at(4, 4) });
    await server.nextRefresh();
    expect(server.starts()).toBe(1);
    expect(asked).toContain('describeTable');
  });
});

describe('hostile documents', () => {
  it.each([
    ['empty', ''],
    ['binary', `\u0000\u0001\uFFFD${'\u0000'.repeat(1000)}`],
    [
      'five million characters',
      `phase: poc\n${'# filler filler filler filler filler filler filler\n'.repeat(100_000)}`,
    ],
    ['conflict markers', '<<<<<<< ours\nphase: poc\n=======\nphase: pilot\n>>>>>>> theirs\n'],
    [
      'an alias bomb',
      `a: &a [x, x]\n${Array.from({ length: 26 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]\n`).join('')}`,
    ],
    ['deep nesting', `data: ${'{a: '.repeat(3000)}`],
    ['prototype keys', '__proto__: {a: 1}\nconstructor: {prototype: 2}\n'],
    ['tabs and a byte-order mark', '\uFEFFphase:\tpoc\n\tmetrics: {}\r\n'],
  ])('%s: every request is answered, and so is the next one', async (_name, text) => {
    const server = await start();
    await server.open(specUri, text);
    const { connection } = server;
    const position = at(0, 1);
    expect(Array.isArray(await server.diagnose(specUri))).toBe(true);
    await connection.sendRequest(HoverRequest.type, { ...document(), position });
    await connection.sendRequest(CompletionRequest.type, { ...document(), position });
    await connection.sendRequest(DocumentSymbolRequest.type, document());
    await server.close(specUri);
    const other = `${folderUri}/other/plumbline.yaml`;
    await server.open(other, spec);
    expect((await server.diagnose(other)).map(({ code }) => code)).toContain('spec/wrong-value');
    expect(server.log).toEqual([]);
  });
});
