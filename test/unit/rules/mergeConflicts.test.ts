import { describe, expect, it } from 'vitest';
import { applyFix, check, factsFrom } from '../../support/ruleFixture.ts';

const uri = 'file:///fixture/plumbline.yaml';

/** The titles of the fixes of the only finding about syntax, each with the text that it leaves. */
function fixesIn(text: string): readonly (readonly [string, string | undefined])[] {
  const files = new Map([[uri, text]]);
  const found = check({ files, facts: factsFrom({}) }).findings.filter(({ rule }) => rule === 'yaml/syntax');
  return found.flatMap(({ fixes }) => fixes.map((fix) => [fix.title, applyFix(files, fix).get(uri)] as const));
}

describe('a merge conflict in a spec', () => {
  it.each(['\n', '\r\n'])('is resolved by keeping either side, with line breaks %j', (lineBreak) => {
    const lines = (...parts: readonly string[]): string => parts.map((part) => part + lineBreak).join('');
    const text = lines(
      'plumbline: v1',
      'project: demo',
      '<<<<<<< HEAD',
      'phase: poc',
      'owner: a@example.com',
      '=======',
      'phase: pilot',
      '>>>>>>> feature',
      'affects: things',
    );
    expect(fixesIn(text)).toEqual([
      [
        'Keep ours (HEAD)',
        lines('plumbline: v1', 'project: demo', 'phase: poc', 'owner: a@example.com', 'affects: things'),
      ],
      ['Keep theirs (feature)', lines('plumbline: v1', 'project: demo', 'phase: pilot', 'affects: things')],
    ]);
  });

  it('loses its common ancestor with either side, and may stand below a key and at the end of the file', () => {
    const head = 'plumbline: v1\nmetrics:\n  recall:\n    kind: model\n';
    const text = `${head}<<<<<<<\n    target: 0.7\n||||||| base\n    target: 0.6\n=======\n    target: 0.8\n>>>>>>>`;
    expect(fixesIn(text)).toEqual([
      ['Keep ours', `${head}    target: 0.7\n`],
      ['Keep theirs', `${head}    target: 0.8\n`],
    ]);
  });

  it('of which one line is left loses that line', () => {
    expect(fixesIn('plumbline: v1\n>>>>>>> feature\nproject: demo\n')).toEqual([
      ['Delete the line', 'plumbline: v1\nproject: demo\n'],
    ]);
  });
});
