/** The live notebooks of a workspace: open ones as the editor shows them, closed ones from disk, and what is wrong in them. */
import { isIgnoreFileUri } from '../ignoreFile.ts';
import type { Notebook } from '../../notebook/read/notebook.ts';
import { placesOfCells } from '../../notebook/read/notebookPlaces.ts';
import { declaredDataOf } from '../../rules/notebook/declaredData.ts';
import type { NotebookSnapshot } from '../../rules/notebook/notebookSnapshot.ts';
import { specMetricsOf } from '../../rules/notebook/specMetrics.ts';
import { phaseOf, wishedSeverities } from '../../rules/severity.ts';
import type { Disposable, WorkspaceFiles } from '../ports.ts';
import { nearestProject } from '../specIndex.ts';
import type { RuleSeverities, SpecWorkspace } from '../specWorkspace.ts';
import { findEffectsFiles, isEffectsUri, snapshotEffectsFile } from './effectsFiles.ts';
import { createFileLookups } from './fileLookups.ts';
import { findNotebooks, isIpynbUri, isScriptUri, placeText, readNotebook } from './notebookFiles.ts';
import type { PlacedNotebook } from './notebookFiles.ts';
import { baseName, folderOf } from './nearbyPaths.ts';
import { notebookOfCells } from './openNotebook.ts';
import type { OpenCell } from './openNotebook.ts';
import { snapshotNotebook } from './snapshotNotebook.ts';
import { createSurroundedCheck } from './surroundedCheck.ts';
import type { CheckedAgainst, NotebookSetting, NotebookTools, Surrounded } from './surroundedCheck.ts';

export interface NotebookWorkspacePorts {
  readonly files: Pick<WorkspaceFiles, 'readFile' | 'resolve' | 'findFiles' | 'listFolder'>;
  /** The specs, from which phase and severities come. */
  readonly specs: Pick<SpecWorkspace, 'projects' | 'snapshot'>;
  /** Called once, with the first notebook. */
  readonly loadTools: () => Promise<NotebookTools>;
  /** Whether findings of closed notebooks come with the fixes that must be tried, as reports want them; not unless said. */
  readonly triesFixes?: boolean;
}

export interface NotebookWorkspace {
  /** The editor shows a notebook, or shows it changed. */
  openNotebook(uri: string, cells: readonly OpenCell[]): void;
  /** The editor shows a Python file, or shows it changed; with cells it is a notebook. */
  openScript(uri: string, text: string): void;
  /** A notebook or Python file is shown no more. */
  close(uri: string): void;
  /** Files were made, changed or deleted on disk; no addresses means that anything may have changed. */
  filesChanged(uris: readonly string[]): void;
  /** Severities from the user's settings, by the address of a notebook or of a spec. */
  useSeverities(severitiesOf: (uri: string) => RuleSeverities): void;
  /** Whether an address is that of an open cell, of a notebook, of a Python file, or of a file that describes calls. */
  holds(uri: string): boolean;
  /** The documents of an open notebook, by the address of one of them or of the notebook; empty when it is closed. */
  documentsOf(uri: string): readonly string[];
  /**
   * Addresses of closed notebooks and Python files of the workspace, and of files that describe calls for them.
   *
   * @param isWanted by the address of a notebook or Python file; all unless said
   */
  closed(isWanted?: (uri: string) => boolean): Promise<readonly string[]>;
  /** What is wrong in a notebook, by its address or that of a cell; undefined for what is no notebook, or is gone. */
  snapshot(uri: string): Promise<NotebookSnapshot | undefined>;
  /** A notebook whole, with its data flow and what is wrong in it, for promotion; by its address or that of a cell. */
  study(uri: string): Promise<StudiedNotebook | undefined>;
  /** Called when an edit of one cell has changed what is found in another. */
  onFindingsChanged(listener: () => void): Disposable;
}

/** A notebook as promotion takes it. */
export interface StudiedNotebook extends Pick<Surrounded, 'result' | 'analysis' | 'parser'> {
  readonly placed: PlacedNotebook;
}

interface Shown {
  readonly content:
    { readonly kind: 'cells'; readonly cells: readonly OpenCell[] } | { readonly kind: 'text'; readonly text: string };
  /** What was found before the last change. */
  readonly before: NotebookSnapshot | undefined;
  /** The findings, with what else they depend on. */
  snapshot?: {
    readonly saved: Notebook | undefined;
    readonly setting: string;
    readonly checked: Checked | undefined;
  };
}

/** Findings, with the answers that they came from. */
interface Checked {
  readonly snapshot: NotebookSnapshot;
  readonly against: CheckedAgainst;
}

