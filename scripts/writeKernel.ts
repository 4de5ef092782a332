// Writes the assembled vector code of the worker: `node scripts/writeKernel.ts`.
import { writeFile } from 'node:fs/promises';
import { assembleKernel, kernelFile } from './kernel/assembleKernel.ts';

await writeFile(kernelFile, await assembleKernel());
