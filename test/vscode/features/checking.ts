// A spec is checked, completed, explained and repaired while someone types.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { MarkdownString, commands, languages, workspace } from 'vscode';
import type { CodeAction, CompletionList, Diagnostic, Hover, TextDocument, TextEditor } from 'vscode';
import { findingOf, hasRule, ruleOf, untilDiagnostics } from '../library/diagnostics.ts';
import { closeEverything, replaceText, showFile } from '../library/project.ts';

export function describeChecking(): void {
  describe('checking a spec', () => {
    afterEach(closeEverything);

    it('underlines a key that the language does not have, at the key', async () => {
      const editor = await showFile('plumbline.yaml');
      const finding = await breakSpec(editor);
      assert.equal(editor.document.getText(finding.range), 'directon');
    });

    it('leads from a finding to the page of its rule', async () => {
      const finding = await breakSpec(await showFile('plumbline.yaml'));
      const { code } = finding;
      assert.ok(typeof code === 'object');
      assert.match(code.target.toString(), /rules.*spec.*unknown-key/);
    });

    it('underlines a limit that is stricter than its target', async () => {
      const editor = await showFile('plumbline.yaml');
      await replaceText(editor, 'limit: 0.61', 'limit: 0.93');
      const found = await untilFinding(editor.document, 'metric/limit-beyond-target');
      assert.equal(editor.document.getText(findingOf(found, 'metric/limit-beyond-target').range), '0.93');
    });

    it('forgets a finding when its cause is gone', async () => {
      const editor = await showFile('plumbline.yaml');
      await breakSpec(editor);
      await replaceText(editor, 'directon', 'direction');
      const left = await untilDiagnostics(
        editor.document.uri,
        (diagnostics) => !hasRule('spec/unknown-key')(diagnostics),
        'no spec/unknown-key',
      );
      assert.equal(left.map(ruleOf).includes('spec/unknown-key'), false);
    });

    it('repairs a mistyped key by its quick fix', async () => {
      const editor = await showFile('plumbline.yaml');
      const finding = await breakSpec(editor);
      const actions = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        editor.document.uri,
        finding.range,
        'quickfix',
      );
      const fix = actions.find((action) => action.isPreferred === true && action.edit !== undefined);
      assert.ok(fix?.edit, `no preferred fix among ${actions.map((action) => action.title).join(', ')}`);
      assert.equal(await workspace.applyEdit(fix.edit), true);
      assert.match(editor.document.getText(), /definition: economics\n {4}direction: maximize/);
    });

    it('explains a key where the pointer rests', async () => {
      const { document } = await showFile('plumbline.yaml');
      const hovers = await commands.executeCommand<Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        document.positionAt(document.getText().indexOf('limit: 0.61') + 1),
      );
      assert.match(textOf(hovers), /worst/i);
    });

    it('completes the name of a split', async () => {
      const { document } = await showFile('plumbline.yaml');
      const list = await commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        document.positionAt(document.getText().indexOf('split: test') + 'split: '.length),
      );
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      assert.deepEqual(
        ['train', 'test'].filter((split) => !labels.includes(split)),
        [],
      );
    });

    it('says nothing about YAML files of others', async () => {
      const { document } = await showFile('other.yaml');
      await breakSpec(await showFile('plumbline.yaml'));
      assert.deepEqual(languages.getDiagnostics(document.uri).map(ruleOf), []);
    });
  });
}

/** Mistypes a key, unsaved, and waits for what is said about it. */
async function breakSpec(editor: TextEditor): Promise<Diagnostic> {
  await replaceText(editor, 'direction: maximize', 'directon: maximize');
  return findingOf(await untilFinding(editor.document, 'spec/unknown-key'), 'spec/unknown-key');
}

function untilFinding({ uri }: TextDocument, rule: string): Promise<readonly Diagnostic[]> {
  return untilDiagnostics(uri, hasRule(rule), rule);
}

function textOf(hovers: readonly Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .filter((content) => content instanceof MarkdownString)
    .map(({ value }) => value)
    .join('\n');
}
