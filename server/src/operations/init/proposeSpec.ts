/** Proposes a spec from what lies in a folder: what can be read is written down, what only people know stays empty. */
import type { Fact, ModelFact, RunFact, SplitFact, TableFact } from '../../../../schemas/facts.ts';
import type { FactStorePorts } from '../facts/factStore.ts';
import { createFileAsker } from './askFacts.ts';
import { findAnnotations } from './findAnnotations.ts';
import type { FoundAnnotations } from './findAnnotations.ts';
import type { FileAsker, NamedPath } from './askFacts.ts';
import { findBlanks } from './findBlanks.ts';
import type { Author } from '../ports.ts';
import { guessCharges } from './guessCharges.ts';
import type { ChargesFormat } from './guessCharges.ts';
import { guessClasses } from './guessClasses.ts';
import { guessModel } from './guessModel.ts';
import type { LearnedTable, ModelGuess } from './guessModel.ts';
import { guessPictureModel } from './guessPictureModel.ts';
import type { PictureGuess } from './guessPictureModel.ts';
import { guessRoles } from './guessRoles.ts';
import type { RoleGuesses } from './guessRoles.ts';
import { pinVersions } from './pinVersions.ts';
import type { Version } from './pinVersions.ts';
import { readCodeHints } from './readCodeHints.ts';
import type { CodeHints } from './readCodeHints.ts';
import { readLockedPaths } from './readLockedPaths.ts';
import { createIds } from './specLines.ts';
import { surveyFolder } from './survey.ts';
import type { FoundImages, FoundTable, Survey } from './survey.ts';
import { writeSpec } from './writeSpec.ts';

export type ProposalPorts = Omit<FactStorePorts, 'onChange'>;

export interface SpecProposal {
  readonly text: string;
  readonly survey: Survey;
  /** Keys that are left empty, from the top, such as `metrics.value.target`. */
  readonly blanks: readonly string[];
  /** The first model that can be run as it is proposed; undefined when something about each has to be filled in. */
  readonly runnableModel: string | undefined;
}

/** A table of the proposal. */
export interface ProposedTable extends NamedPath {
  readonly found: FoundTable;
  readonly fact: Fact<TableFact>;
  readonly guesses: RoleGuesses;
}

/** Charges or hours, which belong to the costs and not to the data. */
export interface ProposedCharges extends NamedPath {
  readonly format: ChargesFormat;
}

export interface ProposedImages extends NamedPath {
  readonly found: FoundImages;
}

/** Data that DVC pins and that is not here. */
export interface ProposedPin extends NamedPath {
  readonly pin: string;
}

export interface ProposedModel extends NamedPath {
  readonly fact: Fact<ModelFact>;
  /** Undefined when the model cannot be read. */
  readonly guess: ModelGuess | undefined;
  /** Undefined when it takes no pictures, or there are none. */
  readonly pictures: PictureGuess | undefined;
}

/** Ids of tables of one shape that somebody has split. */
export interface SplitTables {
  readonly train: string;
  readonly validation: string | undefined;
  readonly test: string;
}

/** Everything that a proposal is written from. */
export interface Findings {
  readonly project: string;
  readonly survey: Survey;
  /** Most active first. */
  readonly authors: readonly Author[];
  /** The only author, when that is somebody with an address. */
  readonly owner: Author | undefined;
  readonly tables: readonly ProposedTable[];
  readonly charges: readonly ProposedCharges[];
  readonly images: readonly ProposedImages[];
  /** What is true of the pictures; undefined where a table says it, or nothing does. */
  readonly annotations: FoundAnnotations | undefined;
  readonly absent: readonly ProposedPin[];
  readonly models: readonly ProposedModel[];
  /** The table that splits are cut from: the one that most is known of. */
  readonly main: ProposedTable | undefined;
  /** Values of its label that look like classes; undefined when there are none, or nobody counted. */
  readonly classes: readonly string[] | undefined;
  /** Columns of the main table that lack values → rows without one; empty when nobody counted. */
  readonly gaps: ReadonlyMap<string, number>;
  /** Tables with the columns of the main one whose names say what they are for; undefined when there is none to test on. */
  readonly splitTables: SplitTables | undefined;
  /** Its first and last time; undefined when it has no column of time. */
  readonly times: Fact<SplitFact> | undefined;
  /** What pins the bytes, by id of the source. */
  readonly versions: ReadonlyMap<string, Version>;
  readonly hints: readonly CodeHints[];
  /** The newest run of each store of other tools that measured anything: for DVC, of each metrics file. */
  readonly runs: readonly RunFact[];
  /** What was found and left out, because a first spec should fit on a few screens. */
  readonly leftOut: { readonly tables: number; readonly models: number };
}

