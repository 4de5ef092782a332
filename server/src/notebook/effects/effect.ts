/** What one call does, with its arguments taken into account: what data flow, rules and stages share. */
import type { CallRole, ClassRole, NotebookStage, ObjectKind, RandomSource } from '../../../../schemas/effects.ts';

/**
 * A part of a call: its receiver, what the receiver was given under a name when it was made (`self.model`), its result,
 * a hidden resource such as `$plt`, or the index of an argument.
 */
export type Place = 'self' | `self.${string}` | 'result' | `$${string}` | number;

/** How rows get from one place to another. */
export interface RowFlow {
  readonly from: Place;
  readonly to: Place;
  /**
   * `same`: all rows; `part`: some of them; `summary`: they are mixed; `contains`: they are joined to others;
   * `duplicates`: copies of them; `uses`: values flow, not rows, so that what `from` is a summary of, `to` is too.
   */
  readonly relation: 'same' | 'part' | 'summary' | 'contains' | 'duplicates' | 'uses';
  /** False for calls that nobody describes: such a flow alone never raises a finding. */
  readonly isCertain: boolean;
}

/** What a call, or reading an attribute, gives. */
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

/** What a constructor tells about the later calls of its object's methods. */
export interface ObjectTraits {
  /** What fitting it means. */
  readonly role: ClassRole | undefined;
  /** The shared sources of random numbers that its methods draw from: empty when it was seeded. */
  readonly draws: readonly RandomSource[];
}

export interface Effect {
  /** Where it is said; `unknown` when nobody says it and the conservative default holds. */
  readonly source: 'table' | 'project' | 'unknown';
  /** The entry that says it: `pandas.read_csv`, `frame.fillna`, `numpy.*`. */
  readonly key: string | undefined;
  readonly mutates: readonly Mutation[];
  readonly returns: Returned;
  /** Flows into changed objects come first: what `fit_transform` learns is used for what it returns. */
  readonly rows: readonly RowFlow[];
  readonly splits: 'pairs' | 'folds' | 'parts' | undefined;
  /** Shared sources of random numbers that this very call draws from: empty when it is seeded. */
  readonly draws: readonly RandomSource[];
  /** The parameter that takes a seed or a generator, whether it is given or not. */
  readonly seedParameter: string | undefined;
  /** The argument for it, when it is given. */
  readonly seed: Place | undefined;
  /** The sources that it seeds. */
  readonly seeds: readonly RandomSource[];
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
  /** Arguments that are functions, and that it calls. */
  readonly calls: readonly Place[];
  /** Arguments that stay inside the result, and change with it, with the names that they have there. */
  readonly holds: readonly HeldArgument[];
  readonly stage: NotebookStage | undefined;
  readonly role: CallRole | undefined;
  /** Of a constructor: of the object that it makes. Of a method: of its receiver. */
  readonly traits: ObjectTraits | undefined;
  readonly data: Place | undefined;
  /** The model that it trains or asks, where that is not the receiver. */
  readonly trains: Place | undefined;
  readonly labels: Place | undefined;
  readonly validation: readonly Place[];
  /** Endings of the names under which it reports how long it took. */
  readonly timings: readonly string[];
  /** What the model that it makes answers; undefined where nobody says. */
  readonly task: string | undefined;
  /** May read and write every name in scope. */
  readonly isOpaque: boolean;
}

export interface HeldArgument {
  readonly place: Place;
  /** The parameter. */
  readonly name: string;
}

/** A call as the table sees it. */
export interface CallSite {
  /** By imports: `pandas.read_csv`. Undefined for a method of an object. */
  readonly name: string | undefined;
  /** The object before the last dot, when it is one. */
  readonly receiver: Receiver | undefined;
  /** The last word of the callee when it has a receiver. */
  readonly method: string | undefined;
  readonly arguments: readonly ArgumentShape[];
}

export interface Receiver {
  readonly kind: string;
  /** Qualified class when known. */
  readonly type: string | undefined;
  /** What the effect of its constructor said; what its class says when absent. */
  readonly traits?: ObjectTraits | undefined;
}

/** What the table needs to know of an argument. */
export interface ArgumentShape {
  /** Undefined for positional ones. */
  readonly keyword: string | undefined;
  /** Undefined when it is no literal. */
  readonly literal: string | number | boolean | null | undefined;
}
