// A spec is proposed in a folder that has none.
import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { hasRule, untilDiagnostics } from '../library/diagnostics.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { activeEditor, closeEverything, projectState } from '../library/project.ts';

export function describeCreating(): void {
  describe('creating a spec', () => {
    after(closeEverything);

    it('opens a draft that names the data of the folder, and writes nothing', async () => {
      const before = projectState();
      assert.deepEqual(await runPlumbline('plumbline.spec.create'), { kind: 'done' });
      const { document } = activeEditor();
      assert.equal(document.isUntitled, true);
      assert.equal(document.languageId, 'plumbline');
      assert.match(document.getText(), /path: trains\.csv$/m);
      assert.deepEqual(projectState(), before);
    });

    it('leaves blanks that are underlined', async () => {
      const { document } = activeEditor();
      const found = await untilDiagnostics(document.uri, hasRule('spec/missing-key'), 'spec/missing-key');
      assert.ok(found.length > 0);
    });
  });
}
