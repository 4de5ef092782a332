/** Paths of a spec as links that open the file. */
import type { DocumentLink } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { findObject } from '../spec/contractFile.ts';
import type { AnyNode } from '../spec/located.ts';
import type { Project } from '../spec/project.ts';
import type { SpecFile } from '../spec/specFile.ts';
import type { Place } from '../yaml/place.ts';
import { partsOfEvidence } from './evidenceRun.ts';
import { fileOf, locationOf, rangeIn } from './fileRange.ts';
import type { LanguageFiles } from './languageFiles.ts';
import { addressOf } from './placeLink.ts';
import { pointerAddress } from './pointerAddress.ts';

/** Paths that are looked at in one file, so that a huge spec cannot ask for a file each line. */
const linkLimit = 500;

/** Links to files that exist inside the workspace. */
export async function findDocumentLinks(
  snapshot: ProjectSnapshot,
  uri: string,
  files: LanguageFiles,
): Promise<readonly DocumentLink[]> {
  const file = fileOf(snapshot.project, uri);
  if (file === undefined) return [];
  const written = [...file.scalars.flatMap(writtenPath), ...notebookPaths(file), ...pointersOf(file)].slice(
    0,
    linkLimit,
  );
  const links = await Promise.all(
    written.map(async ({ path, object, pointer, place }): Promise<readonly DocumentLink[]> => {
      const resolved = await files.resolve(path, uri);
      const span = file.yaml.rangeOf(place);
      if (resolved.kind !== 'file' || span === undefined) return [];
      const target =
        objectAddress(snapshot.project, resolved.uri, object) ??
        (await pointerAddress(files, resolved.uri, pointer ?? object ?? '')) ??
        resolved.uri;
      return [{ range: rangeIn(file, span), target }];
    }),
  );
  return links.flat();
}

interface WrittenPath {
  readonly path: string;
  /** What stands behind `#`, where it names a part of a contract. */
  readonly object?: string | undefined;
  /** Where in the file a value stands. */
  readonly pointer?: string | undefined;
  readonly place: Place;
}

/** The path that a scalar names; nothing for patterns and everything else. */
function writtenPath(node: AnyNode): readonly WrittenPath[] {
  if (node.kind !== 'scalar') return [];
  const { text, place } = node;
  switch (node.meaning) {
    case 'path':
      return [{ path: text, place }];
    case 'glob':
      return /[*?[{]/.test(text) ? [] : [{ path: text, place }];
    case 'part': {
      const [path = '', object] = text.split('#', 2);
      return [{ path, object, place }];
    }
    case 'evidence': {
      const { scheme, name } = partsOfEvidence(text);
      const [path, pointer] = scheme === 'file' ? [name] : scheme === 'dvc' ? name.split('#', 2) : [];
      return path === undefined || path === '' ? [] : [{ path, pointer, place }];
    }
    default:
      return [];
  }
}

/** Pointers into the files of metrics that other tools measure. */
function pointersOf({ root }: SpecFile): readonly WrittenPath[] {
  const metrics = [...(root.fields.metrics?.entries.values() ?? [])];
  return metrics.flatMap(({ fields }) => {
    const { file, pointer } = fields.source?.fields ?? {};
    return file === undefined || pointer === undefined
      ? []
      : [{ path: file.text, pointer: pointer.text, place: pointer.place }];
  });
}

/** Notebooks are named by keys. */
function notebookPaths({ root }: SpecFile): readonly WrittenPath[] {
  const entries = root.fields.pipeline?.fields.notebooks?.yaml.entries ?? [];
  return entries.map(({ key, keyPlace }) => ({ path: key, place: keyPlace }));
}

/** The line at which an object of a contract is described; undefined for other files, and where none has the name. */
function objectAddress(project: Project, uri: string, object: string | undefined): string | undefined {
  if (object === undefined) return undefined;
  const contract = project.contracts.find((one) => one.uri === uri);
  const place = contract === undefined ? undefined : findObject(contract, object)?.fields.name?.place;
  const location = place === undefined ? undefined : locationOf(project, place);
  return location === undefined ? undefined : addressOf(location);
}
