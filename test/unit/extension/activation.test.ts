/** What the editor loads before the extension is activated: the fewer, the sooner it is. */
import path from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');

describe('the entry of the extension', () => {
  it('needs neither schemas nor a package before something is wanted of it', async () => {
    const { metafile } = await build({
      entryPoints: ['extension/src/main.ts'],
      absWorkingDir: root,
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode', './compose.ts'],
      outdir: 'dist',
    });
    const loaded = Object.keys(metafile.inputs);
    expect(loaded).toContain('extension/src/main.ts');
    expect(loaded.filter((file) => !file.startsWith('extension/src/'))).toEqual([]);
  });
});
