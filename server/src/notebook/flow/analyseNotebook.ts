/** The data flow of a whole notebook. */
import type { EffectTable } from '../effects/effectTable.ts';
import { readNames } from '../names/readNames.ts';
import type { CellRange, CodeCell, Notebook } from '../read/notebook.ts';
import type { PythonParser } from '../syntax/pythonParser.ts';
import { readCell } from '../syntax/readCell.ts';
import type { NotebookAnalysis, Statement } from './analysis.ts';
import { createEffectMemory } from './effectMemory.ts';
import type { EffectMemory } from './effectMemory.ts';
import { countOrder, differingNames, findUnmet, movedOrder, withNeededCells } from './effectiveOrder.ts';
import type { Unmet } from './effectiveOrder.ts';
import { runCells } from './runCells.ts';
import type { RunnableCell, RunnableText, RunPorts, RunResult } from './runCells.ts';

export interface AnalyzerPorts {
  readonly parser: PythonParser;
  readonly effects: EffectTable;
  /** The text of a module beside a notebook, such as `utils` or `.helpers`; undefined when there is no such file. */
  readonly readModule?: ((notebookUri: string, module: string) => string | undefined) | undefined;
  /** The cells of the notebook or script that `%run` names; undefined when there is no such file. */
  readonly readScript?: ((notebookUri: string, path: string) => readonly string[] | undefined) | undefined;
}

export interface NotebookAnalyzer {
  /**
   * Never throws. Parts of the work are kept by the text of cells, so that an edit costs little more than its cell.
   *
   * @param sources how code beside this notebook is read, where that differs from notebook to notebook
   */
  analyse(notebook: Notebook, sources?: Pick<AnalyzerPorts, 'readModule' | 'readScript'>): NotebookAnalysis;
}

/** Modules and scripts that lead to others are followed so far. */
const followDepth = 5;

export function createNotebookAnalyzer(ports: AnalyzerPorts): NotebookAnalyzer {
  const read = (cell: number, text: string): ReadCode => {
    const { tree, magics } = readCell(ports.parser, cell, text);
    return { tree, magics, names: readNames(tree) };
  };
  const memory = createEffectMemory(ports.effects);
  return { analyse: (notebook, sources) => analyse(notebook, { ...ports, ...sources }, memory, read) };
}

type ReadCode = Pick<RunnableText, 'tree' | 'names' | 'magics'>;
type Read = (cell: number, text: string) => ReadCode;

function analyse(notebook: Notebook, ports: AnalyzerPorts, memory: EffectMemory, read: Read): NotebookAnalysis {
  const cells = notebook.cells
    .filter((cell) => cell.kind === 'code')
    .filter(({ language }) => language === 'python' || language === 'python2')
    .map((cell) => runnable(cell, read));
  const run = (order: readonly RunnableCell[]): RunResult =>
    runCells(order, runPorts(notebook.uri, ports, memory, read));
  const { result, kind, differing } = orderCells(cells, run);
  return {
    notebook,
    magics: cells.flatMap(({ magics }) => magics),
    statements: result.statements,
    order: { kind, differingNames: differing },
    functions: result.functions,
    object: (id) => result.object(id),
  };
}

function runnable(cell: CodeCell, read: Read): RunnableCell {
  return {
    cell: cell.index,
    ...read(cell.index, cell.text),
    placedAt: undefined,
    count: cell.count,
    isLeftOut: false,
  };
}

function runPorts(
  uri: string,
  { effects, readModule, readScript }: AnalyzerPorts,
  memory: EffectMemory,
  read: Read,
): RunPorts {
  let depth = 0;
  const unit = (text: string, at: CellRange): RunnableText => ({
    cell: at.cell,
    ...read(at.cell, text),
    placedAt: at,
  });
  const follow = <Text>(find: () => Text): Text | undefined => {
    // Scripts may run each other in a circle.
    if (depth >= followDepth * followDepth) return undefined;
    depth += 1;
    return find();
  };
  return {
    effects,
    memory,
    localModules: (module, at) => {
      const text = readModule === undefined ? undefined : follow(() => readModule(uri, module));
      return text === undefined ? undefined : unit(text, at);
    },
    scripts: (path, at) => {
      const texts = readScript === undefined ? undefined : follow(() => readScript(uri, path));
      return (texts ?? []).map((text) => unit(text, at));
    },
  };
}

interface Ordered {
  readonly result: RunResult;
  readonly kind: NotebookAnalysis['order']['kind'];
  readonly differing: readonly string[];
}

/** The first order that works: of the file, of the counts, of the file with cells moved (reference, 2.4). */
function orderCells(cells: readonly RunnableCell[], run: (order: readonly RunnableCell[]) => RunResult): Ordered {
  const inFile = run(cells);
  const unmet = findUnmet(inFile.statements);
  const files = cells.map(({ cell }) => cell);
  const counted = countOrder(cells);
  const isSameOrder =
    counted === undefined || counted.every((cell, index) => index === 0 || cell > (counted[index - 1] ?? 0));
  if (unmet.length === 0) {
    if (isSameOrder) return { result: inFile, kind: 'file', differing: [] };
    const byCount = runByCount(cells, counted, run);
    const differing = byCount.unmet.length > 0 ? [] : differingNames(inFile.statements, byCount.result.statements);
    return { result: inFile, kind: 'file', differing };
  }
  if (counted !== undefined && !isSameOrder) {
    const byCount = runByCount(cells, counted, run);
    if (byCount.unmet.length === 0) return { result: byCount.result, kind: 'count', differing: [] };
  }
  const moved = run(inOrder(cells, movedOrder(files, unmet)));
  if (findUnmet(moved.statements).length === 0) return { result: moved, kind: 'moved', differing: [] };
  const broken = new Set<Statement>(unmet.map(({ statement }) => statement));
  const statements = inFile.statements.map((statement) =>
    broken.has(statement) ? { ...statement, isLeftOut: true } : statement,
  );
  return { result: { ...inFile, statements }, kind: 'broken', differing: [] };
}

/** Cells that were never run, and that nothing needs, are left out: they come last. */
function runByCount(
  cells: readonly RunnableCell[],
  counted: readonly number[],
  run: (order: readonly RunnableCell[]) => RunResult,
): { readonly result: RunResult; readonly unmet: readonly Unmet[] } {
  const others = cells.map(({ cell }) => cell).filter((cell) => !counted.includes(cell));
  const all = run(inOrder(cells, [...counted, ...others]));
  const needed = others.length === 0 ? counted : withNeededCells(counted, findUnmet(all.statements));
  const unneeded = others.filter((cell) => !needed.includes(cell));
  if (others.length === 0) return { result: all, unmet: findUnmet(all.statements) };
  const result = run([
    ...inOrder(cells, needed),
    ...inOrder(cells, unneeded).map((cell) => ({ ...cell, isLeftOut: true })),
  ]);
  return { result, unmet: findUnmet(result.statements) };
}

function inOrder(cells: readonly RunnableCell[], order: readonly number[]): readonly RunnableCell[] {
  return order.flatMap((index) => cells.find(({ cell }) => cell === index) ?? []);
}
