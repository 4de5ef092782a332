/** Promotes a notebook up to the point where files would be written: what they hold, and what becomes of those on disk. */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { GeneratedFile, PromotionMap, PromotionReport, StageChoices } from '../../../../schemas/promotion.ts';
import type { NotebookAnalysis } from '../../notebook/flow/analysis.ts';
import type { ProjectFinding } from '../../notebook/promote/project/projectInput.ts';
import { pythonName } from '../../notebook/promote/project/pythonName.ts';
import { runPath } from '../../notebook/read/runPath.ts';
import type { PythonParser } from '../../notebook/syntax/pythonParser.ts';
import type { NotebookWorkspace, StudiedNotebook } from '../notebooks/notebookWorkspace.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { codeFindings, keptFindings } from './keptFindings.ts';
import { moveLines } from './moveLines.ts';
import { inspectPlace, nameOf } from './packagePlace.ts';
import { planFiles } from './planFiles.ts';
import type { PlannedWrite } from './planFiles.ts';
import { polishFiles } from './polishFiles.ts';
import {
  findProjectFolder,
  nameRecord,
  notebookOf,
  pathBetween,
  readBase,
  readRecords,
  readTexts,
  recordUri,
} from './promotionRecord.ts';
import type { PromotionRecord } from './promotionRecord.ts';
import type { PythonFormatter } from './pythonFormatter.ts';
import { readVerification, verifiedVersions } from './readVerification.ts';
import { renderPromotion } from './renderPromotion.ts';

export interface PromotionRequest {
  readonly notebookUri: string;
  /** Address of the package's folder, without a slash at its end. */
  readonly packageUri: string;
  /** Address of the folder that holds all that may be looked at and written, such as the repository. */
  readonly rootUri: string;
  /** Importable name; undefined makes one of the notebook's name. */
  readonly packageName: string | undefined;
  /** Where a person has put statements; undefined takes what is recorded. */
  readonly stages: StageChoices['stages'] | undefined;
  readonly keepsExploration: boolean;
  /** Whether edited and foreign files are overwritten. */
  readonly isForced: boolean;
}

/** What the notebook gives, before anything is known of the disk. */
export interface PackageDraft {
  readonly files: readonly GeneratedFile[];
  readonly report: PromotionReport;
  readonly map: PromotionMap;
}

export interface DraftOptions {
  readonly packageName: string | undefined;
  readonly stages: Readonly<Record<string, NotebookStage>>;
  readonly keepsExploration: boolean;
  /** What is wrong with the code, which the package tells of. */
  readonly findings: readonly ProjectFinding[];
  /** The notebook from the package's folder. */
  readonly notebookPath: string;
  /** Modules that lie beside the notebook, by the name that imports them. */
  readonly localModules: ReadonlySet<string>;
  /** Versions of the environment in which the package was verified last, by distribution. */
  readonly versions: ReadonlyMap<string, string>;
  /** Version of Plumbline. */
  readonly version: string;
}

/** A notebook that can be promoted. */
export interface NotebookSource {
  readonly analysis: NotebookAnalysis;
  readonly parser: PythonParser;
}

export interface PromotionPorts {
  readonly files: Pick<WorkspaceFiles, 'readFile' | 'resolve' | 'listFolder'>;
  readonly notebooks: Pick<NotebookWorkspace, 'study'>;
  readonly makePackage: (source: NotebookSource, options: DraftOptions) => PackageDraft;
  /** Loads what formats Python; undefined where it is not there. */
  readonly loadFormatter: () => Promise<PythonFormatter | undefined>;
  readonly version: string;
}

export interface PreparedPromotion {
  readonly request: PromotionRequest;
  readonly report: PromotionReport;
  /** Of the files as they are generated, which the record keeps: edits on the disk are followed from there. */
  readonly map: PromotionMap;
  /** Of the files as they will lie on the disk. */
  readonly diskMap: PromotionMap;
  readonly source: NotebookSource;
  readonly stages: StageChoices['stages'];
  /** Sorted by path. */
  readonly files: readonly PlannedWrite[];
  /** Address of the folder that records the promotion. */
  readonly recordUri: string;
  readonly isFirst: boolean;
}

export type PreparedOutcome =
  | { readonly kind: 'prepared'; readonly promotion: PreparedPromotion }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Reads and writes nothing but what the ports give; nothing is written. */
