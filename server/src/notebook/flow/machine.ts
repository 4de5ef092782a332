/** The state of the abstract run of a notebook, with what every kind of code does to it. */
import type { ObjectKind } from '../../../../schemas/effects.ts';
import type { EffectTable } from '../effects/effectTable.ts';
import { isPredefined } from '../names/predefinedNames.ts';
import type { CellRange } from '../read/notebook.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { Definition, Literal, StatementId } from './analysis.ts';
import type { CodeUnit, Frame, FunctionCode } from './callable.ts';
import { canChange, noValue, union } from './heap.ts';
import type { Heap, HeapObject, ObjectStart, Value } from './heap.ts';
import { mergeDefinitions, unbound, withPossible } from './state.ts';
import type { Binding, State } from './state.ts';
import type { EffectMemory } from './effectMemory.ts';
import type { FunctionNotes } from './functionNotes.ts';
import type { Recorder } from './recorder.ts';

/** Functions of the notebook that are followed into one another. */
const callDepth = 8;
/** Statements and calls that are run before functions are no longer followed: some 50 ms. */
const stepLimit = 60_000;

/** The rest of the language, which needs the machine as the machine needs it. */
export interface Language {
  evaluate(machine: Machine, node: PythonNode): Value;
  execute(machine: Machine, node: PythonNode): void;
}

/** Reads a module beside the notebook; undefined when there is none. */
export type LocalModules = (module: string, importedAt: CellRange) => CodeUnit | undefined;

export class Machine {
  readonly heap: Heap;
  readonly recorder: Recorder;
  readonly effects: EffectTable;
  readonly memory: EffectMemory;
  readonly functions: FunctionNotes;
  readonly localModules: LocalModules;
  state: State;
  frame: Frame;
  /** Functions that are running, innermost last. */
  readonly running: FunctionCode[] = [];
  /** Of each loop that runs, innermost last: the states at its `break`s and `continue`s. */
  readonly exits: State[][] = [];
  /** Modules beside the notebook that were imported. */
  readonly modules = new Map<string, HeapObject>();
  /** How many loops are around what runs. */
  loopDepth = 0;
  /** Whether the statement that runs holds what is no Python, so that nobody knows what its names mean. */
  isBroken = false;
  /** Whether a function is looked at for itself, since nothing calls it: then it only reads. */
  isAside = false;
  private readonly language: Language;
  private steps = 0;
  private frames = 0;

  constructor(parts: {
    readonly heap: Heap;
    readonly recorder: Recorder;
    readonly effects: EffectTable;
    readonly memory: EffectMemory;
    readonly functions: FunctionNotes;
    readonly localModules: LocalModules;
    readonly language: Language;
    readonly state: State;
    readonly frame: Frame;
  }) {
    this.heap = parts.heap;
    this.recorder = parts.recorder;
    this.effects = parts.effects;
    this.memory = parts.memory;
    this.functions = parts.functions;
    this.localModules = parts.localModules;
    this.language = parts.language;
    this.state = parts.state;
    this.frame = parts.frame;
  }

  /** The statement that is said to do what happens. */
  get statement(): StatementId {
    return (this.isAside ? this.running[0]?.statement : undefined) ?? this.recorder.current;
  }

  evaluate(node: PythonNode | undefined): Value {
    return node === undefined ? noValue : this.language.evaluate(this, node);
  }

  execute(node: PythonNode | undefined): void {
    if (node === undefined || this.state.isDead) return;
    this.steps += 1;
    this.language.execute(this, node);
  }

  /** Whether one more function may be followed. */
  canFollow(code: FunctionCode): boolean {
    this.steps += 1;
    return this.steps < stepLimit && this.running.length < callDepth && !this.running.includes(code);
  }

  newFrameId(): number {
    this.frames += 1;
    return this.frames;
  }

  text({ start, end }: PythonNode): string {
    return this.frame.code.tree.text.slice(start, end);
  }

