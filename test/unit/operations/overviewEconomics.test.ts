import { describe, expect, it } from 'vitest';
import { economicsSummary } from '../../../schemas/overview.ts';
import type { Figure } from '../../../schemas/overview.ts';
import { overviewEconomics } from '../../../server/src/operations/overview/economics.ts';
import { createLocations } from '../../../server/src/operations/overview/locations.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom, projectOf } from '../../support/ruleFixture.ts';

function summary(text: string) {
  const project = projectOf(new Map([['file:///fixture/plumbline.yaml', text]]));
  const economics = economicsSummary.parse(overviewEconomics(project, factsFrom({}), createLocations(project)));
  if (economics.state !== 'known') throw new Error(economics.because);
  return economics;
}

function textOf(figure: Figure | undefined): string {
  return figure?.state === 'known' ? figure.text : `not known because ${figure?.because ?? 'it is missing'}`;
}

describe('money of the Overview of a regression', () => {
  const regression = `plumbline: v1
economics: {volume: 1000 predictions/year, value: {over: -1 USD/min, under: -3 USD/min}, against: none}
metrics:
  error: {kind: model, metric: pinball, quantile: 0.75, model: delay, split: test, target: 5 min, limit: 9 min}
models: {delay: {path: models/delay.onnx, task: regression}}
`;

  it('stands at the goals of its mean error', () => {
    const { outcomes, breakEven } = summary(regression);
    expect(outcomes.map(({ label, atTarget, atLimit }) => [label, textOf(atTarget), textOf(atLimit)])).toEqual([
      ['Value per year', '-20 kUSD/year', '-36 kUSD/year'],
    ]);
    expect(breakEven.map(({ label }) => label)).toEqual([
      'Break-even error',
      'One unit less error',
      'Quantile whose prediction loses least',
    ]);
  });

  it('says that no goal of it has a price', () => {
    const { outcomes } = summary(regression.replace('metric: pinball, quantile: 0.75', 'metric: rmse'));
    expect(textOf(outcomes[0]?.atTarget)).toContain('no metric is the mean absolute error or the pinball loss');
  });
});

describe('money of the Overview', () => {
  const { outcomes, breakEven } = summary(moneySpec);
  const outcome = (label: string) => outcomes.find((one) => one.label === label);
  const bound = (label: string) => breakEven.find((one) => one.label === label)?.figure;

  it('stands at the targets and at the limits', () => {
    expect(textOf(outcome('Saved per year')?.atTarget)).toBe('2.72 MUSD/year');
    expect(textOf(outcome('Saved per year')?.atLimit)).toBe('1.02 MUSD/year');
    expect(textOf(outcome('Value per prediction')?.atTarget)).toBe('-0.441 USD/prediction');
    expect(textOf(outcome('Alerts per day')?.atTarget)).toBe('3452 alerts/day');
  });

  it('goes on to what the goals mean for the investment', () => {
    expect(textOf(outcome('Net present value')?.atTarget)).toBe('4.29 MUSD');
    expect(textOf(outcome('Cost of a week of delay')?.atTarget)).toBe('68.3 kUSD/week');
    expect(textOf(bound('Value per year that repays the costs'))).toBe('773 kUSD/year');
  });

  it('is not known because nobody has written it yet, or its section is only begun', () => {
    expect(() => summary('plumbline: v1\n')).toThrow('the spec has no economics');
    expect(() => summary('plumbline: v1\neconomics:\n')).toThrow('the section economics is empty');
  });

  it('leads from each number to the lines of its inputs', () => {
    const figure = outcome('Saved per year')?.atTarget;
    const inputs = figure?.state === 'known' ? figure.provenance.inputs : [];
    expect(inputs?.find(({ name }) => name === 'volume')).toMatchObject({
      text: '3,000,000 predictions/year',
      source: { label: 'plumbline.yaml:8' },
    });
  });

  it('says what is missing instead of a number', () => {
    const without = summary(moneySpec.slice(0, moneySpec.indexOf('costs:')));
    const value = without.outcomes.find(({ label }) => label === 'Net present value')?.atTarget;
    expect(textOf(value)).toBe('not known because the costs are not known');
  });
});
