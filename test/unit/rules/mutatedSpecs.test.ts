import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unknownFacts } from '../../../schemas/facts.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import type { CheckResult } from '../../../server/src/rules/checkProject.ts';
import { createRuleMemory } from '../../../server/src/rules/ruleMemory.ts';
import type { RuleMemory } from '../../../server/src/rules/ruleMemory.ts';
import { assembleProject } from '../../../server/src/spec/project.ts';
import { createSpecFileReader } from '../../../server/src/spec/specFile.ts';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/specs');
const originals = ['reference-flights', 'reference-digits'].map((name) =>
  readFileSync(path.join(fixtures, `${name}.plumbline.yaml`), 'utf8'),
);
const uri = 'file:///fixture/plumbline.yaml';
const facts = unknownFacts('2026-11-02', 'there are no files');

/** Text as people and tools break it: signs of YAML, slips, hostile and odd characters. */
const snippet = fc.oneof(
  fc.constantFrom(': ', ' #', '{', '}', '[', ']', ',', '"', "'", '*a', '&a ', '!tag ', '\t', '\n', '\r\n', '  ', '- '),
  fc.constantFrom('<<: *a', '---\n', '%YAML 1.1\n', '\0', '|\n', '<<<<<<< HEAD\n', '__proto__: {}\n', '.inf', '0x1F'),
  fc.constantFrom('splits:\n', 'metrics: {}\n', 'train: {of: flights}', '# plumbline: ignore[a] b', '7 %', 'null', '~'),
  fc.string({ maxLength: 8, unit: 'grapheme' }),
);

interface Edit {
  readonly kind: 'insert' | 'delete' | 'replace' | 'drop-line' | 'repeat-line' | 'move-line';
  /** Where in the text, as a share of its length. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'replace', 'drop-line', 'repeat-line', 'move-line'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 40 }),
  text: snippet,
});

function applyEdit(text: string, { kind, at, length, text: inserted }: Edit): string {
  const offset = Math.floor(at * text.length);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset) === -1 ? text.length : text.indexOf('\n', offset) + 1;
  const line = text.slice(lineStart, lineEnd);
  const without = text.slice(0, lineStart) + text.slice(lineEnd);
  switch (kind) {
    case 'insert':
      return text.slice(0, offset) + inserted + text.slice(offset);
    case 'delete':
      return text.slice(0, offset) + text.slice(offset + length);
    case 'replace':
      return text.slice(0, offset) + inserted + text.slice(offset + length);
    case 'drop-line':
      return without;
    case 'repeat-line':
      return text.slice(0, lineEnd) + line + text.slice(lineEnd);
    case 'move-line': {
      const target = Math.min(length * 20, without.length);
      return without.slice(0, target) + line + without.slice(target);
    }
  }
}

function checkText(text: string, reader = createSpecFileReader(uri), memory?: RuleMemory): CheckResult {
  return checkProject(assembleProject([reader.read(text)]), facts, memory === undefined ? {} : { memory });
}

const story = fc.record({
  original: fc.constantFrom(...originals),
  edits: fc.array(edit, { minLength: 1, maxLength: 6 }),
});

describe('a spec with random slips', () => {
  it('is read and checked without an exception, with every range inside the file', () => {
    fc.assert(
      fc.property(story, ({ original, edits }) => {
        const text = edits.reduce(applyEdit, original);
        for (const { start, end, message, related, fixes } of checkText(text).findings) {
          expect(message).not.toBe('');
          const ranges = [{ start, end }, ...related, ...fixes.flatMap((fix) => fix.edits)];
          for (const range of ranges) {
            expect(range.start).toBeGreaterThanOrEqual(0);
            expect(range.end).toBeGreaterThanOrEqual(range.start);
            expect(range.end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('gives the same findings when it was edited as when it is read from scratch', () => {
    fc.assert(
      fc.property(story, ({ original, edits }) => {
        const reader = createSpecFileReader(uri);
        const memory = createRuleMemory();
        let text = original;
        checkText(text, reader, memory);
        for (const step of edits) {
          text = applyEdit(text, step);
          expect(checkText(text, reader, memory)).toEqual(checkText(text));
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('gives the same findings as another version of a file as when it is read from scratch', () => {
    fc.assert(
      fc.property(story, ({ original, edits }) => {
        const first = createSpecFileReader(uri).read(original);
        const text = edits.reduce(applyEdit, original);
        const other = checkProject(assembleProject([first.otherVersion(text)]), facts, {});
        expect(other).toEqual(checkText(text));
        expect(checkProject(assembleProject([first]), facts, {})).toEqual(checkText(original));
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
