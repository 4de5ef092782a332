// Writes the generated pages of docs/: `node scripts/generateDocs.ts`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildEditorReference } from './docs/editorReference.ts';
import { buildSpecReference } from './docs/specReference.ts';

const docs = path.join(import.meta.dirname, '../docs');
writeFileSync(path.join(docs, 'spec.md'), buildSpecReference());
writeFileSync(path.join(docs, 'editor.md'), buildEditorReference());
