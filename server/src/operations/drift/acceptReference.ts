/** Making what a check compares its new reference: a split by its name, anything else as a profile that is kept. */
import type { TextRange } from '../../../../schemas/sourceLocation.ts';
import { checksOf } from '../../rules/monitorView.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { createLocations } from '../overview/locations.ts';
import { splitOf } from '../facts/tableRequests.ts';
import type { Clock } from '../ports.ts';
import { currentOf, findSide } from './planCheck.ts';
import type { PlanPorts } from './planCheck.ts';
import { profileRows } from './profileRows.ts';
import type { ProfileOptions, ProfilePorts } from './profileRows.ts';

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

/** Whether something could become the reference of a check. */
export function canAcceptReference(project: Project, checkId: string): boolean {
  const check = checksOf(project.spec).find(({ id }) => id === checkId);
  return check !== undefined && acceptableOf(project, check) !== undefined;
}

/**
 * @param signal and progress of the profile, which a split needs not
 * @returns the edit that makes what the check looks at its reference
 */
export async function acceptReference(
  project: Project,
  checkId: string,
  ports: AcceptPorts,
  options: ProfileOptions = {},
): Promise<AcceptOutcome> {
  const check = checksOf(project.spec).find(({ id }) => id === checkId);
  const accepted = check === undefined ? undefined : acceptableOf(project, check);
  if (check === undefined || accepted === undefined) {
    const sentence = `What the check ${checkId} compares is its reference already, or nothing that could become one.`;
    return { kind: 'failed', sentence };
  }
  const { uri, range, split, current } = accepted;
  if (split !== undefined) return { kind: 'done', edit: { uri, range, newText: split }, profile: undefined, notes: [] };
  const found = await findSide(project, current, ports);
  if ('sentence' in found) return { kind: 'failed', sentence: found.sentence };
  const outcome = await profileRows(project, found, ports, options);
  if (outcome.kind !== 'done') return outcome;
  const day = ports.clock.now().toISOString().slice(0, 10);
  const profile = `${profileFolder}/${check.id}-${day}.json`;
  await ports.writeBeside(project.mainUri, profile, outcome.text);
  const newText = `${'../'.repeat(depthBelow(project.mainUri, uri))}${profile}`;
  return { kind: 'done', edit: { uri, range, newText }, profile, notes: outcome.notes };
}

/** Folders between the spec and a part of it, which lies at or below it. */
function depthBelow(mainUri: string, uri: string): number {
  const folder = mainUri.slice(0, mainUri.lastIndexOf('/') + 1);
  return uri.slice(folder.length).split('/').length - 1;
}

/** What a check looks at, the split that it is, if it is one, and where its reference stands. */
function acceptableOf(project: Project, check: CheckView) {
  const { reference, watch } = check.node.fields;
  const current = currentOf(project, check);
  if (reference === undefined || current === undefined) return undefined;
  const id = typeof current === 'string' ? current : current.id;
  const split = splitOf(project.spec, id) === undefined ? undefined : id;
  // A profile holds inputs; scores of a model are compared row by row.
  if (id === reference.id || (split === undefined && watch?.value !== 'inputs')) return undefined;
  const { uri, range } = createLocations(project).of(reference.place);
  return { uri, range, current, split };
}
