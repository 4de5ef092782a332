import { describe, expect, it } from 'vitest';
import type { DriftFact } from '../../../schemas/facts.ts';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import { driftColumnFact, driftFactOf } from '../../support/driftFact.ts';
import { fixture } from '../../support/languageFixture.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

const spec = `monitoring:
  checks:
    se$0en: {watch: inputs, model: delay, reference: train}
`;

function hover(fact?: DriftFact | null, text = spec): string {
  const facts = factsFrom({ today: '2026-11-02', ...(fact === undefined ? {} : { drift: { seen: fact } }) });
  const given = fixture(text, facts);
  const found = findHover(given.snapshot, given.uri, given.offset, { rulePages: 'rules' });
  return typeof found?.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
}

describe('hover over a check', () => {
  it('says what was compared, each column with its reason and price, and the rate of false alarms', () => {
    const money = {
      text: '-772 kUSD/year',
      low: '-789 kUSD/year',
      high: '-755 kUSD/year',
      perYear: -1000,
      currency: 'USD',
    };
    const text = hover(
      driftFactOf([
        driftColumnFact('late', { answer: 'drift', drifting: 2, sentence: 'It moved.', money }),
        driftColumnFact('hour'),
      ]),
    );
    expect(text).toContain('**Last comparison** · 3 days ago');
    expect(text).toContain('`june` against `train`: 150,000 rows in 6 windows');
    expect(text).toContain('- `late` **drift** in 2 of 6 windows: It moved\\. `-772 kUSD/year`');
    expect(text).toContain('- `hour` stable\n');
    expect(text).toContain('held at 5 % over 12 tests');
  });

  it('lists columns that were not compared, and why the comparison is out of date', () => {
    const notCompared = [{ column: 'tail', because: 'The current rows lack it.' }];
    const text = hover(driftFactOf([driftColumnFact('hour')], { notCompared, stale: ['it is 9 days old'] }));
    expect(text).toContain('`tail` was not compared. The current rows lack it\\.');
    expect(text).toContain('_Out of date because it is 9 days old');
  });

  it('says that nothing was compared, or why that is not known', () => {
    expect(hover(null)).toContain('never compared');
    expect(hover()).toContain('not known because the fixture does not say');
  });

  it('says the same of a check that watches something else than inputs', () => {
    expect(hover(null, spec.replace('watch: inputs', 'watch: invariant'))).toContain('never compared');
  });
});
