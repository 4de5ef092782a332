import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costCategories, type CostCategoryName } from '../../../schemas/costCategories.ts';
import { computeDataWorkShare } from '../../../server/src/cost/dataWorkShare.ts';
import type { Estimate, ItemBasis, LedgerItem, LedgerTerms } from '../../../server/src/cost/ledgerItem.ts';
import { findDeviation, sumMoney, type MoneyEstimate } from '../../../server/src/cost/moneyEstimate.ts';
import { summariseLedger, type LedgerSummary } from '../../../server/src/cost/summariseLedger.ts';
import { decimal } from '../../../server/src/spec/decimal.ts';
import { readQuantity, type Quantity } from '../../../server/src/spec/quantity.ts';

function quantity(source: string): Quantity {
  const reading = readQuantity(source);
  if (reading.kind === 'problem') throw new Error(`${source}: ${reading.message}`);
  return reading.quantity;
}

function estimate(source: string | readonly [string, string, string]): Estimate {
  if (typeof source === 'string') return { kind: 'point', quantity: quantity(source) };
  const [low, likely, high] = source;
  return { kind: 'range', low: quantity(low), likely: quantity(likely), high: quantity(high) };
}

const cost = (source: string | readonly [string, string, string]): ItemBasis => ({
  kind: 'cost',
  cost: estimate(source),
});
const work = (hours: string, rate: string): ItemBasis => ({
  kind: 'work',
  hours: estimate(hours),
  rate: quantity(rate),
});

function item(
  id: string,
  category: CostCategoryName,
  basis: ItemBasis,
  when: 'once' | 'running' = 'running',
  partOf?: string,
): LedgerItem {
  return { id, category, basis, isOnce: when === 'once', ...(partOf === undefined ? {} : { partOf }) };
}

const terms: LedgerTerms = { currency: 'USD', rates: new Map() };

/** The ledger of the reference's first example. */
const flights: readonly LedgerItem[] = [
  item('acquisition', 'acquisition', cost(['20 kUSD', '28 kUSD', '45 kUSD']), 'once'),
  item('cleaning-history', 'cleaning', work('4000 h', '75 USD/h'), 'once'),
  item('cleaning', 'cleaning', work('60 h/month', '75 USD/h')),
  item('aggregation-build', 'aggregation', work('1600 h', '85 USD/h'), 'once'),
  item('aggregation', 'aggregation', work('12 h/month', '85 USD/h')),
  item('labelling-tool', 'labelling', cost('4 kUSD'), 'once'),
  item(
    'labelling-causes',
    'labelling',
    {
      kind: 'labelling',
      items: estimate('12000'),
      perItem: decimal(2),
      seconds: estimate('45 s'),
      review: decimal('0.15'),
      rework: decimal('0.12'),
      rate: quantity('26 USD/h'),
    },
    'once',
  ),
  item('labelling', 'labelling', work('40 h/month', '26 USD/h')),
  item('storage', 'storage', cost('120 USD/month')),
  item('pipeline-build', 'data_pipeline', work('1200 h', '85 USD/h'), 'once'),
  item('data_pipeline', 'data_pipeline', cost('1400 USD/month')),
  item('manual_verification', 'manual_verification', work('160 h/month', '40 USD/h')),
  item('development', 'development', work('4800 h', '85 USD/h'), 'once'),
  item('training_compute', 'training_compute', cost('9 kUSD'), 'once'),
  item('inference', 'inference', cost('900 USD/month')),
  item('boxes', 'infra', cost('18 kUSD'), 'once'),
  item('infra', 'infra', cost('400 USD/month')),
  item('monitoring', 'monitoring', work('40 h/month', '75 USD/h')),
  item('retraining', 'retraining', cost('9 kUSD/quarter')),
  item('support', 'support', work('120 h/month', '60 USD/h')),
  item('customer_training', 'customer_training', cost(['30 kUSD', '40 kUSD', '62 kUSD']), 'once'),
  item('compliance', 'compliance', { kind: 'none', reason: 'no regulated function' }),
  item('error_cost', 'error_cost', { kind: 'economics' }),
];

const means = (sums: readonly MoneyEstimate[]): readonly string[] =>
  sums.map(({ mean, currency }) => `${mean.round(2).toFixed()} ${currency}`);

const reasonOf = (summary: LedgerSummary, id: string): string => {
  const price = summary.items.find((entry) => entry.item.id === id)?.price;
  return price?.kind === 'undefined' ? price.because : 'known';
};

