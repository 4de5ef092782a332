/** What a rule for notebooks is: the same small object as a rule for specs, with another thing to look at. */
import type { NotebookAnalysis } from '../../notebook/flow/analysis.ts';
import type { CellRange, CodeCell, Notebook } from '../../notebook/read/notebook.ts';
import type { CellChange } from '../../notebook/read/cellChanges.ts';
import type { Magic } from '../../notebook/read/maskedCell.ts';
import type { PythonTree } from '../../notebook/syntax/pythonTree.ts';
import type { Finding, RuleText, Severity } from '../rule.ts';
import type { Phase } from '../severity.ts';
import type { CellSuppression } from './cellSuppressions.ts';
import type { DeclaredData } from './declaredData.ts';
import type { NotebookSurroundings } from './surroundings.ts';
import type { Improves } from './trial.ts';

export interface NotebookRule extends RuleText {
  /** Looks at the notebook; never waits, never throws on anything a user can write. */
  check(context: NotebookContext): Iterable<NotebookFinding>;
  /** Looks at what the other rules did, after all of them. */
  conclude?(context: NotebookContext, outcome: NotebookOutcome): Iterable<NotebookFinding>;
}

export interface NotebookContext {
  readonly notebook: Notebook;
  /** The code cells whose language is Python, in file order, those that do not parse included. */
  readonly pythonCells: readonly PythonCell[];
  /** The data flow; undefined where it could not be had, and rules that need it are silent then. */
  readonly analysis: NotebookAnalysis | undefined;
  /** What the project's spec says of data; empty for notebooks of no project. */
  readonly declaredData: readonly DeclaredData[];
  /** Files, code and packages around the notebook, and the metrics of its spec. */
  readonly surroundings: NotebookSurroundings;
  readonly phase: Phase;
  /** Every id that a comment may name. */
  readonly knownRuleIds: ReadonlySet<string>;
  readonly suppressions: readonly CellSuppression[];
  /** For fixes that could do harm: tries them first. */
  readonly improves: Improves;
}

/** A code cell with its magics masked, and its tree. Offsets of all three are the same. */
export interface PythonCell {
  readonly cell: CodeCell;
  readonly magics: readonly Magic[];
  readonly tree: PythonTree;
  /** What the text is made of, which decides whether rules read it as Python. */
  readonly form: CellForm;
}

export type CellForm =
  | 'python'
  /** Python of version 2 alone, such as `print x`. */
  | 'python2'
  /** Python with a mistake: statements around it are still read. */
  | 'broken'
  /** Text, a log or a traceback. */
  | 'prose';

/** What the other rules did. */
export interface NotebookOutcome {
  readonly usedSuppressions: ReadonlyMap<CellSuppression, ReadonlySet<string>>;
  /** Whether a rule exists and is on. */
  readonly isChecked: (rule: string) => boolean;
}

export interface NotebookFinding extends Pick<Finding, 'message' | 'atMost' | 'tag'> {
  /** Undefined when it concerns the notebook as a whole. */
  readonly at: CellRange | undefined;
  /** Of a finding without a cell: the line of the file, counted from 0. */
  readonly line?: number | undefined;
  readonly related?: readonly RelatedCell[];
  readonly fixes?: readonly NotebookFix[];
  /**
   * Fixes that are tried before they are offered, which takes as long as a check: found out once somebody asks.
   * Undefined where none can be made.
   */
  readonly tryFixes?: () => readonly (NotebookFix | undefined)[];
}

/** Another place that belongs to a finding, such as a step of a flow path. */
export interface RelatedCell {
  readonly at: CellRange;
  readonly message: string;
}

export interface NotebookFix {
  /** What it does, as an imperative. */
  readonly title: string;
  readonly changes: readonly CellChange[];
  /** Whether this is the one obvious fix. */
  readonly isPreferred?: boolean;
}

/** A finding with rule and severity, still in places of cells. */
export interface CellFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly at: CellRange | undefined;
  readonly line: number | undefined;
  readonly message: string;
  readonly related: readonly RelatedCell[];
  readonly fixes: readonly NotebookFix[];
  /** More of them, which are tried when somebody asks; remembered. */
  readonly tryFixes?: (() => readonly NotebookFix[]) | undefined;
  readonly tag: Finding['tag'] | undefined;
}
