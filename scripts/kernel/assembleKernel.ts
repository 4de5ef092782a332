/** The vector code of the worker, from its text to the bytes that are loaded. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import loadWabt from 'wabt';

const folder = path.join(import.meta.dirname, '../../server/src/inference/images/resize');

/** The file that holds the bytes. */
export const kernelFile = path.join(folder, 'pillowKernelBytes.ts');

/** @returns what `kernelFile` is to hold */
export async function assembleKernel(): Promise<string> {
  const name = 'pillowKernel.wat';
  const text = await readFile(path.join(folder, name), 'utf8');
  const module = (await loadWabt()).parseWat(name, text, { simd: true });
  try {
    module.resolveNames();
    module.validate();
    const code = Buffer.from(module.toBinary({}).buffer).toString('base64');
    const lines = code.match(/.{1,110}/g) ?? [];
    return [
      `/** What \`npm run generate\` assembles from ${name}, in base64. */`,
      'export const pillowKernelBytes =',
      `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
      '',
    ].join('\n');
  } finally {
    module.destroy();
  }
}
