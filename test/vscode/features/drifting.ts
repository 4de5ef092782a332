// The checks of monitoring are compared in the worker, and what drifts is shown and said in the spec.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, it } from 'mocha';
import { TextEditorRevealType, workspace } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { ruleOf, untilDiagnostics } from '../library/diagnostics.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile, showFile } from '../library/project.ts';

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
      await askRunner({ kind: 'notification', contains: 'months: 3 of 7 columns drift, late' });
      assert.equal(existsSync(projectFile(`${records}/months.json`).fsPath), true);
    });

    it('shows the columns in a panel, those that cost most first', async () => {
      await closeEverything();
      await runPlumbline('plumbline.drift.open', { specUri: projectFile('plumbline.yaml').toString() });
      const text = await askRunner({ kind: 'panelText', contains: 'Verdict' });
      assert.match(text, /late\s+Drift\s+2 of 6\s+-772 kUSD\/year/);
      await askRunner({ kind: 'screenshot', name: 'drift' });
    });

    it('says behind the check and where it lists a column what drifts', async () => {
      await closeEverything();
      const editor = await showFile('plumbline.yaml');
      const { document } = editor;
      const start = document.positionAt(document.getText().indexOf('    months:'));
      editor.revealRange(document.lineAt(start.line).range, TextEditorRevealType.AtTop);
      await askRunner({ kind: 'windowText', contains: 'drift in 3 of 7 columns' });
      const found = await untilDiagnostics(
        document.uri,
        (all) => all.some((one) => ruleOf(one) === 'monitor/drift-found'),
        'columns that drift',
      );
      const drifting = found
        .filter((one) => ruleOf(one) === 'monitor/drift-found')
        .map(({ range }) => document.getText(range));
      assert.deepEqual(drifting.toSorted(), ['delay', 'late', 'weekday']);
    });
  });
}
