// Writes the generated pages of docs/: `node scripts/generateDocs.ts`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildSpecReference } from './docs/specReference.ts';

writeFileSync(path.join(import.meta.dirname, '../docs/spec.md'), buildSpecReference());
