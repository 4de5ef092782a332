import { describe, expect, it } from 'vitest';
import type { InlayHint } from 'vscode-languageserver-types';
import type { Facts } from '../../../schemas/facts.ts';
import { hintData } from '../../../schemas/marginHints.ts';
import type { HintCategory } from '../../../schemas/marginHints.ts';
import { findInlayHints, resolveInlayHint } from '../../../server/src/language/inlayHints.ts';
import { driftColumnFact, driftFactOf } from '../../support/driftFact.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { fixture, mainUri } from '../../support/languageFixture.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

const everything = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };
const all: ReadonlySet<HintCategory> = new Set(['money', 'measured', 'counts']);

const recallRuns = [
  {
    measured: { value: 0.6812, unit: '', low: 0.678, high: 0.684 },
    at: '2026-10-30T09:31:00Z',
    reference: 'run:2026-10-30T0931Z-delay',
    uri: 'file:///work/.plumbline/runs/2026-10-30T0931Z-delay.json',
    stale: ['the data has changed since'],
    slices: {},
  },
] as const;

const facts = factsFrom({
  today: '2026-11-02',
  splits: { test: { rows: 480_000, total: 3_000_000, positives: 100_800, first: undefined, last: undefined } },
  measurements: {
    recall: recallRuns,
  },
});

function hints(text: string, given: Facts = facts, categories: ReadonlySet<HintCategory> = all) {
  const { snapshot } = fixture(text, given);
  const found = findInlayHints(snapshot, mainUri, everything, { categories, isResolved: false });
  const lines = text.split('\n');
  /** The line with its hint in brackets where it stands. */
  const shown = found.map((hint) => {
    const line = lines[hint.position.line] ?? '';
    return `${line.slice(0, hint.position.character).trim()}[${words(hint)}]${line.slice(hint.position.character)}`;
  });
  return { snapshot, found, shown, at: (start: string) => shown.find((line) => line.startsWith(start)) };
}