const mostTables = 12;
const mostImageFolders = 4;
const mostAbsent = 8;
const mostModels = 6;
const mostMetricsFiles = 3;
const mostAuthors = 4;
const mostNotebooks = 5;
const mostScripts = 20;
const mostBytesOfCode = 20 * 1024 * 1024;
/** Bytes up to which a table is read to its end for the first and the last time. */
const mostBytesForTimes = 512 * 1024 * 1024;
/** Bytes up to which the values of a table are counted. */
const mostBytesForSpread = 64 * 1024 * 1024;

/** @param specUri where the spec will stand: `plumbline.yaml` of the folder. Nothing is written. */
export async function proposeSpec(specUri: string, ports: ProposalPorts): Promise<SpecProposal> {
  const survey = await surveyFolder(ports.files, specUri);
  const findings = await findOut(specUri, survey, ports);
  const text = writeSpec(findings);
  const blanks = findBlanks(specUri, text);
  return { text, survey, blanks, runnableModel: findRunnableModel(findings, blanks) };
}

function findRunnableModel({ models, main, annotations }: Findings, blanks: readonly string[]): string | undefined {
  const label = main?.guesses.label ?? annotations;
  const isBlank = (start: string): boolean => blanks.some((blank) => blank.startsWith(start));
  if (label === undefined || blanks.some((blank) => /^labels\..*\.(?:task|classes|positive)$/.test(blank)))
    return undefined;
  return models.find(({ id, guess, pictures }) => {
    const task = pictures?.ultralytics?.task ?? guess?.task;
    return task !== undefined && !isBlank(`models.${id}.`);
  })?.id;
}

