import { describe, expect, it } from 'vitest';
import type { InlayHint } from 'vscode-languageserver-types';
import type { ActualsFact } from '../../../schemas/facts.ts';
import { hintData } from '../../../schemas/marginHints.ts';
import type { HintCategory } from '../../../schemas/marginHints.ts';
import { findInlayHints, resolveInlayHint } from '../../../server/src/language/inlayHints.ts';
import { fixture, mainUri } from '../../support/languageFixture.ts';
import { factsFrom } from '../../support/ruleFixture.ts';

const everything = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };
const money: ReadonlySet<HintCategory> = new Set(['money']);

function bill(...sums: ActualsFact['sums']): ActualsFact {
  return { sums, unmapped: [], rows: 1, unreadRows: 0, leftOut: [], repeatedRows: 0, problems: [], files: [] };
}

const inference = (month: string, amount: string, currency = 'USD') => ({
  month,
  category: 'inference' as const,
  amount,
  currency,
});

interface Given {
  readonly actuals?: ActualsFact;
  readonly categories?: ReadonlySet<HintCategory>;
  readonly uri?: string;
}

/** Key of the line → its hint. */
function hints(text: string | Record<string, string>, { actuals, categories = money, uri = mainUri }: Given = {}) {
  const facts = factsFrom({ today: '2026-11-21', ...(actuals === undefined ? {} : { actuals: { cloud: actuals } }) });
  const { snapshot } = fixture(text, facts);
  const source = typeof text === 'string' ? text : (text[uri.slice(uri.lastIndexOf('/') + 1)] ?? '');
  const found = findInlayHints(snapshot, uri, everything, { categories, isResolved: false });
  const byKey = new Map(
    found.map((hint) => [source.split('\n')[hint.position.line]?.split(':')[0]?.trim() ?? '', words(hint)]),
  );
  return { snapshot, found, byKey };
}

