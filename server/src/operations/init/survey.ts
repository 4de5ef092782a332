/** Looks over a folder for what a spec speaks of: tables, images, models, notebooks, pipelines, stores of runs. */
import type { WorkspaceFiles } from '../ports.ts';
import { groupTables } from './groupTables.ts';

/** A table, or several files of one shape that make up one. */
export interface FoundTable {
  /** A path or a pattern, from the folder. */
  readonly path: string;
  /** Paths of its files, sorted; never empty. */
  readonly files: readonly string[];
}

/** A folder of images. */
export interface FoundImages {
  readonly path: string;
  /** Images that were seen; more when the search was cut. */
  readonly count: number;
  /** Names of folders directly below that hold images, sorted. */
  readonly folders: readonly string[];
}

/** All paths count from the folder, with `/` between names, sorted. */
export interface Survey {
  readonly tables: readonly FoundTable[];
  readonly images: readonly FoundImages[];
  readonly models: readonly string[];
  /** Files of spreadsheet programs, which are not read. */
  readonly workbooks: readonly string[];
  /** Models in other formats than ONNX, which are not run. */
  readonly otherModels: readonly string[];
  readonly notebooks: readonly string[];
  /** Files of Python. */
  readonly scripts: readonly string[];
  readonly contracts: readonly string[];
  /** JSON files, among which may be what is true of pictures. */
  readonly documents: readonly string[];
  /** Files that pin another one: `data/flights.parquet.dvc`. */
  readonly pins: ReadonlySet<string>;
  /** What such files pin and what is not here, because nobody has pulled it: `data/flights.parquet`. */
  readonly absent: readonly string[];
  readonly dvcPipelines: readonly string[];
  /** Stores of runs. */
  readonly mlflow: readonly string[];
  readonly locks: readonly string[];
  /** Files whose names a path of a spec cannot hold, because they would read as a pattern or break a line. */
  readonly unnamable: number;
  /** Whether there is more than was looked at. */
  readonly isCut: boolean;
}

const mostFolders = 500;
const mostEntries = 50_000;
const deepest = 8;

/** Folders of tools, whose content is not the project's own. */
const skipped: ReadonlySet<string> = new Set([
  'node_modules',
  'site-packages',
  'venv',
  'env',
  '__pycache__',
  'dist',
  'build',
  'target',
]);

const tableEnding = /\.(?:csv|tsv|jsonl|ndjson|parquet)(?:\.gz)?$/i;
const imageEnding = /\.(?:png|jpe?g|webp|bmp|tiff?|gif)$/i;
/** What training writes and DVC pins as well. */
const savedModelEnding = /\.(?:onnx|pkl|pickle|joblib|pt|pth|h5|hdf5|keras|safetensors|model)$/i;
const lockNames: ReadonlySet<string> = new Set([
  'uv.lock',
  'poetry.lock',
  'pdm.lock',
  'Pipfile.lock',
  'conda-lock.yml',
  'requirements.txt',
  'environment.yml',
]);

interface Notes {
  readonly tables: string[];
  /** Folder → images directly in it. */
  readonly images: Map<string, number>;
  readonly models: string[];
  readonly workbooks: string[];
  readonly otherModels: string[];
  readonly notebooks: string[];
  readonly scripts: string[];
  readonly contracts: string[];
  readonly documents: string[];
  readonly pins: Set<string>;
  readonly dvcPipelines: string[];
  readonly mlflow: string[];
  readonly locks: string[];
  /** Everything that was seen. */
  readonly paths: Set<string>;
  unnamable: number;
}

/**
 * Walks a folder, breadth first and bounded, without reading any file. Hidden folders, folders of tools and folders with
 * a spec of their own are left out; links to folders are not followed.
 *
 * @param specUri where the spec of the folder will stand
 */
