import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildEditorReference } from '../../../scripts/docs/editorReference.ts';

const docs = path.join(import.meta.dirname, '../../../docs');

describe('the page of commands and settings', () => {
  it('is checked in as scripts/generateDocs.ts writes it, with every command of the palette', () => {
    expect(readFileSync(path.join(docs, 'editor.md'), 'utf8')).toBe(buildEditorReference());
  });

  it('leads to pages that are there', () => {
    const targets = [...buildEditorReference().matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((target) => !existsSync(path.join(docs, target)))).toEqual([]);
  });
});
