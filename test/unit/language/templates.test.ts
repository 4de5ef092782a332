import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import type { EntityKind } from '../../../schemas/scalars.ts';
import { spec } from '../../../schemas/spec.ts';
import { complete } from '../../../server/src/language/completion/complete.ts';
import type { Documentations } from '../../../server/src/language/completion/suggestion.ts';
import { entryTemplates, withoutStops } from '../../../server/src/language/completion/templates.ts';
import { fixture } from '../../support/languageFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const files = memoryWorkspace(new Map());

/** Where entries of a kind stand, as keys from the top of a spec. */
const places: Partial<Record<EntityKind, readonly string[]>> = {
  metric: ['metrics'],
  data: ['data'],
  split: ['splits'],
  label: ['labels'],
  model: ['models'],
  check: ['monitoring', 'checks'],
  item: ['costs', 'items'],
};

/** What every spec must say, so that only the template can be at fault. */
const frame = { plumbline: 'v1', project: 'template', owner: 'team@example.com', phase: 'poc' };

function isEmpty(value: unknown, keys: readonly PropertyKey[]): boolean {
  const [key, ...rest] = keys;
  if (key === undefined) return value === null;
  return typeof value === 'object' && value !== null && isEmpty(Reflect.get(value, key), rest);
}

async function listAt(text: string, kept?: (texts: Documentations) => number) {
  const { snapshot, uri, offset } = fixture(text);
  const options = { hasSnippets: true, suggestCommand: undefined, hasCommitCharacters: true, keepDocumentations: kept };
  return (await complete(snapshot, uri, offset, files, options)).items;
}

const templatesAt = async (text: string): Promise<readonly string[]> =>
  (await listAt(text)).filter(({ detail }) => detail === 'entry to fill in').map(({ label }) => label);

describe('templates of entries', () => {
  it('have words of their own and one sentence each', () => {
    const words = entryTemplates.flatMap((template) => template.words);
    expect(new Set(words).size).toBe(words.length);
    for (const { description } of entryTemplates) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it.each(entryTemplates)('$label fits the language, but for what the user must fill in', ({ defines, body }) => {
    const keys = places[defines] ?? [];
    expect(keys).not.toEqual([]);
    const content: unknown = parse(withoutStops(body.join('\n')));
    const below = z
      .record(z.string(), z.unknown())
      .parse(keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), content));
    const whole = { ...frame, ...below };
    const issues = spec.safeParse(whole).error?.issues ?? [];
    expect(
      issues.filter((issue) => !isEmpty(whole, issue.path)).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ).toEqual([]);
  });

  it('are offered where an entry of their kind can stand', async () => {
    expect(await templatesAt('splits:\n  $0')).toEqual(['Split by condition', 'Split by period', 'Split by chance']);
    expect(await templatesAt('metrics:\n  a: {kind: model}\n  $0')).toContain('Business metric');
  });

  it('are not offered in values, among fields, at the top, or where a key stands already', async () => {
    expect(await templatesAt('splits:\n  test: $0')).toEqual([]);
    expect(await templatesAt('splits:\n  test:\n    $0')).toEqual([]);
    expect(await templatesAt('metrics:\n  m: {split: $0}')).toEqual([]);
    expect(await templatesAt('metr$0')).toEqual([]);
    expect(await templatesAt('splits:\n  te$0st: {}\n')).toEqual([]);
  });

  it('take one line between brackets', async () => {
    expect(await templatesAt('metrics: {$0}')).toEqual([]);
    expect(await templatesAt('costs: {items: {$0}}')).toContain('Cost of work');
  });

  it('are indented from the level of the cursor', async () => {
    const items = await listAt('monitoring:\n  checks:\n    $0');
    const template = items.find(({ label }) => label === 'Drift check');
    expect(template?.textEdit?.newText).toContain('\n      watch: ');
  });
});

describe('texts about entries of a list', () => {
  it('are written only when they are asked for', async () => {
    let kept: Documentations = [];
    const items = await listAt('phase: poc\ndata:\n  flights: {path: a.csv}\nsplits:\n  s: {of: $0}\n', (texts) => {
      kept = texts;
      return 7;
    });
    const at = items.findIndex(({ label }) => label === 'flights');
    expect(items[at]).toMatchObject({ data: [7, at] });
    expect(items[at]?.documentation).toBeUndefined();
    const text = kept[at];
    expect(typeof text === 'function' ? text() : text).toContain('flights');
  });
});

describe('functions of expressions', () => {
  it('say what they take and mean, and open the help with their arguments in VS Code', async () => {
    const { snapshot, uri, offset } = fixture('data:\n  a: {}\nsplits:\n  s: {of: a, where: "ro$0"}\n');
    const items = async (suggestCommand: string | undefined) =>
      (
        await complete(snapshot, uri, offset, files, {
          hasSnippets: true,
          suggestCommand,
          hasCommitCharacters: true,
          keepDocumentations: undefined,
        })
      ).items.find(({ label }) => label === 'round');
    expect(await items('editor.action.triggerSuggest')).toMatchObject({
      detail: 'round(number, digits)',
      command: { command: 'editor.action.triggerParameterHints' },
    });
    expect((await items(undefined))?.command).toBeUndefined();
  });
});

describe('characters that accept', () => {
  const commits = async (text: string, label: string) =>
    (await listAt(text)).find((item) => item.label === label)?.commitCharacters;

  it('are those that end a value between brackets', async () => {
    expect(await commits('metrics:\n  m: {kind: $0}\n', 'model')).toEqual([',', '}']);
    expect(await commits('monitoring:\n  checks: {a: {}}\n  retrain: {when: [$0]}\n', 'a')).toEqual([',', ']']);
  });

  it('are none on a line of its own and in quotes', async () => {
    expect(await commits('phase: $0\n', 'poc')).toBeUndefined();
    expect(await commits('metrics:\n  m: {kind: "$0"}\n', 'model')).toBeUndefined();
  });
});
