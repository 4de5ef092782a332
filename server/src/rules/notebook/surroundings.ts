/** What lies around a notebook: files near it, code of the project, packages that it declares, metrics of its spec. */
import type { EffectFile } from '../../../../schemas/effects.ts';
import type { CodeOutline } from '../../notebook/code/codeOutline.ts';
import type { DeclaredPackages } from '../../notebook/packages/declaredPackages.ts';

/**
 * One state of what lies around a notebook, gathered before the notebook is checked.
 *
 * The same state gives the same objects, so that whoever keeps findings can tell whether an answer has changed. Nothing
 * outside of the workspace is ever looked at, and nothing is run.
 */
export interface NotebookSurroundings {
  /**
   * What a path names, relative to the folder of the notebook or to one above it in the workspace. Data that DVC can
   * bring are present.
   *
   * @returns undefined when it is not known, as for what lies outside of the workspace
   */
  pathState(path: string): 'present' | 'missing' | undefined;
  /** The one file of the workspace with the same name, or with the nearest one beside it, relative to the notebook. */
  similarPath(path: string): string | undefined;
  /** The code of a module of the project, such as `utils` or `.helpers`; undefined when the project has none. */
  moduleText(module: string): string | undefined;
  /** The cells of a notebook, or the one text of a script, that `%run` names; undefined when there is none. */
  scriptTexts(path: string): readonly string[] | undefined;
  /** Undefined when the project declares no packages, or declares them where they cannot be read. */
  declaredPackages(): DeclaredPackages | undefined;
  /** Python files of the workspace near the notebook, nearest first, those with cells left out. */
  otherCode(): readonly CodeOutline[];
  /** What `.plumbline/effects.yaml` says; undefined when there is none. */
  projectEffects(): EffectFile | undefined;
  /** The metrics of the project's spec; undefined for a notebook of no project. */
  specMetrics(): SpecMetrics | undefined;
}

export interface SpecMetrics {
  /** Keys of the metrics and the names of what they compute: `auc`, `roc_auc`. */
  readonly names: readonly string[];
  /** Name of the file that they stand in. */
  readonly file: string;
}

const nothing: readonly CodeOutline[] = [];

/** Surroundings of which nothing is known: rules that need them are silent. */
export const unknownSurroundings: NotebookSurroundings = {
  pathState: () => undefined,
  similarPath: () => undefined,
  moduleText: () => undefined,
  scriptTexts: () => undefined,
  declaredPackages: () => undefined,
  otherCode: () => nothing,
  projectEffects: () => undefined,
  specMetrics: () => undefined,
};
