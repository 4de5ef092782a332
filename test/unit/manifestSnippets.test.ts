import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { spec } from '../../schemas/spec.ts';
import { readManifest, repository } from '../support/manifest.ts';

const file = readManifest().contributes.snippets.find(({ language }) => language === 'plumbline')?.path ?? '';
const snippets = z
  .record(z.string(), z.object({ prefix: z.array(z.string()), description: z.string(), body: z.array(z.string()) }))
  .parse(JSON.parse(readFileSync(path.join(repository, file), 'utf8')));

/** Where each snippet belongs, as keys from the top of a spec. */
const places: Readonly<Record<string, readonly string[]>> = {
  Spec: [],
  'Business metric': ['metrics'],
  'Model metric': ['metrics'],
  'Infrastructure metric': ['metrics'],
  'Latency metric': ['metrics'],
  'Data source': ['data'],
  'Split by condition': ['splits'],
  'Split by period': ['splits'],
  'Split by chance': ['splits'],
  Label: ['labels'],
  Model: ['models'],
  'Drift check': ['monitoring', 'checks'],
  'Quality check': ['monitoring', 'checks'],
  'Cost of work': ['costs', 'items'],
  'Cost with a range': ['costs', 'items'],
  'No cost, with a reason': ['costs', 'items'],
};

/** What every spec must say, so that only the snippet can be at fault. */
const frame = { plumbline: 'v1', project: 'snippet', owner: 'team@example.com', phase: 'poc' };

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

describe('snippets', () => {
  it('have prefixes of their own and one sentence each', () => {
    const prefixes = Object.values(snippets).flatMap(({ prefix }) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const { description } of Object.values(snippets)) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it('include the spec that the command for a new one inserts', () => {
    const code = readFileSync(path.join(repository, 'extension/src/editor/specDrafts.ts'), 'utf8');
    const [, name] = /specSnippet = '(.+)'/.exec(code) ?? [];
    expect(Object.keys(snippets)).toContain(name);
  });

  it.each(Object.entries(snippets))('%s fits the language, but for what the user must fill in', (name, { body }) => {
    const place = places[name];
    expect(place, 'the table above says where it belongs').toBeDefined();
    const content: unknown = parse(accept(body));
    const whole = {
      ...frame,
      ...z
        .record(z.string(), z.unknown())
        .parse((place ?? []).reduceRight<unknown>((inner, key) => ({ [key]: inner }), content)),
    };
    const issues = spec.safeParse(whole).error?.issues ?? [];
    expect(
      issues
        .filter((issue) => !isEmpty(whole, issue.path))
        .map(({ path: keys, message }) => `${keys.join('.')}: ${message}`),
    ).toEqual([]);
  });
});
