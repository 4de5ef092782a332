import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleText, collectMessages } from '../../../scripts/localization/collectMessages.ts';
import { repository } from '../../support/manifest.ts';

const collected = collectMessages(path.join(repository, 'extension/src'));

describe('sentences of the extension', () => {
  it('are written out where they are used, so that they can be translated', () => {
    expect(collected.messages.length).toBeGreaterThan(10);
    expect(collected.unreadable).toEqual([]);
  });

  it('are all in l10n/bundle.l10n.json, which `node scripts/writeMessages.ts` writes', () => {
    const bundle = readFileSync(path.join(repository, 'l10n/bundle.l10n.json'), 'utf8');
    expect(bundle).toBe(bundleText(collected.messages));
  });
});
