import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../schemas/checkReport.ts';
import { hostileNotebook } from '../../support/hostileNotebook.ts';
import { hostileContract, hostileSecret, hostileSpec, hostileTexts } from '../../support/hostileSpec.ts';
import { runInMemory } from '../../support/memoryCommandLine.ts';

const names = Object.keys(hostileTexts) as (keyof typeof hostileTexts)[];

/** Formats that are printed as they are: for a terminal, a log, a file of XML, a comment. */
const printed = [
  ['--format', 'text'],
  ['--format', 'github'],
  ['--format', 'junit'],
  ['--format', 'markdown', '--readiness'],
  ['--format', 'text', '--readiness'],
] as const;

/** Formats whose texts are data, which their readers unescape. */
const data = [
  ['--format', 'json'],
  ['--format', 'sarif'],
  ['--format', 'json', '--readiness'],
] as const;

const cases = <Format extends readonly string[]>(formats: readonly Format[]) =>
  names.flatMap((name) => formats.map((format) => [name, format.join(' '), format] as const));

const check = (name: keyof typeof hostileTexts, format: readonly string[]) =>
  runInMemory(['check', ...format], {
    'plumbline.yaml': hostileSpec(hostileTexts[name]),
    'contracts/hostile.odcs.yaml': hostileContract(hostileTexts[name]),
  });

/** Control characters but line breaks, and characters that have no width or turn the reading direction. */
const unseen = /[^\P{Cc}\n]|[\u061C\u200B-\u200F\u202A-\u202E\u2066-\u2069]/u;

describe('text of users in reports', () => {
  it.each(cases(printed))('%s is printed as text by %s', async (name, _words, format) => {
    const { code, out, err } = await check(name, format);
    expect([0, 1]).toContain(code);
    expect(out.length).toBeGreaterThan(500);
    expect(out).not.toMatch(unseen);
    expect(err).not.toMatch(unseen);
    expect(out + err).not.toContain(hostileSecret);
  });

  it.each(cases(data))('%s is one text among others in %s', async (name, _words, format) => {
    const { out, err } = await check(name, format);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
    expect(err).toBe('');
    expect(out).not.toMatch(unseen);
    expect(withoutEdits(JSON.parse(out))).not.toContain(hostileSecret);
  });

  it.each(names)('%s makes no markup in comments and XML', async (name) => {
    const markdown = (await check(name, ['--format', 'markdown', '--readiness'])).out;
    const outsideCode = markdown.replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '').replace(/\\[!-/:-@[-`{-~]/g, '');
    expect(outsideCode).not.toMatch(/<(?!br)|!\[|\]\(|http:\/\/evil|@everyone|\$\(/);
    expect((await check(name, ['--format', 'junit'])).out).not.toMatch(/<(?:img|script)/);
  });

  it.each(names)('%s starts no command of a workflow', async (name) => {
    const { out } = await check(name, ['--format', 'github']);
    for (const line of out.trimEnd().split('\n')) expect(line).toMatch(/^::(?:error|warning|notice) /);
  });

  it('finds the mistakes in such a spec all the same', async () => {
    const { out } = await check('HTML', ['--format', 'json']);
    const report = checkDocument.parse(JSON.parse(out));
    if (report.kind !== 'check') throw new Error('The spec could not be checked.');
    expect(report.findings.map(({ rule }) => rule)).toContain('metric/limit-beyond-target');
  });
});

describe('text of notebooks in reports', () => {
  const checkNotebook = (name: keyof typeof hostileTexts, format: readonly string[]) =>
    runInMemory(['check', ...format], { 'hostile.ipynb': hostileNotebook(hostileTexts[name]) });

  it.each(cases(printed.slice(0, 3)))(
    '%s is printed as text by %s, and no secret with it',
    async (name, _words, format) => {
      const { code, out, err } = await checkNotebook(name, format);
      expect([code, err]).toEqual([1, '']);
      expect(out).toContain('notebook/secret');
      expect(out).not.toMatch(unseen);
      expect(out).not.toMatch(/hunter2secret|AKIAQ3EGRT/);
    },
  );

  it.each(cases(data.slice(0, 2)))(
    '%s is one text among others in %s, and no secret with it',
    async (name, _words, format) => {
      const { out, err } = await checkNotebook(name, format);
      expect(err).toBe('');
      expect(out).not.toMatch(unseen);
      expect(withoutEdits(JSON.parse(out))).not.toMatch(/hunter2secret|AKIAQ3EGRT/);
    },
  );
});

/** A document as text, without what its fixes write into files, which must be as it was. */
function withoutEdits(document: unknown): string {
  return JSON.stringify(document, (key, value: unknown) =>
    ['newText', 'insertedContent', 'edits', 'fixes'].includes(key) ? undefined : value,
  );
}
