import { afterEach, describe, expect, it } from 'vitest';
import { CodeLensRequest, DidOpenNotebookDocumentNotification, NotebookCellKind } from 'vscode-languageserver/node';
import type { CodeLens } from 'vscode-languageserver/node';
import type * as z from 'zod';
import {
  acceptPromotionRequest,
  moveStatementRequest,
  promotedPlacesRequest,
  promoteRequest,
  promotionFoldersRequest,
  promotionViewRequest,
} from '../../schemas/promotionRequests.ts';
import type { RequestShape } from '../../schemas/requests.ts';
import { folderUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer, MemoryServerOptions } from '../support/memoryServer.ts';
import { notebookText } from '../support/promotionFixture.ts';

const cells = [
  'import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.metrics import accuracy_score',
  'rows = pd.read_csv("data/flights.csv")\nrows = rows.dropna()',
  'train = rows[:800]\ntest = rows[800:]',
  'model = LogisticRegression(C=0.5)\nmodel.fit(train[["a", "b"]], train["late"])',
  'print(accuracy_score(test["late"], model.predict(test[["a", "b"]])))',
];
const notebookUri = `${folderUri}/delay.ipynb`;
const packageUri = `${folderUri}/delay`;
const trainUri = `${packageUri}/src/delay/train.py`;

let server: MemoryServer | undefined;
afterEach(async () => {
  await server?.end();
  server = undefined;
});

async function start(options: MemoryServerOptions = {}): Promise<void> {
  server = await startMemoryServer({
    disk: { 'delay.ipynb': notebookText(cells) },
    options: { isTrusted: true },
    ...options,
  });
}

async function ask<Params extends z.ZodType, Result extends z.ZodType>(
  shape: RequestShape<Params, Result>,
  params: z.input<Params>,
): Promise<z.output<Result>> {
  return shape.result.parse(await server?.connection.sendRequest(shape.method, params));
}

async function preview() {
  const answer = await ask(promoteRequest, { notebookUri, packageUri, keepsExploration: false });
  if (answer.kind !== 'done') throw new Error(answer.kind);
  return answer.value;
}

/** Promotes as the editor does: it writes what the preview says, and tells the server. */
async function promote(): Promise<void> {
  const { id, files } = await preview();
  for (const { uri, change } of files) if (change?.kind === 'create') server?.files.write(uri, change.text);
  expect(await ask(acceptPromotionRequest, { id })).toMatchObject({ kind: 'done' });
}

async function lineOf(uri: string, start: string): Promise<number> {
  const content = await server?.files.readFile(uri, 1_000_000);
  const lines = content?.kind === 'content' ? content.text.split('\n') : [];
  return lines.findIndex((line) => line.trimStart().startsWith(start));
}

describe('promoting in the editor', () => {
  it('offers a folder beside the spec, and the recorded one once there is one', async () => {
    await start();
    const offered = async () => {
      const answer = await ask(promotionFoldersRequest, { notebookUri });
      return answer.kind === 'done' ? answer.value.folders : [];
    };
    expect(await offered()).toEqual([{ uri: packageUri, label: 'delay', isPromoted: false }]);
    await promote();
    expect((await offered())[0]).toEqual({ uri: packageUri, label: 'delay', isPromoted: true });
  });

  it('writes nothing before the preview is accepted', async () => {
    await start();
    const { files } = await preview();
    expect(files.map(({ change }) => change?.kind)).toContain('create');
    expect(await server?.files.listFolder('.', `${folderUri}/x`)).toEqual([{ name: 'delay.ipynb', isFolder: false }]);
  });

  it('has nothing to write when nothing changed', async () => {
    await start();
    await promote();
    expect((await preview()).files.filter(({ change }) => change !== null)).toEqual([]);
  });

  it('records nothing in a workspace that is not trusted, though it previews', async () => {
    await start({ options: { isTrusted: false } });
    const { id } = await preview();
    const answer = await ask(acceptPromotionRequest, { id });
    expect(answer).toMatchObject({ kind: 'refused' });
  });

  it('asks to promote again when a preview is not known', async () => {
    await start();
    expect(await ask(acceptPromotionRequest, { id: 'promotion-9' })).toMatchObject({ kind: 'failed' });
  });

  it('says in one sentence what cannot be promoted', async () => {
    await start({ disk: { 'delay.ipynb': '{"cells": [' } });
    const answer = await ask(promoteRequest, { notebookUri, packageUri, keepsExploration: false });
    expect(answer).toMatchObject({ kind: 'refused' });
    expect(await ask(promotionViewRequest, { specUri: notebookUri })).toMatchObject({ value: { state: 'empty' } });
  });
});

