/** The pages of docs/ as a newcomer walks through them: all are listed, and every link, anchor and picture is there. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../../support/manifest.ts';

const docs = path.join(repository, 'docs');
const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].concat(
  readdirSync(docs)
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
);
const read = (file: string): string => readFileSync(path.join(repository, file), 'utf8');

/** Targets of links and pictures within the repository, outside of blocks of code. */
function targetsOf(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(((?!https?:|mailto:)[^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** Anchors as GitHub makes them of headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)];
  return new Set(
    headings.map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

describe.each(pages)('%s', (page) => {
  it('links and shows only what is there', () => {
    const missing = targetsOf(read(page)).filter((target) => {
      const [file = '', anchor] = target.split('#');
      const location = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
      if (!existsSync(path.join(repository, location))) return true;
      return anchor !== undefined && !anchorsOf(read(location)).has(anchor);
    });
    expect(missing).toEqual([]);
  });
});

describe('the list of pages', () => {
  const listed = new Set(targetsOf(read('docs/README.md')));

  it('leads to every page', () => {
    const files = readdirSync(docs).filter((file) => file.endsWith('.md') && file !== 'README.md');
    expect(files.filter((file) => !listed.has(file))).toEqual([]);
  });

  it('is where the README leads', () => {
    expect(targetsOf(read('README.md'))).toEqual(expect.arrayContaining(['docs/README.md', 'docs/getting-started.md']));
  });
});

describe('pictures', () => {
  it('are each shown by a page', () => {
    const shown = new Set(pages.flatMap((page) => targetsOf(read(page)).map((target) => path.posix.basename(target))));
    expect(readdirSync(path.join(docs, 'images')).filter((file) => !shown.has(file))).toEqual([]);
  });
});
