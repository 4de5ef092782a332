import { describe, expect, it } from 'vitest';
import { costCategories } from '../../../schemas/costCategories.ts';
import { currencies, withdrawnCurrencies } from '../../../schemas/currencies.ts';
import { findMetricName, metricNames } from '../../../schemas/metricNames.ts';
import type { MetricName } from '../../../schemas/metricNames.ts';
import { legalBases, regulations } from '../../../schemas/regulations.ts';
import { metric } from '../../../schemas/spec/metrics.ts';
import { readQuantity } from '../../../server/src/spec/quantity.ts';
import { findMismatch } from '../../../server/src/spec/dimension.ts';

/** Units of account between states: ISO 4217 lists them, and no project pays with them. */
const notMoney = ['XDR', 'XSU'];

const metricTable: readonly MetricName[] = metricNames;

describe('metric names', () => {
  it('are unique, together with their aliases', () => {
    const words = metricTable.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  it('are found by name and not by alias', () => {
    expect(findMetricName('roc-auc')?.description).toContain('0.5 is guessing');
    expect(findMetricName('auc')).toBeUndefined();
  });

  it('take parameters that are keys of a metric', () => {
    const keys = new Set(metricTable.flatMap(({ parameters }) => parameters.map(({ key }) => key)));
    expect([...keys].filter((key) => !(key in metric.shape))).toEqual([]);
  });

  it('have units that measure what they say', () => {
    const wrong = metricTable.filter(({ unit, dimension }) => {
      const reading = readQuantity(`1 ${unit}`.trim());
      return reading.kind !== 'quantity' || findMismatch(reading.quantity.dimension, dimension) !== undefined;
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('belong to tasks exactly when they judge a model', () => {
    const odd = metricTable.filter(({ kind, tasks }) => (kind === 'model') !== tasks.length > 0);
    expect(odd.map(({ name }) => name)).toEqual([]);
  });
});

describe('currencies', () => {
  it('are sorted and unique', () => {
    expect(currencies).toEqual([...new Set(currencies)].sort());
  });

  it('all have a name in the Unicode data of Node, current and withdrawn alike', () => {
    const names = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' });
    const all = [...currencies, ...withdrawnCurrencies.map(({ code }) => code)];
    expect(all.filter((code) => names.of(code) === undefined)).toEqual([]);
  });

  it('miss none of the money that the Unicode data of Node knows', () => {
    const listed = new Set<string>([...currencies, ...withdrawnCurrencies.map(({ code }) => code)]);
    expect(Intl.supportedValuesOf('currency').filter((code) => !listed.has(code))).toEqual(notMoney);
  });

  it('are either current or withdrawn', () => {
    const current: readonly string[] = currencies;
    expect(withdrawnCurrencies.filter(({ code }) => current.includes(code))).toEqual([]);
  });
});

describe('cost categories', () => {
  it('are seventeen, of which thirteen are hidden', () => {
    expect(costCategories).toHaveLength(17);
    expect(costCategories.filter(({ isHidden }) => isHidden)).toHaveLength(13);
  });
});

describe('regulations', () => {
  it('together use every legal basis', () => {
    const used = new Set<string>(regulations.flatMap(({ bases }) => bases));
    expect(legalBases.map(([basis]) => basis).filter((basis) => !used.has(basis))).toEqual([]);
  });
});
