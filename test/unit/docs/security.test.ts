import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findClaimedTest } from '../../support/claimedTest.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Claim, file, and name of the test or of the group of tests, of every row of the page. */
const claims = [
  ...readFileSync(path.join(root, 'docs/security.md'), 'utf8').matchAll(/^\| (.+) \| `([^`]+)`: (.+) \|$/gm),
].map(([, claim = '', file = '', name = '']) => ({ claim, file, name }));

describe('the page on security', () => {
  it('makes claims that tests hold', () => {
    expect(claims.length).toBeGreaterThan(30);
  });

  it.each(claims)('"$claim" is held by a test', ({ file, name }) => {
    expect(existsSync(path.join(root, file)), file).toBe(true);
    const found = findClaimedTest(readFileSync(path.join(root, file), 'utf8'), name);
    expect(found, `${file}: ${name}`).toBe('runs');
  });
});

describe('a test that a claim names', () => {
  it.each([
    ["it('holds', () => {});", 'runs'],
    ['it.each([1])("holds", () => {});', 'runs'],
    ["describe('a', () => { for (const [what] of Object.entries({ 'holds': 1 })) it(what, () => {}); });", 'runs'],
    ["it('holds too', () => {}); // 'holds'", 'missing'],
    ["it.skip('holds', () => {});", 'skipped'],
    ["it.todo('holds');", 'skipped'],
    ["it.runIf(isLinux)('holds', () => {});", 'skipped'],
    ["describe.skip('a', () => { it('holds', () => {}); });", 'skipped'],
    ["xit('holds', () => {});", 'skipped'],
    ["it.skip('holds', () => {}); it('holds', () => {});", 'runs'],
  ])('is looked for in %s', (text, found) => {
    expect(findClaimedTest(text, 'holds')).toBe(found);
  });
});
