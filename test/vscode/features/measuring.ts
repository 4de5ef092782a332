// The machine is measured, answers come from elsewhere, and runs go elsewhere: each by its command and its dialogs.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'mocha';
import { commands } from 'vscode';
import * as z from 'zod';
import { askRunner } from '../bridge/askRunner.ts';
import { closeEverything, projectFile } from '../library/project.ts';

const record = z.object({
  predictions: z.object({ path: z.string() }).optional(),
  values: z.record(z.string(), z.looseObject({ state: z.string(), value: z.number().optional() })),
});

/** Starts a command that will ask; what it asks is answered while it runs. */
const start = (command: string) =>
  commands.executeCommand(command, { specUri: projectFile('plumbline.yaml').toString() });

/** Names of the run records; their order says nothing of runs of one minute. */
function recordNames(): readonly string[] {
  const runs = projectFile('.plumbline/runs').fsPath;
  return existsSync(runs) ? readdirSync(runs) : [];
}

/** The one record that was not there before. */
function recordSince(before: readonly string[]) {
  const [name, ...others] = recordNames().filter((one) => !before.includes(one));
  assert.deepEqual(others, []);
  return record.parse(JSON.parse(readFileSync(projectFile(`.plumbline/runs/${name ?? 'none'}`).fsPath, 'utf8')));
}

export function describeMeasuring(): void {
  describe('predictions made elsewhere', () => {
    it('are chosen in a dialog, judged by the spec and recorded', async () => {
      const before = recordNames();
      const evaluated = start('plumbline.predictions.evaluate');
      await askRunner({ kind: 'pick', label: 'elsewhere.csv' });
      assert.deepEqual(await evaluated, { kind: 'done' });
      // A message right after a dialog may go to the list of messages without popping up.
      await commands.executeCommand('notifications.showList');
      await askRunner({
        kind: 'notification',
        contains: 'minutes on test: no limit was missed. 3 rows were answered.',
      });
      await commands.executeCommand('notifications.hideList');
      const { predictions, values } = recordSince(before);
      assert.equal(predictions?.path, 'elsewhere.csv');
      // 1, 0 and 2 minutes off.
      assert.equal(values['error']?.value, 1);
    });

    it('are left alone when nothing is chosen', async () => {
      const before = recordNames();
      const evaluated = start('plumbline.predictions.evaluate');
      await askRunner({ kind: 'endDialog', ending: '/', key: 'Escape' });
      assert.deepEqual(await evaluated, { kind: 'cancelled' });
      assert.deepEqual(recordNames(), before);
    });
  });

  describe('a run', () => {
    it('is exported as the metrics file that DVC reads', async () => {
      const exported = start('plumbline.run.export');
      await askRunner({ kind: 'pick', label: 'minutes · test' });
      await askRunner({ kind: 'pick', label: 'DVC' });
      await askRunner({ kind: 'endDialog', ending: '/metrics.json', key: 'Enter' });
      assert.deepEqual(await exported, { kind: 'done' });
      const metrics: unknown = JSON.parse(readFileSync(projectFile('metrics.json').fsPath, 'utf8'));
      assert.deepEqual(metrics, { minutes: { test: { error: { value: 1, low: 0, high: 2 } } } });
    });

    it('is exported into a folder that MLflow reads', async () => {
      const exported = start('plumbline.run.export');
      await askRunner({ kind: 'pick', label: 'minutes · test' });
      await askRunner({ kind: 'pick', label: 'MLflow' });
      await askRunner({ kind: 'endDialog', ending: '/', key: 'Enter' });
      assert.deepEqual(await exported, { kind: 'done' });
      const files = readdirSync(projectFile('').fsPath, { recursive: true, encoding: 'utf8' });
      assert.equal(files.filter((file) => file.endsWith('metrics/error')).length, 1);
    });
  });

  describe('the machine', () => {
    it('is asked which deployment target it is, and measured as that', async () => {
      const before = recordNames();
      const measured = start('plumbline.machine.measure');
      await askRunner({ kind: 'pick', label: 'station-box' });
      assert.deepEqual(await measured, { kind: 'done' });
      const { values } = recordSince(before);
      assert.deepEqual(Object.keys(values).toSorted(), ['error', 'latency']);
    }).timeout(120_000);

    it('shows its figures in the panel, apart from what the model is worth', async () => {
      await closeEverything();
      await start('plumbline.evaluation.open');
      const text = await askRunner({ kind: 'panelText', contains: 'Latency of 1 row' });
      assert.match(text, /Target met/);
      await askRunner({ kind: 'screenshot', name: 'machine' });
    });
  });
}
