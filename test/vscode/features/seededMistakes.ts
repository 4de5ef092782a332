// Mistakes that people make, typed into the example one by one.
import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'mocha';
import { commands } from 'vscode';
import { seededMistakes } from '../../support/seededMistakes.ts';
import { ruleOf, untilDiagnostics } from '../library/diagnostics.ts';
import { closeEverything, replaceText, showFile } from '../library/project.ts';

export function describeSeededMistakes(): void {
  describe('a mistake in the example', () => {
    // The editors stay open, which is quicker than opening them anew for each mistake.
    afterEach(() => commands.executeCommand('workbench.action.files.revert'));
    after(closeEverything);

    for (const { rule, file, before, after, at } of seededMistakes) {
      it(`is found by ${rule} at ${JSON.stringify(at)}`, async () => {
        const editor = await showFile(file);
        await replaceText(editor, before, after);
        const isThere = (range: Parameters<typeof editor.document.getText>[0]) => editor.document.getText(range) === at;
        const found = await untilDiagnostics(
          editor.document.uri,
          (diagnostics) => diagnostics.some((one) => ruleOf(one) === rule && isThere(one.range)),
          `${rule} at ${at}`,
        );
        assert.ok(found.some((one) => ruleOf(one) === rule));
      });
    }
  });
}
