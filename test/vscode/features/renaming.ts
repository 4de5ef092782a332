// A metric is renamed through the editor's own dialogs.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import { Selection, commands } from 'vscode';
import type { WorkspaceEdit } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { closeEverything, showFile } from '../library/project.ts';

export function describeRenaming(): void {
  describe('renaming a metric', () => {
    after(closeEverything);

    it('reaches the parts of the spec and the notebook that logs it', async () => {
      const { document } = await showFile('plumbline.yaml');
      const edit = await commands.executeCommand<WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        document.positionAt(document.getText().indexOf('recall:\n')),
        'found',
      );
      const names = edit.entries().map(([uri]) => path.basename(uri.path));
      assert.deepEqual(names.toSorted(), ['explore.ipynb', 'operation.plumbline.yaml', 'plumbline.yaml']);
    });

    it('shows what it changes in code before it does so', async () => {
      const editor = await showFile('plumbline.yaml');
      const { document } = editor;
      const before = document.getText();
      const place = document.positionAt(before.indexOf('recall:\n'));
      editor.selection = new Selection(place, place);
      const renamed = commands.executeCommand('editor.action.rename');
      await askRunner({ kind: 'windowText', contains: 'to Rename' });
      await askRunner({ kind: 'typeText', text: 'found' });
      await askRunner({ kind: 'pressKeys', keys: ['Enter'] });
      await askRunner({ kind: 'windowText', contains: 'explore.ipynb' });
      await askRunner({ kind: 'screenshot', name: 'rename' });
      assert.equal(document.getText(), before);
      await commands.executeCommand('refactorPreview.discard');
      await renamed;
    });
  });
}
