import { describe, expect, it } from 'vitest';
import type { DriftColumn } from '../../../schemas/driftJob.ts';
import { saySoFar } from '../../../server/src/drift/comparison/saySoFar.ts';
import { countValues, pairValues } from '../../../server/src/drift/columnPair.ts';
import { judgeColumn } from '../../../server/src/drift/verdict/judgeColumn.ts';
import { judgeFamily } from '../../../server/src/drift/verdict/judgeFamily.ts';
import { defaultJudgeOptions } from '../../../server/src/drift/verdict/judgeOptions.ts';

const rows = { rows: 500, missing: 0, nan: 0, positiveInfinity: 0, negativeInfinity: 0 };

/** A column whose values moved by some of their 500 places. */
function column(name: string, moved: number): DriftColumn {
  const values = (shift: number) => countValues(Array.from({ length: 500 }, (_, place) => place + shift));
  const cells = pairValues(values(0), values(moved), true);
  const judged = judgeColumn({ name, rows: { reference: rows, current: rows }, cells }, defaultJudgeOptions);
  const judgements = judgeFamily(
    judged.flatMap((one) => (one.kind === 'judged' ? [one] : [])),
    0.05,
  );
  return {
    name,
    kind: 'integer',
    overlay: { kind: 'none', because: 'Nothing is drawn here.' },
    cells: [{ judgements: [...judgements], statistics: [], tools: [], added: [], vanished: [] }, null],
  };
}

describe('what is known before a comparison is done', () => {
  it('says how many columns were compared, and that none drifts', () => {
    expect(saySoFar([column('same', 0)], 1_200)).toBe('Compared 1 of 1,200 columns, no drift so far');
  });

  it('names the columns that changed most, and counts the others', () => {
    const columns = [column('a', 100), column('b', 300), column('same', 0), column('c', 200), column('d', 80)];
    expect(saySoFar(columns, 50)).toBe('Compared 5 of 50 columns, so far drift in b, c, a and 1 more');
  });
});
