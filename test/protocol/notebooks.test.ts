import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  CodeActionRequest,
  DidChangeNotebookDocumentNotification,
  DidCloseNotebookDocumentNotification,
  DidOpenNotebookDocumentNotification,
  NotebookCellKind,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import { folderUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer, MemoryServerOptions } from '../support/memoryServer.ts';
import { standardCapabilities } from '../support/testClient.ts';

const notebookUri = `${folderUri}/delay.ipynb`;
const cellUri = (index: number) => `vscode-notebook-cell:/work/delay.ipynb#${index}`;
const servers: MemoryServer[] = [];

async function start(options: MemoryServerOptions): Promise<MemoryServer> {
  const server = await startMemoryServer(options);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.end();
});

const spec = (phase: string, more = '') => `plumbline: v1\nproject: flights\nphase: ${phase}\n${more}`;

function ipynb(sources: readonly string[], outputs: readonly unknown[] = []): string {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `id-${index}`,
    metadata: {},
    source,
    execution_count: index + 1,
    outputs: index === 0 ? outputs : [],
  }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

/** Opens a notebook as the editor does; the first cell is Markdown where its text begins so. */
async function openNotebook({ connection }: MemoryServer, texts: readonly string[]): Promise<void> {
  await connection.sendNotification(DidOpenNotebookDocumentNotification.type, {
    notebookDocument: {
      uri: notebookUri,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: texts.map((text, index) => ({
        kind: text.startsWith('#!markdown') ? NotebookCellKind.Markup : NotebookCellKind.Code,
        document: cellUri(index),
        metadata: { id: `id-${index}` },
      })),
    },
    cellTextDocuments: texts.map((text, index) => ({
      uri: cellUri(index),
      languageId: text.startsWith('#!markdown') ? 'markdown' : 'python',
      version: 1,
      text,
    })),
  });
}

async function codesIn(server: MemoryServer, uri: string): Promise<readonly unknown[]> {
  return (await server.diagnose(uri)).map(({ code }) => code);
}

const absolute = 'open("/home/anna/flights.csv")';