async function findOut(specUri: string, survey: Survey, ports: ProposalPorts): Promise<Findings> {
  const asker = createFileAsker(specUri, ports);
  const sourceId = createIds();
  const modelId = createIds();
  const named = survey.tables
    .slice(0, mostTables)
    .map((found) => ({ id: sourceId(stemOf(found.path), 'table'), found }));
  const images = survey.images
    .slice(0, mostImageFolders)
    .map((found) => ({ id: sourceId(stemOf(found.path), 'images'), path: found.path, found }));
  const absent = survey.absent
    .slice(0, mostAbsent)
    .map((path): ProposedPin => ({ id: sourceId(stemOf(path), 'data'), path, pin: `${path}.dvc` }));
  const models = survey.models
    .slice(0, mostModels)
    .map((path): NamedPath => ({ id: modelId(stemOf(path), 'model'), path }));
  const facts = await asker.askFiles(
    named.map(({ id, found }) => ({ id, path: found.path })),
    models,
  );
  const hints = await findHints(specUri, survey, ports);
  const unknown = { state: 'unknown', because: 'it was not asked for' } as const;
  const tables: ProposedTable[] = [];
  const charges: ProposedCharges[] = [];
  for (const { id, found } of named) {
    const fact = facts.tables.get(id) ?? unknown;
    const columns = fact.state === 'known' ? fact.value.columns : [];
    const format = guessCharges(columns);
    if (format === undefined) tables.push({ id, path: found.path, found, fact, guesses: guessRoles(columns, hints) });
    else charges.push({ id, path: found.path, format });
  }
  const main = chooseMain(tables, facts.models);
  const authors = await ports.history.folderAuthors(specUri);
  const learned = main === undefined ? undefined : await findLearnedTable(specUri, main, asker, ports);
  const [folder] = images;
  const annotations =
    folder === undefined || main !== undefined
      ? undefined
      : await findAnnotations(specUri, survey.documents, folder.found.count, ports.files);
  const pins = { files: survey.pins, locked: await readLockedPaths(specUri, survey.dvcPipelines, ports.files) };
  return {
    project: createIds()(folderNameOf(specUri), 'my-project'),
    survey,
    authors: authors.slice(0, mostAuthors),
    owner: findOwner(authors),
    tables,
    charges,
    images,
    annotations,
    absent,
    models: models.map((model): ProposedModel => {
      const fact = facts.models.get(model.id) ?? unknown;
      const known = fact.state === 'known' ? fact.value : undefined;
      const pictures = known === undefined || folder === undefined ? undefined : guessPictureModel(known);
      return {
        ...model,
        fact,
        guess: known === undefined ? undefined : guessModel(known, learned ?? noTable),
        pictures,
      };
    }),
    main,
    classes: learned?.classes,
    gaps: new Map((learned?.summaries ?? []).flatMap(({ name, missing }) => (missing > 0 ? [[name, missing]] : []))),
    splitTables: main === undefined ? undefined : findSplitTables(main, tables),
    times: main === undefined ? undefined : await findTimes(specUri, main, asker, ports),
    versions: await pinVersions(specUri, [...tables, ...images], pins, asker, ports),
    hints,
    runs: await findRuns(survey, asker),
    leftOut: {
      tables: survey.tables.length - named.length + survey.absent.length - absent.length,
      models: survey.models.length - models.length,
    },
  };
}

/** One person alone answers for a folder; several have to say who does. */
function findOwner([first, ...others]: readonly Author[]): Author | undefined {
  const isAddress = first !== undefined && /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(first.email);
  // Addresses that hide somebody reach nobody.
  return isAddress && others.length === 0 && !/noreply/i.test(first.email) ? first : undefined;
}

async function findHints(
  specUri: string,
  { notebooks, scripts }: Survey,
  { files }: ProposalPorts,
): Promise<readonly CodeHints[]> {
  const hints: CodeHints[] = [];
  for (const path of [...notebooks.slice(0, mostNotebooks), ...scripts.slice(0, mostScripts)]) {
    const resolved = await files.resolve(path, specUri);
    if (resolved.kind !== 'file') continue;
    const content = await files.readFile(resolved.uri, mostBytesOfCode);
    if (content.kind === 'content') hints.push(readCodeHints(path, content.text));
  }
  return hints;
}

const noTable: LearnedTable = { columns: [], label: undefined, time: undefined, classes: undefined, summaries: [] };

/**
 * The table that splits are cut from: one with inputs of a model before others, then one with a label, one that is
 * named like what people learn from, the one with the most roles, the widest, and the first of equals.
 *
 * @returns undefined when no table could be read
 */
function chooseMain(
  tables: readonly ProposedTable[],
  models: ReadonlyMap<string, Fact<ModelFact>>,
): ProposedTable | undefined {
  const inputs = new Set(
    [...models.values()].flatMap((fact) => (fact.state === 'known' ? fact.value.inputs.map(({ name }) => name) : [])),
  );
  const merits = ({ path, fact, guesses: { label, time, group } }: ProposedTable): readonly number[] => {
    const names = columnsOf(fact).map(({ name }) => name);
    return [
      names.some((name) => inputs.has(name)) ? 1 : 0,
      label === undefined ? 0 : 1,
      roleOf(path) === 'train' ? 2 : roleOf(path) === undefined ? 1 : 0,
      [time, group].filter((guess) => guess !== undefined).length,
      names.length,
    ];
  };
  return tables
    .filter(({ fact }) => fact.state === 'known')
    .map((table) => ({ table, merits: merits(table) }))
    .toSorted((left, right) => compareMerits(right.merits, left.merits))[0]?.table;
}

