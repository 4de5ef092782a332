/**
 * What lies outside the text of a spec: files, columns, counts, contracts, history, runs, models, charges.
 *
 * Rules, hovers and hints see one snapshot of it and never wait. Unknown is not invalid: a fact that cannot be had
 * silences what needs it, and says why.
 */
import type { ContractAnswers } from './contractCheck.ts';
import type { ColumnKind, TableSummary } from './profile.ts';

export type Fact<Value> =
  | { readonly state: 'known'; readonly value: Value }
  /** Being found out; whoever asks is told when it arrives. */
  | { readonly state: 'pending' }
  /** `because` continues the sentence "not known because …", without a full stop. */
  | { readonly state: 'unknown'; readonly because: string };

/** Something that a path of a spec names. */
export interface PathFact {
  readonly kind: 'file' | 'folder' | 'missing' | 'outside';
  /** Bytes of a file; undefined for anything else. */
  readonly sizeBytes: number | undefined;
  /** For a glob: how many files match. */
  readonly matches: number | undefined;
}

export interface ColumnFact {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The engine's or the contract's own name of the type. */
  readonly type: string;
}

/** The header of a table, derived columns not included. */
export interface TableFact {
  readonly columns: readonly ColumnFact[];
  /** Undefined when counting would mean reading everything. */
  readonly rows: number | undefined;
}

