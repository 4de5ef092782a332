// `npm run docs:truth`: writes docs/truth.md.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeTruthPage } from './docs/truthTable.ts';

writeFileSync(path.join(import.meta.dirname, '../docs/truth.md'), writeTruthPage());