  /** Where a node stands in the notebook. */
  at({ start, end }: PythonNode): CellRange {
    return this.frame.code.placedAt ?? { cell: this.frame.code.cell, start, end };
  }

  /** Where the current statement is said to do what code in a function does: at the call that led there. */
  private effectAt(at: CellRange): CellRange {
    return this.frame.through ?? at;
  }

  /** The object of a node; `part` tells several objects of one node apart. */
  allocate(
    node: PythonNode,
    part: string,
    start: { readonly kind?: ObjectKind; readonly type?: string | undefined; readonly literal?: Literal } = {},
  ): HeapObject {
    const { code, context } = this.frame;
    const make = (): ObjectStart => ({ statement: this.statement, at: this.at(node), ...start });
    return this.heap.allocateAt(node, { cell: code.cell, part, context }, make, start.kind ?? 'unknown', start.type);
  }

  // ---- names

  /** The frame in which a name lives that is written in the current one; undefined for names of the module. */
  private frameOf(name: string): Frame | undefined {
    let frame: Frame | undefined = this.frame;
    let isOwn = true;
    while (frame !== undefined) {
      const { scope } = frame;
      if (scope.globals.has(name)) return moduleOf(frame);
      const isSeen = isOwn || scope.kind !== 'class';
      if (isSeen && (scope.kind === 'module' || (scope.bound.has(name) && !scope.nonlocals.has(name)))) return frame;
      isOwn &&= scope.kind === 'comprehension';
      frame = frame.outer;
    }
    return undefined;
  }

  private keyOf(name: string): { readonly key: string; readonly isOfNotebook: boolean } {
    const id = this.frameOf(name)?.id ?? 0;
    return id === 0 ? { key: name, isOfNotebook: true } : { key: `${id}:${name}`, isOfNotebook: false };
  }

  /** What a name stands for, without noting that it is read. */
  lookUp(name: string): Binding | undefined {
    return this.state.bindings.get(this.keyOf(name).key);
  }

  /** Reads a name that is written at a place. */
  read(name: string, at: CellRange): Value {
    const { key, isOfNotebook } = this.keyOf(name);
    const binding = this.state.bindings.get(key);
    if (isOfNotebook && (binding !== undefined || !isPredefined(name))) this.noteRead(name, at, binding ?? unbound);
    return binding?.objects ?? noValue;
  }

  private noteRead(name: string, at: CellRange, binding: Binding): void {
    const isUncertain = this.isBroken || (binding.definitions.length === 0 && this.state.hasUnknownNames);
    const running = this.frame.running;
    if (running === undefined) {
      this.recorder.use(name, at, true, binding, isUncertain);
      return;
    }
    this.functions.read(this.running, name);
    this.recorder.lateUse(running.statement, name, at, binding, isUncertain);
    if (this.isAside) return;
    const isHere = running.statement === this.recorder.current && running.code.placedAt === undefined;
    this.recorder.use(name, isHere ? at : this.effectAt(at), isHere, binding, isUncertain);
  }

  /** Gives a name another object. */
  bind(name: string, at: CellRange, value: Value, kind: Definition['kind'] = 'bind'): void {
    const { key, isOfNotebook } = this.keyOf(name);
    if (!isOfNotebook) {
      this.state.bindings.set(key, { objects: value, definitions: [], mayBeUnbound: false });
      return;
    }
    const isWritten = this.frame.running === undefined;
    if (!isWritten) this.functions.rebind(this.running, name);
    if (this.isAside) return;
    const definition = this.recorder.define(name, this.effectAt(at), isWritten, kind);
    this.heap.name(name, value);
    this.state.bindings.set(key, { objects: value, definitions: [definition], mayBeUnbound: false });
  }

  unbind(name: string, at: CellRange): void {
    const { key, isOfNotebook } = this.keyOf(name);
    if (isOfNotebook) this.read(name, at);
    if (this.isAside) return;
    if (isOfNotebook) {
      this.recorder.define(name, this.effectAt(at), this.frame.running === undefined, 'delete');
    }
    this.state.bindings.delete(key);
  }

