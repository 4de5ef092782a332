import { describe, expect, it } from 'vitest';
import type { Notebook } from '../../../server/src/notebook/read/notebook.ts';
import type { CellFinding } from '../../../server/src/rules/notebook/notebookRule.ts';
import { createTrial } from '../../../server/src/rules/notebook/trial.ts';
import { notebookOf } from '../../support/notebookFlow.ts';

const notebook = notebookOf(['leak()']);
const change = (newText: string) => [{ at: { cell: 0, start: 0, end: 4 }, newText }];

/** One finding for each word of the first cell that is the name of a rule. */
function findingsOf({ cells }: Notebook): readonly CellFinding[] {
  return (cells[0]?.text.match(/[a-z]+/g) ?? [])
    .filter((word) => word !== 'right')
    .map((rule) => ({
      rule,
      severity: 'error',
      at: undefined,
      line: 0,
      message: '',
      related: [],
      fixes: [],
      tag: undefined,
    }));
}

describe('a fix that is tried', () => {
  it('helps when its finding goes and none comes', () => {
    expect(createTrial(notebook, findingsOf)(change('right'), 'leak')).toBe(true);
  });

  it('does not help when its finding stays', () => {
    expect(createTrial(notebook, findingsOf)(change('leak'), 'leak')).toBe(false);
  });

  it('does not help when another finding comes', () => {
    expect(createTrial(notebook, findingsOf)(change('other'), 'leak')).toBe(false);
  });

  it('does not help when nobody can say what is found then', () => {
    const fails = createTrial(notebook, (changed) => (changed === notebook ? findingsOf(changed) : undefined));
    expect(fails(change('right'), 'leak')).toBe(false);
  });

  it('is not tried after some others, so that a light bulb stays quick', () => {
    let count = 0;
    const improves = createTrial(notebook, (changed) => {
      count += 1;
      return findingsOf(changed);
    });
    const answers = Array.from({ length: 40 }, () => improves(change('right'), 'leak'));
    expect(answers.filter(Boolean)).toHaveLength(16);
    expect(count).toBe(17);
  });
});
