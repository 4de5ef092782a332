/** Gathers what lies around a notebook before it is checked: reads alone, inside of the workspace alone. */
import type { EffectFile } from '../../../../schemas/effects.ts';
import type { CodeOutline } from '../../notebook/code/codeOutline.ts';
import { readProjectEffects } from '../../notebook/effects/projectEffects.ts';
import { declaringFiles, opaqueFiles, readDeclaredPackages } from '../../notebook/packages/declaredPackages.ts';
import type { DeclaredPackages } from '../../notebook/packages/declaredPackages.ts';
import type { NotebookSurroundings, SpecMetrics } from '../../rules/notebook/surroundings.ts';
import type { WorkspaceFiles } from '../ports.ts';
import type { FileLookups } from './fileLookups.ts';
import { mayBeLocal, readModules, readScripts } from './localCode.ts';
import { baseName, dataEndings, folderOf, pathState, relativePath, similarPath } from './nearbyPaths.ts';
import { promotedFolders } from './promotedFolders.ts';
import type { Wanted } from './watchSurroundings.ts';

export interface SurroundingsPorts {
  readonly lookups: FileLookups;
  /** What records of promotions are read from. */
  readonly files: Pick<WorkspaceFiles, 'readFile' | 'resolve' | 'listFolder'>;
  /** Addresses of the Python files of the workspace, sorted. */
  readonly pythonFiles: () => Promise<readonly string[]>;
  /** Addresses of the files of the workspace that look like data, sorted; asked for when a path names nothing. */
  readonly dataFiles: (endings: readonly string[]) => Promise<readonly string[]>;
  /** What is kept of a Python file; undefined for what is not compared with notebooks. */
  readonly outline: (uri: string, text: string) => CodeOutline | undefined;
}

export interface Gathered {
  readonly surroundings: NotebookSurroundings;
  /** Whether everything that was asked for had been looked up. */
  readonly covers: (asked: Wanted) => boolean;
}

/** Folders above a notebook that are looked at. */
const folderLimit = 12;
/** Python files that a notebook is compared with. */
const codeLimit = 100;
/** How far up from the folder of a notebook code is looked for that may repeat it. */
const codeLevels = 2;

/** The project that a notebook belongs to. */
export interface NotebookProject {
  /** Address of the folder of its spec, without a slash at the end. */
  readonly folder: string;
  readonly metrics: SpecMetrics;
}

export type GatherSurroundings = (
  uri: string,
  wanted: Wanted,
  project: NotebookProject | undefined,
) => Promise<Gathered>;

