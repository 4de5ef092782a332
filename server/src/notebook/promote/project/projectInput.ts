/** What the files of a project are made of, besides the plan. */
import type { GeneratedFile, MapEntry } from '../../../../../schemas/promotion.ts';
import type { CellRange } from '../../read/notebook.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';

export interface ProjectOptions {
  readonly parser: PythonParser;
  /** The notebook's path from the project's folder, with forward slashes. */
  readonly notebook: string;
  /** Names of the package's modules and where statements went in them; undefined while nobody says. */
  readonly map?: readonly MapEntry[] | undefined;
  /** Versions that are known, by distribution: installed or declared ones. */
  readonly versions?: ReadonlyMap<string, string> | undefined;
  /** Import name → distributions, as `importlib.metadata.packages_distributions()` of an interpreter says. */
  readonly installed?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Whether a module lies beside the notebook, so that nothing has to be installed for it. */
  readonly isLocalModule?: ((module: string) => boolean) | undefined;
  /** Findings of the notebook that the package keeps, leaks above all. */
  readonly findings?: readonly ProjectFinding[] | undefined;
  /** Data files that DVC tracks, as paths from the project's folder. */
  readonly trackedFiles?: readonly string[] | undefined;
}

export interface ProjectFinding {
  readonly rule: string;
  readonly message: string;
  readonly at: CellRange;
}

/** The modules of the package, as `emitModules` gives them. */
export type EmittedModules = readonly GeneratedFile[];
