/** A code cell whose magics are replaced by Python of the same length, so that positions stay. */
import type { CellRange } from './notebook.ts';

export interface MaskedCell {
  readonly cell: number;
  /** Python, as long as the cell's text. */
  readonly code: string;
  readonly magics: readonly Magic[];
}

export type MagicTreatment =
  /** Means nothing in a package: `%matplotlib inline`. */
  | 'drop'
  /** Its statement stays: `%time fit()`. */
  | 'keep'
  /** Cannot be promoted; listed with its text. */
  | 'left';

export interface Magic {
  readonly kind: 'line' | 'cell' | 'shell' | 'help' | 'prompt';
  /** Without signs: `matplotlib`, `pip`, `writefile`. */
  readonly name: string;
  /** What follows the name. */
  readonly argument: string;
  readonly at: CellRange;
  readonly treatment: MagicTreatment;
  /** Names of the notebook that it reads and binds. */
  readonly reads: readonly string[];
  readonly binds: readonly string[];
  /** Packages that it installs, with the version as written. */
  readonly installs: readonly { readonly name: string; readonly version: string | undefined }[];
}
