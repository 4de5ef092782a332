// A spec is reviewed against a commit: what became easier to keep, and what that costs.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { commands } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { closeEverything, replaceText, showFile, untilEditor } from '../library/project.ts';

export function describeReviewing(): void {
  describe('a loosened limit', () => {
    let page = '';

    before(async () => {
      await replaceText(await showFile('plumbline.yaml'), 'limit: 0.52', 'limit: 0.45');
      const review = runPlumbline('plumbline.changes.review');
      await askRunner({ kind: 'pick', label: 'The last commit' });
      assert.deepEqual(await review, { kind: 'done' });
      page = await askRunner({ kind: 'panelText', contains: 'recall' });
      await askRunner({ kind: 'screenshot', name: 'review' });
    });

    after(closeEverything);

    it('is shown with both values', () => {
      assert.match(page, /0\.52/);
      assert.match(page, /0\.45/);
    });

    it('is shown with the money that it costs', () => {
      assert.match(page, /USD\/year/);
    });

    it('leads to the line of the limit', async () => {
      await askRunner({ kind: 'panelClick', role: 'link', name: 'plumbline.yaml:98' });
      const { document, selection } = await untilEditor('/plumbline.yaml');
      assert.match(document.lineAt(selection.start.line).text, /limit: 0\.45/);
    });

    it('is counted in a sentence that offers to compare the files', async () => {
      // Nothing pops up while tests run; the list of notifications holds it.
      await commands.executeCommand('notifications.showList');
      const text = await askRunner({ kind: 'notification', contains: 'became easier to keep' });
      assert.match(text, /: 1\./);
    });
  });
}