/** What is known of a file. */
interface Stored {
  /** Size and time of change when it was read. */
  readonly stamp: string;
  readonly setting: string;
  readonly checked: Checked | undefined;
}

export function createNotebookWorkspace({
  files,
  specs,
  loadTools,
  triesFixes = false,
}: NotebookWorkspacePorts): NotebookWorkspace {
  const open = new Map<string, Shown>();
  /** Address of a cell's document → address of its notebook. */
  const notebookOfCell = new Map<string, string>();
  const stored = new Map<string, Stored>();
  /** What the files of open notebooks hold. */
  const saved = new Map<string, Promise<Notebook | undefined>>();
  /** Files that nobody has changed since they were looked at. */
  const fresh = new Set<string>();
  let index: Promise<readonly string[]> | undefined;
  const noSeverities: RuleSeverities = new Map();
  let severitiesOf: (uri: string) => RuleSeverities = () => noSeverities;
  let snapshotCount = 0;
  const listeners = new Set<() => void>();

  const allFiles = (): Promise<readonly string[]> => (index ??= findNotebooks(files));
  const lookups = createFileLookups(files);
  const surrounded = createSurroundedCheck({
    files,
    lookups,
    loadTools,
    pythonFiles: async () => withoutExports(await allFiles()),
  });

  const isNotebookUri = (uri: string): boolean => isIpynbUri(uri) || isScriptUri(uri);

  async function settingOf(uri: string): Promise<NotebookSetting> {
    const main = nearestProject(uri, await specs.projects());
    const project = main === undefined ? undefined : (await specs.snapshot(main.mainUri))?.project;
    const phase = project === undefined ? 'pilot' : phaseOf(project);
    const severities = wishedSeverities(project, severitiesOf(main?.mainUri ?? uri));
    const declaredData = project === undefined ? [] : declaredDataOf(project);
    const own =
      project === undefined || main === undefined
        ? undefined
        : { folder: folderOf(main.mainUri), metrics: specMetricsOf(project, baseName(main.mainUri)) };
    const key = JSON.stringify([phase, declaredData, own, ...severities]);
    return { phase, severities, declaredData, project: own, key };
  }

  async function check(placed: PlacedNotebook, setting: NotebookSetting, isKept: boolean): Promise<Checked> {
    const { result, against } = await surrounded.check(placed.notebook, setting);
    snapshotCount += 1;
    const key = `notebook-${snapshotCount}`;
    return { snapshot: snapshotNotebook(placed, result, { key, isKept, triesFixes }), against };
  }

  /** Whether findings are those that a check would find now, as far as its surroundings decide. */
  async function holds(uri: string, checked: Checked | undefined, setting: NotebookSetting): Promise<boolean> {
    return checked === undefined || (await surrounded.stillHolds(uri, checked.against, setting));
  }

  async function snapshotShown(uri: string, shown: Shown): Promise<NotebookSnapshot | undefined> {
    const setting = await settingOf(uri);
    const file = shown.content.kind === 'cells' ? await savedNotebook(uri) : undefined;
    const known = shown.snapshot;
    const isSame = known !== undefined && known.saved === file && known.setting === setting.key;
    if (isSame && (await holds(uri, known.checked, setting))) return known.checked?.snapshot;
    const placed = placeShown(uri, shown, file);
    const checked = placed === undefined ? undefined : await check(placed, setting, true);
    const made = checked?.snapshot;
    shown.snapshot = { saved: file, setting: setting.key, checked };
    if (made !== undefined && shown.before !== undefined && differElsewhere(shown.before, made)) {
      for (const listener of listeners) listener();
    }
    return made;
  }

  /** What the file of an open notebook holds: its outputs, which the editor does not send. */
  function savedNotebook(uri: string): Promise<Notebook | undefined> {
    const known = saved.get(uri) ?? readNotebook(files, uri).then((placed) => placed?.notebook);
    saved.set(uri, known);
    return known;
  }

  async function study(uri: string): Promise<StudiedNotebook | undefined> {
    const shown = open.get(uri);
    const placed =
      shown === undefined
        ? await readNotebook(files, uri)
        : placeShown(uri, shown, shown.content.kind === 'cells' ? await savedNotebook(uri) : undefined);
    if (placed === undefined) return undefined;
    const { result, analysis, parser } = await surrounded.check(placed.notebook, await settingOf(uri));
    return { placed, result, analysis, parser };
  }

  async function snapshotStored(uri: string): Promise<NotebookSnapshot | undefined> {
    const setting = await settingOf(uri);
    const known = stored.get(uri);
    const holdsStill = known?.setting === setting.key && (await holds(uri, known.checked, setting));
    if (holdsStill && fresh.has(uri)) return known.checked?.snapshot;
    // Noted before reading, so that a change meanwhile is looked at next time.
    fresh.add(uri);
    const found = await files.resolve(decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1)), uri);
    if (found.kind !== 'file') {
      stored.delete(uri);
      return undefined;
    }
    const stamp = `${found.sizeBytes} ${found.modifiedMs}`;
    if (holdsStill && known.stamp === stamp) return known.checked?.snapshot;
    const placed = await readNotebook(files, uri);
    const checked = placed === undefined ? undefined : await check(placed, setting, false);
    stored.set(uri, { stamp, setting: setting.key, checked });
    return checked?.snapshot;
  }

  async function closed(isWanted: (uri: string) => boolean = () => true): Promise<readonly string[]> {
    const wanted = (await allFiles()).filter(isWanted);
    return [...wanted.filter((uri) => !open.has(uri)), ...(await findEffectsFiles(wanted, lookups))];
  }

  function forget(uri: string): void {
    const shown = open.get(uri);
    if (shown?.content.kind === 'cells') for (const cell of shown.content.cells) notebookOfCell.delete(cell.uri);
    open.delete(uri);
  }

  return {
    openNotebook: (uri, cells) => {
      const last = open.get(uri);
      forget(uri);
      open.set(uri, { content: { kind: 'cells', cells }, before: last?.snapshot?.checked?.snapshot ?? last?.before });
      for (const cell of cells) notebookOfCell.set(cell.uri, uri);
    },
    openScript: (uri, text) => {
      open.set(uri, { content: { kind: 'text', text }, before: undefined });
    },
    close: (uri) => {
      forget(uri);
      saved.delete(uri);
      fresh.delete(uri);
    },
    filesChanged: (uris) => {
      lookups.filesChanged(uris);
      surrounded.filesChanged();
      const own = uris.filter(isNotebookUri);
      if (uris.length > 0 && own.length === 0 && !uris.some(isIgnoreFileUri)) return;
      index = undefined;
      if (uris.length === 0) {
        fresh.clear();
        saved.clear();
      }
      for (const uri of own) {
        fresh.delete(uri);
        saved.delete(uri);
      }
    },
    useSeverities: (wished) => {
      severitiesOf = wished;
    },
    holds: (uri) => notebookOfCell.has(uri) || open.has(uri) || isNotebookUri(uri) || isEffectsUri(uri),
    documentsOf: (uri) => {
      const notebookUri = notebookOfCell.get(uri) ?? uri;
      const content = open.get(notebookUri)?.content;
      if (content === undefined) return [];
      return content.kind === 'text' ? [notebookUri] : content.cells.map((cell) => cell.uri);
    },
    closed,
    snapshot: async (uri) => {
      if (isEffectsUri(uri)) return snapshotEffectsFile(uri, lookups, await settingOf(uri));
      const notebookUri = notebookOfCell.get(uri) ?? uri;
      const shown = open.get(notebookUri);
      if (shown !== undefined) return snapshotShown(notebookUri, shown);
      return isNotebookUri(uri) ? snapshotStored(uri) : undefined;
    },
    study: (uri) => study(notebookOfCell.get(uri) ?? uri),
    onFindingsChanged: (listener) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}

/** What the editor shows of a notebook; undefined for Python without cells. */
function placeShown(uri: string, { content }: Shown, saved: Notebook | undefined): PlacedNotebook | undefined {
  if (content.kind === 'text') return placeText(uri, content.text);
  return { notebook: notebookOfCells(uri, content.cells, saved), places: placesOfCells(content.cells) };
}

/** Python files that no notebook beside them was written to. */
function withoutExports(uris: readonly string[]): readonly string[] {
  const notebooks = new Set(uris.filter(isIpynbUri));
  return uris.filter((uri) => isScriptUri(uri) && !notebooks.has(uri.replace(/\.py$/, '.ipynb')));
}

/** Whether the findings of a text differ that is itself the same. */
function differElsewhere(before: NotebookSnapshot, now: NotebookSnapshot): boolean {
  const uris = new Set([...before.findings, ...now.findings].map(({ uri }) => uri));
  const told = ({ findings }: NotebookSnapshot, uri: string): string =>
    JSON.stringify(
      findings.filter((finding) => finding.uri === uri).map(({ rule, start, message }) => [rule, start, message]),
    );
  return [...uris].some((uri) => before.textOf(uri) === now.textOf(uri) && told(before, uri) !== told(now, uri));
}
