/** What a project's spec says of the data that its notebooks read: rules then need not guess from names. */
import { columnsOfObject } from '../../spec/contractFile.ts';
import type { Project } from '../../spec/project.ts';
import { groupColumn, sourcesOf } from '../sources.ts';
import type { Source } from '../sources.ts';

export interface DeclaredData {
  /** Key of the source in the spec. */
  readonly id: string;
  /** Address of the file. */
  readonly uri: string;
  /** Address of the folder that the spec stands in, from which notebooks are often run. */
  readonly folderUri: string;
  /** Column of the moment at which the answer is needed. */
  readonly time: string | undefined;
  /** Column of things with several rows that must not lie in two splits; undefined when they may. */
  readonly group: string | undefined;
  /** Column of the answer. */
  readonly label: string | undefined;
  /** Columns that name a row, by the spec or by its contract. */
  readonly unique: readonly string[];
}

/** The sources of a project that are one file each, in file order. */
export function declaredDataOf(project: Project): readonly DeclaredData[] {
  return sourcesOf(project.spec).flatMap((source) => declared(project, source));
}

function declared(project: Project, { id, node }: Source): readonly DeclaredData[] {
  const { path, roles } = node.fields;
  const specUri = path === undefined ? undefined : project.uriOf(path.place);
  if (path === undefined || specUri === undefined) return [];
  const uri = addressOf(path.text, specUri);
  if (uri === undefined) return [];
  const group = roles?.fields.group;
  const mayBeShared = group?.kind === 'object' && group.fields.across_splits?.value === 'shared';
  return [
    {
      id,
      uri,
      folderUri: new URL('.', specUri).href,
      time: roles?.fields.time?.text,
      group: mayBeShared ? undefined : groupColumn(node),
      label: roles?.fields.label?.text,
      unique: [...new Set([roles?.fields.id?.text, ...uniqueByContract(project, id)])].filter(
        (name) => name !== undefined,
      ),
    },
  ];
}

function uniqueByContract(project: Project, dataId: string): readonly (string | undefined)[] {
  const object = project.contractOf(dataId)?.object;
  if (object === undefined) return [];
  const columns = columnsOfObject(object).map(({ fields }) => fields);
  const keys = columns.filter(({ primaryKey }) => primaryKey?.value === true);
  // A key of several columns says nothing of each of them.
  return columns
    .filter((column) => column.unique?.value === true || (keys.length === 1 && keys[0] === column))
    .map(({ name }) => name?.text);
}

/**
 * The source that a path means in a notebook.
 *
 * @param path as the notebook writes it: relative to its own folder, or to that of the spec
 */
export function findDeclared(
  sources: readonly DeclaredData[],
  path: string,
  notebookUri: string,
): DeclaredData | undefined {
  const written = path.replaceAll('\\', '/');
  return (
    sources.find(({ uri }) => addressOf(written, notebookUri) === uri) ??
    sources.find(({ uri, folderUri }) => addressOf(written, folderUri) === uri)
  );
}

/** Undefined for what is no path below a folder, such as an address of the web. */
function addressOf(path: string, fromUri: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return undefined;
  const escaped = path.split('/').map(encodeURIComponent).join('/');
  return URL.canParse(escaped, fromUri) ? new URL(escaped, fromUri).href : undefined;
}
