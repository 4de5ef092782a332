/** Finds out the readiness of projects, waiting for the facts that it needs. */
import { readiness } from '../../../../schemas/readiness.ts';
import type { Readiness, ReadinessReport } from '../../../../schemas/readiness.ts';
import { showTexts } from '../../text/showTexts.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { Clock, WorkspaceFiles } from '../ports.ts';
import type { SpecWorkspace } from '../specWorkspace.ts';
import { judgeReadiness } from './readiness.ts';
import { readReadinessFiles } from './readinessFiles.ts';

/** Facts lead to further facts at most so often: a pin to its file, a run to the hash of its model. */
const mostTurns = 8;

/** Keys that hold addresses, which are opened and not read. */
const addresses: ReadonlySet<string> = new Set(['uri', 'specUri']);

/** @returns undefined when the file is not part of a spec that can be read */
export async function findReadiness(
  workspace: SpecWorkspace,
  files: WorkspaceFiles,
  specUri: string,
): Promise<Readiness | undefined> {
  const first = await workspace.snapshot(specUri);
  if (first === undefined) return undefined;
  const beside = await readReadinessFiles(files, first.mainUri);
  const judge = (snapshot: ProjectSnapshot): Readiness =>
    readiness.parse(showTexts(judgeReadiness(snapshot, beside), addresses));
  let last = judge(first);
  for (let turn = 0; turn < mostTurns; turn += 1) {
    // Judging asks for facts; the snapshot settles when they are there.
    const settled = await workspace.settledSnapshot(specUri);
    if (settled === undefined) return undefined;
    const next = judge(settled);
    if (turn > 0 && JSON.stringify(next) === JSON.stringify(last)) return next;
    last = next;
  }
  return last;
}

export interface ReadinessPorts {
  readonly workspace: SpecWorkspace;
  readonly files: WorkspaceFiles;
  readonly clock: Clock;
  /** Version of Plumbline. */
  readonly version: string;
  /** How a file is named in the report. */
  readonly nameOf: (uri: string) => string;
}

/** The readiness of every project that some spec files belong to, each once. */
export async function reportReadiness(
  mainUris: readonly string[],
  { workspace, files, clock, version, nameOf }: ReadinessPorts,
): Promise<ReadinessReport> {
  const projects: ReadinessReport['projects'] = [];
  for (const uri of new Set(mainUris)) {
    const found = await findReadiness(workspace, files, uri);
    if (found !== undefined) projects.push(withNames(found, nameOf));
  }
  return { kind: 'readiness', schema: 1, version, checkedAt: clock.now().toISOString(), projects };
}

function withNames(
  { specUri, sections, ...project }: Readiness,
  nameOf: (uri: string) => string,
): ReadinessReport['projects'][number] {
  return {
    file: nameOf(specUri),
    ...project,
    sections: sections.map((section) => ({
      ...section,
      tests: section.tests.map(({ evidence, ...test }) => ({
        ...test,
        ...(evidence === undefined ? {} : { evidence: { file: nameOf(evidence.uri), range: evidence.range } }),
      })),
    })),
  };
}
