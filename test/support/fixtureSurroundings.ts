/**
 * What lies around a fixture of a rule for notebooks: `<name>.<kind>.around.json` has the texts of files by their path
 * from the notebook, and `<name>.<kind>.plumbline.yaml` the spec.
 */
import { outlineOf } from '../../server/src/notebook/code/codeOutline.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import { createFileLookups } from '../../server/src/operations/notebooks/fileLookups.ts';
import { createSurroundingsSource } from '../../server/src/operations/notebooks/gatherSurroundings.ts';
import { joinWanted, watchSurroundings } from '../../server/src/operations/notebooks/watchSurroundings.ts';
import { wantedBy } from '../../server/src/operations/notebooks/wantedBy.ts';
import { specMetricsOf } from '../../server/src/rules/notebook/specMetrics.ts';
import type { NotebookSurroundings } from '../../server/src/rules/notebook/surroundings.ts';
import { memoryWorkspace } from './memoryWorkspace.ts';
import { projectOf } from './ruleFixture.ts';

export interface FixtureWorld {
  /** Texts of files by their path from the notebook. */
  readonly texts: Readonly<Record<string, string>>;
  readonly spec: string | undefined;
  readonly parser: PythonParser;
}

/**
 * Gathered as those of a notebook are, from files in memory.
 *
 * @param check what will ask: names that code makes are known only then
 */
export async function gatherAround(
  notebook: Notebook,
  { texts, spec, parser }: FixtureWorld,
  check: (surroundings: NotebookSurroundings) => unknown,
): Promise<NotebookSurroundings> {
  const contents = new Map(Object.entries(texts).map(([name, text]) => [new URL(name, notebook.uri).href, text]));
  const files = memoryWorkspace(new Map([...contents, [notebook.uri, '']]));
  const gather = createSurroundingsSource({
    lookups: createFileLookups(files),
    files,
    pythonFiles: () => Promise.resolve([...contents.keys()].filter((uri) => uri.endsWith('.py'))),
    dataFiles: (endings) => files.findFiles(endings, 100),
    outline: (uri, text) => outlineOf(uri, parser.parse(text)),
  });
  const project =
    spec === undefined
      ? undefined
      : {
          folder: 'file:///fixture',
          metrics: specMetricsOf(projectOf(new Map([['file:///fixture/plumbline.yaml', spec]])), 'plumbline.yaml'),
        };
  const first = watchSurroundings((await gather(notebook.uri, wantedBy(notebook), project)).surroundings);
  check(first.surroundings);
  const wanted = joinWanted(wantedBy(notebook), first.wanted());
  return (await gather(notebook.uri, wanted, project)).surroundings;
}