/** Rows of a split, counted on the data. */
export interface SplitFact {
  readonly rows: number;
  /** Rows of the whole source. */
  readonly total: number;
  /** Rows of the positive class; undefined when the label has none or cannot be computed. */
  readonly positives: number | undefined;
  /** First and last time in ISO form; undefined when the source names no time column, or no row has a time. */
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** Rows that two splits of the same source share. */
export interface OverlapFact {
  readonly left: string;
  readonly right: string;
  readonly rows: number;
}

/** Groups, such as patients, that have rows in two splits of the same source. */
export interface SharedGroupsFact {
  readonly left: string;
  readonly right: string;
  readonly groups: number;
  /** A few of them; empty when their names are personal data. */
  readonly examples: readonly string[];
}

/** How often each class of the label occurs under a condition, for scenarios. */
export interface ScenarioFact {
  readonly rows: number;
  readonly byClass: ReadonlyMap<string, number>;
}

/** How the values of every column of a source spread. */
export interface ProfileFact {
  readonly summary: TableSummary;
  /** When it was made, ISO 8601 with zone. */
  readonly at: string;
}

/** The object of a contract that a data source names. */
export interface ContractFact {
  readonly uri: string;
  readonly columns: readonly (ColumnFact & { readonly isRequired: boolean; readonly isUnique: boolean })[];
  /** Names of the quality checks, with the column they concern, if any. */
  readonly checks: readonly { readonly name: string; readonly column: string | undefined }[];
}

/** A text file inside the workspace that a spec names, or that lies where a tool puts it. */
export interface TextFact {
  readonly uri: string;
  readonly text: string;
}

/** A commit. */
export interface CommitFact {
  /** All 40 digits. */
  readonly revision: string;
  /** When it was made, ISO 8601 with zone. */
  readonly at: string;
  /** The author's name, never the address. */
  readonly author: string;
}

/** What the repository knows of the project's spec. */
export interface HistoryFact {
  /** Undefined before the first commit, and outside of any repository. */
  readonly head: CommitFact | undefined;
  /** The first commit that holds the main spec file; undefined when none does. */
  readonly firstSpecCommit: CommitFact | undefined;
  /** Whether older commits were cut off, so that `firstSpecCommit` may be later than the truth. */
  readonly isShallow: boolean;
}

/** What the files of a project are about. */
export const workAreas = ['data', 'labels', 'training', 'serving', 'support', 'other'] as const;
export type WorkArea = (typeof workAreas)[number];

/** Where the work of a repository went, estimated from the commits below the folder of the spec. */
export interface WorkFact {
  readonly commits: number;
  readonly authors: number;
  /** Estimated hours in all. */
  readonly hours: number;
  /** Every area, in one order; the shares add up to 1 unless there are no hours. */
  readonly areas: readonly {
    readonly area: WorkArea;
    readonly hours: number;
    readonly share: number;
    /** The files that took most of it, from the folder of the spec; the first few. */
    readonly paths: readonly string[];
  }[];
  /** Day of the first and of the last commit, as ISO dates; undefined without a commit. */
  readonly span: { readonly first: string; readonly last: string } | undefined;
  /** Whether older commits were not looked at, or are not there. */
  readonly isCut: boolean;
}

/** Somebody who commits, as git has the name and the address: anything that stood in a configuration. */
export interface AuthorFact {
  readonly name: string;
  readonly email: string;
}

/** The project's spec files and contracts as a commit holds them. */
export interface RevisionFact {
  readonly commit: CommitFact;
  /** Under the addresses that they have today; a file that the commit does not hold is left out. */
  readonly files: readonly TextFact[];
}

/** A number that was measured. */
export interface MeasuredValue {
  readonly value: number;
  /** As in a quantity, such as `ms`; empty for a ratio or a count. */
  readonly unit: string;
  /** Ends of the 95 % interval, in the same unit; undefined when not known. */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

/** One evaluation: a run record of ours, a run of MLflow, or a metrics file that DVC tracks. */
export interface RunFact {
  readonly store: 'plumbline' | 'mlflow' | 'dvc';
  /** Unique in its store. */
  readonly id: string;
  /** When it ended, ISO 8601 with zone; for DVC, when the file was written, which may be when it was checked out. */
  readonly at: string;
  /** The file to open; undefined when it is a row of a database. */
  readonly uri: string | undefined;
  /** Ids of the spec, when the run says them. */
  readonly model: string | undefined;
  readonly split: string | undefined;
  /** The deployment target that it ran on. */
  readonly target: string | undefined;
  readonly commit: string | undefined;
  /** By metric id in our records, by the store's own key elsewhere. */
  readonly values: Readonly<Record<string, MeasuredValue>>;
  /** Parameters as texts, such as hyperparameters and seeds. */
  readonly params: Readonly<Record<string, string>>;
  /** Values of slices: metric id → `<slice id>` or `<slice id>/<value of by>`; our records alone have them. */
  readonly slices?: Readonly<Record<string, Readonly<Record<string, MeasuredValue>>>> | undefined;
  /** Metric id → why it has no value on these rows, as the end of "undefined because …". */
  readonly undefinedValues?: Readonly<Record<string, string>> | undefined;
  /** Mean errors of numbers on each side; our records alone have them. */
  readonly errors?: RunErrorsFact | undefined;
  /** What the rule of a baseline answered to the same rows, of two classes; our records alone have it. */
  readonly rule?: RunRuleFact | undefined;
  /** The experiment of MLflow. */
  readonly experiment?: string | undefined;
  /** Whether its store says that it failed, was stopped, or still runs. */
  readonly isUnfinished?: boolean | undefined;
  /** Whether files differed from the commit. */
  readonly isDirty?: boolean | undefined;
  /** The data that was read: id in the spec, and what told its bytes apart. */
  readonly data?: RunDataFact | undefined;
  /** The model file that was run. */
  readonly modelFile?: { readonly sha256: string | undefined; readonly sizeBytes: number | undefined } | undefined;
}

/** E[(ŷ−y)⁺] and E[(y−ŷ)⁺] over all rows, in the unit of the label. */
export interface MeanErrors {
  readonly tooHigh: number;
  readonly tooLow: number;
}

/** Mean errors of a model, and of the rule of a baseline on the same rows. */
export interface RunErrorsFact extends MeanErrors {
  /** `text` is the rule as the spec stated it at the time. */
  readonly rule: (MeanErrors & { readonly text: string }) | undefined;
}

/** Rows by what a rule of two classes answered to them; `text` is the rule as the spec stated it at the time. */
export interface RunRuleFact {
  readonly text: string;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

export interface RunDataFact {
  readonly id: string;
  /** The pin that held, as `dataVersion` writes it, such as `md5 901eadf9…`. */
  readonly version: string | undefined;
  /** Bytes of all files. */
  readonly sizeBytes: number | undefined;
}

/** A run record of ours that cannot be read. */
export interface BrokenRunFact {
  /** The name of the run. */
  readonly id: string;
  readonly uri: string;
  /** The end of "cannot be read because …", without a full stop. */
  readonly because: string;
}

/** One measured value of a metric of the spec. */
export interface MeasurementFact {
  readonly measured: MeasuredValue;
  readonly at: string;
  /** As evidence names it: `run:<id>`, `mlflow:runs/<id>/metrics/<key>`, `dvc:<file>#<pointer>`, `file:<path>`. */
  readonly reference: string;
  /** The file to open; undefined when it is a row of a database. */
  readonly uri: string | undefined;
  /** Why it does not speak of today's data, model or code, each the end of "stale because"; empty when it does. */
  readonly stale: readonly string[];
  /** Values of slices, by `<slice id>` or `<slice id>/<value of by>`. */
  readonly slices: Readonly<Record<string, MeasuredValue>>;
}

/** The last comparison of a check of monitoring. */
export interface DriftFact {
  /** The record. */
  readonly uri: string;
  /** When it was made, ISO 8601 with zone. */
  readonly at: string;
  /** Whether columns were compared with a reference, or one number is held against what is normal. */
  readonly of: 'columns' | 'number';
  /** What was compared with, or what is normal; and what was compared, as the record calls them. */
  readonly reference: string;
  readonly current: string;
  readonly windows: number;
  /** Rows of all windows. */
  readonly rows: number;
  /** Tests over which the rate of false alarms was held. */
  readonly tests: number;
  /** The rate, a share. */
  readonly falseAlarm: number;
  /** In the order in which to look at them. */
  readonly columns: readonly DriftColumnFact[];
  /** Columns that could not be compared, each with a sentence. */
  readonly notCompared: readonly { readonly column: string; readonly because: string }[];
  /** Why it does not speak of today's spec and data, each the end of "out of date because"; empty when it does. */
  readonly stale: readonly string[];
}

/** What a comparison found of one column. */
export interface DriftColumnFact {
  readonly name: string;
  readonly answer: 'drift' | 'cannot-tell' | 'stable' | 'not-judged';
  /** Windows that drift, and windows that have a verdict. */
  readonly drifting: number;
  readonly judged: number;
  /** What changed, in which window, by how much with its interval, and how surely: a sentence. */
  readonly sentence: string;
  readonly advice: string | undefined;
  /** Change of the yearly value, estimated, with its interval; undefined where it is not known. */
  readonly money:
    | {
        readonly text: string;
        readonly low: string;
        readonly high: string;
        readonly perYear: number;
        readonly currency: string;
      }
    | undefined;
}

/** An input or output of a model's graph. */
export interface GraphValueFact {
  readonly name: string;
  /** Undefined when the file does not say. */
  readonly kind: 'tensor' | 'sequence' | 'map' | 'optional' | 'sparse-tensor' | undefined;
  /** Type of the elements as the spec writes it (`float32`, `string`); undefined when there is none. */
  readonly type: string | undefined;
  /** Sizes of the axes: a number, a symbol, or null when nothing is said; undefined when the rank is open. */
  readonly shape: readonly (number | string | null)[] | undefined;
}

/** The header of an ONNX model. */
export interface ModelFact {
  readonly uri: string;
  readonly sizeBytes: number;
  /** Bytes of the weights, in the file and outside of it. */
  readonly weightBytes: number;
  readonly producer: string;
  /** Version of the file format; 0 when it is not said. */
  readonly irVersion: number;
  /** The standard operator set. */
  readonly opset: number | undefined;
  /** Domains of other operators, with versions. */
  readonly otherOpsets: readonly { readonly domain: string; readonly version: number }[];
  /** Domains besides the standard one whose operators nodes use and the model does not define itself. */
  readonly foreignDomains: readonly string[];
  /** Initializers left out. */
  readonly inputs: readonly GraphValueFact[];
  /** As they are after loading: the maps of a final ZipMap are the tensor of scores from which it makes them. */
  readonly outputs: readonly GraphValueFact[];
  /** Outputs made by a final ZipMap, which is unwrapped on loading. */
  readonly zipMapOutputs: readonly string[];
  /** ZipMap output → its classes in the order of the columns, whole numbers as text. */
  readonly zipMapClasses: Readonly<Record<string, readonly string[]>>;
  /** Classes that the metadata of the file name, in the order of their numbers, as exports of YOLO do. */
  readonly namedClasses?: readonly string[];
  /** Files with weights, as the model names them. */
  readonly externalData: readonly { readonly path: string; readonly kind: PathFact['kind'] }[];
}

/** What lies where the file of a model should. */
export type ModelFileFact =
  | { readonly kind: 'model'; readonly model: ModelFact }
  /** Something else, or a damaged model; `because` continues "the file …", such as "is no ONNX model but a PNG image". */
  | { readonly kind: 'other'; readonly because: string };

/** What was spent in one month on one thing. Every number is an exact decimal. */
export interface ActualSum {
  /** Such as `2026-04`. */
  readonly month: string;
  /** Null for what matches none. */
  readonly category: string | null;
  /** Item of the ledger that the rows name; undefined when they name none. */
  readonly item?: string | undefined;
  /** Money; undefined for hours without a rate, and for energy. */
  readonly amount?: string | undefined;
  /** ISO 4217, or the name of a virtual currency; undefined without an amount. */
  readonly currency?: string | undefined;
  readonly hours?: string | undefined;
  readonly energyKwh?: string | undefined;
  /** Kilograms of carbon dioxide equivalent. */
  readonly emissionsKg?: string | undefined;
}

/** Charges, hours and energy that were imported for one entry of `costs.actuals`. */
export interface ActualsFact {
  /** Sums by month, category, item and currency, in that order. */
  readonly sums: readonly ActualSum[];
  /** What matched no category, largest first: service, tag or label, with its sum; it is in `sums`, too. */
  readonly unmapped: readonly { readonly name: string; readonly amount: string; readonly currency: string }[];
  /**
   * Keys of `map` that would match what matches none, largest first: names and kinds of services, projects, words,
   * `tag:key=value`. Absent: not known.
   */
  readonly mapKeys?: readonly { readonly key: string; readonly amount: string; readonly unit: string }[] | undefined;
  /** Tags of the rows that count, largest first. Absent: not known. */
  readonly tags?:
    | readonly { readonly key: string; readonly value: string; readonly amount: string; readonly unit: string }[]
    | undefined;
  /** Rows that count. */
  readonly rows: number;
  /** Rows that could not be read and are in no sum. */
  readonly unreadRows: number;
  /** What rows state that could not be booked although their amount can be read: one sum per currency, `h` and `kWh`. */
  readonly leftOut: readonly { readonly amount: string; readonly unit: string }[];
  /** Rows that stand in more than one file of this import, each counted in every file. */
  readonly repeatedRows: number;
  /** What could not be read or is doubtful, each one sentence with file and line; the first ones of many. */
  readonly problems: readonly string[];
  /** Equal for the same charge, so that two imports of it are found: one fingerprint per file. */
  readonly files: readonly {
    readonly name: string;
    readonly sha256: string;
    /** When the file was written last, ISO 8601 in UTC. */
    readonly changedAt?: string | undefined;
  }[];
}

/** Hashes of a file as hexadecimal digits in small letters. */
export interface FileHashFact {
  readonly sha256: string;
  readonly md5: string;
}

/**
 * One snapshot of all facts about a project. Ids are those of the spec; paths are as written there, relative to the
 * file they stand in.
 */
export interface Facts {
  /** The day on which the check runs, as an ISO date. */
  readonly today: string;
  /** Equal as long as the same questions about the same spec get the same answers. */
  readonly version: string;
  /** @param uri the spec file in which the path stands */
  path(path: string, uri: string): Fact<PathFact>;
  /** Of files that are hashed in the time of a check; unknown of larger ones. */
  fileHash(path: string, uri: string): Fact<FileHashFact>;
  table(dataId: string): Fact<TableFact>;
  split(splitId: string): Fact<SplitFact>;
  overlaps(dataId: string): Fact<readonly OverlapFact[]>;
  /** Empty when no group lies in two splits. */
  sharedGroups(dataId: string): Fact<readonly SharedGroupsFact[]>;
  scenario(dataId: string, scenarioId: string): Fact<ScenarioFact>;
  contract(dataId: string): Fact<ContractFact>;
  /** What the table of a source keeps of its contract and what not; keys are those of the plan of the check. */
  contractCheck(dataId: string): Fact<ContractAnswers>;
  /** Never asked for by a rule: reading a whole table is started by a person, or for a hover. */
  profile(dataId: string): Fact<ProfileFact>;
  /**
   * A text file of at most 1 MB.
   *
   * @param uri the spec file in which the path stands
   */
  text(path: string, uri: string): Fact<TextFact>;
  history(): Fact<HistoryFact>;
  /** The spec as it is to be compared with: where the branch left the default branch, else the last commit. */
  base(): Fact<RevisionFact>;
  /** Where the work of the project went, by its commits. */
  work(): Fact<WorkFact>;
  /** Those who commit below the folder of the spec, most active first; empty without commits. */
  authors(): Fact<readonly AuthorFact[]>;
  /** @param revision a commit, as an approval names it */
  revision(revision: string): Fact<RevisionFact>;
  /**
   * Newest first.
   *
   * @param store only the runs of one store. Without it, those of Plumbline and of MLflow, unknown as soon as one of
   *   the two cannot be read: the metrics files of DVC have no time of their own, so nothing comes before or after them
   */
  runs(store?: RunFact['store']): Fact<readonly RunFact[]>;
  /** Records of ours that `runs` lacks because they cannot be read. */
  brokenRuns(): Fact<readonly BrokenRunFact[]>;
  /** Newest first; empty when nothing has measured the metric. */
  measurements(metricId: string): Fact<readonly MeasurementFact[]>;
  /** The header of a model; unknown as well where something else lies in its place, which `modelFile` tells. */
  model(modelId: string): Fact<ModelFact>;
  modelFile(modelId: string): Fact<ModelFileFact>;
  actuals(actualId: string): Fact<ActualsFact>;
  /** The last comparison of a check of monitoring; known as undefined when there is none. */
  drift(checkId: string): Fact<DriftFact | undefined>;
  /** Which bytes a data source is, as a run record keeps it; undefined when the spec pins nothing but by git. */
  dataVersion(dataId: string): Fact<string | undefined>;
}

/** Facts of which nothing is known, such as for text that has no files around it. */
export function unknownFacts(today: string, because: string): Facts {
  const unknown = () => ({ state: 'unknown', because }) as const;
  return {
    today,
    version: '',
    path: unknown,
    fileHash: unknown,
    table: unknown,
    split: unknown,
    overlaps: unknown,
    sharedGroups: unknown,
    scenario: unknown,
    contract: unknown,
    contractCheck: unknown,
    profile: unknown,
    text: unknown,
    history: unknown,
    base: unknown,
    work: unknown,
    authors: unknown,
    revision: unknown,
    runs: unknown,
    brokenRuns: unknown,
    measurements: unknown,
    model: unknown,
    modelFile: unknown,
    actuals: unknown,
    drift: unknown,
    dataVersion: unknown,
  };
}
