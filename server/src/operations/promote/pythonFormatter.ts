/** Formats Python and reads it strictly; the real one is ruff, tests bring their own. */

export interface PythonFormatter {
  /** Name and version, such as `ruff 0.17.3`. */
  readonly name: string;
  /** @returns undefined when the text does not parse */
  format(text: string): string | undefined;
  /** Syntax errors, names that are undefined, and names that are unused; in the order of the text. */
  check(text: string): readonly PythonProblem[];
}

export interface PythonProblem {
  /** Such as `F401`; `invalid-syntax` for what does not parse. */
  readonly code: string;
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
  /** What would repair it; empty when nothing would by itself. */
  readonly fix: readonly PythonEdit[];
}

/** Replaces a range; lines and columns count from 1, columns in UTF-16 units. */
export interface PythonEdit {
  readonly from: { readonly row: number; readonly column: number };
  readonly to: { readonly row: number; readonly column: number };
  readonly text: string;
}
