/** The Python parser as tests use it: one for all of a file, from the installed packages. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createPythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';

const read = (specifier: string) => readFile(fileURLToPath(import.meta.resolve(specifier)));

export async function loadPythonParser(): Promise<PythonParser> {
  return createPythonParser({
    runtime: await read('web-tree-sitter/web-tree-sitter.wasm'),
    grammar: await read('tree-sitter-python/tree-sitter-python.wasm'),
  });
}
