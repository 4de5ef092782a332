/**
 * The server under random edits and questions, as a client sends them: no question is answered by an error, no answer
 * names a place outside of the document, and the server's text stays the client's.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Position, Range } from 'vscode-languageserver/node';
import { rangesOf } from '../support/answerRanges.ts';
import { specUri, startMemoryServer } from '../support/memoryServer.ts';
import type { MemoryServer } from '../support/memoryServer.ts';

const spec = `plumbline: v1
project: arrivals   # 😀 late
phase: pilot
owner: ops@example.com
economics:
  volume: 3000000 predictions/year
  value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}
data:
  flights:
    path: data/flights.csv
    modality: table
    contract: flights.odcs.yaml
    derive: {late: "delay >= 15"}
    roles: {label: late, time: date, group: {column: origin, across_splits: apart}}
splits:
  train: {of: flights, where: "date < '2001-04-01'"}
  test: {of: flights, where: 'date >= "2001-05-01"'}
models:
  delay: {path: models/delay.onnx, task: binary-classification}
metrics:
  saved: {kind: business, definition: economics, direction: maximize, target: 2.5 MUSD/year}
  recall:
    kind: model
    metric: recall
    model: delay
    split: test
    target: 0.70
    limit: 0.60   # plumbline: ignore[metric/no-baseline] there is none yet
    drives: saved
`;
const disk = {
  'data/flights.csv': 'date,delay,origin\n2001-01-01,3,ATL\n',
  'flights.odcs.yaml':
    'apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\nschema:\n  - name: flights\n    properties:\n      - {name: delay, logicalType: integer}\n',
};

/** Lines end as the protocol says: `\n`, `\r\n` or `\r`. */
function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\n|\r/);
}

/** The position of an offset; the middle of `\r\n` is none, and becomes its start. */
function positionOf(text: string, offset: number): Position {
  const isInside = text.charAt(offset - 1) === '\r' && text.charAt(offset) === '\n';
  const before = linesOf(text.slice(0, isInside ? offset - 1 : offset));
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** An offset that a position can say. */
function sayable(text: string, share: number): number {
  const offset = Math.floor(share * text.length);
  return text.charAt(offset - 1) === '\r' && text.charAt(offset) === '\n' ? offset - 1 : offset;
}

interface Edit {
  readonly share: number;
  readonly removed: number;
  readonly added: string;
}

/** Applies edits one after the other, and writes them as a client does: each range counts in the text before it. */
function applyEdits(text: string, edits: readonly Edit[]): { text: string; changes: { range: Range; text: string }[] } {
  const changes: { range: Range; text: string }[] = [];
  let current = text;
  for (const { share, removed, added } of edits) {
    const start = sayable(current, share);
    const wanted = Math.min(start + removed, current.length);
    const end = sayable(current, current.length === 0 ? 0 : wanted / current.length);
    const range = { start: positionOf(current, start), end: positionOf(current, Math.max(start, end)) };
    changes.push({ range, text: added });
    current = current.slice(0, start) + added + current.slice(Math.max(start, end));
  }
  return { text: current, changes };
}

const added = fc.oneof(
  fc.constantFrom(
    '',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '  ',
    '\t',
    ':',
    ': ',
    '- ',
    ', ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '#',
    '|',
  ),
  fc.constantFrom(
    '😀',
    '\uD83D',
    'ä',
    '\u0000',
    '\uFEFF',
    '\u2028',
    '&a ',
    '*a',
    '<<: ',
    '!t ',
    '%',
    '---\n',
    '?',
    '<<<<<<< a\n',
  ),
  fc.constantFrom(
    'metrics:\n',
    '  recall: {kind: model}\n',
    'splits: {a: {of: flights}}\n',
    '  a:\r\n    b: 1\r\n',
    '# plumbline: ignore[',
  ),
  fc.constantFrom(
    '40 ms',
    '2.5 MUSD/year',
    'flights',
    'saved',
    'where: "date < \'2001-01-01\'"',
    'data/',
    '0.7',
    'null',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const edit = fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), removed: fc.nat(30), added });

/** A question about a document at a place of it. */
type Ask = (server: MemoryServer, at: { position: Position; range: Range }) => Promise<unknown>;

const textDocument = { uri: specUri };
const about = (method: string, more: object = {}): Ask => {
  return ({ connection }) => connection.sendRequest(method, { textDocument, ...more });
};
const atPosition = (method: string, more: object = {}): Ask => {
  return ({ connection }, { position }) => connection.sendRequest(method, { textDocument, position, ...more });
};
const atRange = (method: string, more: object = {}): Ask => {
  return ({ connection }, { range }) => connection.sendRequest(method, { textDocument, range, ...more });
};
const formatting = { options: { tabSize: 2, insertSpaces: true } };

