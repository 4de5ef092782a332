/** What the data flow of a notebook says, for rules, promotion and panels. */
import type { Magic } from '../read/maskedCell.ts';
import type { CellRange, Notebook } from '../read/notebook.ts';

/** Index into `NotebookAnalysis.statements`. */
export type StatementId = number;

/** A name or a hidden resource: `df`, `$rng.numpy`, `$file:data/a.csv`, `$plt`, `$cwd`. */
export type VariableName = string;

export interface NameUse {
  readonly name: VariableName;
  readonly at: CellRange;
  /** The definitions that can reach this use, in effective order; empty when there is none. */
  readonly definitions: readonly Definition[];
  /** Whether some definition may be missing from the list, as after `from m import *`. */
  readonly isUncertain: boolean;
}

export interface Definition {
  readonly statement: StatementId;
  readonly name: VariableName;
  readonly at: CellRange;
  /** `bind` gives the name another object; `mutate` changes the object, seen through every alias. */
  readonly kind: 'bind' | 'mutate' | 'maybe-mutate' | 'delete' | 'import' | 'function' | 'class';
}

/** A top-level statement; a compound one is one unit, its body is analysed inside. */
export interface Statement {
  readonly id: StatementId;
  readonly at: CellRange;
  /** Type of the syntax node, such as `expression_statement`. */
  readonly type: string;
  readonly uses: readonly NameUse[];
  readonly definitions: readonly Definition[];
  readonly calls: readonly Call[];
  /** Whether it holds code that cannot be followed: `exec`, broken syntax, `globals()`. */
  readonly isOpaque: boolean;
}

/** A call with the best qualified name of what is called. */
export interface Call {
  readonly at: CellRange;
  /** Qualified by imports and kinds: `sklearn.preprocessing.StandardScaler`, `transformer.fit`; undefined when unknown. */
  readonly callee: string | undefined;
  /** The text of the callee as written. */
  readonly text: string;
  readonly receiver: ObjectId | undefined;
  readonly arguments: readonly Argument[];
  readonly result: ObjectId | undefined;
}

export interface Argument {
  /** Undefined for positional ones. */
  readonly keyword: string | undefined;
  readonly at: CellRange;
  /** Literal value; undefined when it is no literal. */
  readonly literal: string | number | boolean | null | undefined;
  readonly objects: readonly ObjectId[];
}

/** An allocation site: what a call, a literal, a parameter or an import made. */
export type ObjectId = number;

export interface AbstractObject {
  readonly id: ObjectId;
  /** frame, series, array, transformer, estimator, splitter …; `unknown` when nothing is known. */
  readonly kind: string;
  /** Qualified class when known: `sklearn.preprocessing.StandardScaler`. */
  readonly type: string | undefined;
  readonly madeBy: { readonly statement: StatementId; readonly at: CellRange };
  /** How its rows come from those of other objects (reference, 5.1). */
  readonly rows: readonly RowRelation[];
}

export interface RowRelation {
  readonly relation: 'same' | 'part' | 'summary' | 'contains';
  readonly of: ObjectId;
  /** The statement that made it so, for the flow path of a finding. */
  readonly through: StatementId;
  /** Distinguishes the outputs of one split, which do not overlap: `train_test_split@7#0`. */
  readonly share: string | undefined;
}

export interface NotebookAnalysis {
  readonly notebook: Notebook;
  readonly magics: readonly Magic[];
  /** In effective order (reference, 2.4). */
  readonly statements: readonly Statement[];
  readonly order: {
    readonly kind: 'file' | 'count' | 'moved' | 'broken';
    /** Names whose reaching definitions differ between file order and count order. */
    readonly differingNames: readonly VariableName[];
  };
  object(id: ObjectId): AbstractObject | undefined;
}
