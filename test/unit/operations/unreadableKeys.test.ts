import { describe, expect, it } from 'vitest';
import { sayUnreadable } from '../../../server/src/operations/drift/unreadableKeys.ts';
import type { DriftWishes } from '../../../server/src/operations/drift/driftWishes.ts';
import { checksOf } from '../../../server/src/rules/monitorView.ts';
import { projectOf } from '../../support/ruleFixture.ts';

function projectWith(keys: string) {
  const text = `plumbline: v1\nmonitoring:\n  checks:\n    it: {watch: inputs, ${keys}}\n`;
  return projectOf(new Map([['file:///work/plumbline.yaml', text]]));
}

function say(keys: string, wishes: DriftWishes = {}): string | undefined {
  const project = projectWith(keys);
  const [check] = checksOf(project.spec);
  if (check === undefined) throw new Error('The spec has a check.');
  return sayUnreadable(project, check, wishes);
}

describe('a check with a key that cannot be read', () => {
  it.each(['2 windows', '0', '2.5', 'bananas'])('is not compared with something else: against: %s', (against) => {
    expect(say(`against: ${against}`)).toBe(
      `The check it is not compared, because \`against: ${against}\` (plumbline.yaml:4:34) cannot be read; plumbline check says what may stand there.`,
    );
  });

  it('names every one, those of its window among them', () => {
    expect(say('against: [previous], window: {every: soon}')).toMatch(
      /because `against` \(plumbline\.yaml:4:\d+\) and `every: soon` \(plumbline\.yaml:4:\d+\) cannot be read/,
    );
  });

  it('is compared where the command line says it instead, or where the key is about who is told', () => {
    expect(say('against: 2 windows', { against: { kind: 'previous' } })).toBeUndefined();
    expect(say('owner: [a@example.com]')).toBeUndefined();
    expect(say('against: 2')).toBeUndefined();
  });

  it('is underlined with every form that the value may have', () => {
    const messages = projectWith('against: 2 windows').files.flatMap(({ problems }) =>
      problems.map((one) => one.message),
    );
    expect(messages).toContain(
      '`2 windows` is not a value of `against`: write `reference` or `previous`, or a whole number.',
    );
  });
});
