import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import { findCodeActions } from '../../../server/src/language/codeActions.ts';
import type { CodeActionOptions } from '../../../server/src/language/codeActions.ts';
import { findDiagnostics } from '../../../server/src/language/diagnostics.ts';
import { fixture, textIn } from '../../support/languageFixture.ts';
import type { LanguageFixture } from '../../support/languageFixture.ts';

const options: CodeActionOptions = {
  rulePages: 'vscode://plumbline.plumbline/rules',
  hasRelatedInformation: true,
  hasDocumentChanges: true,
  versionOf: () => 7,
};

function actions(text: string, only?: readonly string[], changed: Partial<CodeActionOptions> = {}) {
  const given = fixture(text);
  const { uri, offset } = given;
  const found = findCodeActions(given.snapshot, { uri, start: offset, end: offset, only }, { ...options, ...changed });
  return { given, found };
}

function apply({ texts, uri }: LanguageFixture, { edit }: CodeAction): string {
  const [change] = edit?.documentChanges ?? [];
  const edits = change !== undefined && 'edits' in change ? change.edits : (edit?.changes?.[uri] ?? []);
  const plain = edits.filter((one) => 'newText' in one);
  return TextDocument.applyEdits(TextDocument.create(uri, 'plumbline', 1, texts.get(uri) ?? ''), [...plain]);
}

const find = (found: readonly CodeAction[], title: RegExp): CodeAction => {
  const action = found.find((one) => title.test(one.title));
  if (action === undefined)
    throw new Error(`There is no ${String(title)} among ${found.map((one) => one.title).join(', ')}.`);
  return action;
};

describe('quick fixes', () => {
  it('offer the fix of the finding at the cursor, as the preferred one', () => {
    const { given, found } = actions('project: a\nphase: pi$0lott\n');
    const action = find(found, /Change to `pilot`/);
    expect(action).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(action.diagnostics?.map(({ code }) => code)).toEqual(['spec/wrong-value']);
    expect(apply(given, action)).toBe('project: a\nphase: pilot\n');
  });

  it('name the version of the document that they change', () => {
    const { found } = actions('phase: pi$0lott\n');
    expect(find(found, /pilot`/).edit?.documentChanges?.[0]).toMatchObject({ textDocument: { version: 7 } });
  });

  it('are plain changes for clients without versions', () => {
    const { given, found } = actions('phase: pi$0lott\n', undefined, { hasDocumentChanges: false });
    expect(apply(given, find(found, /pilot`/))).toBe('phase: pilot\n');
  });

  it('say nothing where nothing was found', () => {
    expect(actions('project: a\n\n$0\nphase: pilott\n').found).toEqual([]);
  });

  it('fix all findings of one rule in the file', () => {
    const text = 'metrics:\n  a: {kind: mod$0l}\n  b: {kind: buisness}\n';
    const { given, found } = actions(text);
    expect(apply(given, find(found, /Fix all 2 findings of spec\/wrong-value/))).toBe(
      'metrics:\n  a: {kind: model}\n  b: {kind: business}\n',
    );
  });

  it('offer to ignore a rule that may be lowered, leaving the reason to the user', () => {
    const { given, found } = actions('project: a\nmetrics:\n  a: {target: 40$0ms}\n');
    expect(apply(given, find(found, /Ignore quantity\/spacing/))).toBe(
      'project: a\nmetrics:\n  a: {target: 40ms} # plumbline: ignore[quantity/spacing] \n',
    );
  });

  it('never offer to ignore what cannot be lowered', () => {
    expect(actions('phase: pi$0lott\n').found.filter(({ title }) => title.startsWith('Ignore'))).toEqual([]);
  });
});

describe('kinds', () => {
  const text = 'project: a\nphase: pi$0lott\n';

  it('offer fix-all only to those who ask for it', () => {
    expect(actions(text).found.map(({ kind }) => kind)).not.toContain('source.fixAll.plumbline');
    for (const only of ['source', 'source.fixAll', 'source.fixAll.plumbline']) {
      const { given, found } = actions(text, [only]);
      expect(found.map(({ kind }) => kind)).toEqual(['source.fixAll.plumbline']);
      expect(found.map((action) => apply(given, action)).join('')).toContain('phase: pilot\n');
    }
  });

  it('offer nothing of a kind that nobody asked for', () => {
    expect(actions(text, ['refactor']).found).toEqual([]);
    expect(actions(text, ['source.organizeImports']).found).toEqual([]);
  });
});

describe('diagnostics', () => {
  it('carry the rule, its page, and the exact range', () => {
    const given = fixture('project: a\r\nphase: pilott\r\n');
    const found = findDiagnostics(given.snapshot, given.uri, options).filter(({ code }) => code === 'spec/wrong-value');
    expect(found.map(({ range }) => textIn(given, given.uri, range))).toEqual(['pilott']);
    expect(found[0]).toMatchObject({
      severity: 1,
      source: 'plumbline',
      codeDescription: { href: 'vscode://plumbline.plumbline/rules/spec/wrong-value' },
    });
  });

  it('show the other place that belongs to a finding to clients that can', () => {
    const given = fixture('phase: poc\nmetrics:\n  a: {}\nphase: pilot\n');
    const related = (hasRelatedInformation: boolean) =>
      findDiagnostics(given.snapshot, given.uri, { ...options, hasRelatedInformation })
        .filter(({ code }) => code === 'yaml/duplicate-key')
        .flatMap(({ relatedInformation = [] }) => relatedInformation.map(({ location }) => location.range.start.line));
    expect(related(true)).toEqual([0]);
    expect(related(false)).toEqual([]);
  });

  it('are empty for a file of another project', () => {
    expect(findDiagnostics(fixture('phase: pilott\n').snapshot, 'file:///other/plumbline.yaml', options)).toEqual([]);
  });
});