describe('an open notebook', () => {
  it('has its findings in the cells, Markdown cells counted', async () => {
    const server = await start({});
    await openNotebook(server, ['#!markdown\nFlights', absolute, 'print(1)']);
    expect(await codesIn(server, cellUri(1))).toEqual(['notebook/absolute-path']);
    expect(await codesIn(server, cellUri(2))).toEqual([]);
  });

  it('speaks as loudly as the phase of its project says, and needs none', async () => {
    const server = await start({ disk: { 'plumbline.yaml': spec('poc') } });
    await openNotebook(server, [absolute]);
    expect((await server.diagnose(cellUri(0))).map(({ severity }) => severity)).toEqual([3]);
    const alone = await start({});
    await openNotebook(alone, [absolute]);
    expect((await alone.diagnose(cellUri(0))).map(({ severity }) => severity)).toEqual([2]);
  });

  it('takes severities from the rules of the spec', async () => {
    const rules = 'rules:\n  notebook/absolute-path: {severity: silent, reason: mounted everywhere}\n';
    const server = await start({ disk: { 'plumbline.yaml': spec('pilot', rules) } });
    await openNotebook(server, [absolute]);
    expect(await codesIn(server, cellUri(0))).toEqual([]);
  });

  it('is checked with what the spec says of the data that it reads, as it stands in the editor', async () => {
    const data = (roles: string) => spec('pilot', `data:\n  flights: {path: flights.csv, roles: {${roles}}}\n`);
    const cell = [
      'import pandas as pd',
      'from sklearn.linear_model import Ridge',
      'from sklearn.model_selection import train_test_split',
      'flights = pd.read_csv("flights.csv")',
      'train, test = train_test_split(flights, random_state=0)',
      'model = Ridge().fit(train[["distance"]], train["delay"])',
      'print(model.score(test[["distance"]], test["delay"]))',
    ].join('\n');
    const server = await start({ disk: { 'plumbline.yaml': data('label: delay') } });
    await openNotebook(server, [cell]);
    const leaks = async () => (await codesIn(server, cellUri(0))).filter((code) => String(code).startsWith('leak/'));
    expect(await leaks()).toEqual([]);
    await server.open(`${folderUri}/plumbline.yaml`, data('label: delay, time: departure'));
    expect(await leaks()).toEqual(['leak/temporal-shuffle']);
  });

  it('is checked again after an edit of a cell, and offers its fixes there', async () => {
    const server = await start({});
    await openNotebook(server, ['print(1)']);
    await server.connection.sendNotification(DidChangeNotebookDocumentNotification.type, {
      notebookDocument: { uri: notebookUri, version: 2 },
      change: {
        cells: {
          textContent: [{ document: { uri: cellUri(0), version: 2 }, changes: [{ text: 'print "rows"' }] }],
        },
      },
    });
    expect(await codesIn(server, cellUri(0))).toEqual(['notebook/python2']);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 5 } };
    const actions = await server.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: cellUri(0) },
      range,
      context: { diagnostics: [] },
    });
    expect((actions ?? []).map(({ title }) => title)).toEqual([
      'Rewrite for Python 3',
      'Ignore notebook/python2 on this line, with a reason',
    ]);
  });

  it('offers a fix for a leak that was tried before', async () => {
    const server = await start({ disk: {} });
    const fitted =
      'from sklearn.preprocessing import StandardScaler\nscaler = StandardScaler()\nX = scaler.fit_transform(X)';
    await openNotebook(server, [
      'import pandas as pd\nfrom sklearn.model_selection import train_test_split\nframe = pd.read_csv("flights.csv")\nX, y = frame[["distance"]], frame["late"]',
      fitted,
      'X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)',
      'from sklearn.linear_model import LogisticRegression\nmodel = LogisticRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))',
    ]);
    expect(await codesIn(server, cellUri(1))).toContain('leak/preprocessing');
    const position = { line: 2, character: 6 };
    const actions = await server.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: cellUri(1) },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    const fixes = (actions ?? []).filter((action) => JSON.stringify(action).includes('scaler.transform(X_test)'));
    expect(fixes.map(({ title }) => title)).toEqual(['Fit below the split, on the training rows alone']);
  });

  it('shows what its stored outputs say, as long as the cell is the saved one', async () => {
    const error = { output_type: 'error', ename: 'KeyError', evalue: 'late', traceback: [] };
    const server = await start({ disk: { 'delay.ipynb': ipynb(['{}["late"]'], [error]) } });
    await openNotebook(server, ['{}["late"]']);
    expect(await codesIn(server, cellUri(0))).toEqual(['notebook/error-output']);
    await openNotebook(server, ['{}["delay"]']);
    expect(await codesIn(server, cellUri(0))).toEqual([]);
  });

  it('is told as a file once it is closed', async () => {
    const server = await start({ disk: { 'delay.ipynb': ipynb(['print(1)', absolute]) } });
    await openNotebook(server, ['print(1)']);
    await server.connection.sendNotification(DidCloseNotebookDocumentNotification.type, {
      notebookDocument: { uri: notebookUri },
      cellTextDocuments: [{ uri: cellUri(0) }],
    });
    expect(await codesIn(server, notebookUri)).toEqual(['notebook/absolute-path']);
  });
});

describe('closed notebooks', () => {
  it('are reported with the workspace, at places of their JSON', async () => {
    const server = await start({ disk: { 'delay.ipynb': ipynb(['print(1)', absolute]), 'src/plain.py': absolute } });
    const { items } = await server.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    const found = items.flatMap((item) => (item.kind === 'full' ? item.items : []).map((one) => [item.uri, one.code]));
    expect(found).toEqual([[notebookUri, 'notebook/absolute-path']]);
  });

  it('are read again only when they have changed', async () => {
    const server = await start({ disk: { 'delay.ipynb': ipynb([absolute]) } });
    const pull = () => server.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    await pull();
    await pull();
    expect(server.files.reads.filter((uri) => uri === notebookUri)).toHaveLength(1);
    server.files.write(notebookUri, ipynb(['print(1)']));
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: notebookUri, type: 2 }],
    });
    const { items } = await pull();
    expect(items.map((item) => (item.kind === 'full' ? item.items : undefined))).toEqual([[]]);
  });
});

