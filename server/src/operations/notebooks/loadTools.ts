/** Loads what reads Python: the parser from its two WebAssembly modules, and the table of what calls do. */
import type { EffectFile } from '../../../../schemas/effects.ts';
import { withProjectEffects } from '../../notebook/effects/effectTable.ts';
import { loadShippedEffects } from '../../notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../notebook/flow/analyseNotebook.ts';
import type { NotebookAnalyzer } from '../../notebook/flow/analyseNotebook.ts';
import { createPythonParser } from '../../notebook/syntax/pythonParser.ts';
import type { PythonParserFiles } from '../../notebook/syntax/pythonParser.ts';
import type { NotebookTools } from './surroundedCheck.ts';

/** @throws when the modules cannot be read, or are not those of tree-sitter */
export async function loadNotebookTools(readFiles: () => Promise<PythonParserFiles>): Promise<NotebookTools> {
  const parser = await createPythonParser(await readFiles());
  const shipped = loadShippedEffects();
  const plain = createNotebookAnalyzer({ parser, effects: shipped });
  // One for each project with entries of its own, which goes with them.
  const own = new WeakMap<EffectFile, NotebookAnalyzer>();
  const analyzerFor = (file: EffectFile | undefined): NotebookAnalyzer => {
    if (file === undefined) return plain;
    const known = own.get(file) ?? createNotebookAnalyzer({ parser, effects: withProjectEffects(shipped, file) });
    own.set(file, known);
    return known;
  };
  return {
    parser,
    analyse: (notebook, surroundings) =>
      analyzerFor(surroundings.projectEffects()).analyse(notebook, {
        readModule: (_, module) => surroundings.moduleText(module),
        readScript: (_, path) => surroundings.scriptTexts(path),
      }),
  };
}
