/** The pages of the rules, as they lie beside the bundles or in the working tree. */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { RulePages } from '../operations/explainRule.ts';

/** @param entry absolute path of the file that the process runs */
export function createRulePages(entry: string): RulePages {
  const folder = ['..', '../..'].map((up) => path.resolve(path.dirname(entry), up, 'docs/rules')).find(existsSync);
  return {
    list: async () => {
      if (folder === undefined) return [];
      const files = await readdir(folder, { recursive: true });
      return files
        .filter((file) => file.endsWith('.md') && path.dirname(file) !== '.')
        .map((file) => file.slice(0, -'.md'.length).replaceAll(path.sep, '/'))
        .sort();
    },
    read: async (code) => await readFile(path.join(folder ?? '', `${code}.md`), 'utf8'),
    readIndex: async () => (folder === undefined ? '' : await readFile(path.join(folder, 'README.md'), 'utf8')),
  };
}
