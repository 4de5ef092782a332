import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { assembleKernel, kernelFile } from '../../../scripts/kernel/assembleKernel.ts';

it('is what the worker loads: `npm run generate` was run after the last change', async () => {
  expect(await readFile(kernelFile, 'utf8')).toBe(await assembleKernel());
});
