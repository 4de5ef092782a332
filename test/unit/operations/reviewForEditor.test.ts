import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRefusingRunner } from '../../../server/src/jobs/refusingRunner.ts';
import { reviewForEditor } from '../../../server/src/operations/review/reviewForEditor.ts';
import { createSpecWorkspace } from '../../../server/src/operations/specWorkspace.ts';
import { createGitHistory } from '../../../server/src/platform/gitHistory.ts';
import { createWorkspaceFiles } from '../../../server/src/platform/workspaceFiles.ts';
import { createTestRepository } from '../../support/gitRepository.ts';
import type { TestRepository } from '../../support/gitRepository.ts';
import { edited, reviewedSpec } from '../../support/reviewFixture.ts';

let repository: TestRepository;
beforeEach(() => {
  repository = createTestRepository();
});
afterEach(() => repository.remove());

/** Reviews the spec with a text in the editor that is not saved. */
async function review(text: string, since?: string) {
  const files = createWorkspaceFiles({ roots: () => [repository.root] });
  const history = createGitHistory();
  const clock = { now: () => new Date('2026-11-02T08:00:00Z') };
  const jobs = createRefusingRunner('No worker runs here.');
  const workspace = createSpecWorkspace({ files, jobs, history, clock, version: '1.2.3' });
  const uri = repository.uriOf('plumbline.yaml');
  workspace.open(uri, text);
  const snapshot = await workspace.snapshot(uri);
  if (snapshot === undefined) throw new Error('There is no spec.');
  const nameOf = (address: string) => address.slice(address.lastIndexOf('/') + 1);
  const addressOf = (name: string) => repository.uriOf(name);
  return reviewForEditor(snapshot.project, since, { files, history, nameOf, addressOf });
}

describe('a review in the editor', () => {
  it('speaks of the text that is shown, and leads to its lines', async () => {
    const base = repository.commit('First', { 'plumbline.yaml': reviewedSpec });
    const outcome = await review(edited([['limit: 0.65', 'limit: 0.60']]));
    expect(outcome).toMatchObject({
      kind: 'done',
      value: {
        base: base.slice(0, 7),
        loosened: 1,
        files: [{ uri: repository.uriOf('plumbline.yaml'), baseText: reviewedSpec, isGone: false }],
      },
    });
    expect(outcome.kind === 'done' && outcome.value.markdown).toContain(
      `[\`plumbline.yaml:21\`](<${repository.uriOf('plumbline.yaml')}#L21>) | -220.5 kUSD/year | not committed yet | **no reason stated** |`,
    );
  });

  it('lists a file that is new, and one that is gone', async () => {
    const part = 'plumbline: v1\nproject: flights\n';
    repository.commit('First', { 'plumbline.yaml': reviewedSpec, 'old.plumbline.yaml': part });
    repository.git('rm', '--quiet', 'old.plumbline.yaml');
    repository.write('new.plumbline.yaml', `${part}team: {sponsor: s@example.com}\n`);
    expect(await review(reviewedSpec, 'HEAD')).toMatchObject({
      kind: 'done',
      value: {
        files: [
          { uri: repository.uriOf('new.plumbline.yaml'), baseText: null, isGone: false },
          { uri: repository.uriOf('old.plumbline.yaml'), baseText: part, isGone: true },
        ],
      },
    });
  });

  it('is refused in one sentence when there is nothing to compare with', async () => {
    expect(await review(reviewedSpec)).toEqual({
      kind: 'refused',
      sentence: 'There is nothing to compare this spec with: the repository has no commit yet.',
    });
    repository.commit('First', { 'plumbline.yaml': reviewedSpec });
    expect(await review(reviewedSpec, 'v9')).toEqual({
      kind: 'refused',
      sentence: 'There is nothing to compare this spec with: there is no commit `v9` in the repository.',
    });
  });
});
