/** The configuration of a few cells, all of whose statements are kept. */
import { findConfiguration } from '../../server/src/notebook/promote/project/findConfiguration.ts';
import type { FoundConfiguration } from '../../server/src/notebook/promote/project/findConfiguration.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import { flowOf } from './notebookFlow.ts';

export interface KeptConfiguration extends FoundConfiguration {
  /** Key → JSON of its value. */
  readonly json: Readonly<Record<string, string | undefined>>;
  /** The cells with everything replaced. */
  readonly text: string;
}

export function configurationOf(
  parser: PythonParser,
  cells: readonly string[],
  knownFiles: readonly string[] = [],
): KeptConfiguration {
  const { analysis } = flowOf(parser, cells);
  const found = findConfiguration({
    analysis,
    parser,
    stageOf: (id) =>
      analysis.statements[id]?.calls.map(({ effect }) => effect?.stage).find((stage) => stage) ?? 'features',
    notebook: '../notebooks/a.ipynb',
    knownFiles,
  });
  const edited = cells.map((cell, index) =>
    found.replacements
      .filter(({ at }) => at.cell === index)
      .toSorted((left, right) => right.at.start - left.at.start)
      .reduce((text, { at, code }) => text.slice(0, at.start) + code + text.slice(at.end), cell),
  );
  return {
    ...found,
    json: Object.fromEntries(found.values.map(({ key, json, value }) => [key, json ?? JSON.stringify(value)])),
    text: edited.join('\n'),
  };
}
