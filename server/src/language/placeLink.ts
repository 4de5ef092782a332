/** Links from explanations to the lines that they speak of. */
import type { Location } from 'vscode-languageserver-types';
import type { Project } from '../spec/project.ts';
import type { Place } from '../yaml/place.ts';
import { locationOf } from './fileRange.ts';
import { escapeText, link } from './markdown.ts';

/** The address of a location, with line and column, as editors open it. */
export function addressOf({ uri, range: { start } }: Location): string {
  return `${uri}#L${start.line + 1},${start.character + 1}`;
}

/** A link to a place of the project; plain text when there is none to go to. */
export function placeLink(project: Project, label: string, place: Place | undefined): string {
  const location = place === undefined ? undefined : locationOf(project, place);
  return location === undefined ? escapeText(label) : link(label, addressOf(location));
}
