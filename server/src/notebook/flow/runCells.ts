/** Runs the cells of a notebook in the abstract, in a given order. */
import type { EffectTable } from '../effects/effectTable.ts';
import { outputCount } from '../names/predefinedNames.ts';
import { pylabModules } from '../names/starImports.ts';
import type { Magic } from '../read/maskedCell.ts';
import type { CellRange } from '../read/notebook.ts';
import { runPath } from '../read/runPath.ts';
import { namedChildren } from '../syntax/pythonTree.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { AbstractObject, FunctionSummary, ObjectId, Statement } from './analysis.ts';
import type { CodeUnit, Frame, FunctionCode } from './callable.ts';
import type { EffectMemory } from './effectMemory.ts';
import { evaluate } from './evaluate.ts';
import { execute } from './execute.ts';
import { callFunction } from './functions.ts';
import { FunctionNotes } from './functionNotes.ts';
import { Heap, noValue } from './heap.ts';
import { importAll, importModule } from './importing.ts';
import { Machine } from './machine.ts';
import type { LocalModules } from './machine.ts';
import { Recorder } from './recorder.ts';
import { State } from './state.ts';

/** A text of Python with its magics. */
export interface RunnableText extends CodeUnit {
  readonly magics: readonly Magic[];
}

/** A cell of Python, ready to be run. */
export interface RunnableCell extends RunnableText {
  /** Execution count, for `_3` and `Out[3]`. */
  readonly count: number | undefined;
  /** Whether the effective order leaves it out; it is then run last, so that nothing depends on it. */
  readonly isLeftOut: boolean;
}

export interface RunPorts {
  readonly effects: EffectTable;
  readonly memory: EffectMemory;
  /** Modules that are files beside the notebook. */
  readonly localModules: LocalModules;
  /** The code of a notebook or script that `%run` names; empty when there is none. */
  readonly scripts: (path: string, runAt: CellRange) => readonly RunnableText[];
}

export interface RunResult {
  readonly statements: readonly Statement[];
  readonly functions: readonly FunctionSummary[];
  object(id: ObjectId): AbstractObject | undefined;
}

/** Rounds of looking at functions that nothing calls: each can make new ones. */
const asideRounds = 3;

export function runCells(cells: readonly RunnableCell[], ports: RunPorts): RunResult {
  const heap = new Heap();
  const recorder = new Recorder();
  const functions = new FunctionNotes();
  const [first] = cells;
  if (first === undefined) return { statements: [], functions: [], object: () => undefined };
  const machine = new Machine({
    heap,
    recorder,
    effects: ports.effects,
    memory: ports.memory,
    functions,
    localModules: ports.localModules,
    language: { evaluate, execute },
    state: new State(),
    frame: moduleFrame(first),
  });
  const readsOutputs = cells.some(({ names }) =>
    names.occurrences.some(({ name }) => name === 'Out' || outputCount(name) !== undefined),
  );
  for (const cell of cells) {
    machine.frame = moduleFrame(cell);
    runCell(machine, cell, ports, readsOutputs);
  }
  runUncalled(machine);
  // Nothing changes any more, and rules ask for the same objects again and again.
  const described: (AbstractObject | undefined)[] = [];
  return {
    statements: recorder.finish(),
    functions: functions.summaries(),
    object: (id) => (described[id] ??= heap.describe(id)),
  };
}

function moduleFrame(code: CodeUnit): Frame {
  return {
    id: 0,
    code,
    scope: code.names.module,
    outer: undefined,
    running: undefined,
    through: undefined,
    context: '',
    returned: noValue,
    yielded: noValue,
    ends: [],
    isCaptured: true,
  };
}

function runCell(machine: Machine, cell: RunnableCell, ports: RunPorts, readsOutputs: boolean): void {
  const statements = namedChildren(cell.tree.root);
  const magics = [...cell.magics];
  for (const node of statements) {
    // A magic stands before the first statement that ends behind its start.
    while (magics[0] !== undefined && magics[0].at.end <= node.start) runMagicAlone(machine, magics.shift(), ports);
    machine.recorder.begin(machine.at(node), node.type, cell.isLeftOut);
    machine.isBroken = node.hasError;
    if (node.hasError) machine.recorder.markOpaque();
    machine.execute(node);
    machine.state.isDead = false;
    while (magics[0] !== undefined && magics[0].at.start < node.end) runMagic(machine, magics.shift(), ports, node);
  }
  for (const magic of magics) runMagicAlone(machine, magic, ports);
  const last = statements.at(-1);
  if (readsOutputs && cell.count !== undefined && last?.type === 'expression_statement') {
    machine.bind(`_${cell.count}`, machine.at(last), [machine.allocate(last, 'output').id]);
  }
}

/** A magic where there is no statement becomes one, if it does something. */
function runMagicAlone(machine: Machine, magic: Magic | undefined, ports: RunPorts): void {
  if (magic === undefined) return;
  const isIdle = magic.reads.length === 0 && magic.binds.length === 0 && !['run', 'pylab', 'cd'].includes(magic.name);
  if (isIdle) return;
  machine.recorder.begin(magic.at, 'magic', false);
  runMagic(machine, magic, ports, undefined);
}

function runMagic(machine: Machine, magic: Magic | undefined, ports: RunPorts, node: PythonNode | undefined): void {
  if (magic === undefined) return;
  const { at, reads, binds, name, argument } = magic;
  const place = node ?? machine.frame.code.tree.root;
  for (const read of reads) machine.read(read, at);
  // `files = !ls` is masked as an assignment, which has bound its names.
  const isAssigned = node !== undefined && node.type !== 'pass_statement';
  for (const bound of isAssigned ? [] : binds) {
    machine.bind(bound, at, [machine.allocate(place, `magic ${bound}`).id]);
  }
  switch (name) {
    case 'pylab':
      for (const module of pylabModules) importAll(machine, module, at, place);
      machine.bind('np', at, importModule(machine, 'numpy', place), 'import');
      machine.bind('plt', at, importModule(machine, 'matplotlib.pyplot', place), 'import');
      return;
    case 'cd':
      machine.setResource('$cwd', at);
      return;
    case 'env':
    case 'set_env':
      machine.changeResource('$env', at);
      return;
    case 'run':
      runScript(machine, argument, at, ports);
      return;
    default:
  }
}

/** `%run` runs code in the notebook's own names; it is all said to happen where the magic stands. */
function runScript(machine: Machine, argument: string, at: CellRange, ports: RunPorts): void {
  const units = ports.scripts(runPath(argument), at);
  const frame = machine.frame;
  // What nobody can read may bind anything.
  if (units.length === 0) machine.state.hasUnknownNames = true;
  for (const unit of units) {
    for (const magic of unit.magics) if (magic.name === 'run') runScript(machine, magic.argument, at, ports);
    machine.frame = { ...moduleFrame(unit), context: `run ${at.cell}:${at.start}` };
    machine.execute(unit.tree.root);
    machine.state.isDead = false;
  }
  machine.frame = frame;
}

/** Looks at the functions that nothing calls, with the names as they are at the end. */
function runUncalled(machine: Machine): void {
  const seen = new Set<FunctionCode>();
  machine.isAside = true;
  for (let round = 0; round < asideRounds; round += 1) {
    const fresh = machine.functions.uncalled().filter((code) => !seen.has(code));
    if (fresh.length === 0) break;
    for (const code of fresh) {
      seen.add(code);
      const state = machine.state;
      machine.state = state.copy();
      machine.frame = { ...code.frame, code: code.code, running: undefined, through: undefined };
      callFunction(machine, code, code.node, [], undefined);
      machine.state = state;
    }
  }
}