  /** Takes a name away without a trace, as Python does behind `except … as e`. */
  forget(name: string): void {
    this.state.bindings.delete(this.keyOf(name).key);
  }

  /** A name in code that is broken: read, and perhaps written. */
  readBroken(name: string, at: CellRange): void {
    const { key, isOfNotebook } = this.keyOf(name);
    if (!isOfNotebook || this.isAside) return;
    const binding = this.state.bindings.get(key) ?? unbound;
    this.recorder.use(name, this.effectAt(at), this.frame.running === undefined, binding, true);
    const definition = this.recorder.define(name, this.effectAt(at), this.frame.running === undefined, 'maybe-mutate');
    const definitions = mergeDefinitions(binding.definitions, [definition]);
    this.state.bindings.set(key, { ...binding, definitions });
  }

  // ---- changes

  /**
   * Something changes objects: every name of the module that leads to them gets a definition.
   *
   * @param root the name at the base of what is written, when there is one
   */
  mutate(value: Value, at: CellRange, root: string | undefined, isCertain: boolean): void {
    const changed = this.heap.of(value).filter(canChange);
    if (changed.length === 0 && value.length > 0) return;
    this.functions.mutate(this.running, value, this.heap);
    const affected = this.heap.affectedBy(value);
    const written = root !== undefined && this.keyOf(root).isOfNotebook ? root : undefined;
    const names = new Set(this.heap.namesOf(affected));
    if (written !== undefined) names.add(written);
    for (const name of names) {
      const binding = this.state.bindings.get(name);
      if (binding === undefined) continue;
      const isRoot = name === written;
      if (!isRoot && !binding.objects.some((id) => affected.has(id))) continue;
      const isSure = isCertain && (isRoot || (binding.objects.length === 1 && value.length === 1));
      this.change(name, binding, at, isSure, isRoot && this.frame.running === undefined);
    }
  }

  /** A new version of what a name or a hidden resource stands for. */
  private change(name: string, binding: Binding, at: CellRange, isSure: boolean, isWritten: boolean): void {
    const place = this.effectAt(at);
    if (this.isAside) return;
    if (this.running.length > 0 && !name.startsWith('$')) this.functions.change(this.running, name);
    if (!isWritten) this.recorder.use(name, place, false, binding, false);
    const definition = this.recorder.define(name, place, isWritten, isSure ? 'mutate' : 'maybe-mutate');
    const definitions = isSure ? [definition] : withPossible(binding.definitions, definition);
    this.state.bindings.set(name, { ...binding, definitions });
  }

  // ---- hidden resources

  readResource(name: string, at: CellRange, isUncertain = false): Value {
    const binding = this.state.bindings.get(name);
    if (binding === undefined || this.isAside) return noValue;
    this.recorder.use(name, this.effectAt(at), false, binding, isUncertain);
    return binding.objects;
  }

  /** Reads and changes a resource, as drawing a number does. */
  changeResource(name: string, at: CellRange): void {
    this.change(name, this.state.bindings.get(name) ?? { ...unbound, mayBeUnbound: false }, at, true, false);
  }

  /** Sets a resource to something that does not depend on what it was, as a seed does. */
  setResource(name: string, at: CellRange, value: Value = noValue): void {
    if (this.isAside) return;
    const definition = this.recorder.define(name, this.effectAt(at), false, 'bind');
    this.state.bindings.set(name, { objects: value, definitions: [definition], mayBeUnbound: false });
  }

  /** Puts objects into a resource, beside those that are there. */
  fillResource(name: string, value: Value): void {
    const binding = this.state.bindings.get(name);
    if (binding !== undefined) this.state.bindings.set(name, { ...binding, objects: union(binding.objects, value) });
  }

  resources(prefix: string): readonly string[] {
    return this.state.bindings.keys().filter((key) => key.startsWith(prefix));
  }
}

function moduleOf(frame: Frame): Frame {
  let outermost = frame;
  while (outermost.outer !== undefined) outermost = outermost.outer;
  return outermost;
}
