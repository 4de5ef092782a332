/** Checks a notebook with what lies around it, and knows later whether that has changed. */
import { outlineOf } from '../../notebook/code/codeOutline.ts';
import type { NotebookAnalysis } from '../../notebook/flow/analysis.ts';
import type { Notebook } from '../../notebook/read/notebook.ts';
import { hasCells } from '../../notebook/read/readPercent.ts';
import type { PythonParser } from '../../notebook/syntax/pythonParser.ts';
import { checkNotebook } from '../../rules/notebook/checkNotebook.ts';
import type { NotebookCheck } from '../../rules/notebook/checkNotebook.ts';
import type { DeclaredData } from '../../rules/notebook/declaredData.ts';
import type { NotebookSurroundings } from '../../rules/notebook/surroundings.ts';
import type { Severity } from '../../rules/rule.ts';
import type { Phase } from '../../rules/severity.ts';
import type { WorkspaceFiles } from '../ports.ts';
import type { FileLookups } from './fileLookups.ts';
import { createSurroundingsSource } from './gatherSurroundings.ts';
import type { NotebookProject } from './gatherSurroundings.ts';
import { wantedBy } from './wantedBy.ts';
import { joinWanted, watchSurroundings } from './watchSurroundings.ts';
import type { WatchedSurroundings } from './watchSurroundings.ts';
import { withWrittenFiles } from './writtenFiles.ts';

/** What reads Python; loaded with the first notebook. */
export interface NotebookTools {
  readonly parser: PythonParser;
  /** The data flow of a notebook; rules that need it are silent without. */
  readonly analyse?: (notebook: Notebook, surroundings: NotebookSurroundings) => NotebookAnalysis;
}

/** What the project of a notebook says: how loudly rules speak, what its data are, and how it is measured. */
export interface NotebookSetting {
  readonly phase: Phase;
  readonly severities: ReadonlyMap<string, Severity | 'silent'>;
  readonly declaredData: readonly DeclaredData[];
  readonly project: NotebookProject | undefined;
  /** Equal when all of these are. */
  readonly key: string;
}

/** The answers that a check was given. */
export interface CheckedAgainst {
  readonly watched: WatchedSurroundings;
  /** Of the lookups when it ran. */
  version: number;
}

export interface Surrounded {
  readonly result: NotebookCheck;
  readonly against: CheckedAgainst;
  /** The data flow that the rules saw; undefined where there is none. */
  readonly analysis: NotebookAnalysis | undefined;
  readonly parser: PythonParser;
}

export interface SurroundedCheck {
  check(notebook: Notebook, setting: NotebookSetting): Promise<Surrounded>;
  /** Whether a check of the same notebook would be given the same answers now. */
  stillHolds(uri: string, against: CheckedAgainst, setting: NotebookSetting): Promise<boolean>;
  /** Files were made, changed or deleted; the lookups are told by whoever made them. */
  filesChanged(): void;
}

export interface SurroundedCheckPorts {
  readonly files: Pick<WorkspaceFiles, 'findFiles' | 'readFile' | 'resolve' | 'listFolder'>;
  readonly lookups: FileLookups;
  readonly loadTools: () => Promise<NotebookTools>;
  /** Addresses of the Python files of the workspace. */
  readonly pythonFiles: () => Promise<readonly string[]>;
}

/** A check that asks for what was not looked up is repeated; names that lead to names end here. */
const roundLimit = 4;
/** Files of data that a missing one is compared with. */
const dataLimit = 20_000;

export function createSurroundedCheck({
  files,
  lookups,
  loadTools,
  pythonFiles,
}: SurroundedCheckPorts): SurroundedCheck {
  let tools: Promise<NotebookTools> | undefined;
  let parser: PythonParser | undefined;
  let dataFiles: Promise<readonly string[]> | undefined;
  const gather = createSurroundingsSource({
    lookups,
    files,
    pythonFiles,
    dataFiles: (endings) => (dataFiles ??= files.findFiles(endings, dataLimit)),
    outline: (uri, text) => {
      // Other notebooks are no serving code, and a script that one was exported to repeats it on purpose.
      const isNotebook = hasCells(text) || /^# ?In ?\[[\d ]*\]:/m.test(text);
      return isNotebook || parser === undefined ? undefined : outlineOf(uri, parser.parse(text));
    },
  });
  return {
    check: async (notebook, { phase, severities, declaredData, project }) => {
      tools ??= loadTools();
      const loaded = await tools;
      ({ parser } = loaded);
      const { analyse } = loaded;
      let wanted = wantedBy(notebook);
      for (let round = 1; ; round += 1) {
        const version = lookups.version();
        const { surroundings, covers } = await gather(notebook.uri, wanted, project);
        const watched = watchSurroundings(surroundings);
        const around = withWrittenFiles(watched.surroundings, notebook);
        let analysis: NotebookAnalysis | undefined;
        const result = checkNotebook(notebook, {
          parser: loaded.parser,
          phase,
          severities,
          declaredData,
          surroundings: around,
          ...(analyse === undefined
            ? {}
            : {
                analyse: (read: Notebook) => {
                  const flow = analyse(read, around);
                  // Rules also analyse what a fix would make of the notebook, which is another one.
                  if (read === notebook) analysis = flow;
                  return flow;
                },
              }),
        });
        const asked = watched.wanted();
        if (covers(asked) || round >= roundLimit) {
          return { result, against: { watched, version }, analysis, parser: loaded.parser };
        }
        wanted = joinWanted(wanted, asked);
      }
    },
    stillHolds: async (uri, against, { project }) => {
      const version = lookups.version();
      if (against.version === version) return true;
      const { surroundings } = await gather(uri, against.watched.wanted(), project);
      if (!against.watched.holdsIn(surroundings)) return false;
      against.version = version;
      return true;
    },
    filesChanged: () => {
      dataFiles = undefined;
    },
  };
}
