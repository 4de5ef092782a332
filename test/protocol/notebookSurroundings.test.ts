import { afterEach, describe, expect, it } from 'vitest';
import { WorkspaceDiagnosticRequest } from 'vscode-languageserver/node';
import { folderUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer, MemoryServerOptions } from '../support/memoryServer.ts';

const notebookUri = `${folderUri}/delay.ipynb`;
const effectsUri = `${folderUri}/.plumbline/effects.yaml`;
const servers: MemoryServer[] = [];

async function start(options: MemoryServerOptions): Promise<MemoryServer> {
  const server = await startMemoryServer(options);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.end();
});

function ipynb(sources: readonly string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `id-${index}`,
    metadata: {},
    source,
    execution_count: index + 1,
    outputs: [],
  }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

/** Codes of all findings of the workspace, with the last part of the address that they stand in. */
async function findings({ connection }: MemoryServer): Promise<readonly (readonly unknown[])[]> {
  const { items } = await connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  return items.flatMap((item) =>
    item.kind === 'full' ? item.items.map(({ code }) => [item.uri.slice(folderUri.length + 1), code]) : [],
  );
}

/** Another program writes a file, or deletes it, and the client says so. */
async function change({ files, connection }: MemoryServer, uri: string, text: string | undefined): Promise<void> {
  if (text === undefined) files.remove(uri);
  else files.write(uri, text);
  await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
}

const reading = ipynb(['import pandas as pd\nprint(pd.read_csv("data/flights.csv").shape)']);

describe('what lies around a notebook', () => {
  it('is looked at again when it changes, though the notebook does not', async () => {
    const server = await start({ disk: { 'delay.ipynb': reading } });
    expect(await findings(server)).toEqual([['delay.ipynb', 'notebook/missing-file']]);
    await change(server, `${folderUri}/data/flights.csv`, 'late\n1\n');
    expect(await findings(server)).toEqual([]);
    await change(server, `${folderUri}/data/flights.csv`, undefined);
    expect(await findings(server)).toEqual([['delay.ipynb', 'notebook/missing-file']]);
  });

  it('is not looked at again for a change of something else', async () => {
    const server = await start({ disk: { 'delay.ipynb': reading, 'data/flights.csv': 'late\n' } });
    await findings(server);
    await change(server, `${folderUri}/notes.csv`, 'x');
    await findings(server);
    expect(server.files.reads.filter((uri) => uri === notebookUri)).toHaveLength(1);
  });

  it('counts before trust is given, as text that is read and never run', async () => {
    const disk = { 'delay.ipynb': ipynb(['import xgboost\nprint(xgboost)']), 'requirements.txt': 'pandas\n' };
    const server = await start({ disk, options: { isTrusted: false } });
    expect(await findings(server)).toEqual([['delay.ipynb', 'notebook/missing-dependency']]);
    expect(server.starts()).toBe(0);
  });

  it('has the code of modules beside the notebook, and of those that they import, in a circle too', async () => {
    const notebook = ipynb(['from first import limit\nfrom first import *\nprint(limit, other)']);
    const disk = { 'delay.ipynb': notebook, 'first.py': 'from second import *\nlimit = 15\n' };
    const server = await start({ disk: { ...disk, 'second.py': 'import first\nother = 1\n' } });
    expect(await findings(server)).toEqual([['delay.ipynb', 'notebook/star-import']]);
    await change(server, `${folderUri}/second.py`, 'import first\n');
    expect(await findings(server)).toEqual([
      ['delay.ipynb', 'notebook/star-import'],
      ['delay.ipynb', 'notebook/undefined-name'],
    ]);
  });

  it('has the notebooks that a notebook runs, which may run it again', async () => {
    const disk = {
      'delay.ipynb': ipynb(['%run setup.ipynb', 'print(limit)']),
      'setup.ipynb': ipynb(['limit = 15', '%run delay.ipynb']),
    };
    const server = await start({ disk });
    expect((await findings(server)).filter(([file]) => file === 'delay.ipynb')).toEqual([
      ['delay.ipynb', 'notebook/run-cycle'],
    ]);
    await change(server, `${folderUri}/setup.ipynb`, undefined);
    expect(await findings(server)).toEqual([['delay.ipynb', 'notebook/missing-file']]);
  });

  it('has the modules that the notebook writes itself', async () => {
    const sources = ['%%writefile tools.py\nlimit = 15\n', 'from tools import *\nprint(limit, other)'];
    const server = await start({ disk: { 'delay.ipynb': ipynb(sources) } });
    expect(await findings(server)).toEqual([
      ['delay.ipynb', 'notebook/star-import'],
      ['delay.ipynb', 'notebook/undefined-name'],
    ]);
  });
});

describe('.plumbline/effects.yaml', () => {
  const frames = 'import pandas as pd\nfrom ours import clean\nframe = pd.read_csv("https://example.com/a.csv")\n';
  const notebook = ipynb([`${frames}clean(frame)\nprint(frame.shape)`]);

  it('has its mistakes underlined in it, until they are corrected', async () => {
    const server = await start({
      disk: { 'delay.ipynb': notebook, '.plumbline/effects.yaml': 'ours.clean: {mutate: none}\n' },
    });
    expect(await findings(server)).toContainEqual(['.plumbline/effects.yaml', 'notebook/effects-entry']);
    await change(server, effectsUri, 'ours.clean: {mutates: none, rows: same}\n');
    expect((await findings(server)).map(([, code]) => code)).not.toContain('notebook/effects-entry');
  });

  it('decides what calls do, and changes the findings when it changes', async () => {
    const dead = ipynb(['from ours import clean\nrows = [1]', 'kept = clean(rows)', 'print(rows)']);
    const server = await start({ disk: { 'delay.ipynb': dead } });
    const codes = async () => (await findings(server)).map(([, code]) => code);
    expect(await codes()).toEqual([]);
    await change(server, effectsUri, 'ours.clean: {mutates: none, rows: same}\n');
    expect(await codes()).toEqual(['notebook/dead-cell']);
  });
});
