/** The two WebAssembly modules that read Python: beside a bundle, else in the installed packages. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** @param entry absolute path of the file that the process runs */
export async function readPythonGrammar(entry: string): Promise<{ runtime: Uint8Array; grammar: Uint8Array }> {
  const read = (name: string, specifier: string): Promise<Uint8Array> => {
    const beside = path.join(path.dirname(entry), name);
    return readFile(existsSync(beside) ? beside : createRequire(entry).resolve(specifier));
  };
  const [runtime, grammar] = await Promise.all([
    read('web-tree-sitter.wasm', 'web-tree-sitter/web-tree-sitter.wasm'),
    read('tree-sitter-python.wasm', 'tree-sitter-python/tree-sitter-python.wasm'),
  ]);
  return { runtime, grammar };
}
