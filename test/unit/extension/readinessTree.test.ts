import { describe, expect, it } from 'vitest';
import { readinessHead, readinessTree } from '../../../extension/src/readiness/readinessTree.ts';
import type { Readiness, ReadinessPoint } from '../../../schemas/readiness.ts';
import { l10n } from './fakeContext.ts';

const evidence = {
  uri: 'file:///work/plumbline.yaml',
  range: { start: { line: 4, character: 2 }, end: { line: 4, character: 9 } },
  label: 'plumbline.yaml:5',
};

function point(number: number, changes: Partial<ReadinessPoint>): ReadinessPoint {
  return { id: `data-${number}`, title: `Test ${number}`, state: 'earned', points: 1, sentence: 'Found.', ...changes };
}

function readiness(name: string): Readiness {
  const tests = [
    point(1, { evidence }),
    point(2, { points: 0.5 }),
    point(3, { state: 'failed', points: 0, sentence: 'Missing.' }),
    point(4, { state: 'not-known', points: 0 }),
  ];
  return {
    project: name,
    specUri: `file:///work/${name}/plumbline.yaml`,
    score: 1.5,
    verdict: 'a first pass',
    sections: [{ id: 'data', title: 'Data', points: 1.5, tests }],
  };
}

describe('the tree of the view Readiness', () => {
  it('begins with the sections of the only project, whose score stands in the title', () => {
    const [data] = readinessTree([readiness('a')], l10n);
    expect([data?.label, data?.description]).toEqual(['Data', '1.5 of 7']);
    expect(readinessHead([readiness('a')], l10n)).toBe('1.5 of 7');
  });

  it('begins with the projects when there are several', () => {
    const tree = readinessTree([readiness('a'), readiness('b')], l10n);
    expect(tree.map(({ label }) => label)).toEqual(['a', 'b']);
    expect(readinessHead([readiness('a'), readiness('b')], l10n)).toBeUndefined();
  });

  it('tells points apart by icon and by words', () => {
    const [data] = readinessTree([readiness('a')], l10n);
    expect(data?.children.map(({ icon, description }) => [icon, description])).toEqual([
      ['full', '1'],
      ['half', '0.5'],
      ['failed', 'failed'],
      ['unknown', 'not known'],
    ]);
    expect(data?.children[2]?.spoken).toBe('Test 3: failed. Missing.');
  });

  it('opens the file that earned a point, at its place', () => {
    const [data] = readinessTree([readiness('a')], l10n);
    expect(data?.children.map(({ opens }) => opens)).toEqual([evidence, undefined, undefined, undefined]);
  });

  it('gives every line an id of its own', () => {
    const all = readinessTree([readiness('a'), readiness('b')], l10n).flatMap((project) => [
      project,
      ...project.children.flatMap((section) => [section, ...section.children]),
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('is empty without a project, so that the welcome shows', () => {
    expect(readinessTree([], l10n)).toEqual([]);
  });
});
