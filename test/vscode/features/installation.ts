// What VS Code makes of the packaged extension.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { commands, window, workspace } from 'vscode';
import { findingOf, hasRule, untilDiagnostics } from '../library/diagnostics.ts';
import { plumbline, runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile } from '../library/project.ts';
import { untilEvent } from '../library/untilEvent.ts';

export function describeInstallation(): void {
  describe('the installed extension', () => {
    it('checks a spec that nobody has opened', async () => {
      const uri = projectFile('unfinished/plumbline.yaml');
      const found = await untilDiagnostics(uri, hasRule('data/unversioned'), 'data/unversioned');
      assert.equal(findingOf(found, 'data/unversioned').source, 'plumbline');
      assert.equal(window.activeTextEditor, undefined);
    });

    it('activates in a folder with a plumbline.yaml', async () => {
      const extension = plumbline();
      await extension.activate();
      assert.equal(extension.isActive, true);
    });

    it('is the packaged one, with its natives', () => {
      const { extensionPath } = plumbline();
      assert.match(path.basename(extensionPath), /^plumbline\.plumbline-\d/);
      assert.equal(existsSync(path.join(extensionPath, 'dist/node_modules/@duckdb/node-bindings/package.json')), true);
    });

    it('registers its commands', async () => {
      const registered = await commands.getCommands(true);
      assert.equal(registered.includes('plumbline.overview.open'), true);
    });

    it('brings the pages of the rules along', async () => {
      assert.deepEqual(await runPlumbline('plumbline.rule.explain', 'metric/no-limit'), { kind: 'done' });
      const tabs = await untilEvent(
        window.tabGroups.onDidChangeTabs,
        () => window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label)),
        (labels) => labels.some((label) => label.includes('no-limit')),
        'the page of metric/no-limit',
      );
      assert.equal(tabs.length, 1);
      await closeEverything();
    });

    it('takes a plumbline.yaml and leaves other YAML alone', async () => {
      const spec = await workspace.openTextDocument(projectFile('plumbline.yaml'));
      const other = await workspace.openTextDocument(projectFile('other.yaml'));
      assert.deepEqual([spec.languageId, other.languageId], ['plumbline', 'yaml']);
    });
  });
}
