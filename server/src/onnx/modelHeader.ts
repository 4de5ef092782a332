/** What a model file says of itself, without its weights. */

export type ValueKind = 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse-tensor';

/** An input or output of a graph. */
export interface GraphValue {
  readonly name: string;
  /** Undefined when the file does not say. */
  readonly kind: ValueKind | undefined;
  /** Type of the elements, such as `float32`; of the innermost tensors where tensors are nested. */
  readonly type: string | undefined;
  /** Sizes of the axes: a number, a symbol, or null when nothing is said; undefined when the rank is open. */
  readonly shape: readonly (number | string | null)[] | undefined;
}

export interface OperatorSet {
  /** Empty for the standard operators. */
  readonly domain: string;
  readonly version: number;
}

/** A final node that turns rows of scores into a sequence of maps from class to score. */
export interface ZipMap {
  /** The output of the graph. */
  readonly output: string;
  /** The tensor of scores, one row per answer, one column per class. */
  readonly scores: string;
  /** Classes in the order of the columns; whole numbers as text. */
  readonly classes: readonly string[];
  /** Type and shape of the scores, when the file says them. */
  readonly value: GraphValue | undefined;
}

export interface ModelHeader {
  /** Version of the file format; 0 when it is not said. */
  readonly irVersion: number;
  /** Name and version of the tool that wrote it; empty when it is not said. */
  readonly producer: string;
  /** In file order. */
  readonly operatorSets: readonly OperatorSet[];
  /** In file order, initializers left out. */
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly zipMaps: readonly ZipMap[];
  /** Bytes of all weights, in the file and outside of it. */
  readonly weightBytes: number;
  /** Locations of files with weights as written, each once, sorted. */
  readonly externalData: readonly string[];
  /** Names of functions that the model defines itself, as `domain.name`. */
  readonly functions: readonly string[];
  /** Domains besides the standard one whose operators nodes use and the model does not define itself, sorted. */
  readonly foreignDomains: readonly string[];
  /** Classes that the metadata name, in the order of their numbers; undefined when they name none. */
  readonly namedClasses: readonly string[] | undefined;
}

export type HeaderOutcome =
  | { readonly kind: 'header'; readonly header: ModelHeader }
  /** Something else, or a damaged model; `because` continues "the file …". */
  | { readonly kind: 'unreadable'; readonly because: string }
  /** Git LFS has put a few lines in its place and not fetched it yet. */
  | { readonly kind: 'pointer'; readonly because: string };