function words({ label }: InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

describe('inlay hints', () => {
  it('say beside a target what it is worth, its break-even and what was measured, before the comment', () => {
    expect(hints(moneySpec).at('target: 0.70')).toBe(
      'target: 0.70[≈ 2.72 MUSD/year · break-even 0.387 · now 0.681 (3 d, stale)]            # with a comment',
    );
  });

  it('say what a slice reached, and of many slices the worst and how many miss the limit', () => {
    const sliced = moneySpec.replace(
      '    drives: saved\n  precision:',
      [
        '    direction: maximize',
        '    drives: saved',
        '    slices:',
        '      evening: {where: "hour >= 18", target: 0.75, limit: 0.65}',
        '      origins: {by: origin}',
        '      nobody: {where: "hour >= 18"}',
        '  precision:',
      ].join('\n'),
    );
    const [recall] = recallRuns;
    const given = factsFrom({
      today: '2026-11-02',
      measurements: {
        recall: [
          {
            ...recall,
            stale: [],
            slices: {
              evening: { value: 0.7, unit: '' },
              'origins/ORD': { value: 0.62, unit: '' },
              'origins/GU/C': { value: 0.41, unit: '', low: 0.3, high: 0.5 },
              'origins/ATL': { value: 0.55, unit: '' },
            },
          },
        ],
      },
    });
    const { at, found, snapshot } = hints(sliced, given);
    expect(at('evening:')).toContain('}[now 0.7 (3 d)]');
    expect(at('origins:')).toBe('origins: {by: origin}[worst 0.41, 2 of 3 miss the limit (3 d)]');
    expect(at('nobody:')).toBeUndefined();
    const worst = found.find((hint) => words(hint).startsWith('worst'));
    const tooltip = JSON.stringify(
      worst === undefined ? undefined : resolveInlayHint(snapshot, worst, hintData.parse(worst.data)),
    );
    expect(tooltip).toContain(
      '- `GU/C` `0.41` (95 %: 0\\\\.3 to 0\\\\.5), misses the limit\\n- `ATL` `0.55`, misses the limit',
    );
  });

  it('say the measured value once', () => {
    expect(hints(moneySpec).at('limit: 0.60')).toBe('limit: 0.60[≈ 1.02 MUSD/year · break-even 0.545]');
  });

  it('say what a business goal means for the investment', () => {
    expect(hints(moneySpec).at('target: 2.5 MUSD/year')).toContain(
      '[NPV 4.29 MUSD · payback 0.492 years · break-even 773 kUSD/year]',
    );
  });

  it('are shorter where other keys follow on the line', () => {
    expect(hints(moneySpec).shown.find((line) => line.startsWith('precision:'))).toContain(
      'target: 0.35[≈ 2.72 MUSD/year], limit: 0.30',
    );
  });

  it('stand beside volume, values, cost items, burn rate and splits', () => {
    const { at } = hints(moneySpec);
    expect(at('volume:')).toContain('[≈ 8219 predictions/day]');
    expect(at('burn_rate:')).toBe('burn_rate: 27 kUSD/week[a week late costs 68.3 kUSD]');
    expect(at('support:')).toBe('support: {hours: 483 h/month, rate: 60 USD/h}[≈ 348 kUSD/year]');
    expect(at('test:')).toContain('[21 % positive]');
    expect(at('value: {tp: 12 USD[')).toContain('[≈ 5.29 MUSD/year]');
  });

  it('name the goals that the value of an outcome is worked out at, where there is room', () => {
    const block = moneySpec.replace(
      'value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}',
      'value:\n    tp: 12 USD\n    fp: -6 USD\n    fn: -9 USD\n    tn: 0 USD',
    );
    expect(hints(block).at('fn: -9 USD')).toBe('fn: -9 USD[≈ -1.7 MUSD/year at the targets]');
    expect(hints(block).at('tn: 0 USD')).toBeUndefined();
  });

  it('say how many rows a split really has when the spec says nothing or something else', () => {
    const { at } = hints(moneySpec.replace('rows: 480000', 'rows: 500000'));
    expect(at('test:')).toContain('[480,000 rows, 21 % positive]');
  });

  it('say nothing that stands there already', () => {
    expect(hints(moneySpec).shown.join('\n')).not.toContain('development');
  });

  it('are absent where nothing is known', () => {
    expect(
      hints('metrics:\n  recall: {kind: model, metric: recall, target: 0.7, limit: 0.6}\n', factsFrom({})).found,
    ).toEqual([]);
  });

  it('show only the categories that are asked for', () => {
    const { shown } = hints(moneySpec, facts, new Set(['measured']));
    expect(shown).toEqual(['target: 0.70[now 0.681 (3 d, stale)]            # with a comment']);
  });

  it('say beside a check what its last comparison found, and how long ago', () => {
    const checks = ['drifts', 'open', 'calm', 'never'].map((id) => `    ${id}: {watch: inputs}\n`).join('');
    const money = {
      text: '-772 kUSD/year',
      low: '-789 kUSD/year',
      high: '-755 kUSD/year',
      perYear: -1000,
      currency: 'USD',
    };
    const given = factsFrom({
      today: '2026-11-02',
      drift: {
        drifts: driftFactOf([
          driftColumnFact('late', { answer: 'drift', money }),
          driftColumnFact('delay', { answer: 'drift' }),
        ]),
        open: driftFactOf([driftColumnFact('late', { answer: 'cannot-tell' })]),
        calm: driftFactOf([driftColumnFact('late')], { stale: ['it is old'] }),
        never: null,
      },
    });
    expect(hints(`plumbline: v1\nmonitoring:\n  checks:\n${checks}`, given).shown).toEqual([
      'drifts: {watch: inputs}[late drifts, -772 kUSD/year, and 1 more (3 d)]',
      'open: {watch: inputs}[cannot tell of 1 of 1 column (3 d)]',
      'calm: {watch: inputs}[stable (3 d, out of date)]',
      'never: {watch: inputs}[never compared]',
    ]);
  });

  it('lie in the range that is in sight', () => {
    const { snapshot } = fixture(moneySpec, facts);
    const line = moneySpec.split('\n').findIndex((text) => text.includes('limit: 0.60'));
    const range = { start: { line, character: 0 }, end: { line, character: 40 } };
    const found = findInlayHints(snapshot, mainUri, range, { categories: all, isResolved: false });
    expect(found.map(({ position }) => position.line)).toEqual([line]);
  });

  it('stand in the file where the goal stands', () => {
    const [head = '', rest = ''] = moneySpec.split('costs:\n');
    const part = `plumbline: v1\nproject: flight-delays\ncosts:\n${rest}`;
    const { snapshot } = fixture({ 'plumbline.yaml': head, 'costs.plumbline.yaml': part }, facts);
    const partUri = 'file:///work/costs.plumbline.yaml';
    const found = findInlayHints(snapshot, partUri, everything, { categories: all, isResolved: false });
    expect(found.map(words)).toEqual([
      '348 kUSD/year, 2 of 17 tracked',
      '≈ 348 kUSD/year',
      'a week late costs 68.3 kUSD',
    ]);
  });
});

describe('the explanation of a hint', () => {
  function resolved(start: string, value: string) {
    const { snapshot, found, shown } = hints(moneySpec);
    const hint = found[shown.findIndex((line) => line.startsWith(start))];
    if (hint === undefined) throw new Error(`There is no hint at ${start}.`);
    expect(JSON.stringify(hint.label)).not.toContain('tooltip');
    const full = resolveInlayHint(snapshot, hint, hintData.parse(hint.data));
    const part = Array.isArray(full.label) ? full.label.find((one) => one.value.startsWith(value)) : undefined;
    const tooltip = typeof part?.tooltip === 'object' ? part.tooltip.value : '';
    return { tooltip, part };
  }

  it('gives the formula in words, and leads to the line of each input', () => {
    const { tooltip } = resolved('target: 0.70', '≈');
    expect(tooltip).toContain('**Value per year** · `2.72 MUSD/year`');
    expect(tooltip).toContain('Formula 2, saved per year');
    expect(tooltip).toContain('N: predictions per year');
    expect(tooltip).toContain(`](${mainUri}#L8,11)`);
  });

  it('leads from a measured value to its run', () => {
    const { tooltip, part } = resolved('target: 0.70', 'now');
    expect(part?.location?.uri).toBe('file:///work/.plumbline/runs/2026-10-30T0931Z-delay.json');
    expect(tooltip).toContain('0\\.678 to 0\\.684');
    expect(tooltip).toContain('Stale because the data has changed since');
  });

  it('is not given to a hint whose words have changed meanwhile', () => {
    const { found } = hints(moneySpec);
    const [hint] = found;
    if (hint === undefined) throw new Error('There is no hint.');
    const { snapshot } = fixture(moneySpec.replace('3000000 predictions/year', '4000000 predictions/year'), facts);
    expect(resolveInlayHint(snapshot, hint, hintData.parse(hint.data))).toBe(hint);
  });
});