describe('the ledger of the example', () => {
  const summary = summariseLedger(flights, terms);

  it('sums to what the reference says', () => {
    expect(means(summary.oneOff)).toEqual(['1058406 USD']);
    expect(means(summary.yearly)).toEqual(['347760 USD']);
    expect(summary.missing).toEqual([]);
  });

  it.each([
    ['acquisition', '29500', undefined],
    ['cleaning', '300000', '54000'],
    ['aggregation', '136000', '12240'],
    ['labelling', '13906', '12480'],
    ['storage', undefined, '1440'],
    ['data_pipeline', '102000', '16800'],
    ['manual_verification', undefined, '76800'],
    ['development', '408000', undefined],
    ['training_compute', '9000', undefined],
    ['retraining', undefined, '36000'],
    ['inference', undefined, '10800'],
    ['infra', '18000', '4800'],
    ['monitoring', undefined, '36000'],
    ['support', undefined, '86400'],
    ['customer_training', '42000', undefined],
    ['compliance', undefined, undefined],
    ['error_cost', undefined, undefined],
  ])('has for %s %s once and %s per year', (category, oneOff, yearly) => {
    const found = summary.categories.find((entry) => entry.category === category);
    expect(means(found?.oneOff ?? [])).toEqual(oneOff === undefined ? [] : [`${oneOff} USD`]);
    expect(means(found?.yearly ?? [])).toEqual(yearly === undefined ? [] : [`${yearly} USD`]);
  });

  it('covers 17 of 17 categories, in their order', () => {
    expect([summary.covered, summary.categoryCount]).toEqual([17, 17]);
    expect(summary.categories.map(({ category }) => category)).toEqual(costCategories.map(({ name }) => name));
    const states = new Map(summary.categories.map(({ category, state }) => [category, state.kind]));
    expect([states.get('cleaning'), states.get('compliance'), states.get('error_cost')]).toEqual([
      'tracked',
      'none',
      'derived',
    ]);
  });

  it('keeps the uncertainty of its estimates', () => {
    const acquisition = summary.categories.find(({ category }) => category === 'acquisition')?.oneOff[0];
    expect(acquisition?.low.toFixed()).toBe('20000');
    expect(acquisition?.high.toFixed()).toBe('45000');
    expect(acquisition && findDeviation(acquisition).toFixed(0)).toBe('4167');
    const [total] = summary.oneOff;
    // Two independent estimates with deviations of 25000/6 and 32000/6.
    expect(total && findDeviation(total).toFixed(0)).toBe('6768');
  });

  it('spends 57 % of the money for people on data', () => {
    const share = computeDataWorkShare(summary);
    expect(share.kind === 'known' && share.value.toFixed(2)).toBe('0.57');
  });
});

describe('a category without an item', () => {
  it('is unknown, not 0', () => {
    const summary = summariseLedger(
      flights.filter(({ category }) => category !== 'support'),
      terms,
    );
    const support = summary.categories.find(({ category }) => category === 'support');
    expect(support).toMatchObject({ state: { kind: 'untracked' }, oneOff: [], yearly: [], itemIds: [] });
    expect(summary.covered).toBe(16);
  });

  it('has no sum in an empty ledger', () => {
    const summary = summariseLedger([], terms);
    expect(summary).toMatchObject({ oneOff: [], yearly: [], covered: 0, items: [], missing: [] });
    expect(computeDataWorkShare(summary).kind).toBe('undefined');
  });
});

describe('nothing is summed twice', () => {
  it('when an item is part of another', () => {
    const summary = summariseLedger(
      [
        item('contract', 'infra', cost('1000 USD/month')),
        item('hotline', 'support', cost('300 USD/month'), 'running', 'contract'),
        item('night', 'support', cost('100 USD/month'), 'running', 'hotline'),
      ],
      terms,
    );
    expect(means(summary.yearly)).toEqual(['12000 USD']);
    expect(summary.items.map(({ isAdded }) => isAdded)).toEqual([true, false, false]);
    expect(summary.categories.find(({ category }) => category === 'support')?.state.kind).toBe('tracked');
  });

  it('but an item whose container does not exist is summed', () => {
    const summary = summariseLedger([item('hotline', 'support', cost('300 USD/month'), 'running', 'gone')], terms);
    expect(means(summary.yearly)).toEqual(['3600 USD']);
  });

  it('and items that contain each other are missing, not lost', () => {
    const summary = summariseLedger(
      [
        item('hen', 'infra', cost('1 USD/month'), 'running', 'egg'),
        item('egg', 'infra', cost('2 USD/month'), 'running', 'hen'),
        item('feather', 'infra', cost('3 USD/month'), 'running', 'hen'),
      ],
      terms,
    );
    expect(summary.missing.map(({ id }) => id)).toEqual(['hen', 'egg']);
    expect(summary.yearly).toEqual([]);
  });

  it('when the cost of errors is derived from economics', () => {
    const summary = summariseLedger([item('error_cost', 'error_cost', { kind: 'economics' })], terms);
    expect(summary).toMatchObject({ oneOff: [], yearly: [], missing: [], covered: 1 });
  });
});

