import { describe, expect, it } from 'vitest';
import type { ActualsFact } from '../../../schemas/facts.ts';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import { fixture } from '../../support/languageFixture.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

const cloud: ActualsFact = {
  sums: [
    { month: '2026-08', category: 'inference', amount: '600', currency: 'USD' },
    { month: '2026-09', category: 'inference', amount: '700.5', currency: 'USD' },
    { month: '2026-09', category: null, amount: '12', currency: 'USD' },
    { month: '2026-11', category: 'inference', amount: '1', currency: 'USD' },
  ],
  unmapped: [{ name: 'Tax <b>', amount: '12', currency: 'USD' }],
  rows: 1200,
  unreadRows: 1,
  leftOut: [],
  repeatedRows: 0,
  problems: ['finance/focus-1.csv line 7: `n/a` in EffectiveCost is no number.'],
  files: [{ name: 'finance/focus-1.csv', sha256: 'a'.repeat(64) }],
};

const spec = `costs:
  currency: USD
  actuals:
    cloud: {format: focus, path: "finance/*.csv", map: {Compute: inference}}
  items:
    inference: {cost: 650 USD/month, actual: cloud}
    storage: {cost: 90 USD/month}
`;

function hover(marked: string, actuals?: ActualsFact): string {
  const facts = factsFrom({ today: '2026-11-21', ...(actuals === undefined ? {} : { actuals: { cloud: actuals } }) });
  const given = fixture(marked, facts);
  const found = findHover(given.snapshot, given.uri, given.offset, { rulePages: 'rules' });
  return typeof found?.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
}

describe('hover over costs', () => {
  it('shows plan against actual of an item by complete month', () => {
    const text = hover(spec.replace('inference: {cost', 'infer$0ence: {cost'), cloud);
    expect(text).toContain('| 2026-08 | 650 USD | 600 USD |\n| 2026-09 | 650 USD | 700 USD |');
    expect(text).toContain('| **until now** | 1300 USD | 1300 USD |');
    expect(text).not.toContain('2026-11');
  });

  it('shows what an import holds, item by item, with what matched none and what could not be read', () => {
    const text = hover(spec.replace('cloud: {', 'clo$0ud: {'), cloud);
    expect(text).toContain('1,200 rows of 1 file, 1 row not read');
    expect(text).toContain('| `inference` | 2026-08 to 2026-09 | 1300 USD | 1300 USD |');
    expect(text).toContain('No item: 12 USD (Tax \\<b\\>)');
    expect(text).toContain('line 7');
  });

  it('says why nothing is known', () => {
    expect(hover(spec.replace('cloud: {', 'clo$0ud: {'))).toContain('is not known because the fixture does not say');
  });

  it('says nothing of charges for an item that is compared with none', () => {
    expect(hover(spec.replace('storage: {cost', 'stor$0age: {cost'), cloud)).not.toContain('|');
  });
});
