/** Gives a thing another name, everywhere in its project; code that logs a metric by its id is changed on request. */
import type { AnnotatedTextEdit, Range, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { TextChange } from '../../spec/edits.ts';
import { shownText } from '../../text/shownText.ts';
import { locationOf, projectFileOf, rangeIn } from '../fileRange.ts';
import type { LanguageFiles } from '../languageFiles.ts';
import { nameIndexOf } from '../names/nameIndex.ts';
import type { Name, Occurrence } from '../names/name.ts';
import { refuseName, refuseNewName } from './checkNewName.ts';
import { findLoggedPlaces } from './codeFiles.ts';
import { keepFormerId, keepMeaning } from './keptMeaning.ts';

/** `sentence` says what cannot be renamed, and what to do instead. */
export interface Refusal {
  readonly kind: 'refused';
  readonly sentence: string;
}

export type RenameStart = { readonly kind: 'ready'; readonly range: Range; readonly placeholder: string } | Refusal;
export type RenameResult = { readonly kind: 'renamed'; readonly edit: WorkspaceEdit } | Refusal;

export interface RenameOptions {
  readonly hasDocumentChanges: boolean;
  /** Whether the client can ask the user about single edits; without that, code stays as it is. */
  readonly hasChangeAnnotations: boolean;
  /** Version of an open document; null for a file on disk. */
  readonly versionOf: (uri: string) => number | null;
}

/** What is renamed at an offset; undefined where no name stands. */
export function prepareRename(snapshot: ProjectSnapshot, uri: string, offset: number): RenameStart | undefined {
  const found = occurrenceAt(snapshot, uri, offset);
  const file = projectFileOf(snapshot.project, uri);
  const span = found === undefined ? undefined : snapshot.project.locate(found.place);
  if (found === undefined || file === undefined || span === undefined) return undefined;
  const sentence = refuseName(snapshot, found.name);
  if (sentence !== undefined) return { kind: 'refused', sentence };
  return { kind: 'ready', range: rangeIn(file, span), placeholder: found.name.id };
}

/** Every change that the new name asks for; undefined where no name stands. */
export async function rename(
  snapshot: ProjectSnapshot,
  uri: string,
  offset: number,
  next: string,
  files: LanguageFiles,
  options: RenameOptions,
): Promise<RenameResult | undefined> {
  const name = occurrenceAt(snapshot, uri, offset)?.name;
  if (name === undefined) return undefined;
  if (name.id === next) return { kind: 'renamed', edit: {} };
  const sentence = refuseName(snapshot, name) ?? refuseNewName(snapshot, name, next);
  if (sentence !== undefined) return { kind: 'refused', sentence };
  const changes: TextChange[] = [];
  for (const occurrence of nameIndexOf(snapshot.project).of(name)) {
    const change = occurrence.rename(next);
    if (change === undefined) return { kind: 'refused', sentence: notInPart(snapshot, occurrence) };
    changes.push(change);
  }
  changes.push(...keepMeaning(snapshot.project, name), ...keepFormerId(snapshot, name, next));
  const logged = options.hasChangeAnnotations ? await loggedEdits(snapshot, name, next, files) : new Map();
  return { kind: 'renamed', edit: editOf(specEdits(snapshot, changes), logged, name, next, options) };
}

function occurrenceAt({ project }: ProjectSnapshot, uri: string, offset: number): Occurrence | undefined {
  const file = projectFileOf(project, uri);
  return file === undefined ? undefined : nameIndexOf(project).at(file, offset)[0];
}

function notInPart({ project }: ProjectSnapshot, { name, place }: Occurrence): string {
  const at = locationOf(project, place);
  const where =
    at === undefined ? '' : ` in line ${at.range.start.line + 1} of ${at.uri.slice(at.uri.lastIndexOf('/') + 1)}`;
  return `\`${name.id}\` stands${where} in a text with escapes or several lines, which cannot be changed in part: write that text plainly on one line first.`;
}

type EditsByUri = ReadonlyMap<string, readonly TextEdit[]>;

function specEdits({ project }: ProjectSnapshot, changes: readonly TextChange[]): EditsByUri {
  const edits = new Map<string, TextEdit[]>();
  const seen = new Set<string>();
  for (const { place, newText } of changes) {
    const at = project.locate(place);
    if (at === undefined) continue;
    // A node that aliases share is one place; two keys may be written at the end of one entry.
    const key = `${at.file.uri} ${at.start} ${newText}`;
    if (seen.has(key)) continue;
    seen.add(key);
    edits.set(at.file.uri, [...(edits.get(at.file.uri) ?? []), { range: rangeIn(at.file, at), newText }]);
  }
  return edits;
}

/**
 * Strings that log a metric under its id.
 *
 * A metric with a `source` is read under the key that stands there, whatever its id is, so code stays as it is.
 */
async function loggedEdits(
  { project, mainUri }: ProjectSnapshot,
  name: Name,
  next: string,
  files: LanguageFiles,
): Promise<EditsByUri> {
  if (name.kind !== 'entity' || name.entity !== 'metric') return new Map();
  const metric = project.spec.fields.metrics?.entries.get(name.id);
  if (metric === undefined || metric.yaml.entries.some(({ key }) => key === 'source')) return new Map();
  const places = await findLoggedPlaces(mainUri, name.id, files);
  const edits = new Map<string, TextEdit[]>();
  for (const { uri, range } of places) edits.set(uri, [...(edits.get(uri) ?? []), { range, newText: next }]);
  return edits;
}

const loggedAnnotation = 'logged';

function editOf(
  ofSpec: EditsByUri,
  ofCode: EditsByUri,
  name: Name,
  next: string,
  { hasDocumentChanges, versionOf }: RenameOptions,
): WorkspaceEdit {
  if (!hasDocumentChanges) {
    return { changes: Object.fromEntries([...ofSpec].map(([uri, edits]) => [uri, [...edits]])) };
  }
  const documentEdit = (uri: string, edits: readonly (TextEdit | AnnotatedTextEdit)[]): TextDocumentEdit => ({
    textDocument: { uri, version: versionOf(uri) },
    edits: [...edits],
  });
  const annotated = [...ofCode].map(([uri, edits]) =>
    documentEdit(
      uri,
      edits.map((edit) => ({ ...edit, annotationId: loggedAnnotation })),
    ),
  );
  return {
    documentChanges: [...[...ofSpec].map(([uri, edits]) => documentEdit(uri, edits)), ...annotated],
    ...(annotated.length === 0
      ? {}
      : {
          changeAnnotations: {
            [loggedAnnotation]: {
              label: `Code that logs the metric as "${shownText(name.id)}"`,
              description: `From now on it is logged as "${next}"; runs of MLflow and others from before keep the old name`,
              needsConfirmation: true,
            },
          },
        }),
  };
}
