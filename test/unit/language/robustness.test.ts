import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Range, SelectionRange } from 'vscode-languageserver-types';
import { TextDocumentEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { findCodeActions } from '../../../server/src/language/codeActions.ts';
import { complete } from '../../../server/src/language/completion/complete.ts';
import { findDefinition } from '../../../server/src/language/definition.ts';
import { findSymbols } from '../../../server/src/language/documentSymbols.ts';
import { findIncoming, findOutgoing, prepareCallHierarchy } from '../../../server/src/language/flow/callHierarchy.ts';
import { findFoldingRanges } from '../../../server/src/language/foldingRanges.ts';
import { findFormatEdits } from '../../../server/src/language/format/format.ts';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import { code, escapeText } from '../../../server/src/language/markdown.ts';
import { findHighlights, findReferences } from '../../../server/src/language/references.ts';
import { prepareRename, rename } from '../../../server/src/language/rename/rename.ts';
import { findSelectionRange } from '../../../server/src/language/selectionRanges.ts';
import { findSignatureHelp } from '../../../server/src/language/signatureHelp.ts';
import { findTokens } from '../../../server/src/language/tokens/findTokens.ts';
import { findWorkspaceSymbols } from '../../../server/src/language/workspaceSymbols.ts';
import { fixture } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const reference = readFileSync(
  path.resolve(import.meta.dirname, '../../fixtures/specs/reference-flights.plumbline.yaml'),
  'utf8',
);
const files = memoryWorkspace(new Map(Object.entries({ 'file:///work/plumbline.yaml': '' })), 'file:///work/');
const options = {
  rulePages: 'vscode://x/rules',
  hasRelatedInformation: true,
  hasDocumentChanges: true,
  hasChangeAnnotations: true,
  versionOf: () => 1,
  hasSnippets: true,
  suggestCommand: undefined,
  hasCommitCharacters: true,
  keepDocumentations: undefined,
};

/** Asks for everything at an offset, and returns all ranges of the answers. */
async function rangesAt(text: string, offset: number): Promise<readonly Range[]> {
  const { snapshot, uri } = fixture(text);
  const list = await complete(snapshot, uri, offset, files, options);
  const hover = findHover(snapshot, uri, offset, options);
  const links = await findDefinition(snapshot, uri, offset, files);
  const actions = findCodeActions(snapshot, { uri, start: offset, end: offset, only: undefined }, options);
  const symbols = findSymbols(snapshot, uri);
  return [
    ...list.items.flatMap(({ textEdit }) => (textEdit !== undefined && 'range' in textEdit ? [textEdit.range] : [])),
    ...(hover?.range === undefined ? [] : [hover.range]),
    ...links.map(({ targetRange }) => targetRange),
    ...actions.flatMap(({ diagnostics = [] }) => diagnostics.map(({ range }) => range)),
    ...symbols.map(({ range }) => range),
  ];
}

/** The same of what works on names, on the form of the text, and on the way to money. */
async function rangesOfEditing(text: string, offset: number): Promise<readonly Range[]> {
  const { snapshot, uri } = fixture(text);
  const references = findReferences(snapshot, uri, offset, true);
  const start = prepareRename(snapshot, uri, offset);
  const renamed = await rename(snapshot, uri, offset, 'another', files, options);
  const edits = renamed?.kind === 'renamed' ? (renamed.edit.documentChanges ?? []) : [];
  const document = TextDocument.create(uri, 'plumbline', 1, text);
  const selections: Range[] = [];
  for (
    let at: SelectionRange | undefined = findSelectionRange(snapshot, uri, offset);
    at !== undefined;
    at = at.parent
  ) {
    selections.push(at.range);
  }
  const item = prepareCallHierarchy(snapshot, uri, offset);
  const calls = [
    ...findIncoming(snapshot, String(item?.data)).flatMap(({ from, fromRanges }) => [from.range, ...fromRanges]),
    ...findOutgoing(snapshot, String(item?.data)).flatMap(({ to, fromRanges }) => [to.range, ...fromRanges]),
  ];
  const line = (number: number): Range => ({
    start: { line: number, character: 0 },
    end: { line: number, character: 0 },
  });
  findSignatureHelp(snapshot, uri, offset);
  return [
    ...references.map(({ range }) => range),
    ...findHighlights(snapshot, uri, offset).map(({ range }) => range),
    ...(start?.kind === 'ready' ? [start.range] : []),
    ...edits
      .flatMap((edit) => (TextDocumentEdit.is(edit) ? edit.edits : []))
      .flatMap((edit) => ('range' in edit ? [edit.range] : [])),
    ...findTokens(snapshot, uri).map((token) => ({
      start: document.positionAt(token.start),
      end: document.positionAt(token.end),
    })),
    ...findFoldingRanges(snapshot, uri).flatMap(({ startLine, endLine }) => [line(startLine), line(endLine)]),
    ...selections,
    ...findFormatEdits(snapshot, uri).map(({ range }) => range),
    ...calls,
    ...findWorkspaceSymbols([snapshot], '').map(({ location }) => ('range' in location ? location.range : line(0))),
  ];
}

function expectInside(text: string, ranges: readonly Range[]): void {
  const document = TextDocument.create('file:///work/plumbline.yaml', 'plumbline', 1, text);
  for (const range of ranges) {
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    expect(start).toBeLessThanOrEqual(end);
    expect(document.positionAt(start)).toEqual(range.start);
    expect(document.positionAt(end)).toEqual(range.end);
  }
}

const noise = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ':',
  ' ',
  '\n',
  '\t',
  '"',
  "'",
  '#',
  '- ',
  '|',
  '&a',
  '*a',
  '<<: ',
  '\u0000',
  '€',
  '😀',
  '<<<<<<< a\n',
);

