/** Making what a check compares its new reference: a split by its name, anything else as a profile that is kept. */
import type { TextRange } from '../../../../schemas/sourceLocation.ts';
import { checksOf } from '../../rules/monitorView.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { createLocations } from '../overview/locations.ts';
import { splitOf } from '../facts/tableRequests.ts';
import type { Clock } from '../ports.ts';
import { chunksOf, currentOf, cutByTime, findSide } from './planCheck.ts';
import type { PlanPorts, Sentence } from './planCheck.ts';
import { profileRows } from './profileRows.ts';
import type { ChosenWindows, ProfileOptions, ProfilePorts } from './profileRows.ts';

export interface ReferenceEdit {
  readonly uri: string;
  readonly range: TextRange;
  readonly newText: string;
}

export interface AcceptPorts extends PlanPorts, ProfilePorts {
  readonly clock: Clock;
  /** Writes a file beside a spec, whole or not at all. @throws the system's error */
  readonly writeBeside: (mainUri: string, path: string, text: string) => Promise<void>;
}

export type AcceptOutcome =
  /** The edit of the spec, which nobody has made yet; and the profile that it names, which is written. */
  | {
      readonly kind: 'done';
      readonly edit: ReferenceEdit;
      readonly profile: string | undefined;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

/** Where profiles lie, from the folder of the spec. */
const profileFolder = '.plumbline/profiles';

/** Which of the windows that a check compares become its reference: labels as they are shown; undefined for all rows. */
export type AcceptedWindows = readonly string[] | undefined;

/** Whether something could become the reference of a check. */
export function canAcceptReference(project: Project, checkId: string): boolean {
  const check = checksOf(project.spec).find(({ id }) => id === checkId);
  return check !== undefined && acceptableOf(project, check, undefined) !== undefined;
}

/** Whether some windows of what a check compares could. */
export function canAcceptWindows(project: Project, checkId: string): boolean {
  const check = checksOf(project.spec).find(({ id }) => id === checkId);
  return check !== undefined && acceptableOf(project, check, []) !== undefined;
}

/**
 * @param signal and progress of the profile, which a split needs not
 * @returns the edit that makes what the check looks at, or some windows of it, its reference
 */
export async function acceptReference(
  project: Project,
  { checkId, windows }: { readonly checkId: string; readonly windows?: AcceptedWindows },
  ports: AcceptPorts,
  options: ProfileOptions = {},
): Promise<AcceptOutcome> {
  const check = checksOf(project.spec).find(({ id }) => id === checkId);
  const accepted = check === undefined ? undefined : acceptableOf(project, check, windows);
  if (check === undefined || accepted === undefined) {
    const sentence = `What the check ${checkId} compares is its reference already, or nothing that could become one.`;
    return { kind: 'failed', sentence };
  }
  const { uri, range, split, current } = accepted;
  if (split !== undefined) return { kind: 'done', edit: { uri, range, newText: split }, profile: undefined, notes: [] };
  const found = await findSide(project, current, ports);
  if ('sentence' in found) return { kind: 'failed', sentence: found.sentence };
  const chosen = windows === undefined ? undefined : chooseWindows(project, check, windows, found.dataId);
  if (chosen !== undefined && 'sentence' in chosen) return { kind: 'failed', sentence: chosen.sentence };
  const outcome = await profileRows(project, { ...found, windows: chosen }, ports, options);
  if (outcome.kind !== 'done') return outcome;
  const day = ports.clock.now().toISOString().slice(0, 10);
  const profile = `${profileFolder}/${check.id}-${day}.json`;
  await ports.writeBeside(project.mainUri, profile, outcome.text);
  const newText = `${'../'.repeat(depthBelow(project.mainUri, uri))}${profile}`;
  return { kind: 'done', edit: { uri, range, newText }, profile, notes: outcome.notes };
}

/** The windows as the spec cuts them, whatever a comparison of the command line was asked for. */
function chooseWindows(
  project: Project,
  check: CheckView,
  labels: readonly string[],
  dataId: string | undefined,
): ChosenWindows | Sentence {
  const chunks = chunksOf(check, {});
  if ('sentence' in chunks) return chunks;
  const cut = cutByTime(project, check, chunks, dataId);
  return 'sentence' in cut ? cut : { chunks: cut, labels: [...labels] };
}

/** Folders between the spec and a part of it, which lies at or below it. */
function depthBelow(mainUri: string, uri: string): number {
  const folder = mainUri.slice(0, mainUri.lastIndexOf('/') + 1);
  return uri.slice(folder.length).split('/').length - 1;
}

/** What a check looks at, the split that becomes its reference by name, if one does, and where its reference stands. */
function acceptableOf(project: Project, check: CheckView, windows: AcceptedWindows) {
  const { reference, watch } = check.node.fields;
  const current = currentOf(project, check);
  if (reference === undefined || current === undefined) return undefined;
  const id = typeof current === 'string' ? current : current.id;
  const split = windows === undefined && splitOf(project.spec, id) !== undefined ? id : undefined;
  // A profile holds inputs; scores of a model are compared row by row.
  if (split === undefined && watch?.value !== 'inputs') return undefined;
  if (id === reference.id && windows === undefined) return undefined;
  const { uri, range } = createLocations(project).of(reference.place);
  return { uri, range, current, split };
}
