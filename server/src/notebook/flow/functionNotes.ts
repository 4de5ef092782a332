/** What the functions of a notebook were seen to do, added up over their calls. */
import type { CellRange } from '../read/notebook.ts';
import type { FunctionSummary } from './analysis.ts';
import type { FunctionCode } from './callable.ts';
import type { Heap, Value } from './heap.ts';
import { placeKey } from './recorder.ts';

interface Notes {
  readonly code: FunctionCode;
  readonly parameters: readonly string[];
  readonly reads: Set<string>;
  readonly rebinds: Set<string>;
  readonly mutates: Set<string>;
  readonly mutatedParameters: Set<string>;
  readonly returnedParameters: Set<string>;
  readonly calls: Map<string, CellRange>;
  /** What its parameters stand for in the call that runs. */
  active: ReadonlyMap<string, Value>;
}

export class FunctionNotes {
  private readonly notes = new Map<string, Notes>();

  /** A function is made; one that a loop makes twice is one function. */
  made(code: FunctionCode, parameters: readonly string[]): void {
    const key = placeKey(code.at);
    const known = this.notes.get(key);
    this.notes.set(key, {
      code,
      parameters,
      reads: known?.reads ?? new Set(),
      rebinds: known?.rebinds ?? new Set(),
      mutates: known?.mutates ?? new Set(),
      mutatedParameters: known?.mutatedParameters ?? new Set(),
      returnedParameters: known?.returnedParameters ?? new Set(),
      calls: known?.calls ?? new Map<string, CellRange>(),
      active: new Map(),
    });
  }

  /** Functions that nothing called, in the order in which they were made. */
  uncalled(): readonly FunctionCode[] {
    return [...this.notes.values()].filter(({ calls }) => calls.size === 0).map(({ code }) => code);
  }

  enter(code: FunctionCode, at: CellRange | undefined, parameters: ReadonlyMap<string, Value>): void {
    const notes = this.of(code);
    if (notes === undefined) return;
    if (at !== undefined) notes.calls.set(placeKey(at), at);
    notes.active = parameters;
  }

  leave(code: FunctionCode, returned: Value): void {
    const notes = this.of(code);
    if (notes === undefined) return;
    for (const [name, value] of notes.active) {
      if (value.some((id) => returned.includes(id))) notes.returnedParameters.add(name);
    }
    notes.active = new Map();
  }

  /** A function that calls another reads what that one reads. */
  read(running: readonly FunctionCode[], name: string): void {
    for (const code of running) this.of(code)?.reads.add(name);
  }

  rebind(running: readonly FunctionCode[], name: string): void {
    for (const code of running) this.of(code)?.rebinds.add(name);
  }

  /** The objects of a name of the notebook are changed. */
  change(running: readonly FunctionCode[], name: string): void {
    for (const code of running) {
      const notes = this.of(code);
      // What came in as an argument is the caller's affair.
      if (notes?.reads.has(name) === true) notes.mutates.add(name);
    }
  }

  /** Objects are changed, which may have come in as arguments. */
  mutate(running: readonly FunctionCode[], value: Value, heap: Heap): void {
    if (running.length === 0) return;
    const affected = heap.affectedBy(value);
    for (const code of running) {
      const notes = this.of(code);
      for (const [name, objects] of notes?.active ?? []) {
        if (objects.some((id) => affected.has(id))) notes?.mutatedParameters.add(name);
      }
    }
  }

  summaries(): readonly FunctionSummary[] {
    return [...this.notes.values()]
      .filter(({ code }) => code.code.placedAt === undefined)
      .map(({ code, parameters, calls, ...sets }) => ({
        name: code.name,
        statement: code.statement,
        at: code.at,
        parameters,
        reads: [...sets.reads],
        rebinds: [...sets.rebinds],
        mutates: [...sets.mutates],
        mutatedParameters: [...sets.mutatedParameters],
        returnedParameters: [...sets.returnedParameters],
        calls: [...calls.values()],
      }));
  }

  private of(code: FunctionCode): Notes | undefined {
    return this.notes.get(placeKey(code.at));
  }
}