describe('the panel of a promotion', () => {
  const view = async () => {
    const answer = await ask(promotionViewRequest, { specUri: notebookUri });
    if (answer.kind !== 'done' || answer.value.state !== 'promotion') throw new Error('There is no promotion.');
    return answer.value;
  };

  it('lists cells with stages, and the files that come of them', async () => {
    await start();
    const { cells: viewed, files, package: made } = await view();
    expect(viewed.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(viewed[3]?.statements[1]).toMatchObject({ stage: 'train', lines: '2', isMoved: false });
    expect(files.find(({ path }) => path === 'src/delay/train.py')?.functions.length).toBeGreaterThan(0);
    expect(made).toEqual({ name: 'delay', folder: 'delay', isWritten: false });
  });

  it('shows what moving a statement changes, keeps it when accepted, and takes it back', async () => {
    await start();
    const statement = (await view()).cells[1]?.statements[1]?.id ?? '';
    expect(await ask(moveStatementRequest, { notebookUri, statement, stage: 'features' })).toMatchObject({
      value: { moved: 1 },
    });
    const { cells: viewed, files } = await view();
    expect(viewed[1]?.statements[1]).toMatchObject({ stage: 'features', isMoved: true });
    expect(files.map(({ path }) => path)).toContain('src/delay/features.py');
    await promote();
    expect((await view()).moved).toBe(1);
    await ask(moveStatementRequest, { notebookUri, statement, stage: null });
    expect((await view()).moved).toBe(0);
  });

  it('says why there is no verification yet', async () => {
    await start();
    expect((await view()).verification).toMatchObject({ state: 'none', because: 'the package is not written yet' });
    await promote();
    expect((await view()).verification).toMatchObject({ next: expect.stringContaining('Verify') as string });
  });
});

describe('the way between cells and functions', () => {
  const places = async (uri: string, line: number) => {
    const answer = await ask(promotedPlacesRequest, { uri, line });
    return answer.kind === 'done' ? answer.value : undefined;
  };

  it('leads from a line of the package to its cell, also below lines that were added', async () => {
    await start();
    await promote();
    const before = await places(trainUri, await lineOf(trainUri, 'model = '));
    expect(before).toMatchObject({
      side: 'package',
      places: [{ uri: `${notebookUri}#cell=3`, label: 'cell 4, line 1' }],
    });
    const content = await server?.files.readFile(trainUri, 1_000_000);
    server?.files.write(trainUri, `# mine\n\n${content?.kind === 'content' ? content.text : ''}`);
    expect((await places(trainUri, await lineOf(trainUri, 'model = ')))?.places).toEqual(before?.places);
  });

  it('leads from a line of an open cell to its function', async () => {
    await start();
    await promote();
    const cellUri = (index: number) => `vscode-notebook-cell:/work/delay.ipynb#${index}`;
    await server?.connection.sendNotification(DidOpenNotebookDocumentNotification.type, {
      notebookDocument: {
        uri: notebookUri,
        notebookType: 'jupyter-notebook',
        version: 1,
        cells: cells.map((_, index) => ({
          kind: NotebookCellKind.Code,
          document: cellUri(index),
          metadata: { id: `cell-${index}` },
        })),
      },
      cellTextDocuments: cells.map((text, index) => ({ uri: cellUri(index), languageId: 'python', version: 1, text })),
    });
    const found = await places(cellUri(3), 0);
    expect(found).toMatchObject({ side: 'notebook', places: [{ uri: trainUri }] });
    expect(found?.places[0]?.range.start.line).toBe(await lineOf(trainUri, 'model = '));
  });

  it('leads nowhere from files of no package', async () => {
    await start();
    expect(await places(`${folderUri}/other.py`, 0)).toEqual({ side: null, places: [] });
  });

  it('shows above each function which cells it came from', async () => {
    await start();
    await promote();
    const lenses = (await server?.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: trainUri },
    })) as readonly CodeLens[];
    const content = await server?.files.readFile(trainUri, 1_000_000);
    const lines = content?.kind === 'content' ? content.text.split('\n') : [];
    expect(lenses.every(({ range }) => lines[range.start.line]?.startsWith('def '))).toBe(true);
    expect(lenses.map(({ command }) => command?.title)).toContain('from cell 4');
  });
});
