// The Cost panel: sums of the ledger, and sliders that write into the spec on Apply alone.
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { askRunner } from '../bridge/askRunner.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile, untilEditor } from '../library/project.ts';

export function describeCosting(): void {
  describe('the Cost panel', () => {
    after(closeEverything);

    it('shows what the ledger of the project comes to', async () => {
      await closeEverything();
      const argument = { specUri: projectFile('plumbline.yaml').toString() };
      assert.deepEqual(await runPlumbline('plumbline.cost.open', argument), { kind: 'done' });
      const text = await askRunner({ kind: 'panelText', contains: '17 of 17 tracked' });
      assert.match(text, /692 kUSD\s+682 to 707 kUSD\s+One-off|One-off\s+692 kUSD/);
      assert.match(text, /Development\s+306 kUSD/);
      assert.doesNotMatch(text, /\bwas -?\d/);
    });

    it('says what a slider would change, and writes nothing', async () => {
      // A click falls into the middle, half as much again as the spec states.
      await askRunner({ kind: 'panelClick', role: 'slider', name: 'Prevalence' });
      assert.match(await askRunner({ kind: 'panelText', contains: 'Apply to the spec' }), /\bwas -?\d[\d.]* [kM]?USD/);
      await askRunner({ kind: 'screenshot', name: 'costs' });
    });

    it('writes it into the spec on Apply, where undo takes it back', async () => {
      await askRunner({ kind: 'panelClick', role: 'button', name: 'Apply to the spec' });
      const { document } = await untilEditor('plumbline.yaml');
      assert.equal(document.isDirty, true);
      const prevalence = /^ {2}prevalence: \{value: ([\d.]+) %/m.exec(document.getText())?.[1];
      assert.ok(Number(prevalence) > 20, `The prevalence is ${prevalence ?? 'gone'}.`);
    });
  });
}
