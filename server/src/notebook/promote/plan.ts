/**
 * The plan of a promotion: which statement goes into which function, and what passes between functions.
 *
 * Made by `planPromotion` from the data flow; the modules, the project's files and the verification are made of it.
 */
import type { NotebookStage, ObjectKind } from '../../../../schemas/effects.ts';
import type { NotebookAnalysis, ObjectId, StatementId } from '../flow/analysis.ts';
import type { CellRange } from '../read/notebook.ts';
import type { DefinitionSource } from './definitionSources.ts';
import type { FigureEnd } from './findFigures.ts';
import type { NotebookCode } from './notebookCode.ts';
import type { ConfigurationReplacement } from './project/findConfiguration.ts';
import type { ProjectFinding } from './project/projectInput.ts';
import type { RangeIndex } from './rangeIndex.ts';
import type { Names } from './resolveNames.ts';
import type { Facts } from './statementFacts.ts';
import type { WrittenModule } from './writtenModules.ts';

/** Modules of the package that hold functions of stages, in the order in which stages run. */
export type StageModule = 'data' | 'features' | 'split' | 'train' | 'evaluate' | 'infer' | 'explore';

export interface PromotionPlan {
  readonly analysis: NotebookAnalysis;
  /** Importable name of the package, such as `delay`. */
  readonly packageName: string;
  /** The seed that the notebook sets first; undefined when it sets none. */
  readonly seed: number | undefined;
  /** In the order in which `pipeline.run` calls them. */
  readonly functions: readonly PlannedFunction[];
  /** Definitions of functions and classes of the notebook, each with the module that it goes to. */
  readonly definitions: readonly PlannedDefinition[];
  readonly imports: readonly PlannedImport[];
  /** Modules that cells of the notebook write, and that it imports. */
  readonly written: readonly WrittenModule[];
  readonly configuration: readonly ConfigurationValue[];
  /** What every statement becomes, in effective order. */
  readonly outcomes: readonly PlannedOutcome[];
  readonly metrics: readonly PlannedMetric[];
  readonly state: readonly FittedState[];
  /** The model that inference uses; undefined when the notebook trains none. */
  readonly model: PlannedModel | undefined;
  /** What inference needs again of values that no name holds; emitted by wrapping expressions. Undefined: nothing. */
  readonly captures?: readonly PlannedCapture[] | undefined;
  /** Files that kept statements read and write. */
  readonly files: readonly PlannedFile[];
  /** Decisions where more than one answer was possible, as sentences. */
  readonly decisions: readonly string[];
  /** What the text of the modules is made of. */
  readonly source: PlanSource;
}

/** The code of the notebook, and what its names mean in the package. */
export interface PlanSource {
  readonly code: NotebookCode;
  readonly names: Names;
  readonly facts: Facts;
  /** All functions and classes of the notebook, by the statement that defines them. */
  readonly definitions: ReadonlyMap<StatementId, DefinitionSource>;
  /** Literals that are written otherwise. */
  readonly replacements: readonly ConfigurationReplacement[];
  /** The same, by place. */
  readonly replaced: RangeIndex<ConfigurationReplacement>;
  /** Figures that are written to files, by the statement that ends them. */
  readonly figures: ReadonlyMap<StatementId, FigureEnd>;
  /** What is wrong in the notebook and stays so, such as leaks. */
  readonly findings: readonly ProjectFinding[];
}

export interface PlannedFunction {
  readonly module: StageModule;
  /** Its stage: what predicts for others is written into `evaluate`, for `infer` is made of fitted state. */
  readonly stage: NotebookStage;
  /** Unique in the package. */
  readonly name: string;
  /** In effective order. */
  readonly statements: readonly StatementId[];
  /** What it takes, in the order of its parameters, configuration left out. */
  readonly inputs: readonly PlannedName[];
  /** What it returns, in order. */
  readonly outputs: readonly PlannedName[];
  /** Names that begin as None, since not every way through the function binds them. */
  readonly begun: readonly string[];
  /** Keys of the configuration that it reads, such as `split.test_size`. */
  readonly configuration: readonly string[];
  /** Whether it returns the numbers that it reports, as a dict behind its outputs. */
  readonly reports: boolean;
  /** A sentence above its first cell that tells what is done, or a heading; undefined when there is none. */
  readonly prose: string | undefined;
}

