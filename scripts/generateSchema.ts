// Writes schemas/plumbline.schema.json from the zod schemas: `node scripts/generateSchema.ts`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildJsonSchema } from './schema/jsonSchema.ts';

const file = path.join(import.meta.dirname, '../schemas/plumbline.schema.json');
writeFileSync(file, JSON.stringify(buildJsonSchema(), null, 2) + '\n');
