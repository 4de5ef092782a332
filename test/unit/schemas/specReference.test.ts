import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorOf, table } from '../../../scripts/docs/markdown.ts';
import { buildSpecReference } from '../../../scripts/docs/specReference.ts';
import { spec } from '../../../schemas/spec.ts';
import { walkSchema } from './walkSchema.ts';

const page = buildSpecReference();
const anchors = [...page.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) => anchorOf(heading));

describe('the reference page of the spec', () => {
  it('is checked in as scripts/generateDocs.ts writes it', () => {
    const checkedIn = path.join(import.meta.dirname, '../../../docs/spec.md');
    expect(readFileSync(checkedIn, 'utf8')).toBe(page);
  });

  it('has a row for every key of the language', () => {
    const keys = [...walkSchema(spec)]
      .filter(({ owner }) => owner !== undefined)
      .map(({ path: place }) => place.split('.').at(-1) ?? '')
      .filter((key) => !['low', 'likely', 'high'].includes(key));
    expect(keys.filter((key) => !page.includes(`\n| \`${key}\` |`))).toEqual([]);
  });

  it('has headings that can each be linked to', () => {
    expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
  });

  it('links to headings that it has', () => {
    const targets = [...page.matchAll(/\]\(#([^)]*)\)/gu)].map(([, target]) => target ?? '');
    expect(targets.length).toBeGreaterThan(20);
    expect(targets.filter((target) => !anchors.includes(target))).toEqual([]);
  });

  it('has tables whose rows are as long as their heads', () => {
    const rows = page.split('\n').map((line) => (line.startsWith('|') ? line.split(/(?<!\\)\|/u).length : 0));
    const broken = rows.flatMap((cells, line) =>
      cells > 0 && (rows[line - 1] ?? 0) > 0 && rows[line - 1] !== cells ? [line + 1] : [],
    );
    expect(broken).toEqual([]);
  });
});

describe('a Markdown table', () => {
  it('escapes bars and joins lines, so that a cell stays a cell', () => {
    expect(table(['a'], [['x | y\nz']])).toBe('| a |\n| --- |\n| x \\| y z |');
  });
});
