import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { spec } from '../../schemas/spec.ts';
import { readManifest, repository } from '../support/manifest.ts';

const file = readManifest().contributes.snippets.find(({ language }) => language === 'plumbline')?.path ?? '';
const snippets = z
  .record(
    z.string(),
    z.strictObject({ isFileTemplate: z.literal(true), description: z.string(), body: z.array(z.string()) }),
  )
  .parse(JSON.parse(readFileSync(path.join(repository, file), 'utf8')));

/** Accepts each proposal, the first of a choice, and leaves what has none empty. */
function accept(body: readonly string[]): string {
  return body
    .join('\n')
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d+/g, '');
}

function isEmpty(value: unknown, keys: readonly PropertyKey[]): boolean {
  const [key, ...rest] = keys;
  if (key === undefined) return value === null;
  return typeof value === 'object' && value !== null && isEmpty(Reflect.get(value, key), rest);
}

// The editor offers a snippet with a prefix anywhere, also in values: entries are templates of the language server.
describe('snippets', () => {
  it('fill whole files, have no prefix, and one sentence each', () => {
    for (const { description } of Object.values(snippets)) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it('include the spec that the command for a new one inserts', () => {
    const code = readFileSync(path.join(repository, 'extension/src/editor/specDrafts.ts'), 'utf8');
    const [, name] = /specSnippet = '(.+)'/.exec(code) ?? [];
    expect(Object.keys(snippets)).toContain(name);
  });

  it.each(Object.entries(snippets))('%s fits the language, but for what the user must fill in', (_name, { body }) => {
    const whole = z.record(z.string(), z.unknown()).parse(parse(accept(body)));
    const issues = spec.safeParse(whole).error?.issues ?? [];
    expect(
      issues
        .filter((issue) => !isEmpty(whole, issue.path))
        .map(({ path: keys, message }) => `${keys.join('.')}: ${message}`),
    ).toEqual([]);
  });
});
