import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

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
    const text = readFileSync(path.join(root, file), 'utf8');
    const quoted = [`'${name}'`, `"${name}"`];
    expect(
      quoted.some((words) => text.includes(words)),
      `${file} has no ${name}`,
    ).toBe(true);
  });
});
