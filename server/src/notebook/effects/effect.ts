/** What one call does, with its arguments taken into account: what data flow, rules and stages share. */
import type { CallRole, ClassRole, NotebookStage, ObjectKind, RandomSource } from '../../../../schemas/effects.ts';

/**
 * Where something comes from or goes to: `self` is the receiver, `result` the result, `$plt` and the like a hidden
 * resource, anything else the name of a parameter, to be found with `argumentsAt`.
 */
export type Place = string;

/** How rows get from one place to another. Every argument that is not named here flows into the result as `uses`. */
export interface RowFlow {
  readonly from: Place;
  readonly to: Place;
  /**
   * `same`: all rows; `part`: some of them; `summary`: they are mixed; `contains`: they are joined to others;
   * `duplicates`: copies of them; `uses`: values flow, not rows, so that what `from` is a summary of, `to` is too.
   */
  readonly relation: 'same' | 'part' | 'summary' | 'contains' | 'duplicates' | 'uses';
}

/** What a call returns. */
export interface Returned {
  readonly kind: ObjectKind;
  /** Qualified class when known. */
  readonly type: string | undefined;
  /** Takes kind and class from this place. */
  readonly like: Place | undefined;
  /** `fresh` shares nothing, `alias` is the object at `of`, `view` shares its memory, `unknown` may be any of these. */
  readonly identity: 'fresh' | 'alias' | 'view' | 'unknown';
  /** What it is an alias or a view of. */
  readonly of: Place | undefined;
  /** Rows of an item of a sequence, when they differ from those of the call. */
  readonly rows: readonly RowFlow[] | undefined;
  /** A sequence of known length. */
  readonly items: readonly Returned[] | undefined;
  /** A sequence of any length: each of its items. */
  readonly each: Returned | undefined;
}

/** Something that a call changes. */
export interface Mutation {
  readonly target: Place;
  /** False when it depends on an argument that is no literal, or when nothing is known about the call. */
  readonly isCertain: boolean;
}

export interface Effect {
  /** Where it is said; `unknown` when nobody says it and the conservative default holds. */
  readonly source: 'table' | 'project' | 'unknown';
  /** The entry that says it: `pandas.read_csv`, `frame.fillna`, `numpy.*`. */
  readonly key: string | undefined;
  /** Names of parameters in the order of positional arguments; `*name` takes all that are left. */
  readonly parameters: readonly string[];
  readonly mutates: readonly Mutation[];
  readonly returns: Returned;
  readonly rows: readonly RowFlow[];
  readonly splits: 'pairs' | 'folds' | 'parts' | undefined;
  /** Shared sources of random numbers that this very call draws from: empty when it is seeded. */
  readonly draws: readonly RandomSource[];
  /** The parameter that takes a seed, whether it is given or not. */
  readonly seed: string | undefined;
  /** The sources that it seeds. */
  readonly seeds: readonly RandomSource[];
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
  /** Parameters whose functions it calls. */
  readonly calls: readonly Place[];
  /** Parameters whose objects stay inside the result, and change with it. */
  readonly holds: readonly Place[];
  readonly stage: NotebookStage | undefined;
  readonly role: CallRole | undefined;
  /** When the call makes an object of a known class: what fitting it means. */
  readonly classRole: ClassRole | undefined;
  readonly data: Place | undefined;
  readonly labels: Place | undefined;
  readonly validation: readonly Place[];
  /** May read and write every name in scope. */
  readonly isOpaque: boolean;
}

/** A call as the table sees it. */
export interface CallSite {
  /** By imports: `pandas.read_csv`; for a method, undefined, or the module function that it may be. */
  readonly name: string | undefined;
  /** The object before the last dot, when it is one. */
  readonly receiver: { readonly kind: string; readonly type: string | undefined } | undefined;
  /** The last word of the callee when it has a receiver. */
  readonly method: string | undefined;
  readonly arguments: readonly ArgumentShape[];
}

/** What the table needs to know of an argument. */
export interface ArgumentShape {
  /** Undefined for positional ones. */
  readonly keyword: string | undefined;
  /** Undefined when it is no literal. */
  readonly literal: string | number | boolean | null | undefined;
}