function compareMerits(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((merit, index) => merit !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function columnsOf(fact: Fact<TableFact>): TableFact['columns'] {
  return fact.state === 'known' ? fact.value.columns : [];
}

type SplitRole = 'train' | 'validation' | 'test';

const splitWords: readonly (readonly [SplitRole, RegExp])[] = [
  ['train', /(?:^|[^a-z])train(?:ing)?(?:[^a-z]|$)/i],
  ['validation', /(?:^|[^a-z])(?:val(?:id(?:ation)?)?|dev)(?:[^a-z]|$)/i],
  ['test', /(?:^|[^a-z])(?:test(?:ing)?|holdout)(?:[^a-z]|$)/i],
];

/** What the name of a file says it is for; undefined when it says nothing. */
function roleOf(path: string): SplitRole | undefined {
  return splitWords.find(([, words]) => words.test(stemOf(path)))?.[0];
}

function findSplitTables(main: ProposedTable, tables: readonly ProposedTable[]): SplitTables | undefined {
  if (roleOf(main.path) !== 'train') return undefined;
  const shape = shapeOf(main);
  const find = (role: SplitRole): string | undefined =>
    tables.find((table) => roleOf(table.path) === role && shapeOf(table) === shape)?.id;
  const test = find('test');
  return test === undefined ? undefined : { train: main.id, validation: find('validation'), test };
}

function shapeOf({ fact }: ProposedTable): string {
  return JSON.stringify(columnsOf(fact).map(({ name }) => name));
}

async function findLearnedTable(
  specUri: string,
  main: ProposedTable,
  asker: FileAsker,
  ports: ProposalPorts,
): Promise<LearnedTable> {
  const label = main.guesses.label?.column;
  const profile = (await sizeOf(specUri, main, ports)) > mostBytesForSpread ? undefined : await asker.askProfile(main);
  const summaries = profile?.state === 'known' ? profile.value.summary.columns : [];
  const ofLabel = summaries.find(({ name }) => name === label?.name);
  const classes = ofLabel === undefined ? undefined : guessClasses(ofLabel);
  return { columns: columnsOf(main.fact), label, time: main.guesses.time?.column.name, classes, summaries };
}

async function findTimes(
  specUri: string,
  table: ProposedTable,
  asker: FileAsker,
  ports: ProposalPorts,
): Promise<Fact<SplitFact> | undefined> {
  const { time } = table.guesses;
  if (time === undefined) return undefined;
  if ((await sizeOf(specUri, table, ports)) > mostBytesForTimes)
    return { state: 'unknown', because: 'the table is large, and was not read to its end' };
  return asker.askTimes(table, time.column.name);
}

/** Bytes of all files of a table. */
async function sizeOf(specUri: string, { found }: ProposedTable, { files }: ProposalPorts): Promise<number> {
  const sizes = await Promise.all(found.files.map((file) => files.resolve(file, specUri)));
  return sizes.reduce((sum, file) => sum + (file.kind === 'file' ? file.sizeBytes : 0), 0);
}

async function findRuns({ dvcPipelines, mlflow }: Survey, asker: FileAsker): Promise<readonly RunFact[]> {
  const dvc = dvcPipelines.length === 0 ? [] : await asker.askRuns('dvc', dvcPipelines);
  const [newest] = mlflow.length === 0 ? [] : (await asker.askRuns('mlflow', [])).filter(hasMeasured);
  return [...dvc.filter(hasMeasured).slice(0, mostMetricsFiles), ...(newest === undefined ? [] : [newest])];
}

function hasMeasured({ values }: RunFact): boolean {
  return Object.keys(values).length > 0;
}

/** The last name of a path without its endings. */
function stemOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.gz$/i, '')
    .replace(/\.[A-Za-z]+$/, '')
    .replaceAll('*', '');
}

function folderNameOf(specUri: string): string {
  const [name = ''] = specUri.split('/').slice(-2, -1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
