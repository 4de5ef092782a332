/** The data flow of a few cells, told in the text of their statements. */
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import type { AnalyzerPorts } from '../../server/src/notebook/flow/analyseNotebook.ts';
import type { Call, Definition, NotebookAnalysis, Statement } from '../../server/src/notebook/flow/analysis.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';

const effects = loadShippedEffects();

export interface Flow {
  readonly analysis: NotebookAnalysis;
  /** The statement whose text begins so. */
  readonly statement: (start: string) => Statement;
  /** The first lines of the statements that define a name for a statement: ` !` behind those that change, ` ?` may. */
  readonly reaching: (statement: string, name: string) => readonly string[];
  /** `name` of what is bound, `name!` of what is changed, `name?` of what may be, `-name` of what is deleted. */
  readonly defined: (statement: string) => readonly string[];
  readonly calls: (statement: string) => readonly Call[];
}

export function flowOf(
  parser: PythonParser,
  cells: readonly (string | CountedText)[],
  ports: Partial<AnalyzerPorts> = {},
): Flow {
  const analyzer = createNotebookAnalyzer({ parser, effects, ...ports });
  const analysis = analyzer.analyse(notebookOf(cells));
  const textOf = ({ at }: Statement): string => analysis.notebook.cells[at.cell]?.text.slice(at.start, at.end) ?? '';
  const firstLine = (statement: Statement): string => textOf(statement).split('\n')[0] ?? '';
  const statement = (start: string): Statement => {
    const found = analysis.statements.find((candidate) => textOf(candidate).startsWith(start));
    if (found === undefined) throw new Error(`No statement begins with ${start}.`);
    return found;
  };
  const told = ({ statement: id, kind }: Definition): string => {
    const line = analysis.statements[id] === undefined ? '' : firstLine(analysis.statements[id]);
    return kind === 'mutate' ? `${line} !` : kind === 'maybe-mutate' ? `${line} ?` : line;
  };
  return {
    analysis,
    statement,
    reaching: (start, name) => {
      const { uses, lateUses } = statement(start);
      const found = [...uses, ...lateUses].filter((use) => use.name === name).flatMap(({ definitions }) => definitions);
      return [...new Set(found.map(told))];
    },
    defined: (start) => [
      ...new Set(
        statement(start).definitions.map(({ name, kind }) =>
          kind === 'mutate' ? `${name}!` : kind === 'maybe-mutate' ? `${name}?` : kind === 'delete' ? `-${name}` : name,
        ),
      ),
    ],
    calls: (start) => statement(start).calls,
  };
}

export interface CountedText {
  readonly text: string;
  readonly count: number | undefined;
}

export function notebookOf(cells: readonly (string | CountedText)[]): Notebook {
  return {
    uri: 'file:///work/a.ipynb',
    kind: 'ipynb',
    format: '4.5',
    language: 'python',
    problems: [],
    isRead: true,
    cells: cells.map((cell, index) => ({
      kind: 'code',
      id: String(index),
      index,
      text: typeof cell === 'string' ? cell : cell.text,
      count: typeof cell === 'string' ? undefined : cell.count,
      tags: [],
      language: 'python',
      outputs: [],
    })),
  };
}