describe('the language service on broken files', () => {
  it('answers at any place of a file that was changed at random, with ranges inside of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(reference.length), fc.nat(40), noise), { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (changes, share) => {
          let text = reference;
          for (const [at, removed, added] of changes) text = text.slice(0, at) + added + text.slice(at + removed);
          const document = TextDocument.create('file:///work/plumbline.yaml', 'plumbline', 1, text);
          for (const range of await rangesAt(text, Math.floor(share * text.length))) {
            const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
            expect(start).toBeLessThanOrEqual(end);
            expect(document.positionAt(end)).toEqual(range.end);
          }
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it.each(['', '\n', '\r\n', '\n\n  ', '\nphase: poc\n', '\n  pha', '\n# note\n\n- '])(
    'answers at every place of %j, which begins with a line break or nothing',
    async (text) => {
      const end = TextDocument.create('file:///work/plumbline.yaml', 'plumbline', 1, text).positionAt(text.length);
      for (let offset = 0; offset <= text.length; offset += 1) {
        for (const range of await rangesAt(text, offset)) expect(range.end.line).toBeLessThanOrEqual(end.line);
      }
    },
  );

  it('renames, folds, colours, formats and follows in such a file, with ranges inside of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(reference.length), fc.nat(40), noise), { minLength: 1, maxLength: 4 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
        async (changes, shares) => {
          let text = reference;
          for (const [at, removed, added] of changes) text = text.slice(0, at) + added + text.slice(at + removed);
          for (const share of shares) expectInside(text, await rangesOfEditing(text, Math.floor(share * text.length)));
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it.each([
    ['empty', ''],
    ['binary', `\0\u0001${'\0'.repeat(1000)}`],
    ['conflicting', `<<<<<<< a\n${reference}=======\nphase: poc\n>>>>>>> b\n`],
    ['deeply nested', `data: ${'{a: '.repeat(3000)}`],
    [
      'full of aliases',
      `a: &a [x, x]\n${Array.from({ length: 26 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}]\n`).join('')}`,
    ],
    [
      'with keys of prototypes',
      '__proto__: {a: 1}\nconstructor: {prototype: 2}\nmetrics: {__proto__: {kind: model}}\n',
    ],
    ['with carriage returns', reference.replaceAll('\n', '\r\n')],
    [
      'of thousands of entries',
      `metrics:\n${Array.from({ length: 1500 }, (_, i) => `  m${i}: {kind: model, drives: m${i + 1}}\n`).join('')}`,
    ],
    ['too large', `phase: poc\n${'# filler filler filler filler filler filler filler\n'.repeat(100_000)}`],
  ])(
    'answers all of that in a file that is %s',
    async (_what, text) => {
      for (const share of [0, 0.3, 0.7, 1]) {
        expectInside(text, await rangesOfEditing(text, Math.floor(share * text.length)));
      }
    },
    60_000,
  );

  it('replaces only text of the line on which the cursor stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(reference.length), async (offset) => {
        const { snapshot, uri } = fixture(reference);
        const { line } = TextDocument.create(uri, 'plumbline', 1, reference).positionAt(offset);
        const { items } = await complete(snapshot, uri, offset, files, options);
        for (const { textEdit } of items) {
          if (textEdit === undefined || !('range' in textEdit)) continue;
          expect([textEdit.range.start.line, textEdit.range.end.line]).toEqual([line, line]);
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describe('text of users in Markdown', () => {
  it('has no character left that could mean something', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 80 }), (text) => {
        expect(escapeText(text).replace(/\\./g, '')).not.toMatch(/[<>[\]()*_`#!&:@.~$|\\]/);
      }),
    );
  });

  it('cannot end its fence', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('`', '``', 'a', ' ', '\n')).map((parts) => parts.join('')),
        (text) => {
          const shown = code(text);
          const fence = /^`+/.exec(shown)?.[0] ?? '';
          const inner = shown.slice(fence.length, shown.length - fence.length);
          expect(inner.match(/`+/g) ?? []).not.toContain(fence);
          expect(shown).not.toContain('\n');
        },
      ),
    );
  });
});
