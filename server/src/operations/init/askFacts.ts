/** What the files that a spec would name say of themselves: headers of tables, first and last times, graphs of models. */
import type {
  Fact,
  FileHashFact,
  ModelFact,
  ProfileFact,
  RunFact,
  SplitFact,
  TableFact,
} from '../../../../schemas/facts.ts';
import type { Facts } from '../../../../schemas/facts.ts';
import { assembleProject } from '../../spec/project.ts';
import type { Project } from '../../spec/project.ts';
import { createSpecFileReader } from '../../spec/specFile.ts';
import { createFactStore } from '../facts/factStore.ts';
import { settleFacts } from '../facts/settleFacts.ts';
import type { FactStorePorts } from '../facts/factStore.ts';
import { createSpecLines, list, value } from './specLines.ts';

/** Something that is asked about, under the id that it will have. */
export interface NamedPath {
  readonly id: string;
  readonly path: string;
}

export interface FileFacts {
  readonly tables: ReadonlyMap<string, Fact<TableFact>>;
  readonly models: ReadonlyMap<string, Fact<ModelFact>>;
}

/** Asks through specs that only name the files, as any spec would. */
export interface FileAsker {
  askFiles(tables: readonly NamedPath[], models: readonly NamedPath[]): Promise<FileFacts>;
  /** Rows of a table, with its first and last time. */
  askTimes(table: NamedPath, timeColumn: string): Promise<Fact<SplitFact>>;
  /** How the values of each column spread; unknown of a large table, which is not read to its end unasked. */
  askProfile(table: NamedPath): Promise<Fact<ProfileFact>>;
  /** The hash of a file; unknown of a large one, which is not read to its end unasked. */
  askHash(path: string): Promise<Fact<FileHashFact>>;
  /** What other tools have measured, newest first; none when their stores cannot be read. */
  askRuns(store: 'dvc' | 'mlflow', pipelines: readonly string[]): Promise<readonly RunFact[]>;
}

/** @param specUri where the spec of the folder will stand */
export function createFileAsker(specUri: string, ports: Omit<FactStorePorts, 'onChange'>): FileAsker {
  const store = createFactStore({ ...ports, onChange: () => undefined });
  return {
    askFiles: async (tables, models) => {
      const project = projectOf(specUri, { tables, models });
      const read = (facts: Facts): FileFacts => ({
        tables: new Map(tables.map(({ id }) => [id, facts.table(id)])),
        models: new Map(models.map(({ id }) => [id, facts.model(id)])),
      });
      return settleFacts(store, project, read, (answers) => [...answers.tables.values(), ...answers.models.values()]);
    },
    askTimes: async (table, timeColumn) => {
      const project = projectOf(specUri, { tables: [table], models: [], timeColumn });
      return settleFacts(
        store,
        project,
        (facts) => facts.split('all'),
        (fact) => [fact],
      );
    },
    askProfile: async (table) =>
      settleFacts(
        store,
        projectOf(specUri, { tables: [table], models: [] }),
        (facts) => facts.profile(table.id),
        (fact) => [fact],
      ),
    askHash: async (path) =>
      settleFacts(
        store,
        projectOf(specUri, { tables: [], models: [] }),
        (facts) => facts.fileHash(path, specUri),
        (fact) => [fact],
      ),
    askRuns: async (runs, pipelines) => {
      const project = projectOf(specUri, { tables: [], models: [], pipelines });
      const fact = await settleFacts(
        store,
        project,
        (facts) => facts.runs(runs),
        (answer) => [answer],
      );
      return fact.state === 'known' ? fact.value : [];
    },
  };
}

interface Named {
  readonly tables: readonly NamedPath[];
  readonly models: readonly NamedPath[];
  /** With it, one split holds all rows. */
  readonly timeColumn?: string;
  readonly pipelines?: readonly string[];
}

function projectOf(specUri: string, { tables, models, timeColumn, pipelines = [] }: Named): Project {
  const lines = createSpecLines();
  lines.key(0, 'plumbline', 'v1');
  if (tables.length > 0) lines.section('data');
  for (const { id, path } of tables) {
    lines.key(1, id);
    lines.key(2, 'path', value(path));
    lines.key(2, 'modality', 'table');
    if (timeColumn !== undefined) lines.key(2, 'roles', `{time: ${value(timeColumn)}}`);
  }
  if (timeColumn !== undefined) {
    lines.section('splits');
    for (const { id } of tables) lines.key(1, 'all', `{of: ${id}}`);
  }
  if (pipelines.length > 0) {
    lines.section('pipeline');
    lines.key(1, 'from', list(pipelines));
  }
  if (models.length > 0) lines.section('models');
  for (const { id, path } of models) {
    lines.key(1, id);
    lines.key(2, 'path', value(path));
  }
  return assembleProject([createSpecFileReader(specUri).read(lines.text())]);
}
