// A model is evaluated in the worker, and its run is shown, judged and compared.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { after, describe, it } from 'mocha';
import { workspace } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile, untilEditor } from '../library/project.ts';

const runs = '.plumbline/runs';

export function describeEvaluating(): void {
  describe('evaluating a model', () => {
    after(async () => {
      await closeEverything();
      if (existsSync(projectFile(runs).fsPath)) await workspace.fs.delete(projectFile(runs), { recursive: true });
    });

    it('answers every row of the split, and writes the record of the run', async () => {
      const argument = { specUri: projectFile('plumbline.yaml').toString(), modelId: 'delay' };
      assert.deepEqual(await runPlumbline('plumbline.model.evaluate', argument), { kind: 'done' });
      await askRunner({
        kind: 'notification',
        contains: 'delay on test: no limit was missed. 518,831 rows were answered.',
      });
      assert.match(readdirSync(projectFile(runs).fsPath).join(' '), /^\d{4}-\d\d-\d\dT\d{4}Z-delay-[0-9a-f]{8}\.json$/);
    });

    it('shows the run in a panel, with its values against their goals', async () => {
      await closeEverything();
      await runPlumbline('plumbline.evaluation.open', { specUri: projectFile('plumbline.yaml').toString() });
      const text = await askRunner({ kind: 'panelText', contains: '518,831 rows' });
      assert.match(text, /recall/);
      assert.match(text, /0\.585/);
      await askRunner({ kind: 'screenshot', name: 'evaluation' });
    });

    it('lists it among all runs, and opens it from there', async () => {
      await closeEverything();
      const [record = ''] = readdirSync(projectFile(runs).fsPath);
      const specUri = projectFile('plumbline.yaml').toString();
      assert.deepEqual(await runPlumbline('plumbline.runs.open', { specUri }), { kind: 'done' });
      assert.match(await askRunner({ kind: 'panelText', contains: 'All runs' }), /delay\s+on test/);
      await askRunner({ kind: 'screenshot', name: 'runs' });
      await closeEverything();
      const run = record.replace('.json', '');
      assert.deepEqual(await runPlumbline('plumbline.evaluation.open', { specUri, run }), { kind: 'done' });
      await askRunner({ kind: 'panelText', contains: '518,831 rows' });
    });

    it('finds the rows behind the wrong answers', async () => {
      await askRunner({ kind: 'panelClick', role: 'button', name: 'Show the rows' });
      assert.match(await askRunner({ kind: 'panelText', contains: 'The worst 24 of' }), /\bdestination\b/);
    });

    it('writes another threshold into the spec on Apply, where undo takes it back', async () => {
      await askRunner({ kind: 'panelClick', role: 'button', name: 'most money here' });
      await askRunner({ kind: 'panelClick', role: 'button', name: 'Apply' });
      const { document } = await untilEditor('plumbline.yaml');
      assert.doesNotMatch(document.getText(), /decision: \{class: late, threshold: 0\.19,/);
      assert.match(document.getText(), /decision: \{class: late, threshold: 0\.\d+,/);
      assert.equal(document.isDirty, true);
    });
  });
}
