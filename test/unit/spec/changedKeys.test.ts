/** Which keys differ between two versions of a project, also those that no promise depends on. */
import { describe, expect, it } from 'vitest';
import { changedKeys } from '../../../server/src/spec/changedKeys.ts';
import { edited, reviewedSpec, specUri } from '../../support/reviewFixture.ts';
import type { Edit } from '../../support/reviewFixture.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const before = projectOf(new Map([[specUri, reviewedSpec]]));
const keysOf = (...edits: readonly Edit[]) => changedKeys(before, projectOf(new Map([[specUri, edited(edits)]])));

describe('the keys that differ', () => {
  it.each<readonly [string, Edit, readonly string[]]>([
    [
      'a description',
      ['    kind: model\n', '    kind: model\n    description: late ones\n'],
      ['metrics.recall.description'],
    ],
    ['a key that nobody knows', ['phase: pilot\n', 'phase: pilot\nteem: {lead: a}\n'], ['teem']],
    ['an item of a list', ['[name, nationality]', '[name]'], ['constraints.forbidden_inputs']],
    ['a key that is gone', ['    tolerance: 0.01\n', ''], ['metrics.recall.tolerance']],
  ])('name %s', (_, edit, keys) => {
    expect(keysOf(edit)).toEqual(keys);
  });

  it.each<readonly [string, Edit]>([
    ['a comment', ['phase: pilot', 'phase: pilot   # since May']],
    ['another spelling of a number', ['target: 0.70', 'target: 70 %']],
    ['another layout', ['limit: 1 MUSD/year}', 'limit: 1 MUSD/year }']],
  ])('are none for %s', (_, edit) => {
    expect(keysOf(edit)).toEqual([]);
  });

  it('are none for a section that moves into a part of the spec', () => {
    const [head = '', tail = ''] = reviewedSpec.split(/^(?=constraints:)/m);
    const part = ['file:///fixture/rest.plumbline.yaml', `plumbline: v1\nproject: flights\n${tail}`] as const;
    expect(changedKeys(before, projectOf(new Map([[specUri, head], part])))).toEqual([]);
  });

  it('end for a text that aliases make immense', () => {
    const immense = (last: string) =>
      projectOf(
        new Map([
          [
            specUri,
            `plumbline: v1\na: &a0 [${last}]\n${Array.from({ length: 60 }, (_, at) => `b${at}: &a${at + 1} [*a${at}, *a${at}]\n`).join('')}`,
          ],
        ]),
      );
    expect(changedKeys(immense('x'), immense('y'))).toContain('a');
  });
});
