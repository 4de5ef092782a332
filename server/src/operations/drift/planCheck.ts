/** From a check of the spec to the request of the job that compares. */
import { profile as profileShape } from '../../../../schemas/profile.ts';
import type { Profile } from '../../../../schemas/profile.ts';
import type { DriftAgainst, DriftSide, PeriodLength } from '../../../../schemas/driftJob.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { modelChain } from '../../rules/metricView.ts';
import { falseAlarmOf } from '../../rules/monitorWindow.ts';
import { watchedColumns } from '../../rules/monitorView.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import { readSeconds } from '../../spec/economicsInputs.ts';
import type { QuantityNode, ReferenceNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import { filesBelow, findSource, findTable, tableSource } from '../facts/findTable.ts';
import { mayBePersonal, personalColumns } from '../facts/personalColumns.ts';
import { dataSourceOf, derivedColumns, labelConditions, splitOf, splitRows, splitsOf } from '../facts/tableRequests.ts';
import { uriOf } from '../facts/world.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { readMethods, readPeriod } from './driftWishes.ts';
import { findEmbedding } from './findEmbedding.ts';
import { sayGroups } from './sayGroups.ts';
import { defaultBlock, type DriftWishes, type WishedChunks } from './driftWishes.ts';

export interface Sentence {
  readonly sentence: string;
}

export interface PlannedCheck {
  readonly id: string;
  readonly reference: string;
  readonly current: string;
  readonly request: JobRequest<'compareDrift'>;
  /** The model whose embedding of images is compared; undefined where there is none. */
  readonly embedding?: JobRequest<'comparePictures'>['embedding'];
  /** File for the rows that are picked for labelling; undefined when none are wanted. */
  readonly queueFile?: string | undefined;
  /** What the spec says of the rows that a reader of the verdicts has to know. */
  readonly notes?: readonly string[];
}

export type Rows = Extract<DriftSide, { kind: 'rows' }>;
type FoundSide = Sentence | { readonly side: DriftSide; readonly dataId: string | undefined };

const profileBytes = 100_000_000;

/** What a plan needs of the world. */
export interface PlanPorts {
  readonly files: WorkspaceFiles;
  /** A variable of the environment; absent where connections to engines are not read. */
  readonly readEnvironment?: ((name: string) => string | undefined) | undefined;
}

/** @returns the request, or one sentence that says what is missing */
export async function planCheck(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  ports: PlanPorts,
): Promise<PlannedCheck | Sentence> {
  const { node, id } = check;
  const { reference } = node.fields;
  if (reference === undefined) return { sentence: `The check ${id} names no reference; say which split is normal.` };
  const chunks = chunksOf(check, wishes);
  if ('sentence' in chunks) return chunks;
  const columns = wishes.columns ?? (isAboutScores(check) ? scoreColumns(check) : watchedColumns(project.spec, check));
  if (columns === undefined) {
    return { sentence: `The columns of the check ${id} cannot be read from the spec; list them under \`columns\`.` };
  }
  const currentName = currentOf(project, check);
  if (currentName === undefined) {
    return { sentence: `The check ${id} names no \`current\`, and no split has the role production.` };
  }
  const normal = await findSide(project, reference, ports);
  if ('sentence' in normal) return normal;
  const current = await findSide(project, currentName, ports);
  if ('sentence' in current) return current;
  const cut = cutByTime(project, check, chunks, current.dataId);
  if ('sentence' in cut) return cut;
  const blocks = blocksOf(project, check, wishes, normal.dataId ?? current.dataId);
  if (blocks !== undefined && 'sentence' in blocks) return blocks;
  const methods = wishes.methods ?? methodsOf(check);
  if ('sentence' in methods) return methods;
  const showsRows = [normal.dataId, current.dataId].every((dataId) => {
    const data = dataId === undefined ? undefined : dataSourceOf(project.spec, dataId);
    return data === undefined || !mayBePersonal(data, 'image');
  });
  const personal = [normal.dataId, current.dataId].flatMap((dataId) => {
    const data = dataId === undefined ? undefined : dataSourceOf(project.spec, dataId);
    return data === undefined ? [] : personalColumns(data);
  });
  const label = positiveOf(project, normal.dataId ?? current.dataId);
  const truth = normal.side.kind === 'profile' ? keptTruth(normal.side.profile, label) : label;
  const ofRows = normal.side.kind === 'profile' ? undefined : label;
  const answers = wishes.answers ?? answersOf(project, check, ofRows);
  if (answers !== undefined && 'sentence' in answers) return answers;
  const queueFile = wishes.queue === undefined ? undefined : (wishes.queue.file ?? queueOf(project, current.dataId));
  if (wishes.queue !== undefined && queueFile === undefined) {
    return {
      sentence: `Nothing says where the rows for labelling go; name a file under \`labels\`, \`new_data\`, \`queue\`, or with --queue.`,
    };
  }
  const leastRows = wishes.leastRows ?? node.fields.window?.fields.min_rows?.value;
  const embedding = await findEmbedding(project, check, [normal.side, current.side], ports.files);
  if (embedding !== undefined && 'sentence' in embedding) return embedding;
  return {
    id,
    ...(embedding === undefined ? {} : { embedding }),
    reference: normal.side.label,
    current: current.side.label,
    ...(queueFile === undefined ? {} : { queueFile }),
    notes: sayGroups(project.spec, normal.dataId),
    request: {
      reference: normal.side,
      current: current.side,
      columns: [...columns],
      personal: [...new Set(personal)],
      showsRows,
      ...(truth === undefined ? {} : { truth }),
      chunks: cut,
      ...(blocks === undefined ? {} : { blocks }),
      against: wishes.against ?? againstOf(check),
      incomplete: wishes.incomplete ?? node.fields.window?.fields.incomplete?.value ?? 'keep',
      ...(leastRows === undefined ? {} : { leastRows }),
      falseAlarm: wishes.falseAlarm ?? falseAlarmOf(check) ?? 0.05,
      correction: node.fields.correction?.value ?? 'benjamini-hochberg',
      exact: wishes.isExact ?? false,
      statistics: [...methods.statistics],
      tools: [...methods.tools],
      together: [...methods.together],
      ...(answers === undefined ? {} : { answers }),
      ...(wishes.queue === undefined ? {} : { queueRows: wishes.queue.rows }),
    },
  };
}

/** Condition of the rows of the positive class. */
function positiveOf(project: Project, dataId: string | undefined): string | undefined {
  return dataId === undefined ? undefined : labelConditions(project, dataId)?.positive;
}

/** The class that a profile counts apart, unless the label of what is compared names another one now. */
function keptTruth({ positives }: Profile, label: string | undefined): string | undefined {
  return label === undefined || label === positives?.condition ? positives?.condition : undefined;
}

/** The windows of a check with the column of times that periods are cut by, or one sentence. */
export function cutByTime(
  project: Project,
  { id }: CheckView,
  chunks: CheckChunks,
  dataId: string | undefined,
): JobRequest<'compareDrift'>['chunks'] | Sentence {
  if (chunks.kind !== 'period') return chunks;
  const source = dataId === undefined ? undefined : dataSourceOf(project.spec, dataId);
  const time = source?.fields.roles?.fields.time?.text;
  if (time === undefined) {
    return {
      sentence: `The windows of the check ${id} are periods, and its data names no time column; add \`roles: {time: …}\` to the source, or cut it with --rows.`,
    };
  }
  return { kind: 'period', column: time, length: chunks.length, latestOnly: chunks.latestOnly };
}

export type CheckChunks =
  Exclude<WishedChunks, { kind: 'period' }> | { kind: 'period'; length: PeriodLength; latestOnly: boolean };

/** How a check cuts its rows, or one sentence. */
export function chunksOf({ id, node }: CheckView, wishes: DriftWishes): CheckChunks | Sentence {
  if (wishes.chunks !== undefined) {
    return wishes.chunks.kind === 'period' ? { ...wishes.chunks, latestOnly: false } : wishes.chunks;
  }
  const window = node.fields.window?.fields;
  const stated = window?.every ?? window?.duration;
  if (stated === undefined && window?.rows !== undefined) return { kind: 'rows', rows: window.rows.value };
  if (stated === undefined) return { kind: 'whole' };
  const length = lengthOf(stated);
  if (length === undefined)
    return { sentence: `The window \`${stated.text}\` of the check ${id} is no length of time.` };
  return { kind: 'period', length, latestOnly: window?.every === undefined };
}

/** The periods whose rows are alike, by the times of the reference; undefined where rows are independent. */
export function blocksOf(
  project: Project,
  { id, node }: CheckView,
  wishes: DriftWishes,
  dataId: string | undefined,
): JobRequest<'compareDrift'>['blocks'] | Sentence {
  const block = node.fields.window?.fields.block;
  const stated = block?.kind === 'quantity' ? block : undefined;
  if (wishes.block === 'none' || (wishes.block === undefined && block !== undefined && stated === undefined)) {
    return undefined;
  }
  const source = dataId === undefined ? undefined : dataSourceOf(project.spec, dataId);
  const column = source?.fields.roles?.fields.time?.text;
  if (wishes.block === undefined && stated === undefined) {
    return column === undefined ? undefined : { column, ...defaultBlock };
  }
  const length = wishes.block ?? (stated === undefined ? undefined : lengthOf(stated));
  if (length === undefined) {
    return { sentence: `The block \`${stated?.text ?? ''}\` of the check ${id} is no length of time.` };
  }
  if (column !== undefined) return { column, length };
  return {
    sentence: `The blocks of the check ${id} are periods, and its data names no time column; add \`roles: {time: …}\` to the source, or leave \`block\` out.`,
  };
}

/** Months and years are those of the calendar; other units have a fixed length. */
function lengthOf({ quantity }: QuantityNode): PeriodLength | undefined {
  const period = readPeriod(quantity.text);
  if (period !== undefined) return period;
  const seconds = readSeconds('the window', quantity);
  const count = seconds.kind === 'known' ? Math.round(seconds.value.toNumber()) : 0;
  return count >= 1 ? { unit: 'second', count } : undefined;
}

/** The queue of the label that a data source carries. */
function queueOf({ spec }: Project, dataId: string | undefined): string | undefined {
  for (const label of spec.fields.labels?.entries.values() ?? []) {
    const queue = label.fields.new_data?.fields.queue?.text;
    if (label.fields.of?.id === dataId && queue !== undefined) return queue;
  }
  return undefined;
}

/** What the windows of a check are compared with. */
export function againstOf({ node }: CheckView): DriftAgainst {
  const { against } = node.fields;
  if (against === undefined) return { kind: 'fixed' };
  const { value } = against;
  if (typeof value === 'number') return { kind: 'rolling', windows: value };
  return value === 'previous' ? { kind: 'previous' } : { kind: 'fixed' };
}

/** Whether a check watches scores that production logged. */
export function isAboutScores({ node }: CheckView): boolean {
  return node.fields.watch?.value === 'outputs' && node.fields.score !== undefined;
}

function scoreColumns({ node }: CheckView): readonly string[] {
  return node.fields.score === undefined ? [] : [node.fields.score.text];
}

/** The answers that a check watches beside columns: the logged score, held against the label of the reference. */
function answersOf(
  project: Project,
  { id, node }: CheckView,
  truth: string | undefined,
): JobRequest<'compareDrift'>['answers'] | Sentence {
  const { score, arrived, model } = node.fields;
  if (score === undefined) return undefined;
  if (truth === undefined) {
    return {
      sentence: `The check ${id} names a \`score\`, and the label of its reference names no positive class to hold it against.`,
    };
  }
  const decision =
    model === undefined
      ? undefined
      : modelChain(project.spec, model.id).flatMap(({ fields }) => fields.decision ?? [])[0];
  const threshold = decision?.fields.threshold?.quantity.value;
  return {
    score: score.text,
    truth,
    ...(threshold === undefined ? {} : { threshold: Number(threshold.toString()) }),
    ...(arrived === undefined ? {} : { arrived: arrived.text }),
  };
}

function methodsOf({ node }: CheckView) {
  const { method } = node.fields;
  if (method === undefined) return { statistics: [], tools: [], together: [] };
  return readMethods(method.kind === 'list' ? method.items.map(({ value }) => value) : [method.value]);
}

/** What a check looks at: as stated, else the split of production. */
export function currentOf(project: Project, { node }: CheckView): ReferenceNode | string | undefined {
  if (node.fields.current !== undefined) return node.fields.current;
  for (const [id, split] of project.spec.fields.splits?.entries ?? []) {
    if (split.fields.role?.value === 'production') return id;
  }
  return undefined;
}

/** The rows of a split or a data source, a profile, or the files of a pattern. */
export async function findSide(project: Project, named: ReferenceNode | string, ports: PlanPorts): Promise<FoundSide> {
  const { files } = ports;
  const id = typeof named === 'string' ? named : named.id;
  const dataId = splitOf(project.spec, id)?.fields.of?.id;
  if (dataId !== undefined) return findRows(project, dataId, id, ports);
  if (dataSourceOf(project.spec, id) !== undefined) return findRows(project, id, undefined, ports);
  if (typeof named === 'string') return { sentence: `There is no split or data source ${id} in the spec.` };
  const uri = uriOf(project, named.place);
  return id.endsWith('.json') ? readProfile(files, id, uri) : findFiles(files, id, uri);
}

/** Rows of a split, or of a whole data source. */
export async function findRows(
  project: Project,
  dataId: string,
  splitId: string | undefined,
  { files, readEnvironment }: PlanPorts,
): Promise<FoundSide> {
  const source = dataSourceOf(project.spec, dataId);
  const path = source?.fields.path;
  if (source?.fields.engine !== undefined) return findEngineRows(project, dataId, source, splitId, readEnvironment);
  if (source === undefined || path === undefined) {
    return { sentence: `The data source ${dataId} names neither a path nor an engine, so it cannot be read.` };
  }
  const uri = uriOf(project, source.place);
  const table = await findSource(files, source, uri);
  if (table.kind === 'unknown') return { sentence: `${dataId} cannot be read because ${table.because}.` };
  const splits: Rows['splits'] = [];
  for (const { id, node } of splitsOf(project, dataId)) {
    const own = node.fields.path?.text;
    const matching = own === undefined ? [] : await filesBelow(files, path.text, own, uri);
    const rows = splitRows(id, node, source, () => matching);
    if (!('because' in rows)) splits.push(rows);
    else if (id === splitId) return { sentence: `The split ${id} cannot be read because ${rows.because}.` };
  }
  const side: Rows = {
    kind: 'rows',
    label: splitId ?? dataId,
    source: tableSource(table, derivedColumns(source)),
    splits,
    ...(splitId === undefined ? {} : { split: splitId }),
  };
  return { side, dataId };
}

const engineWords = {
  duckdb: { in: 'a DuckDB file', connection: 'the absolute path of the file' },
  trino: { in: 'Trino', connection: 'https://user:password@host:8443/catalog/schema' },
} as const;

/** A table in an engine: its connection comes from the environment, so that no secret stands in a file. */
function findEngineRows(
  project: Project,
  dataId: string,
  source: NonNullable<ReturnType<typeof dataSourceOf>>,
  splitId: string | undefined,
  readEnvironment: PlanPorts['readEnvironment'],
): FoundSide {
  const { engine, table } = source.fields;
  const { connection } = engine?.fields ?? {};
  const kind = engine?.fields.kind?.value;
  if (kind === undefined) {
    return {
      sentence: `The engine of ${dataId} is not one that can be asked; duckdb and trino are, and files are read without one.`,
    };
  }
  const variable = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(connection?.text ?? '')?.[1];
  if (variable === undefined || table === undefined) {
    return {
      sentence: `The engine of ${dataId} needs a \`connection\` such as "env:PLUMBLINE_${kind.toUpperCase()}" and a \`table\`.`,
    };
  }
  const value = readEnvironment?.(variable);
  if (value === undefined || value === '') {
    return {
      sentence: `${dataId} lies in ${engineWords[kind].in}, and the variable ${variable} of the environment does not say where; set it to ${engineWords[kind].connection}.`,
    };
  }
  const splits: Rows['splits'] = [];
  for (const { id, node } of splitsOf(project, dataId)) {
    const rows = splitRows(id, node, source, () => []);
    if (!('because' in rows)) splits.push(rows);
    else if (id === splitId) return { sentence: `The split ${id} cannot be read because ${rows.because}.` };
  }
  const side: Rows = {
    kind: 'rows',
    label: splitId ?? dataId,
    source: {
      label: dataId,
      root: '/',
      files: [],
      engine: { kind, variable, connection: value, table: table.text, patienceMs: 300_000 },
      derive: derivedColumns(source),
    },
    // Splits of shares need an order of rows, which Trino has not; they are refused only when they are asked for.
    splits: splits.filter(({ id, fraction }) => kind === 'duckdb' || id === splitId || fraction === undefined),
    ...(splitId === undefined ? {} : { split: splitId }),
  };
  return { side, dataId };
}

async function findFiles(files: WorkspaceFiles, path: string, uri: string): Promise<FoundSide> {
  const table = await findTable(files, path, uri);
  if (table.kind === 'unknown') return { sentence: `${path} cannot be read because ${table.because}.` };
  return { side: { kind: 'rows', label: path, source: tableSource(table, []), splits: [] }, dataId: undefined };
}

async function readProfile(files: WorkspaceFiles, path: string, uri: string): Promise<FoundSide> {
  const found = await files.resolve(path, uri);
  if (found.kind === 'outside') return { sentence: `${path} leaves the workspace.` };
  if (found.kind !== 'file') {
    return { sentence: `The profile ${path} does not exist; make it with plumbline profile.` };
  }
  const content = await files.readFile(found.uri, profileBytes);
  if (content.kind !== 'content') return { sentence: `The profile ${path} cannot be read.` };
  return parseProfile(content.text, path);
}

/** Reads a profile from its text. @param label what the user calls it */
export function parseProfile(
  text: string,
  label: string,
): Sentence | { readonly side: Extract<DriftSide, { kind: 'profile' }>; readonly dataId: undefined } {
  const wrong = { sentence: `${label} is no profile of this version; make it again with plumbline profile.` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { sentence: `${label} is no JSON; a reference that ends in .json is read as a profile.` };
  }
  const parsed = profileShape.safeParse(value);
  return parsed.success ? { side: { kind: 'profile', label, profile: parsed.data }, dataId: undefined } : wrong;
}
