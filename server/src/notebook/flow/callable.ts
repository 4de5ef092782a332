/** Functions and classes that are written in a notebook, as values. */
import type { Scope } from '../names/scopes.ts';
import type { NameTable } from '../names/readNames.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';
import type { CellRange } from '../read/notebook.ts';
import type { ObjectId, StatementId } from './analysis.ts';
import type { State } from './state.ts';
import type { Value } from './heap.ts';

/** A parsed text that is run. */
export interface CodeUnit {
  /** Index of the cell; of a module that is imported, the cell that imports it. */
  readonly cell: number;
  readonly tree: PythonTree;
  readonly names: NameTable;
  /** Where everything in it is said to stand, for text that is not of this notebook. */
  readonly placedAt: CellRange | undefined;
}

/** An activation of a scope. */
export interface Frame {
  /** 0 for the module of the notebook. */
  readonly id: number;
  readonly code: CodeUnit;
  readonly scope: Scope;
  /** The frame around it in the text; undefined for modules. */
  readonly outer: Frame | undefined;
  /** The function that runs in it, or in the nearest frame around it that is of one. */
  readonly running: FunctionCode | undefined;
  /** The call, at the top level of the notebook, that led here; undefined at the top level itself. */
  readonly through: CellRange | undefined;
  /** The last calls that led here, which tell the objects of one from those of another. */
  readonly context: string;
  /** Objects that `return` and `yield` gave. */
  returned: Value;
  yielded: Value;
  /** The states at its `return`s. */
  readonly ends: State[];
  /** Whether a function was made in it that may read its names later. */
  isCaptured: boolean;
}

export interface FunctionCode {
  readonly kind: 'function';
  readonly name: string;
  readonly node: PythonNode;
  readonly code: CodeUnit;
  readonly at: CellRange;
  /** The statement it is written in. */
  readonly statement: StatementId;
  readonly frame: Frame;
  readonly defaults: ReadonlyMap<string, Value>;
  /** What a method gets first, and whether reading it calls it. */
  readonly binding: 'instance' | 'class' | 'static' | 'property';
}

export interface ClassCode {
  readonly kind: 'class';
  /** Qualified class of a library that it extends; undefined when it extends none. */
  readonly library: string | undefined;
  readonly name: string;
  /** Objects of its base classes. */
  readonly bases: Value;
}

/** A method with the object it was taken from. */
export interface BoundMethod {
  readonly kind: 'method';
  readonly receiver: ObjectId;
  readonly name: string;
}

export type Callable = FunctionCode | ClassCode | BoundMethod;
