import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleText, collectMessages } from '../../../scripts/localization/collectMessages.ts';
import { collectPageTexts } from '../../../scripts/localization/collectPageTexts.ts';
import { repository } from '../../support/manifest.ts';

const collected = collectMessages(path.join(repository, 'extension/src'));

const ofPages = collectPageTexts(path.join(repository, 'webviews/src'));

describe('sentences of the extension', () => {
  it('are written out where they are used, so that they can be translated', () => {
    expect(collected.messages.length).toBeGreaterThan(10);
    expect(collected.unreadable).toEqual([]);
  });

  it('are all in l10n/bundle.l10n.json, which `node scripts/writeMessages.ts` writes', () => {
    const bundle = readFileSync(path.join(repository, 'l10n/bundle.l10n.json'), 'utf8');
    expect(bundle).toBe(bundleText([...collected.messages, ...ofPages.messages]));
  });
});

describe('texts of the panels', () => {
  it('are written out where they are used, so that they can be translated', () => {
    expect(ofPages.messages.length).toBeGreaterThan(100);
    expect(ofPages.unreadable).toEqual([]);
  });

  it('come from the one tag that looks them up', () => {
    const folder = path.join(repository, 'webviews/src');
    const others = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.ts') &&
        file !== path.join('ui', 'html.ts') &&
        /import \{[^}]*\b(?:html|svg)\b[^}]*\} from 'lit-html'/.test(readFileSync(path.join(folder, file), 'utf8')),
    );
    expect(others).toEqual([]);
  });
});