/** A value under its name in the package. */
export interface PlannedName {
  /** As parameters and results are called in the package. */
  readonly name: string;
  /** As the notebook calls it where this version of it is made. */
  readonly variable: string;
  readonly kind: ObjectKind;
  /** The object, where one alone is known. */
  readonly object: ObjectId | undefined;
  /** The statement that makes this version or changes it last; undefined for what no statement makes. */
  readonly madeBy: StatementId | undefined;
}

export interface PlannedDefinition {
  readonly statement: StatementId;
  readonly name: string;
  readonly kind: 'function' | 'class';
  readonly module: StageModule | 'common';
  /** Globals of the notebook that became parameters, with the names of the parameters. */
  readonly parameters: readonly { readonly variable: string; readonly parameter: string }[];
}

export interface PlannedImport {
  /** As the notebook writes it, one name at a time: `import numpy as np`, `from a import b`. */
  readonly text: string;
  /** Module that is imported, such as `sklearn.linear_model`. */
  readonly module: string;
  /** Name that it binds. */
  readonly binds: string;
  /** The same as the notebook calls it. */
  readonly variable: string;
  /** Modules of the package that use it. */
  readonly usedIn: readonly (StageModule | 'common')[];
}

/** A literal or a path that becomes configuration. */
export interface ConfigurationValue {
  /** Group and name, such as `split.test_size` or `paths.flights`. */
  readonly key: string;
  readonly value: ConfigurationLiteral;
  /** The literal in the cell that is replaced. */
  readonly at: CellRange;
  /** What it is, for the comment in `params.yaml`. */
  readonly role:
    'path' | 'hyper-parameter' | 'constant' | 'columns' | 'target' | 'threshold' | 'seed' | 'parameter-cell';
  /** JSON of the value, where it says more: `1.0` of Python is not its `1`. Undefined: that of `value`. */
  readonly json?: string | undefined;
  /** What a value of several items is in the notebook; in configuration it is a tuple, which nobody can change. */
  readonly sequence?: 'list' | 'tuple' | undefined;
  /** Of a path: whether the notebook reads the file before it writes it, if it writes it at all. */
  readonly access?: 'read' | 'written' | undefined;
  /** What a form beside it says, such as the ends of a slider. */
  readonly note?: string | undefined;
}

export type ConfigurationLiteral = string | number | boolean | null | readonly (string | number | boolean | null)[];

/** A number that the notebook reports, which the package returns from `evaluate`. */
export interface PlannedMetric {
  /** Unique key in `reports/metrics.json`, such as `roc_auc_score` or `gradient_boosting.roc_auc_score`. */
  readonly key: string;
  readonly statement: StatementId;
  /** The expression whose value it is. */
  readonly at: CellRange;
  /** The package's name that holds the value after the statement, or a list of names; undefined when it is shown alone. */
  readonly target: string | undefined;
}

/** Something learned from rows that is used again. */
export interface FittedState {
  /** Its name in the package. */
  readonly name: string;
  readonly object: ObjectId;
  readonly kind: ObjectKind;
  readonly fittedBy: StatementId;
  readonly usedBy: readonly StatementId[];
}

/**
 * An expression whose value training must keep for inference, such as the mean that fills gaps. The module writes it as
 * `learned("age_mean", df["age"].mean())` and imports the function from `.state`; its value stays what it was.
 */
export interface PlannedCapture {
  readonly statement: StatementId;
  /** The expression that goes between `<with>("<name>", ` and `)`. Captures may lie inside each other. */
  readonly at: CellRange;
  /** Key in the saved state; unique. */
  readonly name: string;
  /** Function of `state.py`. */
  readonly with:
    | 'learned'
    | 'fitted'
    | 'fitted_copy'
    | 'learned_groups'
    | 'learned_columns'
    | 'learned_pairs'
    | 'learned_pictures'
    | 'learned_dtype';
  /** Of raw rows that are no table: an expression that reads other ones of the file at `path`. */
  readonly reader?: string | undefined;
}

export interface PlannedModel {
  readonly name: string;
  readonly object: ObjectId;
  readonly trainedBy: StatementId;
  /** Why this one, where the notebook trains several. */
  readonly because: string;
}

export interface PlannedFile {
  /** As the notebook writes it, joined where it is joined of constants. */
  readonly path: string;
  readonly role: 'read' | 'written';
  readonly statement: StatementId;
}

export interface PlannedOutcome {
  readonly statement: StatementId;
  readonly stage: NotebookStage;
  readonly stageBecause: string;
  readonly outcome: 'converted' | 'dropped' | 'left';
  /** Why it was dropped or left. */
  readonly reason: string | undefined;
}
