import { describe, expect, it } from 'vitest';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import { fixture } from '../../support/languageFixture.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

function hoverAt(text: string, facts = factsFrom({ measurements: { recall: [] } })): string {
  const given = fixture(text, facts);
  const found = findHover(given.snapshot, given.uri, given.offset, { rulePages: 'vscode://rules' });
  return typeof found?.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
}

describe('hover over goals', () => {
  const text = hoverAt(moneySpec.replace('target: 0.70', 'target: 0.7$00'));

  it('shows every figure with the number of its formula', () => {
    expect(text).toContain('| Value per year | **2\\.72 MUSD/year** | 2 |');
    expect(text).toContain('| Break\\-even recall, at this target of precision | **0\\.387** | 6 |');
    expect(text).toContain('| One more point, at the same precision | **62\\.1 kUSD/year** | 9 |');
    expect(text).toContain('| Alerts per day | **3452 alerts/day** | 19 |');
    expect(text).toContain('| 95 % interval of this target on test | **0\\.697 to 0\\.703** | 17 |');
  });

  it('names each input once, with a link to its line', () => {
    expect(text.match(/\[prevalence 21 %\]\(file:\/\/\/work\/plumbline\.yaml#L9,15\)/g)).toHaveLength(1);
  });

  it('says what is there now before the long table', () => {
    expect(text.indexOf('Nothing has measured it yet')).toBeLessThan(text.indexOf('| Value per year |'));
  });

  it('says what a slice reached', () => {
    const slices = { evening: { value: 0.7, unit: '', low: 0.68, high: 0.72 } };
    const run = {
      measured: { value: 0.68, unit: '' },
      at: '2026-10-30T09:31:00Z',
      reference: 'run:a',
      uri: 'file:///work/a.json',
      stale: ['the data has changed'],
      slices,
    };
    const spec = moneySpec.replace(
      '    drives: saved\n',
      '    drives: saved\n    direction: maximize\n    slices: {eve$0ning: {where: "hour >= 18", limit: 0.65}}\n',
    );
    const slice = hoverAt(spec, factsFrom({ today: '2026-11-02', measurements: { recall: [run] } }));
    expect(slice).toContain('**Last value of evening** · `0.7` (95 %: 0\\.68 to 0\\.72)');
    expect(slice).toContain('Holds the limit · 3 days ago, [run\\:a](file:///work/a.json)');
    expect(slice).toContain('_Stale because the data has changed._');
  });

  it('says that nothing has measured the metric yet', () => {
    expect(text).toContain('Nothing has measured it yet');
  });

  it('says why a figure is not known, once for each reason', () => {
    const without = hoverAt(moneySpec.slice(0, moneySpec.indexOf('costs:')).replace('target: 0.70', 'target: 0.7$00'));
    expect(without).toContain('_Not known because the costs are not known: break\\-even recall');
  });

  it('shows the figures below the meaning of the key, too', () => {
    expect(hoverAt(moneySpec.replace('target: 0.70', 'tar$0get: 0.70'))).toContain('| Value per year |');
  });
});

describe('hover over metrics and amounts', () => {
  it('shows the way from a metric to money', () => {
    const text = hoverAt(moneySpec.replace('  recall:', '  rec$0all:'));
    expect(text).toContain('Way to money');
    expect(text).toMatch(
      /- \[recall\]\([^)]*\) at its target \[0\\\.70\]\([^)]*\): is worth \*\*2\\\.72 MUSD\/year\*\*/,
    );
    expect(text).toMatch(/- \[saved\]\([^)]*\) at its target .*net present value \*\*4\\\.29 MUSD\*\*/);
  });

  it('works out a cost item and the price of delay', () => {
    expect(hoverAt(moneySpec.replace('    support:', '    supp$0ort:'))).toContain('`348 kUSD/year`');
    expect(hoverAt(moneySpec.replace('burn_rate: 27', 'burn_rate: 2$07'))).toContain('Cost of a week of delay');
  });

  it('keeps hostile names from becoming markup', () => {
    const hostile = moneySpec.replace('  saved:', '  "sa|ved<b>":').replaceAll('drives: saved', 'drives: "sa|ved<b>"');
    const text = hoverAt(hostile.replace('target: 0.70', 'target: 0.7$00'));
    expect(text).not.toContain('<b>');
    expect(text).not.toMatch(/sa\|ved/);
  });
});
