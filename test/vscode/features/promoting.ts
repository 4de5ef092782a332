// A notebook becomes a package through the editor's own preview, and back again.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { Selection, commands, languages, window, workspace } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { hasRule, untilDiagnostics } from '../library/diagnostics.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile, showFile } from '../library/project.ts';

const cells = [
  'import pandas as pd\nfrom sklearn.linear_model import LogisticRegression\nfrom sklearn.metrics import accuracy_score',
  'rows = pd.read_csv("data/flights.csv")\nrows = rows.dropna()',
  'train = rows[:80]\ntest = rows[80:]',
  'model = LogisticRegression(C=0.5)\nmodel.fit(train[["a", "b"]], train["late"])',
  'print(accuracy_score(test["late"], model.predict(test[["a", "b"]])))',
];

function notebookText(sources: readonly string[] = cells): string {
  return JSON.stringify({
    cells: sources.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    })),
    metadata: { language_info: { name: 'python' } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

const isThere = (path: string): boolean => existsSync(projectFile(path).fsPath);

export function describePromoting(): void {
  describe('promoting a notebook', () => {
    before(async () => {
      await workspace.fs.writeFile(projectFile('delay.ipynb'), Buffer.from(notebookText()));
    });
    after(async () => {
      await closeEverything();
      for (const path of ['delay.ipynb', 'delay', '.plumbline/promotions']) {
        if (isThere(path)) await workspace.fs.delete(projectFile(path), { recursive: true });
      }
    });
    const promote = () =>
      commands.executeCommand('plumbline.notebook.promote', { notebookUri: projectFile('delay.ipynb').toString() });

    it('is listed in Problems once as soon as it is open: by its cells', async () => {
      const uri = projectFile('listed.ipynb');
      await workspace.fs.writeFile(uri, Buffer.from(notebookText(['print(open("/home/ann/rows.csv").read())'])));
      try {
        await untilDiagnostics(uri, hasRule('notebook/absolute-path'), 'an absolute path in the closed notebook');
        await workspace.openNotebookDocument(uri);
        assert.deepEqual(languages.getDiagnostics(uri), []);
      } finally {
        await workspace.fs.delete(uri);
      }
    });

    it('shows every file before it is written, and writes nothing when that is discarded', async () => {
      const promoted = promote();
      await askRunner({ kind: 'pick', label: 'delay' });
      await askRunner({ kind: 'windowText', contains: 'pyproject.toml' });
      await askRunner({ kind: 'screenshot', name: 'promotion-preview' });
      assert.equal(isThere('delay'), false);
      await commands.executeCommand('refactorPreview.discard');
      assert.deepEqual(await promoted, { kind: 'cancelled' });
      assert.equal(isThere('delay') || isThere('.plumbline/promotions'), false);
    });

    it('writes what is ticked when it is applied, and records it', async () => {
      const promoted = promote();
      await askRunner({ kind: 'pick', label: 'delay' });
      await askRunner({ kind: 'windowText', contains: 'pyproject.toml' });
      await commands.executeCommand('refactorPreview.apply');
      assert.deepEqual(await promoted, { kind: 'done' });
      assert.equal(isThere('delay/src/delay/train.py') && isThere('.plumbline/promotions/delay/map.json'), true);
      assert.equal(isThere('delay/notebooks/delay.ipynb'), false);
    });

    it('has nothing to write when nothing changed', async () => {
      assert.deepEqual(await promote(), { kind: 'done' });
    });

    it('leads from a line of the package to its cell', async () => {
      const editor = await showFile('delay/src/delay/train.py');
      const place = editor.document.positionAt(editor.document.getText().indexOf('.fit'));
      editor.selection = new Selection(place, place);
      await runPlumbline('plumbline.cell.open');
      assert.equal(window.activeNotebookEditor?.selection.start, 3);
    });

    it('shows the whole of it in a panel', async () => {
      // The editor of a notebook is a webview, too, and the runner looks into the first that it finds.
      await closeEverything();
      await runPlumbline('plumbline.promotion.open', { notebookUri: projectFile('delay.ipynb').toString() });
      const text = await askRunner({ kind: 'panelText', contains: 'nobody has run the notebook and the package yet' });
      assert.match(text, /src\/delay\/train\.py/);
      await askRunner({ kind: 'screenshot', name: 'promotion-panel' });
    });

    it('moves a statement to another stage, and shows what becomes of it', async () => {
      const before = await askRunner({ kind: 'panelText', contains: 'src/delay/train.py' });
      assert.doesNotMatch(before, /src\/delay\/features\.py/);
      await askRunner({ kind: 'panelChoose', name: 'Stage of rows = rows.dropna()', choice: 'Features' });
      await askRunner({ kind: 'panelText', contains: 'src/delay/features.py' });
      await askRunner({ kind: 'screenshot', name: 'promotion-moved' });
    });
  });
}

/** In Restricted Mode a promotion is shown, and nothing of it is written. */
export function describePreviewing(): void {
  describe('promoting a notebook without trust', () => {
    after(closeEverything);

    it('shows what it would write, and says why it does not', async () => {
      const notebookUri = projectFile('notebooks/explore.ipynb').toString();
      const result = await runPlumbline('plumbline.notebook.promote', { notebookUri });
      assert.ok(result.kind === 'refused');
      assert.match(result.sentence, /^Promoting writes files[^.]*trust[^.]*\.$/);
      await askRunner({ kind: 'panelText', contains: 'explore.ipynb' });
      await askRunner({ kind: 'screenshot', name: 'promotion-restricted' });
    });
  });
}