/** Every question that the server says it answers, by the capability that says so. */
const questions: Readonly<Record<string, readonly Ask[]>> = {
  diagnosticProvider: [
    about('textDocument/diagnostic'),
    ({ connection }) => connection.sendRequest('workspace/diagnostic', { previousResultIds: [] }),
  ],
  completionProvider: [atPosition('textDocument/completion')],
  signatureHelpProvider: [atPosition('textDocument/signatureHelp')],
  hoverProvider: [atPosition('textDocument/hover')],
  definitionProvider: [atPosition('textDocument/definition')],
  referencesProvider: [atPosition('textDocument/references', { context: { includeDeclaration: true } })],
  documentHighlightProvider: [atPosition('textDocument/documentHighlight')],
  renameProvider: [atPosition('textDocument/prepareRename'), atPosition('textDocument/rename', { newName: 'other' })],
  documentSymbolProvider: [about('textDocument/documentSymbol')],
  documentLinkProvider: [about('textDocument/documentLink')],
  codeActionProvider: [atRange('textDocument/codeAction', { context: { diagnostics: [] } })],
  codeLensProvider: [about('textDocument/codeLens')],
  inlayHintProvider: [atRange('textDocument/inlayHint')],
  semanticTokensProvider: [about('textDocument/semanticTokens/full'), atRange('textDocument/semanticTokens/range')],
  foldingRangeProvider: [about('textDocument/foldingRange')],
  selectionRangeProvider: [
    ({ connection }, { position }) =>
      connection.sendRequest('textDocument/selectionRange', { textDocument, positions: [position] }),
  ],
  documentFormattingProvider: [about('textDocument/formatting', formatting)],
  documentRangeFormattingProvider: [atRange('textDocument/rangeFormatting', formatting)],
  workspaceSymbolProvider: [({ connection }) => connection.sendRequest('workspace/symbol', { query: 'a' })],
  callHierarchyProvider: [atPosition('textDocument/prepareCallHierarchy')],
};

/** The answer; a refusal on purpose, such as of a name that cannot be, counts as none. */
async function answerTo(ask: Promise<unknown>): Promise<unknown> {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof ResponseError && error.code !== ErrorCodes.InternalError) return null;
    throw error;
  }
}

type Step =
  | { readonly kind: 'edit'; readonly edits: readonly Edit[] }
  | { readonly kind: 'ask'; readonly question: number; readonly from: number; readonly to: number }
  | { readonly kind: 'reopen' };

const share = fc.double({ min: 0, max: 1, noNaN: true });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ kind: fc.constant('edit'), edits: fc.array(edit, { minLength: 1, maxLength: 3 }) }),
  },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('ask'), question: fc.nat(1000), from: share, to: share }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen') }) },
);

/** Plays one session with a server of its own. */
async function play(initial: string, steps: readonly Step[]): Promise<void> {
  const server = await startMemoryServer({ disk });
  try {
    const known = Object.entries(questions).filter(([name]) => Object.hasOwn(server.initialized.capabilities, name));
    const asks = known.flatMap(([, list]) => list);
    let text = initial;
    let version = 1;
    await server.open(specUri, text);
    for (const one of steps) {
      switch (one.kind) {
        case 'edit': {
          const edited = applyEdits(text, one.edits);
          version += 1;
          await server.change(specUri, version, edited.changes);
          text = edited.text;
          break;
        }
        case 'ask': {
          const [start = 0, end = 0] = [one.from, one.to].map((part) => sayable(text, part)).toSorted((a, b) => a - b);
          const range = { start: positionOf(text, start), end: positionOf(text, end) };
          const ask = asks[one.question % asks.length];
          if (ask === undefined) throw new RangeError('The server answers nothing.');
          const answer = await answerTo(ask(server, { position: range.start, range }));
          expectInside(answer, text);
          break;
        }
        case 'reopen':
          await server.close(specUri);
          version = 1;
          await server.open(specUri, text);
          break;
      }
    }
    // A question comes after all changes, so the text of the server is the last one.
    expectInside(await server.pull(specUri), text);
    expect(await server.textOf(specUri)).toBe(text);
    expect(server.log).toEqual([]);
  } finally {
    await server.end();
  }
}

function expectInside(answer: unknown, text: string): void {
  const lines = linesOf(text);
  for (const { start, end } of rangesOf(answer, specUri)) {
    for (const { line, character } of [start, end]) {
      expect(line).toBeLessThan(lines.length);
      expect(character).toBeLessThanOrEqual(lines[line]?.length ?? 0);
    }
    expect(start.line < end.line || (start.line === end.line && start.character <= end.character)).toBe(true);
  }
}

describe('the server under random edits', () => {
  it('knows every question of its capabilities', async () => {
    const server = await startMemoryServer({ disk });
    const unasked = Object.keys(server.initialized.capabilities).filter(
      (name) => name.endsWith('Provider') && !Object.hasOwn(questions, name),
    );
    await server.end();
    expect(unasked).toEqual([]);
  });

  it('answers every question about the text that the client has, with places inside of it', async () => {
    const initial = fc.constantFrom('', spec, spec.replaceAll('\n', '\r\n'), `\n${spec}`, spec.slice(0, 300));
    await fc.assert(fc.asyncProperty(initial, fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }), play), {
      numRuns: 100,
      interruptAfterTimeLimit: 15_000,
    });
  }, 30_000);
});