export async function preparePromotion(request: PromotionRequest, ports: PromotionPorts): Promise<PreparedOutcome> {
  const { notebookUri, packageUri, rootUri } = request;
  const { files, version } = ports;
  const studied = await ports.notebooks.study(notebookUri);
  if (studied === undefined) return refuse(`There is no notebook ${nameOf(notebookUri)}.`);
  const problem = whyNot(studied);
  if (problem !== undefined) return refuse(problem);
  const { analysis, parser } = studied;
  if (analysis === undefined) return refuse('Notebooks cannot be analysed: the modules that read Python are missing.');
  const place = await inspectPlace(packageUri, rootUri, files);
  if (place.kind === 'refused') return place;
  const projectUri = await findProjectFolder(packageUri, rootUri, files);
  const records = await readRecords(projectUri, files);
  const record = records.find((candidate) => candidate.packageUri === packageUri);
  if (record === undefined && place.kind === 'taken' && !request.isForced)
    return refuse(foreign(packageUri, place.names));

  const former = record === undefined ? undefined : notebookOf(record);
  // Choices are told by cells, so those of another notebook say nothing of this one; a renamed one keeps them.
  const isOther = former !== undefined && former !== notebookUri && (await isThere(former, files));
  const stages = request.stages ?? (isOther ? undefined : record?.stages) ?? {};
  const source = { analysis, parser };
  const { draft: made, keepsExploration } = makeDraft(source, request.keepsExploration, ports.makePackage, {
    packageName: request.packageName ?? record?.map.package,
    stages,
    findings: codeFindings(studied),
    notebookPath: pathBetween(packageUri, notebookUri),
    localModules: await findLocalModules(notebookUri, files),
    versions: verifiedVersions(record === undefined ? undefined : await readVerification(packageUri, files)),
    version,
  });
  const kept = request.packageName === undefined && former !== undefined ? keptName(made, former, notebookUri) : [];
  const draft = { ...made, report: { ...made.report, decisions: [...made.report.decisions, ...kept] } };
  if (draft.report.counts.converted === 0) return refuse(nothingToPromote(notebookUri, analysis));
  const polished = await polishDraft(draft, studied, ports);
  const planned = await planAgainstDisk(polished, record, request, files);
  const name = record?.name ?? nameRecord(polished.map.package, records);
  const map: PromotionMap = {
    ...polished.map,
    entries: entriesOf(polished.map, record?.map, planned.files),
    folder: pathBetween(projectUri, packageUri),
    files: planned.files.flatMap(({ path, generated }) => (generated === undefined ? [] : [path])),
  };
  return {
    kind: 'prepared',
    promotion: {
      request: { ...request, keepsExploration },
      report: planned.report,
      map,
      diskMap: planned.map,
      source,
      stages,
      files: planned.files,
      recordUri: record?.uri ?? recordUri(projectUri, name),
      isFirst: record === undefined,
    },
  };
}

async function isThere(uri: string, files: PromotionPorts['files']): Promise<boolean> {
  return (await files.resolve(nameOf(uri), uri)).kind === 'file';
}

/** A package that another notebook was promoted to keeps its name, since others import it; that is told where it may surprise. */
function keptName({ report }: PackageDraft, former: string, notebookUri: string): readonly string[] {
  const isExpected = report.package === pythonName(nameOf(notebookUri).replace(/\.[a-z]+$/u, ''));
  if (former === notebookUri || isExpected) return [];
  const kept = `The package keeps the name \`${report.package}\` that it has from ${nameOf(former)}, so that what imports it finds it`;
  return [`${kept}; \`plumbline promote --package NAME\` gives it another.`];
}

/**
 * Python files beside a notebook, and folders there that say that they are packages: of any other folder, an installed
 * package of the same name takes the place.
 */
async function findLocalModules(notebookUri: string, files: PromotionPorts['files']): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { name, isFolder } of await files.listFolder('.', notebookUri)) {
    if (!isFolder && name.endsWith('.py')) found.add(name.slice(0, -'.py'.length));
    if (isFolder && (await files.resolve(`${name}/__init__.py`, notebookUri)).kind === 'file') found.add(name);
  }
  return found;
}

/** A notebook that only looks at data is promoted to what looks at data, for there is nothing else. */
function makeDraft(
  source: NotebookSource,
  isAsked: boolean,
  makePackage: PromotionPorts['makePackage'],
  options: Omit<DraftOptions, 'keepsExploration'>,
): { readonly draft: PackageDraft; readonly keepsExploration: boolean } {
  const draft = makePackage(source, { ...options, keepsExploration: isAsked });
  if (isAsked || draft.report.counts.converted > 0) return { draft, keepsExploration: isAsked };
  const whole = makePackage(source, { ...options, keepsExploration: true });
  const decision = 'What looks at the data is kept, because the notebook trains, measures and writes nothing.';
  return {
    draft: { ...whole, report: { ...whole.report, decisions: [...whole.report.decisions, decision] } },
    keepsExploration: true,
  };
}

