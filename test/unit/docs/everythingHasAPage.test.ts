/** Every command, setting and rule has its place in the docs. Read from manifest, sources and pages, and not from what writes the pages. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readManifest, readManifestMessages, repository } from '../../support/manifest.ts';

const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8');
const filesBelow = (folder: string, ending: string): readonly string[] =>
  readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith(ending));

/** Cells of the rows of all tables of a page; the first cell is what the row is about. */
function rowsOf(page: string): ReadonlyMap<string, readonly string[]> {
  const rows = read(page)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(2, -2)
        .split(/(?<!\\) \| /)
        .map((cell) => cell.trim()),
    );
  return new Map(rows.map(([first = '', ...others]) => [first, others]));
}

/** A sentence, and not a word that stands where one should be. */
const sentence = /^[A-Z`].{15,}/;

describe('the page of the editor', () => {
  const rows = rowsOf('docs/editor.md');
  const { contributes } = readManifest();
  const messages = readManifestMessages();
  const hidden = new Set(
    contributes.menus['commandPalette']?.filter(({ when }) => when === 'false').map(({ command }) => command),
  );
  const shown = contributes.commands.filter(({ command }) => !hidden.has(command));

  it('has a row with a sentence for every command that people can find', () => {
    expect(shown.length).toBeGreaterThan(20);
    for (const { command, title, category } of shown) {
      const [does] = rows.get(`**${category}: ${messages[title.replaceAll('%', '')]}**`) ?? [];
      expect(does, command).toMatch(sentence);
    }
  });

  it('has a row with a sentence for every setting', () => {
    const settings = Object.keys(contributes.configuration.properties);
    expect(settings.length).toBeGreaterThan(10);
    for (const setting of settings) expect(rows.get(`\`${setting}\``)?.[0], setting).toMatch(sentence);
  });
});

describe('the page of the command line', () => {
  it('has a row with what it does and how it ends for every command', () => {
    const names = filesBelow('server/src/cli', 'Command.ts').flatMap((file) =>
      [...read(`server/src/cli/${file}`).matchAll(/^ {2,4}name: '([a-z]+)',$/gm)].map(([, name = '']) => name),
    );
    expect(names.length).toBeGreaterThan(10);
    const rows = [...rowsOf('docs/command-line.md')];
    for (const name of names) {
      const row = rows.find(([first]) => first === `\`plumbline ${name}\`` || first.startsWith(`\`plumbline ${name} `));
      expect(row?.[1], name).toEqual([expect.stringMatching(/\w+ \w+/), expect.stringMatching(/^0/)]);
    }
  });
});

describe('the pages of the rules', () => {
  const inSources = filesBelow('server/src/rules', '.ts').flatMap((file) =>
    [...read(`server/src/rules/${file}`).matchAll(/\bid: '([a-z]+\/[a-z0-9-]+)'/g)].map(([, id = '']) => id),
  );
  const pages = filesBelow('docs/rules', '.md').filter((file) => file !== 'README.md');

  it('are there for every rule that the sources name, and for no other', () => {
    expect(new Set(inSources).size).toBeGreaterThan(150);
    expect(pages.map((page) => page.replace(/\.md$/, '')).toSorted()).toEqual([...new Set(inSources)].toSorted());
  });

  it('say what is found, how severe it is and how to silence it, and stand in the index', () => {
    const index = read('docs/rules/README.md');
    for (const page of pages) {
      const id = page.replace(/\.md$/, '');
      const text = read(`docs/rules/${page}`);
      expect(text.startsWith(`# ${id}\n`), id).toBe(true);
      expect(text, id).toMatch(/^(?:Finds|Says|Tells) .{10,}\.$/m);
      expect(text, id).toContain('\n## Severity\n');
      expect(text, id).toContain('\n## How to silence it\n');
      expect(index, id).toContain(`](${page})`);
    }
  });
});