describe('a notebook that is opened while the workspace is read', () => {
  const scriptUri = `${folderUri}/explore.py`;

  it.each([
    ['in its cells', notebookUri, (server: MemoryServer) => openNotebook(server, [absolute])],
    ['as a Python file', scriptUri, (server: MemoryServer) => server.open(scriptUri, `# %%\n${absolute}\n`, 'python')],
  ])('is told once: %s, and not with the workspace as well', async (_how, uri, open) => {
    const last = `${folderUri}/last.ipynb`;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const disk = {
      'delay.ipynb': ipynb([absolute]),
      'explore.py': `# %%\n${absolute}\n`,
      'last.ipynb': ipynb([absolute]),
    };
    const server = await start({ disk, beforeRead: (read) => (read === last ? released : Promise.resolve()) });
    const pulled = server.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    // The one before it was checked as a closed file by now.
    await vi.waitFor(() => expect(server.files.reads).toContain(scriptUri));
    await open(server);
    const cell = uri === notebookUri ? cellUri(0) : uri;
    expect(await codesIn(server, cell)).toEqual(['notebook/absolute-path']);
    release();
    const { items } = await pulled;
    const codesOf = (wanted: string) =>
      items.flatMap((item) => (item.uri === wanted && item.kind === 'full' ? item.items.map(({ code }) => code) : []));
    expect(codesOf(last)).toEqual(['notebook/absolute-path']);
    expect(codesOf(uri)).toEqual([]);
  });
});

describe('a notebook that is opened after the workspace was read', () => {
  it('has nothing left in the next report of the workspace', async () => {
    const server = await start({ disk: { 'delay.ipynb': ipynb([absolute]) } });
    const pull = (previousResultIds: { uri: string; value: string }[]) =>
      server.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds });
    const first = await pull([]);
    const named = first.items.filter(({ uri }) => uri === notebookUri);
    expect(named.map((item) => (item.kind === 'full' ? item.items.length : 0))).toEqual([1]);
    await openNotebook(server, [absolute]);
    const next = await pull(
      named.flatMap(({ uri, resultId }) => (resultId === undefined ? [] : [{ uri, value: resultId }])),
    );
    const left = next.items.filter(({ uri }) => uri === notebookUri);
    expect(left.map((item) => (item.kind === 'full' ? item.items : undefined))).toEqual([[]]);
  });
});

describe('a Python file with cells', () => {
  it('is a notebook while it is open', async () => {
    const server = await start({});
    const uri = `${folderUri}/explore.py`;
    await server.open(uri, `# %%\n${absolute}\n`, 'python');
    const [finding] = await server.diagnose(uri);
    expect([finding?.code, finding?.range.start]).toEqual(['notebook/absolute-path', { line: 1, character: 6 }]);
  });

  it('is left alone without cells', async () => {
    const server = await start({});
    const uri = `${folderUri}/plain.py`;
    await server.open(uri, `${absolute}\n`, 'python');
    expect(await server.diagnose(uri)).toEqual([]);
  });
});

describe('the server', () => {
  it('asks for Python apart from specs, so that it is no formatter of it', async () => {
    const dynamicRegistration = true;
    const textDocument = {
      ...standardCapabilities.textDocument,
      synchronization: { dynamicRegistration },
      diagnostic: { dynamicRegistration },
      codeAction: { dynamicRegistration },
    };
    const server = await start({ capabilities: { ...standardCapabilities, textDocument } });
    await vi.waitFor(() => expect(server.registrations.at(-1)?.method).toBe('textDocument/diagnostic'));
    const ofPython = server.registrations.filter((one) => JSON.stringify(one).includes('"python"'));
    expect(ofPython.map(({ method }) => method)).toEqual([
      'textDocument/didOpen',
      'textDocument/didChange',
      'textDocument/didClose',
      'textDocument/codeLens',
      'textDocument/codeAction',
      'textDocument/diagnostic',
    ]);
    expect(server.initialized.capabilities.notebookDocumentSync).toEqual({
      notebookSelector: [{ notebook: { notebookType: 'jupyter-notebook' } }],
    });
  });
});
