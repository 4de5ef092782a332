// A spec is renamed, followed, coloured and formatted like code.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { Range, commands, workspace } from 'vscode';
import type {
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CompletionList,
  Location,
  SemanticTokens,
  SemanticTokensLegend,
  SignatureHelp,
  TextDocument,
  TextEdit,
  WorkspaceEdit,
} from 'vscode';
import { closeEverything, replaceText, showFile } from '../library/project.ts';

export function describeEditing(): void {
  describe('editing a spec', () => {
    afterEach(closeEverything);

    it('renames a metric in every place', async () => {
      const { document } = await showFile('plumbline.yaml');
      const edit = await commands.executeCommand<WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        positionOf(document, 'saved:'),
        'earned',
      );
      assert.equal(await workspace.applyEdit(edit), true);
      const text = document.getText();
      assert.match(text, /^ {2}earned:$/m);
      assert.match(text, /drives: earned$/m);
      // Records know it by the old id, which the entry keeps for them.
      assert.doesNotMatch(text.replace(/^ {4}renamed_from: \[saved\]$/m, ''), /\bsaved\b/);
    });

    it('refuses an id that is taken, with a sentence', async () => {
      const { document } = await showFile('plumbline.yaml');
      await assert.rejects(
        async () =>
          commands.executeCommand(
            'vscode.executeDocumentRenameProvider',
            document.uri,
            positionOf(document, 'saved:'),
            'recall',
          ),
        /already/,
      );
    });

    it('finds every use of a split', async () => {
      const { document } = await showFile('plumbline.yaml');
      const found = await commands.executeCommand<Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        positionOf(document, 'validation: {'),
      );
      assert.deepEqual(
        found.map(({ range }) => document.getText(range)),
        ['validation', 'validation', 'validation'],
      );
    });

    it('leads from a model to its metrics, and from there to money', async () => {
      const { document } = await showFile('plumbline.yaml');
      const names: string[] = [];
      let [item] = await prepare(document, 'delay:\n');
      while (item !== undefined && names.length < 10) {
        names.push(item.name);
        const calls = await commands.executeCommand<CallHierarchyOutgoingCall[]>('vscode.provideOutgoingCalls', item);
        item = (calls.find(({ to }) => ['recall', 'saved', 'economics'].includes(to.name)) ?? calls[0])?.to;
      }
      assert.deepEqual(names, ['delay', 'recall', 'saved', 'economics']);
    });

    it('leads from a data source over its rows to money', async () => {
      const { document } = await showFile('plumbline.yaml');
      const names: string[] = [];
      let [item] = await prepare(document, 'flights:\n');
      for (const next of ['test', 'recall', 'saved', 'economics']) {
        if (item === undefined) break;
        names.push(item.name);
        const calls = await commands.executeCommand<CallHierarchyOutgoingCall[]>('vscode.provideOutgoingCalls', item);
        item = calls.find(({ to }) => to.name === next)?.to;
      }
      assert.deepEqual([...names, item?.name], ['flights', 'test', 'recall', 'saved', 'economics']);
    });

    it('helps with the unit of a number', async () => {
      const editor = await showFile('plumbline.yaml');
      await replaceText(editor, 'limit: 60 ms', 'limit: 60 ');
      const { document } = editor;
      const help = await commands.executeCommand<SignatureHelp>(
        'vscode.executeSignatureHelpProvider',
        document.uri,
        positionOf(document, 'limit: 60 ').translate(0, 'limit: 60 '.length),
      );
      assert.equal(help.signatures[0]?.label, 'number unit');
      assert.equal(help.activeParameter, 1);
    });

    it('keeps one side of a merge conflict', async () => {
      const editor = await showFile('plumbline.yaml');
      const { document } = editor;
      const before = document.getText();
      const ours = '    target: 0.9\n';
      await replaceText(editor, ours, `<<<<<<< HEAD\n${ours}=======\n    target: 0.8\n>>>>>>> other\n`);
      const actions = await commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new Range(positionOf(document, '<<<<<<<'), positionOf(document, '<<<<<<<')),
        'quickfix',
      );
      const keep = actions.find(({ title }) => title === 'Keep ours (HEAD)');
      assert.ok(keep?.edit, actions.map(({ title }) => title).join(', '));
      assert.equal(await workspace.applyEdit(keep.edit), true);
      assert.equal(document.getText(), before);
    });

    it('colours ids and quantities', async () => {
      const { document } = await showFile('plumbline.yaml');
      const legend = await commands.executeCommand<SemanticTokensLegend>(
        'vscode.provideDocumentSemanticTokensLegend',
        document.uri,
      );
      const { data } = await commands.executeCommand<SemanticTokens>(
        'vscode.provideDocumentSemanticTokens',
        document.uri,
      );
      const types = new Set(
        Array.from({ length: data.length / 5 }, (_, index) => legend.tokenTypes[data[index * 5 + 3] ?? -1]),
      );
      for (const type of ['function', 'number', 'type', 'variable', 'operator']) assert.ok(types.has(type), type);
    });

    it('formats what was typed and keeps the rest', async () => {
      const editor = await showFile('plumbline.yaml');
      const { document } = editor;
      const before = document.getText();
      await replaceText(editor, 'limit: 0.61', 'limit:   0.61   ');
      const edits = await commands.executeCommand<TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, {
        tabSize: 2,
        insertSpaces: true,
      });
      assert.equal(
        await editor.edit((builder) => {
          for (const { range, newText } of edits) builder.replace(range, newText);
        }),
        true,
      );
      assert.equal(document.getText(), before);
    });

    it('offers whole entries in a section, and none in a value', async () => {
      const editor = await showFile('plumbline.yaml');
      await replaceText(editor, 'baseline:\n', '  \nbaseline:\n');
      const { document } = editor;
      const line = document.getText().split('\n').indexOf('baseline:') - 1;
      const below = await complete(document, document.lineAt(line).range.end);
      assert.ok(below.includes('Business metric'), below.join(', '));
      const value = await complete(document, positionOf(document, 'split: test').translate(0, 'split: '.length));
      assert.equal(value.includes('Business metric'), false);
    });
  });
}

function positionOf(document: TextDocument, text: string) {
  return document.positionAt(document.getText().indexOf(text));
}

async function prepare(document: TextDocument, text: string): Promise<readonly CallHierarchyItem[]> {
  return commands.executeCommand<CallHierarchyItem[]>(
    'vscode.prepareCallHierarchy',
    document.uri,
    positionOf(document, text),
  );
}

async function complete(document: TextDocument, position: ReturnType<typeof positionOf>): Promise<readonly string[]> {
  const list = await commands.executeCommand<CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}
