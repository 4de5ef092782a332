/** Writes l10n/bundle.l10n.json, which translators copy to bundle.l10n.<language>.json: `node scripts/writeMessages.ts`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleText, collectMessages } from './localization/collectMessages.ts';
import { collectPageTexts } from './localization/collectPageTexts.ts';

const root = path.resolve(import.meta.dirname, '..');
const { messages } = collectMessages(path.join(root, 'extension/src'));
const { messages: ofPages } = collectPageTexts(path.join(root, 'webviews/src'));
writeFileSync(path.join(root, 'l10n/bundle.l10n.json'), bundleText([...messages, ...ofPages]));
