/** From offsets of a spec file to positions of the protocol, and back. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, Range } from 'vscode-languageserver-types';
import type { Project } from '../spec/project.ts';
import type { ProjectFile } from '../spec/contractFile.ts';
import type { SpecFile } from '../spec/specFile.ts';
import type { Place } from '../yaml/place.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';

/** Line starts are computed once per version of a file, and go with it. */
const documents = new WeakMap<YamlFile, TextDocument>();

/** The file as a document, whose positions are UTF-16 line and character. */
export function documentOf(file: ProjectFile): TextDocument {
  const known = documents.get(file.yaml);
  if (known !== undefined) return known;
  const document = TextDocument.create(file.uri, 'plumbline', 0, file.yaml.text);
  documents.set(file.yaml, document);
  return document;
}

/** Offsets of a file as a range. */
export function rangeIn(file: ProjectFile, span: { readonly start: number; readonly end: number }): Range {
  const document = documentOf(file);
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** A place of a project as a location; undefined for a place of an older version. */
export function locationOf(project: Project, place: Place): Location | undefined {
  const at = project.locate(place);
  return at === undefined ? undefined : { uri: at.file.uri, range: rangeIn(at.file, at) };
}

/** The spec file of a project with an address. */
export function fileOf(project: Project, uri: string): SpecFile | undefined {
  return project.files.find((file) => file.uri === uri);
}

/** The spec file or the contract of a project with an address. */
export function projectFileOf(project: Project, uri: string): ProjectFile | undefined {
  return fileOf(project, uri) ?? project.contracts.find((contract) => contract.uri === uri);
}
