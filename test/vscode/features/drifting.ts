// The checks of monitoring are compared in the worker, and what drifts is shown and said in the spec.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, it } from 'mocha';
import { commands, TextEditorRevealType, workspace } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { ruleOf, untilDiagnostics } from '../library/diagnostics.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile, showFile, untilEditor } from '../library/project.ts';

const records = '.plumbline/drift';

export function describeDrifting(): void {
  describe('looking for drift', () => {
    after(async () => {
      await closeEverything();
      if (existsSync(projectFile(records).fsPath)) await workspace.fs.delete(projectFile(records), { recursive: true });
    });

    it('compares every month with the reference, and writes the record of the check', async () => {
      const argument = { specUri: projectFile('plumbline.yaml').toString(), checkId: 'months' };
      assert.deepEqual(await runPlumbline('plumbline.drift.compare', argument), { kind: 'done' });
      await askRunner({ kind: 'notification', contains: 'months: 2 of 7 columns drift, late' });
      assert.equal(existsSync(projectFile(`${records}/months.json`).fsPath), true);
    }).timeout(120_000);

    it('shows the columns in a panel, those that cost most first', async () => {
      await closeEverything();
      await runPlumbline('plumbline.drift.open', { specUri: projectFile('plumbline.yaml').toString() });
      const text = await askRunner({ kind: 'panelText', contains: 'Verdict' });
      assert.match(text, /late\s+Drift\s+1 of 6\s+-772 kUSD\/year/);
      await askRunner({ kind: 'screenshot', name: 'drift' });
    });

    it('keeps a window as the new reference, which the spec names until that is undone', async () => {
      await closeEverything();
      await runPlumbline('plumbline.drift.open', { specUri: projectFile('plumbline.yaml').toString() });
      await askRunner({ kind: 'panelUnfold', summary: 'Accept some windows…' });
      await askRunner({ kind: 'panelClick', role: 'button', name: 'Accept as new reference' });
      // Counting the rows of a month takes its time on a busy machine.
      await askRunner({ kind: 'windowText', contains: '.plumbline/profiles/months-', patienceMs: 90_000 });
      const { document } = await untilEditor('plumbline.yaml');
      const named = /reference: (\.plumbline\/profiles\/months-\d{4}-\d\d-\d\d\.json)/.exec(document.getText())?.[1];
      assert.ok(named !== undefined, 'The spec names no profile.');
      const kept = new TextDecoder().decode(await workspace.fs.readFile(projectFile(named)));
      assert.match(kept, /"windows": \[\s*"2001-05"\s*\]/);
      await askRunner({ kind: 'screenshot', name: 'drift-accepted' });
      await commands.executeCommand('undo');
      assert.equal(document.isDirty, false);
      await workspace.fs.delete(projectFile(named));
    }).timeout(150_000);

    it('says behind the check and where it lists a column what drifts', async () => {
      await closeEverything();
      const editor = await showFile('plumbline.yaml');
      const { document } = editor;
      const start = document.positionAt(document.getText().indexOf('    months:'));
      editor.revealRange(document.lineAt(start.line).range, TextEditorRevealType.AtTop);
      await askRunner({ kind: 'windowText', contains: 'drift in 2 of 7 columns' });
      const found = await untilDiagnostics(
        document.uri,
        (all) => all.some((one) => ruleOf(one) === 'monitor/drift-found'),
        'columns that drift',
      );
      const drifting = found
        .filter((one) => ruleOf(one) === 'monitor/drift-found')
        .map(({ range }) => document.getText(range));
      assert.deepEqual(drifting.toSorted(), ['delay', 'late']);
    });
  });
}
