import { describe, expect, it } from 'vitest';
import { prevalenceMoneyOf } from '../../../server/src/operations/drift/prevalenceMoney.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { projectOf } from '../../support/ruleFixture.ts';

function moneyOf(text: string, model: string | undefined = 'delay') {
  return prevalenceMoneyOf(projectOf(new Map([['file:///fixture/plumbline.yaml', text]])).spec, model);
}

/** Value of a row by the value matrix of the spec, of a policy of this recall and precision at 21 % of positives. */
function slopeOf(recall: number, precision: number): number {
  const falseAlarms = (((recall * 0.21) / precision) * (1 - precision)) / 0.79;
  return recall * 12 - (1 - recall) * 9 - falseAlarms * -6;
}

describe('what another share of positives is worth', () => {
  it('is what a positive gains over a negative by the model, less what it gains by the rules it is held against', () => {
    const money = moneyOf(moneySpec);
    if (money.kind === 'undefined') throw new Error(money.because);
    expect(money.value.currency).toBe('USD');
    expect(money.value.perYear / 3e6).toBeCloseTo(slopeOf(0.7, 0.35) - slopeOf(0.41, 0.29), 9);
  });

  it('grows with the volume', () => {
    const [one, two] = ['3000000', '6000000'].map((volume) => moneyOf(moneySpec.replace('3000000', volume)));
    if (one?.kind !== 'known' || two?.kind !== 'known') throw new Error('Both are known.');
    expect(two.value.perYear).toBeCloseTo(2 * one.value.perYear, 3);
  });

  it.each([
    ['no economics', moneySpec.replace(/economics:[^]*?metrics:/, 'metrics:')],
    ['no volume', moneySpec.replace(/ {2}volume: .*\n/, '')],
    ['no goal for precision', moneySpec.replace(/ {2}precision: \{kind.*\n/, '')],
    ['rules without numbers', moneySpec.replace(', metrics: {recall: 0.41, precision: 0.29}', '')],
  ])('is not known, with the reason: %s', (_, text) => {
    const money = moneyOf(text);
    expect(money).toMatchObject({ kind: 'undefined', because: expect.stringMatching(/\w/) as string });
  });

  it('is not known of a model without goals', () => {
    expect(moneyOf(moneySpec, 'other')).toEqual({
      kind: 'undefined',
      because: 'no goals for recall and precision of the model say how it answers',
    });
  });
});