function words({ label }: InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

function ledger(...items: readonly string[]): string {
  return `plumbline: v1
costs:
  currency: USD
  actuals:
    cloud: {format: focus, path: "finance/*.csv"}
  items:
${items.map((item) => `    ${item}\n`).join('')}`;
}

const compared = 'inference: {cost: 650 USD/month, actual: cloud}';

describe('the hint at the costs', () => {
  it('says what they come to per year and how many categories are tracked', () => {
    const spec = ledger('inference: {cost: 650 USD/month}', 'storage: {cost: 200 USD/year}', 'compliance: {none: no}');
    expect(hints(spec).byKey.get('costs')).toBe('8000 USD/year, 3 of 17 tracked');
  });

  it('says what is paid once where nothing goes on', () => {
    expect(hints(ledger('development: {cost: 9 kUSD, once: true}')).byKey.get('costs')).toBe(
      '9000 USD once, 1 of 17 tracked',
    );
  });

  it('names an item that is not known, and counts several', () => {
    const known = 'storage: {cost: 200 USD/year}';
    expect(hints(ledger(known, 'support: {hours: 3 h/month, rate: 60 USD}')).byKey.get('costs')).toBe(
      '200 USD/year, support not known, 2 of 17 tracked',
    );
    expect(hints(ledger('support: {hours: 3 h/month}', 'cleaning: {hours: 3 h/month}')).byKey.get('costs')).toBe(
      '2 items not known, 2 of 17 tracked',
    );
  });

  it('keeps currencies apart that have no rate', () => {
    const spec = ledger('inference: {cost: 10 USD/year}', 'storage: {cost: 20 EUR/year}');
    expect(hints(spec).byKey.get('costs')).toBe('10 USD/year + 20 EUR/year, 2 of 17 tracked');
  });

  it('is absent without costs, without items, and when money is not asked for', () => {
    expect(hints('plumbline: v1\nproject: a\n').found).toEqual([]);
    expect(hints('plumbline: v1\ncosts:\n  currency: USD\n').found).toEqual([]);
    expect(hints(ledger(compared), { categories: new Set(['counts']) }).found).toEqual([]);
  });

  it('explains which items are in no sum and why', () => {
    const { snapshot, found } = hints(ledger('support: {hours: 3 h/month}'));
    const [hint] = found;
    if (hint === undefined) throw new Error('There is no hint.');
    const text = JSON.stringify(resolveInlayHint(snapshot, hint, hintData.parse(hint.data)).label);
    expect(text).toContain('`support` is in no sum because its amount is not stated');
  });
});

describe('the hint at an item that is compared with an import', () => {
  it('says what was spent a month, and how far off the plan that is', () => {
    const actuals = bill(inference('2026-08', '650'), inference('2026-09', '676'), inference('2026-11', '9'));
    expect(hints(ledger(compared), { actuals }).byKey.get('inference')).toBe(
      '≈ 7800 USD/year · spent 663 USD/month, +2 % since August',
    );
  });

  it('names the year when it is another one', () => {
    const actuals = bill(inference('2025-12', '0'), inference('2026-01', '650'));
    expect(hints(ledger(compared), { actuals }).byKey.get('inference')).toContain(
      'spent 325 USD/month, −50 % since December 2025',
    );
  });

  it('says of what is paid once how much of it is spent', () => {
    const item = 'inference: {cost: 6 kUSD, once: true, actual: cloud}';
    expect(hints(ledger(item), { actuals: bill(inference('2026-08', '5400')) }).byKey.get('inference')).toBe(
      'spent 5400 USD of 6000 USD since August',
    );
  });

  it('names the items that the import does not tell apart', () => {
    const spec = ledger(compared, 'second: {category: inference, cost: 50 USD/month, actual: cloud}');
    expect(hints(spec, { actuals: bill(inference('2026-10', '700')) }).byKey.get('second')).toBe(
      '≈ 600 USD/year · spent 700 USD/month, ±0 % since October with inference',
    );
  });

  it('says nothing of spending while it is not known, not complete, or in a currency without a rate', () => {
    const plan = '≈ 7800 USD/year';
    expect(hints(ledger(compared)).byKey.get('inference')).toBe(plan);
    for (const sum of [inference('2026-11', '5'), inference('2026-10', '5', 'EUR')]) {
      expect(hints(ledger(compared), { actuals: bill(sum) }).byKey.get('inference')).toBe(plan);
    }
  });
});

describe('the hint at what items are for', () => {
  const things = `data:
  flights:
    path: flights.csv
labels:
  flights:
    of: flights
deployment:
  targets:
    box:
      kind: edge
models:
  delay:
    path: delay.onnx
`;

  it('sums them at data sources, targets and models, with what was spent', () => {
    const spec = `${ledger(
      'storage: {cost: 10 USD/month, actual: cloud, for: flights}',
      'cleaning: {hours: 2 h/month, rate: 50 USD/h, for: flights}',
      'infra: {cost: 700 USD, once: true, for: box}',
      'inference: {cost: 1 USD/month, for: delay}',
      'support: {cost: 5 USD/month}',
    )}${things}`;
    const actuals = bill({ month: '2026-10', category: 'storage', amount: '9', currency: 'USD' });
    const { found } = hints(spec, { actuals });
    const lines = spec.split('\n');
    expect(found.map((hint) => [lines[hint.position.line]?.trim(), words(hint)]).slice(-3)).toEqual([
      ['flights:', 'costs 1320 USD/year · spent 9 USD/month, −10 % since October'],
      ['box:', 'costs 700 USD once'],
      ['delay:', 'costs 12 USD/year'],
    ]);
  });

  it('is at the data source alone where a label has the same id', () => {
    const spec = `${ledger('storage: {cost: 10 USD/month, for: flights}')}${things}`;
    const { found } = hints(spec);
    expect(found.map(({ position }) => spec.split('\n')[position.line])).toEqual([
      'costs:',
      expect.stringContaining('storage'),
      '  flights:',
    ]);
    expect(spec.split('\n').indexOf('  flights:')).toBe(found.at(-1)?.position.line);
  });
});

describe('the hint at a label', () => {
  const label = 'plumbline: v1\nlabels:\n  late:\n    per_item: 1\n';
  const partUri = 'file:///work/costs.plumbline.yaml';
  const labelled = (...items: readonly string[]) => ({
    'plumbline.yaml': label,
    'costs.plumbline.yaml': ledger(...items),
  });
  const making = 'labelling: {label: late, items: 1000, seconds: 36 s, rate: 20 USD/h, once: true}';

  it('sums the items that make it, from another file, and leads there', () => {
    const spec = labelled(making, 'checks: {category: labelling, label: late, cost: 100 USD/year}');
    const { snapshot, found, byKey } = hints(spec);
    expect([...byKey]).toEqual([['late', 'costs 200 USD once + 100 USD/year']]);
    const [hint] = found;
    if (hint === undefined) throw new Error('There is no hint.');
    const { label: parts } = resolveInlayHint(snapshot, hint, hintData.parse(hint.data));
    expect(Array.isArray(parts) ? parts[0]?.location?.uri : undefined).toBe(partUri);
    expect(hints(spec, { uri: partUri }).byKey.get('costs')).toBe('100 USD/year, 1 of 17 tracked');
  });

  it('counts an item within another one once', () => {
    const part = 'review: {category: labelling, label: late, cost: 50 USD, once: true, part_of: labelling}';
    expect(hints(labelled(making, part)).byKey.get('late')).toBe('costs 200 USD once');
  });

  it('says what was spent on it', () => {
    const item = 'labelling: {label: late, cost: 10 USD/month, actual: cloud}';
    const actuals = bill({ month: '2026-10', category: 'labelling', amount: '9', currency: 'USD' });
    expect(hints(labelled(item), { actuals }).byKey.get('late')).toBe(
      'costs 120 USD/year · spent 9 USD/month, −10 % since October',
    );
  });

  it('is absent when one of its items is not known, or none belongs to it', () => {
    expect(hints(labelled(making, 'more: {category: labelling, label: late, items: 5}')).byKey.has('late')).toBe(false);
    expect(hints(labelled('labelling: {cost: 10 USD/month}')).byKey.has('late')).toBe(false);
  });
});
