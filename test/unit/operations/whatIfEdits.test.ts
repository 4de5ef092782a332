/** What Apply of the Cost panel writes into the spec. */
import { describe, expect, it } from 'vitest';
import type { WhatIfChange } from '../../../schemas/costPanel.ts';
import { whatIfEdits } from '../../../server/src/operations/cost/whatIfEdits.ts';
import { fixture } from '../../support/languageFixture.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

function written(change: WhatIfChange, spec = moneySpec): readonly string[] {
  const { snapshot } = fixture(spec, factsFrom({ today: '2026-11-02' }));
  return whatIfEdits(snapshot.project, change).map(({ newText }) => newText);
}

describe('Apply of the what-if sliders', () => {
  it('writes each moved input where the spec states it, in its own unit', () => {
    expect(written({ volume: 1_500_000, prevalence: 0.105 })).toEqual(['1500000 predictions/year', '10.5 %']);
    expect(written({ wage: 1.1 })).toEqual(['66 USD/h']);
    expect(written({ price: 0.5 })).toEqual(['529203 USD']);
  });

  it('scales all three points of a range', () => {
    const spec = moneySpec.replace('1058406 USD', '{low: 9 kUSD, likely: 10 kUSD, high: 14 kUSD}');
    expect(written({ price: 2 }, spec)).toEqual(['18 kUSD', '20 kUSD', '28 kUSD']);
  });

  it('writes nothing for what does not move, and for a threshold that the spec does not state', () => {
    expect(written({})).toEqual([]);
    expect(written({ wage: 1, threshold: { model: 'delay', value: 0.3 } })).toEqual([]);
  });
});
