// The Overview panel, as a person sees it.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { window } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { closeEverything, showFile } from '../library/project.ts';
import { untilEvent } from '../library/untilEvent.ts';

export function describeOverview(): void {
  describe('the Overview panel', () => {
    afterEach(closeEverything);

    it('shows the project of the active spec', async () => {
      await showFile('plumbline.yaml');
      assert.deepEqual(await runPlumbline('plumbline.overview.open'), { kind: 'done' });
      const text = await askRunner({ kind: 'panelText', contains: 'late-flights' });
      assert.match(text, /recall/);
      await askRunner({ kind: 'screenshot', name: 'overview' });
    });

    it('opens once for each project', async () => {
      await showFile('plumbline.yaml');
      await runPlumbline('plumbline.overview.open');
      await runPlumbline('plumbline.overview.open');
      const panels = await untilEvent(
        window.tabGroups.onDidChangeTabs,
        () => window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => tab.label.includes('Overview')),
        (tabs) => tabs.length > 0,
        'the tab of the panel',
      );
      assert.equal(panels.length, 1);
    });
  });
}
