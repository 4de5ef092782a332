/** Inlay hints: the notes of the margin that lie in sight, with explanations made when somebody asks. */
import type { InlayHint, InlayHintLabelPart, Range } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import type { HintCategory, HintData } from '../../../schemas/marginHints.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { SpecFile } from '../spec/specFile.ts';
import { documentOf, fileOf, rangeIn } from './fileRange.ts';
import { amountNotePlaces } from './margin/amountNotes.ts';
import { costNotePlaces } from './margin/costNotes.ts';
import { countNotePlaces } from './margin/countNotes.ts';
import { driftNotePlaces } from './margin/driftNotes.ts';
import { goalNotePlaces } from './margin/goalNotes.ts';
import type { MarginNote, NotePart, NotePlace } from './margin/note.ts';

export interface InlayHintOptions {
  /** What is shown. */
  readonly categories: ReadonlySet<HintCategory>;
  /** Whether tooltips and targets come with the hints, for clients that cannot ask for them later. */
  readonly isResolved: boolean;
}

/** The hints of a part of a file, in the order of the file. */
export function findInlayHints(
  snapshot: ProjectSnapshot,
  uri: string,
  range: Range,
  { categories, isResolved }: InlayHintOptions,
): readonly InlayHint[] {
  const file = fileOf(snapshot.project, uri);
  if (file === undefined || categories.size === 0) return [];
  const document = documentOf(file);
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const hints: InlayHint[] = [];
  for (const note of notesIn(snapshot, file, (offset) => start <= offset && offset <= end)) {
    const parts = note.parts.filter(({ category }) => categories.has(category));
    const [first] = parts;
    if (first === undefined) continue;
    const data: HintData = { uri, path: note.path, categories: [...categories] };
    hints.push({
      position: rangeIn(file, file.yaml.rangeOf(note.after) ?? { start: 0, end: 0 }).end,
      label: labelOf(parts, isResolved),
      paddingLeft: true,
      data,
    });
  }
  return hints.toSorted(
    ({ position: left }, { position: right }) => left.line - right.line || left.character - right.character,
  );
}

/** The same hint with its explanations; as it was when what it speaks of is gone. */
export function resolveInlayHint(snapshot: ProjectSnapshot, hint: InlayHint, data: HintData): InlayHint {
  const file = fileOf(snapshot.project, data.uri);
  const place = file === undefined ? undefined : allPlaces(snapshot).find(({ path }) => path === data.path);
  const parts = (place?.find() ?? []).filter(({ category }) => data.categories.includes(category));
  const label = labelOf(parts, true);
  // Newer facts may say more than the hint that is on the screen; its words must not change under the pointer.
  const isSame =
    Array.isArray(hint.label) && hint.label.map(({ value }) => value).join() === label.map(({ value }) => value).join();
  return isSame ? { ...hint, label } : hint;
}

const separator: InlayHintLabelPart = { value: ' · ' };

function labelOf(parts: readonly NotePart[], isResolved: boolean): InlayHintLabelPart[] {
  return parts.flatMap((part, index) => [...(index === 0 ? [] : [separator]), partOf(part, isResolved)]);
}

function partOf({ text, explain, opens }: NotePart, isResolved: boolean): InlayHintLabelPart {
  if (!isResolved) return { value: text };
  const location = opens();
  return {
    value: text,
    tooltip: { kind: MarkupKind.Markdown, value: explain() },
    ...(location === undefined ? {} : { location }),
  };
}

function* notesIn(
  snapshot: ProjectSnapshot,
  file: SpecFile,
  isInSight: (offset: number) => boolean,
): Generator<MarginNote> {
  for (const { path, after, find } of allPlaces(snapshot)) {
    const at = snapshot.project.locate(after);
    if (at?.file === file && isInSight(at.end)) yield { path, after, parts: find() };
  }
}

/** Every place of the project that may have a note. */
function allPlaces(snapshot: ProjectSnapshot): readonly NotePlace[] {
  return [
    ...goalNotePlaces(snapshot),
    ...amountNotePlaces(snapshot),
    ...costNotePlaces(snapshot),
    ...countNotePlaces(snapshot),
    ...driftNotePlaces(snapshot),
  ];
}
