/** Everywhere that the name under the cursor stands: in all parts of the project, and in the contract of a column. */
import type { DocumentHighlight, Location } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { findContractColumn } from './contractRanges.ts';
import { fileOf, locationOf, rangeIn } from './fileRange.ts';
import type { LanguageFiles } from './languageFiles.ts';
import { nameIndexOf } from './names/nameIndex.ts';
import type { Occurrence } from './names/name.ts';

/**
 * Definitions first, then uses in file order; empty where no name stands.
 *
 * @param includeDeclaration whether definitions are asked for, too
 */
export async function findReferences(
  snapshot: ProjectSnapshot,
  uri: string,
  offset: number,
  includeDeclaration: boolean,
  files: LanguageFiles,
): Promise<readonly Location[]> {
  const { project } = snapshot;
  const found = occurrencesAt(snapshot, uri, offset);
  const [first] = found;
  if (first === undefined) return [];
  const { name } = first;
  const described =
    includeDeclaration && name.kind === 'column'
      ? await findContractColumn(snapshot, name.dataId, name.id, files)
      : undefined;
  const wanted = includeDeclaration ? found : found.filter(({ isDefinition }) => !isDefinition);
  return [
    ...(described === undefined ? [] : [described]),
    ...wanted.flatMap(({ place }) => locationOf(project, place) ?? []),
  ];
}

/** The same places in one file, for marking them while the cursor stands on one. */
export function findHighlights(snapshot: ProjectSnapshot, uri: string, offset: number): readonly DocumentHighlight[] {
  return occurrencesAt(snapshot, uri, offset).flatMap(({ place, isDefinition }): DocumentHighlight[] => {
    const at = snapshot.project.locate(place);
    if (at?.file.uri !== uri) return [];
    const kind = isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read;
    return [{ range: rangeIn(at.file, at), kind }];
  });
}

function occurrencesAt({ project }: ProjectSnapshot, uri: string, offset: number): readonly Occurrence[] {
  const file = fileOf(project, uri);
  if (file === undefined) return [];
  const names = nameIndexOf(project);
  const here = names.at(file, offset);
  return here === undefined ? [] : names.of(here.name);
}