describe('currencies', () => {
  const mixed = [
    item('gpu', 'training_compute', cost('1 kEUR'), 'once'),
    item('boxes', 'infra', cost('2 kUSD'), 'once'),
  ];

  it('have sums of their own without a rate', () => {
    expect(means(summariseLedger(mixed, terms).oneOff)).toEqual(['2000 USD', '1000 EUR']);
    expect(means(summariseLedger(mixed, { rates: new Map() }).oneOff)).toEqual(['1000 EUR', '2000 USD']);
  });

  it('become one by a rate', () => {
    const summary = summariseLedger(mixed, { currency: 'USD', rates: new Map([['EUR', decimal('1.08')]]) });
    expect(means(summary.oneOff)).toEqual(['3080 USD']);
  });

  it('scale their uncertainty with the rate', () => {
    const summary = summariseLedger([item('gpu', 'training_compute', cost(['0 EUR', '3 EUR', '6 EUR']), 'once')], {
      currency: 'USD',
      rates: new Map([['EUR', decimal(2)]]),
    });
    const [sum] = summary.oneOff;
    expect(sum && findDeviation(sum).toFixed()).toBe('2');
  });

  it('of people without a rate leave their shares unknown', () => {
    const summary = summariseLedger(
      [
        item('cleaning', 'cleaning', work('1 h', '1 USD/h'), 'once'),
        item('development', 'development', work('1 h', '1 EUR/h'), 'once'),
      ],
      terms,
    );
    expect(computeDataWorkShare(summary).kind).toBe('undefined');
  });
});

describe('an item whose price cannot be computed', () => {
  it.each([
    ['has no period and is not once', item('boxes', 'infra', cost('18 kUSD'))],
    ['has a period and is once', item('boxes', 'infra', cost('18 kUSD/year'), 'once')],
    ['has a price per use without a volume', item('boxes', 'infra', cost('0.002 USD/prediction'))],
    ['has hours without a unit', item('boxes', 'infra', work('40', '75 USD/h'), 'once')],
    ['has a rate per day of nothing', item('boxes', 'infra', work('40 h', '75 USD'), 'once')],
    ['has an estimate out of order', item('boxes', 'infra', cost(['3 USD', '2 USD', '4 USD']), 'once')],
    ['has an estimate in two currencies', item('boxes', 'infra', cost(['1 USD', '2 EUR', '3 USD']), 'once')],
    ['could not be read', item('boxes', 'infra', { kind: 'unreadable', because: 'the rate is missing' }, 'once')],
  ])('%s: it is named as missing, and its category stays tracked', (_, entry) => {
    const summary = summariseLedger([entry], terms);
    expect(summary.missing.map(({ id }) => id)).toEqual(['boxes']);
    expect(summary.oneOff).toEqual([]);
    expect(summary.yearly).toEqual([]);
    expect(summary.categories.find(({ category }) => category === 'infra')?.state.kind).toBe('tracked');
    expect(reasonOf(summary, 'boxes')).not.toBe('known');
  });
});

describe('other ways to state an amount', () => {
  it('are prices per use, times the volume', () => {
    const summary = summariseLedger([item('inference', 'inference', cost('0.002 USD/prediction'))], {
      ...terms,
      volume: quantity('250000 predictions/month'),
    });
    expect(means(summary.yearly)).toEqual(['6000 USD']);
  });

  it('are labels per period', () => {
    const labels: ItemBasis = {
      kind: 'labelling',
      items: estimate(['500 items/month', '1000 items/month', '1500 items/month']),
      perItem: decimal(1),
      seconds: estimate('36 s'),
      review: decimal(0),
      rework: decimal(0),
      rate: quantity('10 USD/h'),
    };
    const [sum] = summariseLedger([item('labelling', 'labelling', labels)], terms).yearly;
    expect([sum?.low.toFixed(), sum?.mean.toFixed(), sum?.high.toFixed()]).toEqual(['600', '1200', '1800']);
  });

  it('are negative, for a credit', () => {
    const summary = summariseLedger(
      [item('infra', 'infra', cost('100 USD/month')), item('credit', 'infra', cost('-40 USD/month'))],
      terms,
    );
    expect(means(summary.yearly)).toEqual(['720 USD']);
  });
});

describe('sums of money', () => {
  const amounts = fc.array(
    fc.record({ currency: fc.constantFrom('USD', 'EUR'), amount: fc.integer({ min: -1000, max: 1000 }) }),
    { maxLength: 20 },
  );

  it('do not depend on the order', () => {
    fc.assert(
      fc.property(amounts, (list) => {
        const money = list.map(({ currency, amount }) => ({
          currency,
          low: decimal(amount),
          mean: decimal(amount + 1),
          high: decimal(amount + 2),
          variance: decimal(1),
        }));
        const show = (sums: readonly MoneyEstimate[]): readonly string[] =>
          sums.map(({ currency, low, mean, high, variance }) => [currency, low, mean, high, variance].join(' '));
        expect(show(sumMoney(money.toReversed()))).toEqual(show(sumMoney(money)));
      }),
    );
  });
});