export function createSurroundingsSource(ports: SurroundingsPorts): GatherSurroundings {
  const { lookups } = ports;
  const outlines = new Map<string, { readonly text: string; readonly outline: CodeOutline | undefined }>();
  const packages = createMemory<DeclaredPackages | undefined>();
  const effects = createMemory<EffectFile>();
  const metricsBefore = createMemory<SpecMetrics>();
  // While nobody changes a file, an edit of a cell asks for these again and again.
  const packagesNow = createLatest<DeclaredPackages | undefined>(lookups);
  const codeNow = createLatest<readonly CodeOutline[]>(lookups);

  async function outlineOf(uri: string): Promise<readonly CodeOutline[]> {
    const text = await lookups.text(uri);
    if (text === undefined) return [];
    const known = outlines.get(uri);
    const outline = known?.text === text ? known.outline : ports.outline(uri, text);
    outlines.set(uri, { text, outline });
    return outline === undefined ? [] : [outline];
  }

  async function codeNear(
    uri: string,
    folders: readonly string[],
    projectFolder: string | undefined,
  ): Promise<readonly CodeOutline[]> {
    // Beside a project lie others, and no project is served by the code of another.
    const levelOfProject = projectFolder === undefined ? -1 : folders.indexOf(projectFolder);
    const levels = levelOfProject < 0 ? codeLevels : Math.min(codeLevels, levelOfProject);
    const top = folders[Math.min(levels, folders.length - 1)] ?? folderOf(uri);
    const own = baseName(uri).replace(/\.\w+$/, '');
    // A package repeats the notebook that it was made of, and promoting again keeps the two in step.
    const promoted = await promotedFolders(uri, folders, ports.files);
    const near = (await ports.pythonFiles())
      .filter((file) => file.startsWith(`${top}/`) && baseName(file) !== `${own}.py`)
      .filter((file) => !promoted.some((folder) => file.startsWith(`${folder}/`)))
      .map((file) => ({ file, steps: relativePath(folders[0] ?? top, file).split('/').length }))
      .toSorted((left, right) => left.steps - right.steps || (left.file < right.file ? -1 : 1))
      .slice(0, codeLimit);
    const found: CodeOutline[] = [];
    for (const { file } of near) found.push(...(await outlineOf(file)));
    return found;
  }

  async function packagesOf(folders: readonly string[]): Promise<DeclaredPackages | undefined> {
    const declaring: { path: string; text: string }[] = [];
    let hasOpaque = false;
    for (const folder of folders) {
      const found = await Promise.all(declaringFiles.map((name) => lookups.resolve(name, folder)));
      for (const [index, file] of found.entries()) {
        const text = file.kind === 'file' ? await lookups.text(file.uri) : undefined;
        if (text !== undefined) declaring.push({ path: declaringFiles[index] ?? '', text });
        else if (file.kind === 'file') hasOpaque = true;
      }
      const others = await Promise.all([...opaqueFiles, 'requirements'].map((name) => lookups.resolve(name, folder)));
      hasOpaque ||= others.some(({ kind }) => kind === 'file' || kind === 'folder');
    }
    return packages(JSON.stringify([hasOpaque, declaring]), () => readDeclaredPackages(declaring, hasOpaque));
  }

  async function effectsOf(folders: readonly string[]): Promise<EffectFile | undefined> {
    for (const folder of folders) {
      const file = await lookups.resolve('.plumbline/effects.yaml', folder);
      const text = file.kind === 'file' ? await lookups.text(file.uri) : undefined;
      if (text !== undefined) return effects(text, () => readProjectEffects(text).file);
    }
    return undefined;
  }

  async function pathsNear(paths: ReadonlySet<string>, folders: readonly string[]) {
    const states = new Map<string, 'present' | 'missing' | undefined>();
    const similar = new Map<string, string>();
    for (const path of paths) {
      const state = await pathState(path, folders, lookups);
      states.set(path, state);
      const isData = dataEndings.some((ending) => path.toLowerCase().endsWith(ending));
      if (state !== 'missing' || !isData || folders[0] === undefined) continue;
      const meant = similarPath(path, folders[0], await ports.dataFiles(dataEndings));
      if (meant !== undefined) similar.set(path, meant);
    }
    return { states, similar };
  }

  return async (uri, wanted, project) => {
    const folders = await foldersAbove(uri, lookups);
    // A package that is installed from its sources lies in `src`.
    const roots = folders.flatMap((folder) => [folder, `${folder}/src`]);
    const [near, modules, scripts, declared, code, projectEffects] = await Promise.all([
      pathsNear(wanted.paths, folders),
      readModules(wanted.modules, roots, lookups),
      readScripts(wanted.scripts, folders[0] ?? folderOf(uri), lookups),
      packagesNow(folders[0] ?? '', () => packagesOf(folders)),
      codeNow(`${uri} ${project?.folder ?? ''}`, () => codeNear(uri, folders, project?.folder)),
      effectsOf(folders),
    ]);
    const specMetrics =
      project === undefined ? undefined : metricsBefore(JSON.stringify(project.metrics), () => project.metrics);
    return {
      surroundings: {
        pathState: (path) => near.states.get(path),
        similarPath: (path) => near.similar.get(path),
        moduleText: (module) => modules.texts.get(module),
        scriptTexts: (path) => scripts.get(path),
        declaredPackages: () => declared,
        otherCode: () => code,
        projectEffects: () => projectEffects,
        specMetrics: () => specMetrics,
      },
      covers: (asked) =>
        [...asked.paths].every((path) => wanted.paths.has(path)) &&
        [...asked.scripts].every((path) => wanted.scripts.has(path)) &&
        [...asked.modules].every((module) => !mayBeLocal(module) || modules.asked.has(module)),
    };
  };
}

/** The folder of a file and those above it in the workspace; empty for a text that no file holds. */
async function foldersAbove(uri: string, lookups: FileLookups): Promise<readonly string[]> {
  const folders: string[] = [];
  if (uri.startsWith('untitled:')) return folders;
  for (let folder = folderOf(uri); folders.length < folderLimit; folder = folderOf(folder)) {
    const found = await lookups.resolve('.', folder);
    if (found.kind !== 'folder' || folder === folders.at(-1)) break;
    folders.push(folder);
  }
  return folders;
}

/** Answers that hold until a file changes. */
function createLatest<Answer>({
  version,
}: Pick<FileLookups, 'version'>): (key: string, find: () => Promise<Answer>) => Promise<Answer> {
  const kept = new Map<string, Promise<Answer>>();
  let keptFor = version();
  return (key, find) => {
    if (keptFor !== version()) kept.clear();
    keptFor = version();
    const answer = kept.get(key) ?? find();
    kept.set(key, answer);
    return answer;
  };
}

/** Things by what they were made of, so that the same gives the same object. */
function createMemory<Made>(): (key: string, make: () => Made) => Made {
  const kept = new Map<string, Made>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= 200) kept.clear();
    const made = make();
    kept.set(key, made);
    return made;
  };
}