/** Formats and checks the files; report and map keep up with them. */
async function polishDraft(
  draft: PackageDraft,
  studied: StudiedNotebook,
  ports: PromotionPorts,
): Promise<PackageDraft> {
  const formatter = await ports.loadFormatter();
  const findings = keptFindings(studied, draft);
  if (formatter === undefined) {
    const skipped = 'The files were neither formatted nor checked, because the formatter is not installed here.';
    return { ...draft, report: { ...draft.report, findings, decisions: [...draft.report.decisions, skipped] } };
  }
  const { files, checks } = polishFiles(draft.files, formatter);
  const report: PromotionReport = { ...draft.report, findings, checks: [...checks] };
  return { files, ...moveLines({ report, map: draft.map }, draft.files, files) };
}

interface Planned {
  readonly report: PromotionReport;
  readonly map: PromotionMap;
  readonly files: readonly PlannedWrite[];
}

/** A file in conflict stays as it was generated last, and so do the lines that are known of it. */
function entriesOf(
  fresh: PromotionMap,
  last: PromotionMap | undefined,
  files: readonly PlannedWrite[],
): PromotionMap['entries'] {
  const inConflict = new Set(files.flatMap(({ path, state }) => (state === 'conflict' ? [path] : [])));
  const isStill = ({ to }: PromotionMap['entries'][number]) => inConflict.has(to.file);
  return [...fresh.entries.filter((entry) => !isStill(entry)), ...(last?.entries ?? []).filter(isStill)];
}

/** The report speaks of files as they will lie on the disk, so it is written once those are known. */
async function planAgainstDisk(
  draft: PackageDraft,
  record: PromotionRecord | undefined,
  { packageUri, isForced }: PromotionRequest,
  files: PromotionPorts['files'],
): Promise<Planned> {
  const base = record === undefined ? new Map<string, string>() : await readBaseOnDisk(record, packageUri, files);
  const plan = async (fresh: readonly GeneratedFile[], isWanted: (path: string) => boolean) => {
    const bases = new Map([...base].filter(([path]) => isWanted(path)));
    const paths = new Set([...fresh.map(({ path }) => path), ...bases.keys()]);
    const mine = await readTexts(packageUri, [...paths], files);
    return planFiles({ fresh, base: bases, mine, baseMap: record?.map, freshMap: draft.map, isForced });
  };
  const isReport = (path: string) => path.startsWith('reports/promotion.');
  const planned = await plan(draft.files, (path) => !isReport(path));
  const onDisk = planned.flatMap(({ path, state, before, after }) => {
    const text = state === 'conflict' ? before : after;
    return text === undefined ? [] : [{ path, text }];
  });
  const { report, map } = moveLines(draft, draft.files, onDisk);
  const reports = await plan(renderPromotion(report), isReport);
  return { report, map, files: [...planned, ...reports].toSorted((left, right) => (left.path < right.path ? -1 : 1)) };
}

/** A package of which nothing is left was not edited: it was thrown away, and is made anew. */
async function readBaseOnDisk(
  record: PromotionRecord,
  packageUri: string,
  files: PromotionPorts['files'],
): Promise<ReadonlyMap<string, string>> {
  const base = await readBase(record, files);
  const mine = await readTexts(packageUri, [...base.keys()], files);
  return mine.size === 0 ? new Map() : base;
}

/** Why a notebook cannot be promoted at all. */
function whyNot({ placed: { notebook } }: StudiedNotebook): string | undefined {
  const name = nameOf(notebook.uri);
  if (!notebook.isRead) {
    return notebook.problems[0]?.message ?? `${name} cannot be read as a notebook: open it and save it again.`;
  }
  if (!notebook.language.startsWith('python')) {
    return `${name} is written in ${notebook.language}; only notebooks in Python can be promoted.`;
  }
  // What stands for a letter that is not UTF-8; the package would hold it instead of the letter.
  const odd = notebook.cells.findIndex(({ kind, text }) => kind === 'code' && text.includes('\uFFFD'));
  return odd < 0
    ? undefined
    : `Cell ${odd + 1} of ${name} holds letters that are not UTF-8, as notebooks are: save it with that encoding, and promote it again.`;
}

function nothingToPromote(notebookUri: string, { magics }: NotebookAnalysis): string {
  const name = nameOf(notebookUri);
  const paths = [...new Set(magics.filter((magic) => magic.name === 'run').map(({ argument }) => runPath(argument)))];
  const [first, ...others] = paths.filter((path) => path !== '');
  if (first === undefined)
    return `${name} has no statement that a package could be made of: promote it once its cells read or compute something.`;
  const all = others.length === 0 ? `\`${first}\`` : `\`${first}\` and ${others.length} more`;
  return `All that ${name} does hangs on what \`%run\` brings from ${all}: copy those cells into the notebook, or import what they define from a module.`;
}

function foreign(packageUri: string, names: readonly string[]): string {
  const [first = ''] = names;
  return `${nameOf(packageUri)} holds files that no promotion wrote, such as ${first}: choose another folder, or overwrite them with plumbline promote --force.`;
}

function refuse(sentence: string): PreparedOutcome {
  return { kind: 'refused', sentence };
}
