/**
 * What lies around a fixture of a rule for notebooks: `<name>.<kind>.around.json` has the texts of files by their path
 * from the notebook, and `<name>.<kind>.plumbline.yaml` the spec.
 */
import { outlineOf } from '../../server/src/notebook/code/codeOutline.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import { createFileLookups } from '../../server/src/operations/notebooks/fileLookups.ts';
import { createSurroundingsSource } from '../../server/src/operations/notebooks/gatherSurroundings.ts';
import { wantedBy } from '../../server/src/operations/notebooks/wantedBy.ts';
import { specMetricsOf } from '../../server/src/rules/notebook/specMetrics.ts';
import type { NotebookSurroundings } from '../../server/src/rules/notebook/surroundings.ts';
import { memoryWorkspace } from './memoryWorkspace.ts';
import { projectOf } from './ruleFixture.ts';

/** Gathered as those of a notebook are, from files in memory. */
export async function gatherAround(
  notebook: Notebook,
  texts: Readonly<Record<string, string>>,
  spec: string | undefined,
  parser: PythonParser,
): Promise<NotebookSurroundings> {
  const contents = new Map(Object.entries(texts).map(([name, text]) => [new URL(name, notebook.uri).href, text]));
  const files = memoryWorkspace(new Map([...contents, [notebook.uri, '']]));
  const gather = createSurroundingsSource({
    lookups: createFileLookups(files),
    pythonFiles: () => Promise.resolve([...contents.keys()].filter((uri) => uri.endsWith('.py'))),
    dataFiles: (endings) => files.findFiles(endings, 100),
    outline: (uri, text) => outlineOf(uri, parser.parse(text)),
  });
  const metrics =
    spec === undefined
      ? undefined
      : specMetricsOf(projectOf(new Map([['file:///fixture/plumbline.yaml', spec]])), 'plumbline.yaml');
  return (await gather(notebook.uri, wantedBy(notebook), metrics)).surroundings;
}
