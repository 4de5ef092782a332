/** `.plumbline/promotions/<name>/`: the map, the texts that were generated last, and where a person put statements. */
import { URI, Utils } from 'vscode-uri';
import { promotionMap, stageChoices } from '../../../../schemas/promotion.ts';
import type { PromotionMap, StageChoices } from '../../../../schemas/promotion.ts';
import type { WorkspaceFiles } from '../ports.ts';
import type { PlannedWrite } from './planFiles.ts';

type Files = Pick<WorkspaceFiles, 'readFile' | 'resolve' | 'listFolder'>;

/** Bytes beyond which a file of a record is not ours. */
const sizeLimit = 20_000_000;
/** Where records lie, in the folder of a project. */
const recordsFolder = '.plumbline/promotions';

export interface PromotionRecord {
  /** Name of the record's folder. */
  readonly name: string;
  /** Address of the record's folder. */
  readonly uri: string;
  readonly map: PromotionMap;
  readonly stages: StageChoices['stages'];
  /** Address of the package's folder. */
  readonly packageUri: string;
}

/** All records of a project. What cannot be read is none. */
export async function readRecords(projectUri: string, files: Files): Promise<readonly PromotionRecord[]> {
  const records: PromotionRecord[] = [];
  for (const { name, isFolder } of await files.listFolder(recordsFolder, `${projectUri}/plumbline.yaml`)) {
    if (!isFolder) continue;
    const uri = recordUri(projectUri, name);
    const map = promotionMap.safeParse(await readJson(`${uri}/map.json`, files)).data;
    if (map?.folder === undefined) continue;
    const stages = stageChoices.safeParse(await readJson(`${uri}/stages.json`, files)).data?.stages ?? {};
    records.push({ name, uri, map, stages, packageUri: below(projectUri, map.folder) });
  }
  return records;
}

/** Address of a record's folder. */
export function recordUri(projectUri: string, name: string): string {
  return below(projectUri, `${recordsFolder}/${name}`);
}

/** Records of a folder and of those above it, up to the root: the innermost first. */
export async function recordsAbove(uri: string, rootUri: string, files: Files): Promise<readonly PromotionRecord[]> {
  const records: PromotionRecord[] = [];
  for (let folder = parentOf(uri); folder.startsWith(rootUri); folder = parentOf(folder)) {
    records.push(...(await readRecords(folder, files)));
  }
  return records;
}

/** Address of the notebook that a record is of. */
export function notebookOf({ packageUri, map }: PromotionRecord): string {
  return below(packageUri, map.notebook);
}

/** What was generated last, by path. */
export async function readBase(record: PromotionRecord, files: Files): Promise<ReadonlyMap<string, string>> {
  return readTexts(`${record.uri}/base`, record.map.files ?? [], files);
}

/** Texts of those files of a folder that are there. */
export async function readTexts(
  folderUri: string,
  paths: readonly string[],
  files: Files,
): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(
    paths.filter(isInside).map(async (path) => {
      const content = await files.readFile(below(folderUri, path), sizeLimit);
      return content.kind === 'content' ? ([[path, content.text]] as const) : [];
    }),
  );
  return new Map(texts.flat());
}

/** The files of a record, as they are to be written; null for one that is to go. */
export function recordFiles(
  map: PromotionMap,
  stages: StageChoices['stages'],
  planned: readonly PlannedWrite[],
): readonly { readonly path: string; readonly text: string | null }[] {
  const choices: StageChoices = { kind: 'promotion-stages', schema: 1, stages };
  return [
    { path: 'map.json', text: `${JSON.stringify(map, null, 2)}\n` },
    { path: 'stages.json', text: Object.keys(stages).length === 0 ? null : `${JSON.stringify(choices, null, 2)}\n` },
    // A file in conflict keeps its old base, so that the next promotion merges the same changes again.
    ...planned
      .filter(({ state }) => state !== 'conflict')
      .map(({ path, generated }) => ({ path: `base/${path}`, text: generated ?? null })),
  ];
}

/** The folder whose `.plumbline` records a package: that of the nearest spec above it, else the workspace. */
export async function findProjectFolder(packageUri: string, rootUri: string, files: Files): Promise<string> {
  for (let folder = parentOf(packageUri); folder.length >= rootUri.length; folder = parentOf(folder)) {
    const found = await files.resolve('plumbline.yaml', `${folder}/plumbline.yaml`);
    if (found.kind === 'file') return folder;
    if (folder === rootUri) break;
  }
  return rootUri;
}

/** A name for a new record that no other package has. */
export function nameRecord(packageName: string, records: readonly Pick<PromotionRecord, 'name'>[]): string {
  const taken = new Set(records.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? packageName : `${packageName}-${number}`;
    if (!taken.has(name)) return name;
  }
}

export function parentOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** Address of a path below a folder; `..` leads up. */
export function below(folderUri: string, path: string): string {
  return Utils.resolvePath(URI.parse(folderUri), path).toString();
}

/** The way from one folder to another place, with forward slashes; both are addresses. */
export function pathBetween(fromFolderUri: string, toUri: string): string {
  const [from, to] = [fromFolderUri.split('/'), toUri.split('/')];
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared += 1;
  const path = [...from.slice(shared).map(() => '..'), ...to.slice(shared)].map(decodeURIComponent).join('/');
  return path === '' ? '.' : path;
}

function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split('/').includes('..');
}

async function readJson(uri: string, files: Files): Promise<unknown> {
  const content = await files.readFile(uri, sizeLimit);
  if (content.kind !== 'content') return undefined;
  try {
    return JSON.parse(content.text) as unknown;
  } catch {
    return undefined;
  }
}
