/** Everywhere that the name under the cursor stands: in all parts of the project, and in the contract of a column. */
import type { DocumentHighlight, Location } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { locationOf, projectFileOf, rangeIn } from './fileRange.ts';
import { nameIndexOf } from './names/nameIndex.ts';
import type { Occurrence } from './names/name.ts';

/**
 * Definitions first, then uses in file order; empty where no name stands.
 *
 * @param includeDeclaration whether definitions are asked for, too
 */
export function findReferences(
  { project }: ProjectSnapshot,
  uri: string,
  offset: number,
  includeDeclaration: boolean,
): readonly Location[] {
  return occurrencesAt(project, uri, offset)
    .filter(({ isDefinition }) => includeDeclaration || !isDefinition)
    .flatMap(({ place }) => locationOf(project, place) ?? []);
}

/** The same places in one file, for marking them while the cursor stands on one. */
export function findHighlights(
  { project }: ProjectSnapshot,
  uri: string,
  offset: number,
): readonly DocumentHighlight[] {
  return occurrencesAt(project, uri, offset).flatMap(({ place, isDefinition }): DocumentHighlight[] => {
    const at = project.locate(place);
    if (at?.file.uri !== uri) return [];
    const kind = isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read;
    return [{ range: rangeIn(at.file, at), kind }];
  });
}

/** Every occurrence of what stands at an offset, each place once. */
function occurrencesAt(project: ProjectSnapshot['project'], uri: string, offset: number): readonly Occurrence[] {
  const file = projectFileOf(project, uri);
  if (file === undefined) return [];
  const names = nameIndexOf(project);
  const found = names.at(file, offset).flatMap(({ name }) => names.of(name));
  const isFirst = ({ place }: Occurrence, index: number): boolean =>
    found.findIndex(
      (other) =>
        other.place.section === place.section && other.place.start === place.start && other.place.end === place.end,
    ) === index;
  return found.filter(isFirst);
}
