/** Several folders, several projects, and documents without a place, over the server in memory. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  CompletionRequest,
  DidChangeWorkspaceFoldersNotification,
  HoverRequest,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import { factsChangedNotification, readFileRequest, readFolderRequest } from '../../schemas/requests.ts';
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

const misspelt = 'plumbline: v1\nproject: a\nphase: pilott\n';
const rule = 'metric/kinds-missing';

async function severityAt(server: MemoryServer, uri: string): Promise<number | undefined> {
  return (await server.diagnose(uri)).find(({ code }) => code === rule)?.severity;
}

describe('severities of a workspace with several folders', () => {
  const disk = { 'a/plumbline.yaml': misspelt, 'b/plumbline.yaml': misspelt, 'b/inner/plumbline.yaml': misspelt };
  const levels: Readonly<Record<string, string>> = {
    [`${folderUri}/a`]: 'hint',
    [`${folderUri}/b`]: 'info',
    [`${folderUri}/b/inner`]: 'silent',
  };
  const settings: MemoryServerOptions['settings'] = ({ scopeUri = '' }) => {
    const level = levels[scopeUri];
    return level === undefined ? {} : { rules: { [rule]: level } };
  };

  it('are those of the innermost folder that holds the project', async () => {
    const server = await start({ disk, openFolders: Object.keys(levels), settings });
    expect(await severityAt(server, `${folderUri}/a/plumbline.yaml`)).toBe(4);
    expect(await severityAt(server, `${folderUri}/b/plumbline.yaml`)).toBe(3);
    expect(await severityAt(server, `${folderUri}/b/inner/plumbline.yaml`)).toBeUndefined();
  });

  it('are read for a folder that is opened later', async () => {
    const server = await start({ disk, openFolders: [`${folderUri}/a`], settings });
    expect(await severityAt(server, `${folderUri}/b/plumbline.yaml`)).toBe(1);
    const refreshed = server.nextRefresh();
    await server.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [{ uri: `${folderUri}/b`, name: 'b' }], removed: [] },
    });
    await refreshed;
    expect(await severityAt(server, `${folderUri}/b/plumbline.yaml`)).toBe(3);
  });
});

describe('the findings of a workspace', () => {
  it('are of one state of a project in all of its files, whatever is found out meanwhile', async () => {
    const server = await start({
      disk: {
        'plumbline.yaml': `${misspelt}data:\n  flights: {path: f.csv, modality: table, contract: flights.odcs.yaml}\n`,
        'flights.odcs.yaml': 'apiVersion: v3.1.0\nkind: DataContract\nid: flights\nversion: 1.0.0\nstatus: active\n',
        'f.csv': 'a\n1\n',
      },
    });
    const { items } = await server.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    expect(items.map(({ uri }) => uri)).toEqual([specUri, `${folderUri}/flights.odcs.yaml`]);
    expect(new Set(items.map(({ resultId }) => resultId)).size).toBe(1);
  });
});

describe('news about projects', () => {
  const withData = `${misspelt}data:\n  flights: {path: f.csv, modality: table}\n`;
  const disk = {
    'a/plumbline.yaml': withData,
    'a/f.csv': 'a\n1\n',
    'b/plumbline.yaml': withData,
    'b/f.csv': 'a\n1\n',
  };
  const [first, other] = [`${folderUri}/a/plumbline.yaml`, `${folderUri}/b/plumbline.yaml`];

  async function startWithWorker() {
    const server = await start({
      disk,
      options: { isTrusted: true },
      worker: () => ({
        run: () => Promise.resolve({ kind: 'failed', category: 'bad-input', sentence: 'It has no header.' }),
        dispose: () => Promise.resolve(),
      }),
    });
    const next = () =>
      new Promise<readonly string[]>((resolve) => {
        server.connection.onNotification(factsChangedNotification.method, (params: unknown) =>
          resolve(factsChangedNotification.params.parse(params).specUris),
        );
      });
    return { server, next };
  }

  it('name the project whose data was read', async () => {
    const { server, next } = await startWithWorker();
    const [newsOfOther] = await Promise.all([next(), server.settle(other)]);
    expect(newsOfOther).toEqual([other]);
    const [news] = await Promise.all([next(), server.settle(first)]);
    expect(news).toEqual([first]);
  });

  it('leave the findings of other projects as they are', async () => {
    const { server, next } = await startWithWorker();
    const [before] = await Promise.all([server.settle(other), next()]);
    await Promise.all([server.settle(first), next()]);
    expect((await server.pull(other, before.resultId)).kind).toBe('unchanged');
  });

  it('name none when any project may be concerned', async () => {
    const { server, next } = await startWithWorker();
    const news = next();
    await server.connection.sendNotification('plumbline/trustGranted', {});
    await server.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [], removed: [] },
    });
    expect(await news).toEqual([]);
  });
});

describe('a document of our language without the name of a spec', () => {
  const draft = 'untitled:Untitled-1';

  it('is checked, completed and explained as a spec of its own', async () => {
    const server = await start({ disk: { 'data/f.csv': 'a\n1\n' } });
    await server.open(draft, `${misspelt}data:\n  flights: {path: data/}\n`);
    const codes = (await server.diagnose(draft)).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['spec/wrong-value', 'spec/missing-key']));
    const textDocument = { uri: draft };
    const { connection } = server;
    const hover = await connection.sendRequest(HoverRequest.type, {
      textDocument,
      position: { line: 2, character: 2 },
    });
    expect(JSON.stringify(hover?.contents)).toContain('How far the project is');
    const list = await connection.sendRequest(CompletionRequest.type, {
      textDocument,
      position: { line: 4, character: 23 },
    });
    expect(JSON.stringify(list)).toContain('"f.csv"');
  });

  it('knows nothing of another one', async () => {
    const server = await start();
    await server.open(draft, 'plumbline: v1\nproject: a\n');
    await server.open('untitled:Untitled-2', 'plumbline: v1\nproject: b\nsplits:\n  test: {of: flights}\n');
    expect(JSON.stringify(await server.diagnose(draft))).not.toMatch(/splits|flights/);
  });

  it('is a spec no longer when it is closed, or has another language', async () => {
    const server = await start();
    await server.open(draft, misspelt);
    await server.close(draft);
    expect(await server.diagnose(draft)).toEqual([]);
    await server.open(draft, misspelt, 'yaml');
    expect(await server.diagnose(draft)).toEqual([]);
  });
});

describe('a virtual workspace', () => {
  const folder = 'vscode-vfs://github/a/b';

  it('completes paths by listing its folders through the editor', async () => {
    const server = await start({ openFolders: [folder] });
    const { connection } = server;
    const asked: unknown[] = [];
    connection.onRequest(readFolderRequest.method, (params: unknown) => {
      asked.push(readFolderRequest.params.parse(params).uri);
      return { kind: 'entries', entries: [{ name: 'flights.csv', isFolder: false, isLink: false }] };
    });
    connection.onRequest(readFileRequest.method, () => ({ kind: 'missing' }));
    const uri = `${folder}/plumbline.yaml`;
    await server.open(uri, 'plumbline: v1\nproject: a\ndata:\n  flights: {path: data/}\n');
    const list = await connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: 3, character: 23 },
    });
    expect(JSON.stringify(list)).toContain('"flights.csv"');
    expect(asked).toContain(`${folder}/data`);
  });
});

describe('a contract that is open', () => {
  it('is no part of the spec beside it', async () => {
    const server = await start({ disk: { 'plumbline.yaml': misspelt } });
    const codesOf = async () => {
      const report = await server.settle(specUri);
      return report.kind === 'full' ? report.items.map(({ code }) => code) : [];
    };
    const before = await codesOf();
    await server.open(`${folderUri}/flights.odcs.yaml`, 'apiVersion: v3.1.0\nkind: DataContract\n', 'yaml');
    expect(await codesOf()).toEqual(before);
    const { items } = await server.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    expect(items.map(({ uri }) => uri)).toContain(specUri);
  });
});
