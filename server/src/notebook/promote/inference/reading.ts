/** What one statement needs and becomes when it is written for inference. */
import type { StatementId } from '../../flow/analysis.ts';
import type { ReadLiteral } from '../project/readLiteral.ts';
import type { PlannedCapture } from '../plan.ts';
import type { CellRange } from '../../read/notebook.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import type { TextEdit } from '../textEdits.ts';
import type { Need } from './need.ts';

/** What an expression is for one row that inference is asked about. */
export type Status =
  /** Known without data: constants, functions, modules, models that are not fitted. */
  | { readonly kind: 'plain' }
  /** One value, or one row, for each raw row. */
  | { readonly kind: 'rows' }
  /** Computed from several rows, so that training has to keep it; `capture` once it has a name. */
  | { readonly kind: 'learned'; readonly node: PythonNode; readonly capture: string | undefined }
  /** An object that was fitted, kept under a name. */
  | { readonly kind: 'fitted'; readonly capture: string; readonly node: PythonNode }
  /** Rows in groups. */
  | { readonly kind: 'groups'; readonly frame: PythonNode; readonly keys: PythonNode }
  /** A data set of scikit-learn before its parts are taken. */
  | { readonly kind: 'bunch' }
  /** A data set of rows for training and rows for testing, each with their answers, before its parts are taken. */
  | { readonly kind: 'pairs'; readonly capture: string }
  /** A file of several arrays, each with a name. */
  | { readonly kind: 'archive' }
  /** Depends on a name of a lambda or comprehension. */
  | { readonly kind: 'bound' };

/** What a name of the notebook is, at some statement. */
export type Meaning =
  | { readonly kind: 'rows' | 'plain' | 'bunch' | 'archive' }
  | { readonly kind: 'learned' | 'fitted' | 'pairs'; readonly capture: string }
  /** A literal, which training keeps, since configuration may change it. */
  | {
      readonly kind: 'literal';
      readonly literal: ReadLiteral;
      readonly at: CellRange;
      /** The statement that binds the name, where a capture of it is written. */
      readonly statement: StatementId;
      readonly name: string;
    }
  /** Cannot be computed for inference; why stands in a sentence. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface NameRead {
  readonly name: string;
  readonly need: Need;
  readonly start: number;
  readonly end: number;
}

/** How what is needed of a result is what is needed of its source. */
export interface Passing {
  readonly name: string;
  readonly needBefore: (need: Need) => Need;
}

/** What reading the expressions of one statement has found so far. */
export interface Reading {
  readonly cell: number;
  readonly tree: PythonTree;
  edits: TextEdit[];
  reads: NameRead[];
  /** Names of captures, with where they are used. */
  uses: { readonly capture: string; readonly start: number; readonly end: number }[];
  refusals: string[];
  /** Suggests names for what has none. */
  readonly subject: string;
  /** Names of lambdas and comprehensions around. */
  bound: ReadonlySet<string>;
}

/** One line of inference, or none. */
export interface Step {
  readonly cell: number;
  /** Name that is bound anew. */
  readonly binds: string | undefined;
  /** Name whose value is changed. */
  readonly changes: string | undefined;
  /** Columns that are set as a whole. */
  readonly sets: readonly string[];
  readonly reads: readonly NameRead[];
  readonly passes: readonly Passing[];
  readonly uses: readonly string[];
  readonly refusals: readonly string[];
  /** One statement; empty when there is nothing to do. */
  readonly code: string;
}

export interface Captures {
  /** A name for what is kept at a place, the same for the same place. */
  keep(at: CellRange, kind: PlannedCapture['with'], name: string, statement: number, reader?: string): string;
  of(name: string): PlannedCapture | undefined;
}

/** @param secrets edits of the cell that take secrets out of it */
export function createReading(
  cell: number,
  tree: PythonTree,
  subject: string,
  secrets: readonly TextEdit[] = [],
): Reading {
  return { cell, tree, edits: [...secrets], reads: [], uses: [], refusals: [], subject, bound: new Set() };
}

/** Forgets what was found inside a node, since something else stands in its place. */
export function forget(reading: Reading, { start, end }: Pick<PythonNode, 'start' | 'end'>): void {
  const isOutside = (place: { readonly start: number; readonly end: number }): boolean =>
    place.start < start || place.end > end;
  reading.edits = reading.edits.filter(isOutside);
  reading.reads = reading.reads.filter(isOutside);
  reading.uses = reading.uses.filter(isOutside);
}

export function replace(reading: Reading, { start, end }: Pick<PythonNode, 'start' | 'end'>, text: string): void {
  forget(reading, { start, end });
  reading.edits.push({ start, end, text });
}
