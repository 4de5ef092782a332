/** The Python parser as tests use it: one for all of a file, from the installed packages. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createPythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';

const read = (specifier: string) => readFile(fileURLToPath(import.meta.resolve(specifier)));

/** The two WebAssembly modules of the installed packages. */
export async function readPythonGrammar(): Promise<{ runtime: Uint8Array; grammar: Uint8Array }> {
  return {
    runtime: await read('web-tree-sitter/web-tree-sitter.wasm'),
    grammar: await read('tree-sitter-python/tree-sitter-python.wasm'),
  };
}

export async function loadPythonParser(): Promise<PythonParser> {
  return createPythonParser(await readPythonGrammar());
}
