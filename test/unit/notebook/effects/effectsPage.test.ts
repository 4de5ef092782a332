/** docs/effects.md: its examples work, and it names every word of the schema. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  attributeEffect,
  callEffect,
  classEffect,
  classRole,
  effectFile,
  notebookStage,
  objectKinds,
  rowRelation,
} from '../../../../schemas/effects.ts';
import { removedApi } from '../../../../schemas/removedApi.ts';
import { readProjectEffects } from '../../../../server/src/notebook/effects/projectEffects.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/effects.md'), 'utf8');

function blocks(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gmu'))].map(
    (match) => match[1] ?? '',
  );
}

describe('docs/effects.md', () => {
  it.each(blocks('yaml'))('has an example for effects.yaml that can be read: %s', (text) => {
    expect(readProjectEffects(text).problems).toEqual([]);
  });

  it.each(blocks('json'))('has an example for the shipped table that can be read', (text) => {
    expect(effectFile.safeParse(JSON.parse(text)).success).toBe(true);
  });

  it('names every key, kind, relation, stage and role', () => {
    const words = [
      ...Object.keys({ ...callEffect.shape, ...classEffect.shape, ...attributeEffect.shape }),
      ...Object.keys(removedApi.shape),
      ...objectKinds,
      ...rowRelation.options,
      ...notebookStage.options,
      ...classRole.options,
    ];
    const named = new Set([...page.matchAll(/`([^`\n]+)`/gu)].map((match) => match[1]));
    expect(words.filter((word) => !named.has(word))).toEqual([]);
  });
});
