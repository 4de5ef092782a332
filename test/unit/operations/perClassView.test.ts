import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perClassOf } from '../../../server/src/operations/evaluate/perClassView.ts';

const record = {
  kind: 'run' as const,
  schema: 1,
  plumbline: '0.1.0',
  startedAt: '2026-11-02T09:31:00Z',
  endedAt: '2026-11-02T09:31:04Z',
  values: {},
};

describe('the classes of a run', () => {
  it('are counted from its confusion', () => {
    const confusion = {
      classes: ['a', 'b', 'c'],
      counts: [
        [6, 2, 0],
        [1, 3, 0],
        [0, 0, 0],
      ],
    };
    expect(perClassOf({ ...record, confusion })).toMatchObject([
      { name: 'a', n: 8, answered: 7, recall: { share: 6 / 8 }, precision: { share: 6 / 7 }, f1: 12 / 15 },
      { name: 'b', n: 4, answered: 5, recall: { share: 3 / 4 }, precision: { share: 3 / 5 }, f1: 6 / 9 },
      { name: 'c', n: 0, answered: 0, recall: null, precision: null, f1: null },
    ]);
  });

  it('are not listed where there are two', () => {
    const confusion = {
      classes: ['a', 'b'],
      counts: [
        [1, 0],
        [0, 1],
      ],
    };
    expect(perClassOf({ ...record, confusion })).toBeUndefined();
  });

  it('of rows with any number of classes are taken from their own counts, also when there are two', () => {
    const perClass = [
      { name: 'a', truePositives: 3, falsePositives: 1, falseNegatives: 0 },
      { name: 'b', truePositives: 0, falsePositives: 0, falseNegatives: 2 },
    ];
    expect(perClassOf({ ...record, perClass })).toMatchObject([
      { recall: { share: 1 }, precision: { share: 0.75 } },
      { recall: { share: 0 }, precision: null, f1: 0 },
    ]);
  });

  it('have shares inside their intervals', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (truePositives, falsePositives, falseNegatives) => {
        const perClass = [{ name: 'a', truePositives, falsePositives, falseNegatives }];
        const [one] = perClassOf({ ...record, perClass }) ?? [];
        for (const share of [one?.recall, one?.precision]) {
          if (share === null || share === undefined) continue;
          expect(share.low).toBeLessThanOrEqual(share.share);
          expect(share.high).toBeGreaterThanOrEqual(share.share);
        }
      }),
    );
  });
});
