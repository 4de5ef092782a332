import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rename } from '../../../server/src/language/rename/rename.ts';
import { shownFiles } from '../../../server/src/lsp/shownFiles.ts';
import { fixture } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const script = 'file:///work/train.py';
const notebook = 'file:///work/delay.ipynb';
const [first, second] = [`${notebook}#one`, `${notebook}#two`];
const disk = new Map([
  [script, 'log_metric("recall", 1)\n'],
  [notebook, '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}'],
  ['file:///work/saved.py', 'log_metric("recall", 2)\n'],
]);

/** The workspace with some documents that are typed in and not saved. */
function shown(open: Readonly<Record<string, string>>) {
  const documents = new Map(
    Object.entries(open).map(([uri, text]) => [uri, TextDocument.create(uri, 'python', 7, text)]),
  );
  const cells = Object.keys(open).filter((uri) => uri.startsWith(`${notebook}#`));
  return shownFiles(
    memoryWorkspace(disk, 'file:///work/'),
    { get: (uri) => documents.get(uri) },
    { documentsOf: (uri) => (uri === notebook ? cells : []) },
  );
}

/** Where a rename of `recall` changes code: address, line and column. */
async function places(open: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const given = fixture('metrics:\n  rec$0all: {kind: model, metric: recall}\n');
  const options = { hasDocumentChanges: true, hasChangeAnnotations: true, versionOf: () => null };
  const result = await rename(given.snapshot, given.uri, given.offset, 'found', shown(open), options);
  const changes = result?.kind === 'renamed' ? (result.edit.documentChanges ?? []) : [];
  return changes.flatMap((change) =>
    'textDocument' in change && change.textDocument.uri !== given.uri
      ? change.edits.flatMap((edit) =>
          'range' in edit ? [`${change.textDocument.uri} ${edit.range.start.line}:${edit.range.start.character}`] : [],
        )
      : [],
  );
}

describe('a rename', () => {
  it('finds names where they stand in Python that is not saved', async () => {
    expect(await places({})).toEqual(['file:///work/saved.py 0:12', `${script} 0:12`]);
    expect(await places({ [script]: '# new line\nlog_metric("recall", 1)\n' })).toEqual([
      'file:///work/saved.py 0:12',
      `${script} 1:12`,
    ]);
    expect(await places({ [script]: 'log_metric("other", 1)\n' })).toEqual(['file:///work/saved.py 0:12']);
  });

  it('changes the cells of a notebook that is open, not its file', async () => {
    const open = { [first]: 'import mlflow\n', [second]: 'x = 1\nmlflow.log_metric("recall", x)\n' };
    expect(await places(open)).toContain(`${second} 1:19`);
    expect((await places(open)).filter((place) => place.startsWith(`${notebook} `))).toEqual([]);
  });
});
