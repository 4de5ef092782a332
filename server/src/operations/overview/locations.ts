/** Places of a spec as panels show and open them. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Figure, Provenance } from '../../../../schemas/overview.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import type { Project } from '../../spec/project.ts';
import type { ProjectFile } from '../../spec/contractFile.ts';
import type { Place } from '../../yaml/place.ts';

/** Turns places of one project into locations. */
export interface Locations {
  of(place: Place): SourceLocation;
  /** The first line of a file. */
  ofFile(file: ProjectFile): SourceLocation;
}

export function createLocations(project: Project): Locations {
  const documents = new Map<string, TextDocument>();

  function documentOf(file: ProjectFile): TextDocument {
    const document = documents.get(file.uri) ?? TextDocument.create(file.uri, 'plumbline', 0, file.yaml.text);
    documents.set(file.uri, document);
    return document;
  }

  function at(file: ProjectFile, start: number, end: number): SourceLocation {
    const document = documentOf(file);
    const range = { start: document.positionAt(start), end: document.positionAt(end) };
    return { uri: file.uri, range, label: `${nameOf(file.uri)}:${range.start.line + 1}` };
  }

  return {
    of: (place) => {
      const found = project.locate(place);
      if (found === undefined) throw new RangeError('A place of the project lies in one of its files.');
      return at(found.file, found.start, found.end);
    },
    ofFile: (file) => ({ ...at(file, 0, 0), label: nameOf(file.uri) }),
  };
}

/** The last part of an address, decoded for display. */
function nameOf(uri: string): string {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A figure that stands in the spec as written. */
export function declared(text: string, source: SourceLocation, number?: number): Figure {
  return known(text, { origin: 'declared', source }, number);
}

export function known(text: string, provenance: Provenance, number?: number): Figure {
  return { state: 'known', text, provenance, ...(number === undefined ? {} : { number }) };
}

/** @param because the end of "not known because …", without a full stop */
export function unknown(because: string, next?: string, source?: SourceLocation): Figure {
  return {
    state: 'unknown',
    because,
    ...(next === undefined ? {} : { next }),
    ...(source === undefined ? {} : { source }),
  };
}
