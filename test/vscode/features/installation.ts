// What VS Code makes of the packaged extension.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { commands, workspace } from 'vscode';
import { plumbline } from '../library/plumbline.ts';
import { projectFile } from '../library/project.ts';

export function describeInstallation(): void {
  describe('the installed extension', () => {
    it('activates in a folder with a plumbline.yaml', async () => {
      const extension = plumbline();
      await extension.activate();
      assert.equal(extension.isActive, true);
    });

    it('is the packaged one, with its natives', () => {
      const { extensionPath } = plumbline();
      assert.match(path.basename(extensionPath), /^plumbline\.plumbline-\d/);
      assert.equal(existsSync(path.join(extensionPath, 'dist/node_modules/@duckdb/node-api/package.json')), true);
    });

    it('registers its commands', async () => {
      const registered = await commands.getCommands(true);
      assert.equal(registered.includes('plumbline.overview.open'), true);
    });

    it('takes a plumbline.yaml and leaves other YAML alone', async () => {
      const spec = await workspace.openTextDocument(projectFile('plumbline.yaml'));
      const other = await workspace.openTextDocument(projectFile('other.yaml'));
      assert.deepEqual([spec.languageId, other.languageId], ['plumbline', 'yaml']);
    });
  });
}
