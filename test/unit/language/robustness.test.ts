import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Range } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { findCodeActions } from '../../../server/src/language/codeActions.ts';
import { complete } from '../../../server/src/language/completion/complete.ts';
import { findDefinition } from '../../../server/src/language/definition.ts';
import { findSymbols } from '../../../server/src/language/documentSymbols.ts';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import { code, escapeText } from '../../../server/src/language/markdown.ts';
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
