/** What the data flow of a notebook says, for rules, promotion and panels. */
import type { ClassRole, ObjectKind } from '../../../../schemas/effects.ts';
import type { Effect } from '../effects/effect.ts';
import type { Magic } from '../read/maskedCell.ts';
import type { CellRange, Notebook } from '../read/notebook.ts';

/** Index into `NotebookAnalysis.statements`. */
export type StatementId = number;

/** A name or a hidden resource: `df`, `$rng.numpy`, `$file:data/a.csv`, `$plt`, `$cwd`. */
export type VariableName = string;

export interface NameUse {
  readonly name: VariableName;
  /** Where the name is written, else where the call or store stands that reads it. */
  readonly at: CellRange;
  /** False for hidden resources, for aliases of what is changed, and for globals that a called function reads. */
  readonly isWritten: boolean;
  /** The definitions that can reach this use, in effective order; empty when there is none. */
  readonly definitions: readonly Definition[];
  /** Whether some definition may be missing from the list, as after `from m import *`. */
  readonly isUncertain: boolean;
  /** What it stands for there; empty when nothing is known. */
  readonly objects: readonly ObjectId[];
}

export interface Definition {
  readonly statement: StatementId;
  readonly name: VariableName;
  readonly at: CellRange;
  /** As in `NameUse`. */
  readonly isWritten: boolean;
  /**
   * `bind` gives the name another object; `mutate` changes the object, seen through every alias: each alias gets a
   * definition of its own, and a use of the version before.
   */
  readonly kind: 'bind' | 'mutate' | 'maybe-mutate' | 'delete' | 'import' | 'function' | 'class';
}

/** A top-level statement; a compound one is one unit, its body is analysed inside. */
export interface Statement {
  readonly id: StatementId;
  readonly at: CellRange;
  /** Type of the syntax node, such as `expression_statement`; `magic` where a magic alone reads and binds names. */
  readonly type: string;
  readonly uses: readonly NameUse[];
  /**
   * Names of the module that the bodies of functions written here read, where they are written there; their
   * definitions are those that reach the calls, and the end of the notebook for functions that are never called.
   */
  readonly lateUses: readonly NameUse[];
  readonly definitions: readonly Definition[];
  /** With those in the bodies of functions of the notebook that it calls. */
  readonly calls: readonly Call[];
  /** Whether it holds code that cannot be followed: `exec`, broken syntax, `globals()`. */
  readonly isOpaque: boolean;
  /** Whether the effective order leaves it out: of a cell that was never run and that nothing needs, or broken. */
  readonly isLeftOut: boolean;
}

/** A call with the best qualified name of what is called. */
export interface Call {
  /** Where it is written, which is another cell when it is in a function. */
  readonly at: CellRange;
  /** The call of this statement that led into the function where it is written; undefined when it stands here. */
  readonly through: CellRange | undefined;
  /** Qualified by imports and kinds: `sklearn.preprocessing.StandardScaler`, `transformer.fit`; undefined when unknown. */
  readonly callee: string | undefined;
  /** The text of the callee as written. */
  readonly text: string;
  readonly receiver: ObjectId | undefined;
  /** Every object that may be the receiver, as when a loop goes through several models; `receiver` is one of them. */
  readonly receivers: readonly ObjectId[];
  /** Whether a loop is around it, here or around the calls that led to it. */
  readonly isRepeated: boolean;
  readonly arguments: readonly Argument[];
  readonly result: ObjectId | undefined;
  /** What the table of effects says of it; undefined for functions and classes of the notebook itself. */
  readonly effect: Effect | undefined;
}

export interface Argument {
  /** Undefined for positional ones. */
  readonly keyword: string | undefined;
  readonly at: CellRange;
  /** Its value where that is a constant, names and joined texts followed; undefined when it is none. */
  readonly literal: Literal | undefined;
  readonly objects: readonly ObjectId[];
}

export type Literal = string | number | boolean | null;

/** An allocation site: what a call, a literal, a parameter or an import made. */
export type ObjectId = number;

export interface AbstractObject {
  readonly id: ObjectId;
  readonly kind: ObjectKind;
  /** Qualified class when known: `sklearn.preprocessing.StandardScaler`. */
  readonly type: string | undefined;
  readonly madeBy: { readonly statement: StatementId; readonly at: CellRange };
  readonly literal: Literal | undefined;
  /** What fitting it means, by the table of effects. */
  readonly role: ClassRole | undefined;
  /**
   * How its rows come from those of other objects (reference, 5.1). A relation holds from the statement on that it came
   * through: on a path from result to source the statements never grow.
   */
  readonly rows: readonly RowRelation[];
  /** Objects in it: items of a list, steps of a pipeline, values of its attributes. */
  readonly holds: readonly ObjectId[];
  /** The same by name: `.name` for attributes, `[0]` and `["a"]` for constant keys, `[]` for any item. */
  readonly fields: ReadonlyMap<string, readonly ObjectId[]>;
}

export interface RowRelation {
  readonly relation: 'same' | 'part' | 'summary' | 'contains' | 'duplicates' | 'uses';
  readonly of: ObjectId;
  /** The statement that made it so, for the flow path of a finding. */
  readonly through: StatementId;
  /**
   * Distinguishes parts of one object, which do not overlap when only the number behind `#` differs:
   * `train_test_split@7#0`; the text of the selection for slices and masks: `[:800]`, `[mask]`, `[~mask]`.
   */
  readonly share: string | undefined;
  /** False where it comes from a call that nobody describes: such a relation alone never raises a finding. */
  readonly isCertain: boolean;
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
  readonly functions: readonly FunctionSummary[];
  object(id: ObjectId): AbstractObject | undefined;
}

/** What calling a function of the notebook does beyond its result. */
export interface FunctionSummary {
  readonly name: string;
  readonly statement: StatementId;
  readonly at: CellRange;
  readonly parameters: readonly string[];
  /** Names of the notebook that it reads, rebinds by `global`, and whose objects it changes. */
  readonly reads: readonly VariableName[];
  readonly rebinds: readonly VariableName[];
  readonly mutates: readonly VariableName[];
  readonly mutatedParameters: readonly string[];
  /** Parameters that it gives back, or parts of them. */
  readonly returnedParameters: readonly string[];
  /** Where it is called, callbacks included; empty when nowhere. */
  readonly calls: readonly CellRange[];
}
