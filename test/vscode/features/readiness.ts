// The view Readiness, as a person without a mouse walks through it.
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { commands } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { closeEverything, untilEditor } from '../library/project.ts';

/** Earned in the example, by its contract. */
const point = 'What is expected of the data stands in a schema';

export function describeReadiness(): void {
  describe('the view Readiness', () => {
    after(closeEverything);

    it('tells the four sections and the 28 tests apart to a screen reader', async () => {
      await commands.executeCommand('plumbline.readiness.focus');
      await askRunner({ kind: 'windowText', contains: point });
      const rows = (await askRunner({ kind: 'treeRows', view: 'Readiness' })).split('\n');
      assert.equal(rows.filter((row) => /: [\d.]+ of 7\.$/.test(row)).length, 4);
      assert.equal(rows.filter((row) => /: (?:0\.5|1|failed|not known)\. /.test(row)).length, 28);
      await askRunner({ kind: 'screenshot', name: 'readiness' });
    });

    it('opens what earned a point', async () => {
      await askRunner({ kind: 'treeClick', label: point });
      const { document, selection } = await untilEditor('.yaml');
      assert.match(document.lineAt(selection.start.line).text, /flights/);
    });
  });
}
