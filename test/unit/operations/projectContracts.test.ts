import { describe, expect, it } from 'vitest';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { checkScopes } from '../../../server/src/operations/check.ts';
import { unknownHistory } from '../../../server/src/operations/ports.ts';
import { createSpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import { contractText } from '../../support/contractFixture.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

const specUri = 'file:///work/plumbline.yaml';
const ownUri = 'file:///work/contracts/flights.odcs.yaml';
const spec = `plumbline: v1
project: demo
phase: poc
owner: ann@example.com
data:
  flights: {path: a.csv, modality: table, owner: ann@example.com, version: {git: a.csv}, contract: shared/gates.yaml#gates}
`;
const clock = { now: () => new Date('2026-11-02T00:00:00Z') };

function workspaceOf(texts: Readonly<Record<string, string>>) {
  const files = memoryWorkspace(new Map(Object.entries(texts)));
  const jobs = createRefusingRunner('No job runs here.');
  return createSpecWorkspace({ files, jobs, history: unknownHistory('there is none'), clock, version: '1.0.0' });
}

type Workspace = ReturnType<typeof workspaceOf>;

async function contractFindings(workspace: Workspace, uri: string): Promise<readonly string[]> {
  const snapshot = await workspace.snapshot(uri);
  return (snapshot?.result.findings ?? [])
    .filter(({ rule }) => rule.startsWith('contract/'))
    .map((finding) => `${finding.uri} ${finding.rule}`);
}

describe('the contracts of a project', () => {
  it('are those in its folders, and those that its sources name', async () => {
    const workspace = workspaceOf({
      [specUri]: spec,
      [ownUri]: contractText('verzion: 2\n'),
      'file:///work/shared/gates.yaml': contractText('schema: [{name: gates}]\n'),
    });
    const project = (await workspace.snapshot(specUri))?.project;
    expect(project?.contracts.map(({ uri }) => uri)).toEqual([ownUri, 'file:///work/shared/gates.yaml']);
    expect(project?.contractOf('flights')?.object?.fields.name?.text).toBe('gates');
    expect(await contractFindings(workspace, specUri)).toEqual([`${ownUri} contract/invalid`]);
  });

  it('are asked for under their own address, too', async () => {
    const workspace = workspaceOf({ [specUri]: spec, [ownUri]: contractText('verzion: 2\n') });
    expect((await workspace.snapshot(ownUri))?.mainUri).toBe(specUri);
  });

  it('are read as the editor shows them', async () => {
    const workspace = workspaceOf({ [specUri]: spec, [ownUri]: contractText('') });
    workspace.open(ownUri, contractText('verzion: 2\n'), 'yaml');
    expect(await contractFindings(workspace, ownUri)).toEqual([`${ownUri} contract/invalid`]);
    workspace.close(ownUri);
    expect(await contractFindings(workspace, ownUri)).toEqual([]);
  });

  it('keep the project of a spec the same while nothing changes', async () => {
    const workspace = workspaceOf({ [specUri]: spec, [ownUri]: contractText('') });
    const first = await workspace.settledSnapshot(specUri);
    expect(await workspace.settledSnapshot(ownUri)).toBe(first);
  });
});

describe('a contract without a project', () => {
  it('is checked by the rules of contracts alone', async () => {
    const workspace = workspaceOf({ [ownUri]: contractText('verzion: 2\n') });
    const snapshot = await workspace.snapshot(ownUri);
    expect(snapshot?.result.findings.map(({ rule }) => rule)).toEqual(['contract/invalid']);
  });

  it('keeps suppressions, and has its secrets found', async () => {
    const text = contractText(
      'verzion: 2 # plumbline: ignore[contract/invalid] the catalogue asks for it\ndescription: {usage: "postgres://ann:hunter22@db"}\n',
    );
    const snapshot = await workspaceOf({ [ownUri]: text }).snapshot(ownUri);
    expect(snapshot?.result.findings.map(({ rule }) => rule)).toEqual(['data/secret']);
    expect(snapshot?.result.suppressed).toHaveLength(1);
  });

  it('is in the report of the command line', async () => {
    const workspace = workspaceOf({ [ownUri]: contractText('verzion: 2\n') });
    const report = await checkScopes([{ uri: 'file:///work', kind: 'folder' }], {
      workspace,
      clock,
      version: '1.0.0',
      nameOf: (uri) => uri.slice('file:///work/'.length),
      onFailure: () => undefined,
    });
    expect(report.findings.map(({ file, rule, range }) => [file, rule, range.start.line])).toEqual([
      ['contracts/flights.odcs.yaml', 'contract/invalid', 5],
    ]);
  });
});
