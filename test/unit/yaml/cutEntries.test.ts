import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSection } from '../../../server/src/yaml/convertSection.ts';
import type { ParsedSection } from '../../../server/src/yaml/convertSection.ts';
import { cutEntries } from '../../../server/src/yaml/cutEntries.ts';
import { cutSections } from '../../../server/src/yaml/sections.ts';

const example = readFileSync(
  path.resolve(import.meta.dirname, '../../../examples/flight-delays/plumbline.yaml'),
  'utf8',
);

/** A parsed section without the section object, so that two can be compared. */
function shapeOf(parsed: ParsedSection): unknown {
  return JSON.parse(JSON.stringify(parsed, (key, value: unknown) => (key === 'section' ? undefined : value)));
}

function parseBothWays(text: string): { whole: unknown; byEntries: unknown } {
  const documents = new Map<string, never>();
  const cache = { get: (key: string) => documents.get(key), set: () => undefined };
  return { whole: shapeOf(parseSection({ text })), byEntries: shapeOf(parseSection({ text }, cache)) };
}

const sections = cutSections(example);
const texts = sections.starts.map((start, at) => example.slice(start, sections.starts[at + 1] ?? example.length));

describe('parsing a section entry by entry', () => {
  it('cuts the larger sections of the example', () => {
    expect(texts.filter((text) => cutEntries(text) !== undefined).length).toBeGreaterThan(8);
  });

  it('gives the tree of parsing it whole', () => {
    for (const text of texts) {
      const { whole, byEntries } = parseBothWays(text);
      expect(byEntries).toEqual(whole);
    }
  });

  it('gives the tree of parsing it whole after any edit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.nat(12),
        fc.constantFrom(
          '',
          'x',
          ' ',
          '\n',
          '\n  ',
          ': ',
          '"',
          "'",
          '#',
          ' # ',
          '{',
          '}',
          '- ',
          '&a ',
          '*a',
          '|',
          '\r\n',
          '\t',
          ',',
        ),
        (text, place, length, inserted) => {
          const at = place % (text.length + 1);
          const edited = text.slice(0, at) + inserted + text.slice(at + length);
          const { whole, byEntries } = parseBothWays(edited);
          expect(byEntries).toEqual(whole);
        },
      ),
      { numRuns: 2000 },
    );
  }, 30_000);
});
