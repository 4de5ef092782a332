/** Proposes a spec from what lies in a folder: what can be read is written down, what only people know stays empty. */
import type { Fact, ModelFact, RunFact, SplitFact, TableFact } from '../../../../schemas/facts.ts';
import type { FactStorePorts } from '../facts/factStore.ts';
import { createFileAsker } from './askFacts.ts';
import type { FileAsker, NamedPath } from './askFacts.ts';
import { findBlanks } from './findBlanks.ts';
import { guessCharges } from './guessCharges.ts';
import type { ChargesFormat } from './guessCharges.ts';
import { guessRoles } from './guessRoles.ts';
import type { RoleGuesses } from './guessRoles.ts';
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
}

/** Everything that a proposal is written from. */
export interface Findings {
  readonly project: string;
  readonly survey: Survey;
  readonly authors: readonly string[];
  readonly tables: readonly ProposedTable[];
  readonly charges: readonly ProposedCharges[];
  readonly images: readonly ProposedImages[];
  readonly absent: readonly ProposedPin[];
  readonly models: readonly ProposedModel[];
  /** The table that splits are cut from: the one that most is known of. */
  readonly main: ProposedTable | undefined;
  /** Its first and last time; undefined when it has no column of time. */
  readonly times: Fact<SplitFact> | undefined;
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
/** Bytes up to which a table is read to its end for the first and the last time. */
const mostBytesForTimes = 512 * 1024 * 1024;

/** @param specUri where the spec will stand: `plumbline.yaml` of the folder. Nothing is written. */
export async function proposeSpec(specUri: string, ports: ProposalPorts): Promise<SpecProposal> {
  const survey = await surveyFolder(ports.files, specUri);
  const findings = await findOut(specUri, survey, ports);
  const text = writeSpec(findings);
  return { text, survey, blanks: findBlanks(specUri, text) };
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
  const unknown = { state: 'unknown', because: 'it was not asked for' } as const;
  const tables: ProposedTable[] = [];
  const charges: ProposedCharges[] = [];
  for (const { id, found } of named) {
    const fact = facts.tables.get(id) ?? unknown;
    const columns = fact.state === 'known' ? fact.value.columns : [];
    const format = guessCharges(columns);
    if (format === undefined) tables.push({ id, path: found.path, found, fact, guesses: guessRoles(columns) });
    else charges.push({ id, path: found.path, format });
  }
  const main = chooseMain(tables);
  return {
    project: createIds()(folderNameOf(specUri), 'my-project'),
    survey,
    authors: (await ports.history.folderAuthors(specUri)).slice(0, mostAuthors),
    tables,
    charges,
    images,
    absent,
    models: models.map((model) => ({ ...model, fact: facts.models.get(model.id) ?? unknown })),
    main,
    times: main === undefined ? undefined : await findTimes(specUri, main, asker, ports),
    runs: await findRuns(survey, asker),
    leftOut: {
      tables: survey.tables.length - named.length + survey.absent.length - absent.length,
      models: survey.models.length - models.length,
    },
  };
}

/** The table with the most roles, the first of equals; undefined when no table could be read. */
function chooseMain(tables: readonly ProposedTable[]): ProposedTable | undefined {
  const score = ({ guesses: { label, time, group } }: ProposedTable): number =>
    [label, label, time, group].filter((guess) => guess !== undefined).length;
  return tables.filter(({ fact }) => fact.state === 'known').toSorted((left, right) => score(right) - score(left))[0];
}

async function findTimes(
  specUri: string,
  { id, path, found, guesses }: ProposedTable,
  asker: FileAsker,
  { files }: ProposalPorts,
): Promise<Fact<SplitFact> | undefined> {
  if (guesses.time === undefined) return undefined;
  const sizes = await Promise.all(found.files.map((file) => files.resolve(file, specUri)));
  const bytes = sizes.reduce((sum, file) => sum + (file.kind === 'file' ? file.sizeBytes : 0), 0);
  if (bytes > mostBytesForTimes)
    return { state: 'unknown', because: 'the table is large, and was not read to its end' };
  return asker.askTimes({ id, path }, guesses.time.column.name);
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
