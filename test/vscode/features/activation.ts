// How the extension comes up, by VS Code's own clock. The times are told and never asserted: they are the machine's.
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { commands, window } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { extensionId, plumbline } from '../library/plumbline.ts';
import { closeEverything } from '../library/project.ts';
import { untilEvent } from '../library/untilEvent.ts';

/** What loading and activating together should take at most. */
const goalMs = 150;

export function describeActivation(): void {
  describe('activation', () => {
    after(closeEverything);

    it('is owed to a spec in the folder, and timed', async () => {
      await plumbline().activate();
      await commands.executeCommand('perfview.show');
      const report = await untilEvent(
        window.onDidChangeActiveTextEditor,
        () => window.activeTextEditor?.document.getText() ?? '',
        (text) => text.includes(`| ${extensionId} `),
        'the report of the startup',
        (text) => `${text.length} characters`,
      );
      const row = report.split('\n').find((line) => line.startsWith(`| ${extensionId} `)) ?? '';
      const [, , , load = '', activate = '', , event] = row.split('|').map((cell) => cell.trim());
      assert.match(event ?? '', /^workspaceContains:/);
      const total = Number(load) + Number(activate);
      assert.ok(Number.isFinite(total), row);
      const text = `Activation: ${total} ms, of which ${load} ms load the code (goal: ${goalMs} ms on a quiet machine).`;
      await askRunner({ kind: 'note', text });
    });
  });
}
