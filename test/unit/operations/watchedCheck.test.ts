import { describe, expect, it } from 'vitest';
import { sayBlocks } from '../../../server/src/operations/drift/watchedCheck.ts';
import { checksOf } from '../../../server/src/rules/monitorView.ts';
import { projectOf } from '../../support/ruleFixture.ts';

function checkWith(keys: string) {
  const text = `plumbline: v1\nproject: p\nphase: pilot\nowner: a@example.com\nmonitoring: {checks: {it: {watch: predictions${keys}}}}\n`;
  const [check] = checksOf(projectOf(new Map([['file:///work/plumbline.yaml', text]])).spec);
  if (check === undefined) throw new Error('The spec has a check.');
  return check;
}

describe('a check of what a model answers', () => {
  it.each([
    ['the spec', ', window: {block: 1 week}', {}],
    ['the command', '', { block: { count: 604_800, unit: 'second' } as const }],
  ])('says that it does not use blocks that %s names', (_, keys, wishes) => {
    expect(sayBlocks(checkWith(keys), wishes)).toEqual([expect.stringContaining('The rows count as independent')]);
  });

  it('says nothing of blocks where there are none', () => {
    expect(sayBlocks(checkWith(', window: {rows: 500}'), {})).toEqual([]);
  });
});
