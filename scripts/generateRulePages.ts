// Writes the pages of the rules, docs/rules/: `node scripts/generateRulePages.ts`.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildRulePages } from './docs/rulePages.ts';

const folder = path.join(import.meta.dirname, '../docs/rules');
const pages = buildRulePages();

mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (name.endsWith('.md') && !pages.has(name.replaceAll(path.sep, '/'))) rmSync(path.join(folder, name));
}
for (const [name, text] of pages) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
