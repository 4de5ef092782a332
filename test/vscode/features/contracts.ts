// A data contract is checked as a file, held against its data, and drafted from them.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { findingOf, hasRule, untilDiagnostics } from '../library/diagnostics.ts';
import { runPlumbline } from '../library/plumbline.ts';
import { activeEditor, closeEverything, projectFile, replaceText, showFile } from '../library/project.ts';

const contract = 'contracts/flights.odcs.yaml';

/** What needs no data: it works in Restricted Mode, too. */
export function describeContractFiles(): void {
  describe('a data contract', () => {
    afterEach(closeEverything);

    it('is underlined where the standard knows no such value', async () => {
      const editor = await showFile(contract);
      await replaceText(editor, 'logicalType: integer', 'logicalType: integr');
      const found = await untilDiagnostics(editor.document.uri, hasRule('contract/invalid'), 'contract/invalid');
      assert.equal(editor.document.getText(findingOf(found, 'contract/invalid').range), 'integr');
    });
  });
}

export function describeContractData(): void {
  describe('a data contract and its data', () => {
    afterEach(closeEverything);

    it('is underlined where the data break it', async () => {
      const editor = await showFile(contract);
      await replaceText(editor, 'name: origin', 'name: departure');
      const found = await untilDiagnostics(editor.document.uri, hasRule('contract/violated'), 'contract/violated');
      assert.equal(editor.document.getText(findingOf(found, 'contract/violated').range), 'departure');
    });

    it('is drafted from data, unsaved', async () => {
      const specUri = projectFile('unfinished/plumbline.yaml').toString();
      assert.deepEqual(await runPlumbline('plumbline.contract.create', { specUri, dataId: 'trains' }), {
        kind: 'done',
      });
      const { document } = activeEditor();
      assert.equal(document.isUntitled, true);
      assert.match(document.uri.path, /unfinished\/contracts\/trains\.odcs\.yaml$/);
      for (const column of ['date', 'line', 'late']) assert.match(document.getText(), RegExp(`name: ${column}$`, 'm'));
    });
  });
}
