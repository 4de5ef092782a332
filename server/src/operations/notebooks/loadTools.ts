/** Loads what reads Python: the parser from its two WebAssembly modules, and the table of what calls do. */
import { loadShippedEffects } from '../../notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../notebook/flow/analyseNotebook.ts';
import { createPythonParser } from '../../notebook/syntax/pythonParser.ts';
import type { PythonParserFiles } from '../../notebook/syntax/pythonParser.ts';
import type { NotebookTools } from './notebookWorkspace.ts';

/** @throws when the modules cannot be read, or are not those of tree-sitter */
export async function loadNotebookTools(readFiles: () => Promise<PythonParserFiles>): Promise<NotebookTools> {
  const parser = await createPythonParser(await readFiles());
  const analyzer = createNotebookAnalyzer({ parser, effects: loadShippedEffects() });
  return { parser, analyse: (notebook) => analyzer.analyse(notebook) };
}