export async function surveyFolder(files: WorkspaceFiles, specUri: string): Promise<Survey> {
  const notes: Notes = {
    tables: [],
    images: new Map(),
    models: [],
    workbooks: [],
    otherModels: [],
    notebooks: [],
    scripts: [],
    contracts: [],
    documents: [],
    pins: new Set(),
    dvcPipelines: [],
    mlflow: [],
    locks: [],
    paths: new Set(),
    unnamable: 0,
  };
  const waiting: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  let [seenFolders, seenEntries] = [0, 0];
  let isCut = false;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const entries = await files.listFolder(next.path === '' ? '.' : next.path, specUri);
    seenFolders += 1;
    seenEntries += entries.length;
    const isOther = next.path !== '' && entries.some(({ name }) => name === 'plumbline.yaml');
    if (isOther) continue;
    for (const { name, isFolder } of entries) {
      const path = next.path === '' ? name : `${next.path}/${name}`;
      notes.paths.add(path);
      if (!isFolder) noteFile(notes, next.path, path, name);
      else if (name === 'mlruns') notes.mlflow.push(path);
      else if (name.startsWith('.') || skipped.has(name) || !isNamable(name)) continue;
      else if (next.depth < deepest) waiting.push({ path, depth: next.depth + 1 });
    }
    isCut = waiting.length > 0 && (seenFolders >= mostFolders || seenEntries >= mostEntries);
    if (isCut) break;
  }
  const { tables, images, paths, ...rest } = notes;
  const pinned = [...notes.pins].map((pin) => pin.slice(0, -'.dvc'.length));
  return {
    ...rest,
    tables: groupTables(tables.toSorted()),
    images: imageFolders(images),
    absent: pinned.filter((path) => !paths.has(path) && !savedModelEnding.test(path)).toSorted(),
    isCut,
  };
}

/** Whether a file of this name is read as a table. */
export function isTable(path: string): boolean {
  return tableEnding.test(path);
}

/** A name that a path can hold: characters of patterns would read as one. */
function isNamable(name: string): boolean {
  return !/[*?[\]{}!\\\p{Cc}\p{Cf}\u2028\u2029]/u.test(name);
}

function noteFile(notes: Notes, folder: string, path: string, name: string): void {
  const isImage = imageEnding.test(name);
  if (isImage && isNamable(path)) {
    notes.images.set(folder, (notes.images.get(folder) ?? 0) + 1);
    return;
  }
  const list = listFor(notes, path, name);
  if (list === undefined) return;
  if (isNamable(name)) list.push(path);
  else notes.unnamable += 1;
}

function listFor(notes: Notes, path: string, name: string): Pick<string[], 'push'> | undefined {
  if (isTable(name)) return notes.tables;
  if (/\.onnx$/i.test(name)) return notes.models;
  if (/\.(?:xlsx?|xlsm|ods)$/i.test(name) && !name.startsWith('~$')) return notes.workbooks;
  if (savedModelEnding.test(name)) return notes.otherModels;
  if (/\.ipynb$/i.test(name)) return notes.notebooks;
  if (/\.py$/i.test(name)) return notes.scripts;
  if (/\.odcs\.ya?ml$/i.test(name)) return notes.contracts;
  if (/\.json$/i.test(name)) return notes.documents;
  if (name === 'dvc.yaml') return notes.dvcPipelines;
  if (name === 'mlflow.db') return notes.mlflow;
  if (lockNames.has(name)) return notes.locks;
  if (name.endsWith('.dvc') && name !== '.dvc') return { push: () => notes.pins.add(path).size };
  return undefined;
}

/** Names of folders in which pages keep their pictures. */
const figureFolder = /(?:^|\/)(?:docs?|figures?|figs?|images?|imgs?|assets|media|plots?|screenshots?|static)$/i;
/** As many images are data, whatever their folder is called. */
const mostFigures = 100;
/** Fewer images are figures of a report. */
const fewestImages = 10;

/** The outermost folders that hold images in several folders below, or in themselves. */
function imageFolders(images: ReadonlyMap<string, number>): readonly FoundImages[] {
  const roots = new Map<string, { count: number; folders: Set<string> }>();
  const pictures = new Map([...images].filter(([folder, count]) => count >= mostFigures || !figureFolder.test(folder)));
  for (const [folder, count] of pictures) {
    const root = imageRoot(folder, pictures);
    const known = roots.get(root) ?? { count: 0, folders: new Set<string>() };
    known.count += count;
    const [below] = folder.slice(root === '' ? 0 : root.length + 1).split('/', 1);
    if (folder !== root && below !== undefined && below !== '') known.folders.add(below);
    roots.set(root, known);
  }
  return [...roots]
    .filter(([path, { count }]) => path !== '' && count >= fewestImages)
    .map(([path, { count, folders }]) => ({ path, count, folders: [...folders].toSorted() }))
    .toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** As long as a folder's parent holds images in other folders too, the parent is the set. */
function imageRoot(folder: string, images: ReadonlyMap<string, number>): string {
  let root = folder;
  for (let parent = parentOf(root); parent !== ''; parent = parentOf(parent)) {
    const isShared = [...images.keys()].some(
      (other) => other !== folder && isBelow(parent, other) && !isBelow(root, other),
    );
    if (isShared) root = parent;
  }
  return root;
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
