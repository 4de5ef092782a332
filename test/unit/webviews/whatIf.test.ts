/** The sliders of the Cost page compute what the server computes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WhatIf } from '../../../schemas/costPanel.ts';
import { computeWhatIf } from '../../../webviews/src/cost/whatIf.ts';
import { costs, run } from '../../support/costModel.ts';
import { moneySpec } from '../../support/moneySpec.ts';

async function sliders(spec = moneySpec, given: Parameters<typeof costs>[1] = {}): Promise<WhatIf> {
  const { whatIf } = await costs(spec, given);
  if (whatIf.state !== 'known') throw new Error(whatIf.because);
  return whatIf;
}

/** What the server says of a spec that states the moved inputs. */
async function savedBy(spec: string): Promise<number> {
  const { frontier } = await costs(spec, { runs: [run('a', 1, 0.7, 0.35)] });
  return frontier.state === 'known' ? (frontier.runs[0]?.value ?? NaN) : NaN;
}

describe('the what-if of the Cost page', () => {
  it('gives, with no slider moved, what the server computes', async () => {
    const model = await sliders();
    const { saved, netPresentValue, oneOff, running, precision } = computeWhatIf(model, {});
    expect(saved).toBeCloseTo(await savedBy(moneySpec), 2);
    expect([oneOff, running]).toEqual([1_058_406, 347_760]);
    expect(netPresentValue).toBeCloseTo((saved - 347_760) * 2.486851991 - 1_058_406, 0);
    expect(precision).toBeCloseTo(0.35, 10);
  });

  it('gives for another volume what the server computes from a spec that states it', async () => {
    const model = await sliders();
    const other = moneySpec.replace('3000000 predictions/year', '1200000 predictions/year');
    expect(computeWhatIf(model, { volume: 1_200_000 }).saved).toBeCloseTo(await savedBy(other), 2);
  });

  it('moves wages and prices apart', async () => {
    const model = await sliders();
    const { oneOff, running } = computeWhatIf(model, { wage: 2, price: 0.5 });
    expect([oneOff, running]).toEqual([529_203, 695_520]);
  });

  it('keeps shares between 0 and 1 and sums finite, wherever the sliders stand', async () => {
    const model = await sliders();
    fc.assert(
      fc.property(
        fc.record({
          volume: fc.integer({ min: 1, max: 1_000_000_000 }),
          prevalence: fc.double({ min: 0.0001, max: 0.99, noNaN: true }),
          wage: fc.double({ min: 0.5, max: 2, noNaN: true }),
          price: fc.double({ min: 0.5, max: 2, noNaN: true }),
        }),
        (moved) => {
          const { precision = 0, recall, netPresentValue, running, saved, paybackYears } = computeWhatIf(model, moved);
          expect(Number.isFinite(netPresentValue)).toBe(true);
          expect(precision >= 0 && precision <= 1 && recall >= 0 && recall <= 1).toBe(true);
          expect(paybackYears === undefined).toBe(saved <= running);
        },
      ),
    );
  });
});
