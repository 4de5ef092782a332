import { describe, expect, it } from 'vitest';
import { findHover } from '../../../server/src/language/hover/hover.ts';
import type { RunFact } from '../../../schemas/facts.ts';
import { fixture, flightFacts, textIn } from '../../support/languageFixture.ts';
import type { LanguageFixture } from '../../support/languageFixture.ts';

const options = { rulePages: 'vscode://plumbline.plumbline/rules' };

function hover(input: Parameters<typeof fixture>[0]): { text: string; over: string; given: LanguageFixture } {
  const given = fixture(input);
  const found = findHover(given.snapshot, given.uri, given.offset, options);
  if (found === undefined) return { text: '', over: '', given };
  const text = typeof found.contents === 'object' && 'value' in found.contents ? found.contents.value : '';
  return { text, over: found.range === undefined ? '' : textIn(given, given.uri, found.range), given };
}

const flights = [
  'data:',
  '  flights:',
  '    path: data/flights.parquet',
  '    modality: table',
  '    version: {dvc: data/flights.parquet.dvc}',
  '    derive: {late: "delay >= 15"}',
  '',
].join('\n');

describe('hover over keys', () => {
  it('explains a key with its need, its samples and its rules', () => {
    const { text, over } = hover('metrics:\n  recall:\n    kind: model\n    lim$0it: 0.6\n');
    expect(over).toBe('limit');
    expect(text).toContain('**limit** · required');
    expect(text).toContain('worst value that is still acceptable');
    expect(text).toContain('`20 ms`');
    expect(text).toContain('(vscode://plumbline.plumbline/rules/metric/limit-beyond-target)');
  });

  it('says what holds when an optional key is absent', () => {
    expect(hover('aff$0ects: people\n').text).toContain('When absent: things.');
  });

  it('explains a data source by its rows, columns and version', () => {
    const { text, over } = hover(flights.replace('  flights:', '  fli$0ghts:'));
    expect(over).toBe('flights');
    expect(text).toContain('3,000,000 rows');
    expect(text).toContain('`dvc data/flights.parquet.dvc`');
    expect(text).toContain('`distance`');
  });

  it('explains a split by counted rows and positives', () => {
    const { text } = hover(`${flights}splits:\n  te$0st: {of: flights, where: "date > '2001-05-01'"}\n`);
    expect(text).toContain('500,000 of 3,000,000 rows (16.7 %)');
    expect(text).toContain('85,000 positive (17 %)');
  });

  it('explains a run that is named as evidence, by its values beside the limits', () => {
    const run: RunFact = {
      store: 'plumbline',
      id: '2026-11-02T0931Z-delay-3f2a91c0',
      at: '2026-11-02T09:31:00Z',
      uri: 'file:///work/.plumbline/runs/2026-11-02T0931Z-delay-3f2a91c0.json',
      model: 'delay',
      split: 'test',
      target: undefined,
      commit: '0123456789abcdef',
      isDirty: true,
      values: { recall: { value: 0.68123, unit: '', low: 0.67, high: 0.69 }, latency: { value: 4, unit: 'ms' } },
      params: {},
    };
    const spec = {
      'plumbline.yaml':
        'metrics:\n  recall: {limit: 0.6, justification: {basis: own-data, evidence: "run:2026-$011-02"}}\n',
    };
    const known = (runs: readonly RunFact[]) => ({
      ...flightFacts,
      runs: () => ({ state: 'known', value: runs }) as const,
    });
    const textOf = (facts: typeof flightFacts) => {
      const given = fixture(spec, facts);
      const found = findHover(given.snapshot, given.uri, given.offset, options);
      return found !== undefined && typeof found.contents === 'object' && 'value' in found.contents
        ? found.contents.value
        : undefined;
    };
    const text = textOf(known([run]));
    expect(text).toContain(`(${run.uri ?? ''})`);
    expect(text).toContain('model `delay` · split `test` · commit `0123456` with changes');
    expect(text).toContain('- `recall` `0.6812` \\(95 %\\: 0\\.67 to 0\\.69\\), limit `0.6`');
    expect(text).toContain('- `latency` `4 ms`');
    expect(textOf(known([]))).toContain('Proof that a reader can open.');
    expect(textOf({ ...flightFacts, runs: () => ({ state: 'unknown', because: 'a store is locked' }) })).toContain(
      'a store is locked',
    );
  });

  it('explains a cost category where it is an id', () => {
    expect(hover('costs:\n  items:\n    labell$0ing: {cost: 9 kUSD}\n').text).toContain('Making and reviewing labels.');
  });

  it('explains a rule in `rules` and in a comment that ignores it', () => {
    const inSettings = hover('rules:\n  spec/unknown-$0key: {severity: info, reason: because}\n');
    const inComment = hover('phase: pilot # plumbline: ignore[spec/unkno$0wn-key] because\n');
    expect(inSettings.text).toContain('/rules/spec/unknown-key)');
    expect(inComment.text).toBe(inSettings.text);
    expect(inComment.over).toBe('spec/unknown-key');
  });

  it('explains a derived column with its expression', () => {
    const { text } = hover(flights.replace('{late:', '{la$0te:'));
    expect(text).toContain('Computed on reading: `delay >= 15`');
  });
});

describe('hover over values', () => {
  it('resolves a quantity per year, and says what a limit means', () => {
    const spec = 'metrics:\n  saved: {kind: business, direction: maximize, limit: 1$020 kUSD/month}\n';
    const { text, over } = hover(spec);
    expect(over).toBe('120 kUSD/month');
    expect(text).toContain('`120 kUSD/month` = `1,440,000 USD/year`');
    expect(text).toContain('at least `120 kUSD/month`');
  });

  it('takes the direction of a goal from the name of the metric', () => {
    expect(hover('metrics:\n  fast: {kind: infrastructure, metric: latency, target: 5$0 ms}\n').text).toContain(
      'Aim: `latency` of at most `5 ms`.',
    );
  });

  it.each([
    ['2 %', '0.02'],
    ['0.7', '70 %'],
    ['8 GB', '8,000,000,000 B'],
    ['60 predictions/s', '1,892,160,000 predictions/year'],
    ['40 h/month', '480 h/year'],
    ['10 min', '600 s'],
    ['3 years', '1,095 days'],
    ['4 weeks', '28 days'],
    ['14.5 kUSD/week', '756,071.43 USD/year'],
    ['65 degC', '338.15 K'],
  ])('resolves %s to %s', (written, resolved) => {
    expect(hover(`metrics:\n  a: {tolerance: $0${written}}\n`).text).toContain(`\`${written}\` = \`${resolved}\``);
  });

  it.each([
    'metrics:\n  error: {kind: model, metric: mae, target: $02}\n',
    'metrics:\n  loss: {kind: model, metric: log-loss, limit: $02}\n',
    'baseline:\n  today: {metrics: {pinball: $02}}\n',
  ])('takes a bare number for no share where the measure is none', (spec) => {
    expect(hover(spec).text).toMatch(/^`2`(?:$|\n)/);
  });

  it('leaves hours and days as they are', () => {
    expect(hover('metrics:\n  a: {tolerance: $02200 h}\n').text).toBe('`2200 h`');
    expect(hover('metrics:\n  a: {tolerance: $028 days}\n').text).toBe('`28 days`');
  });

  it('explains a metric name with its direction and range', () => {
    const { text } = hover('metrics:\n  recall: {kind: model, metric: rec$0all}\n');
    expect(text).toContain('Higher is better · from 0 to 1');
  });

  it('explains a reference by its definition, with a link to it', () => {
    const spec = `${flights}splits:\n  test: {of: fli$0ghts}\n`;
    const { text, over } = hover(spec);
    expect(over).toBe('flights');
    expect(text).toContain('[flights](file:///work/plumbline.yaml#L2,3)');
    expect(text).toContain('data source');
  });

  it('finds the definition of a reference in another part', () => {
    const { text } = hover({
      'plumbline.yaml': flights,
      'splits.plumbline.yaml': 'splits:\n  test: {of: fl$0ights}\n',
    });
    expect(text).toContain('[flights](file:///work/plumbline.yaml#L2,3)');
  });

  it('shows the measured values of a column, with a picture', () => {
    const spec = `${flights}    roles: {time: date, id: dist$0ance}\n`;
    const { text } = hover(spec);
    expect(text).toContain('30,000 missing (1 %)');
    expect(text).toContain('1,412 different');
    expect(text).toContain('`21` to `4,962`');
    expect(text).toContain('50 % ≤ `573`');
    expect(text).toContain('█▄ ▁');
  });

  it('shows the frequent values of a column of text', () => {
    const { text } = hover(`${flights}    roles: {group: ori$0gin}\n`);
    expect(text).toContain('about 230 different');
    expect(text).toContain('ORD ██████████ 5 %');
  });

  it('shows the column under the pointer in an expression', () => {
    const { text, over } = hover(`${flights}splits:\n  far: {of: flights, where: "dist$0ance > 1000 and delay > 3"}\n`);
    expect(over).toBe('distance');
    expect(text).toContain('1,412 different');
  });

  it('lists the columns of an expression elsewhere in it', () => {
    const { text, over } = hover(`${flights}splits:\n  far: {of: flights, where: "distance > 10$000 and delay > 3"}\n`);
    expect(over).toBe('"distance > 1000 and delay > 3"');
    expect(text).toContain('Uses `distance` smallint, `delay` smallint.');
  });

  it('says what a word of a closed list means', () => {
    expect(hover('phase: pil$0ot\n').text).toContain('Real data and first real users');
  });

  it('says whether a file exists, and how large it is', () => {
    expect(hover(flights.replace('data/fli', 'data/$0fli')).text).toContain('13,493,022 bytes');
    expect(hover('data:\n  a: {path: data/$0gone.parquet}\n').text).toContain('does not exist');
  });
});

describe('hover over values that need no explanation of their own', () => {
  it.each([
    ['metrics:\n  a: {kind: model, metric: ece, bins: 1$00}\n', '10', '**bins** · '],
    ['plumbline: v$01\n', 'v1', '**plumbline** · required'],
    ['models:\n  m: {inputs: {x: {type: flo$0at32}}}\n', 'float32', '**type** · '],
    ['costs: {currency: U$0SD}\n', 'USD', '**currency** · '],
    ['metrics:\n  a: {drives: gh$0ost}\n', 'ghost', '**drives** · '],
    ['phase: pil$0ott\n', 'pilott', '**phase** · '],
  ])('explains the key of %j', (spec, value, title) => {
    const { text, over } = hover(spec);
    expect(over).toBe(value);
    expect(text).toContain(title);
  });

  it('explains the key in a contract, too', () => {
    const { text, over } = hover({
      'plumbline.yaml': '',
      'c.odcs.yaml': 'apiVersion: v3.1.0\nkind: DataContract\nname: fli$0ghts\n',
    });
    expect(over).toBe('flights');
    expect(text).toContain('**name** · ');
  });

  it('says how long a period is', () => {
    const days = (period: string) => hover(`splits:\n  a: {of: b, period: $0${period}}\n`).text;
    expect(days('2001-04-01/2001-04-30')).toContain('30 days, both ends included');
    expect(days('2001-04-30/2001-04-30')).toContain('1 day, both ends included');
    expect(days('2001-04-30/2001-04-01')).not.toContain('both ends');
    expect(days('April')).not.toContain('both ends');
  });

  it('says which role somebody has in the team', () => {
    const team = 'team: {sponsor: {name: A, email: a@b.c}, legal: a@b.c}\n';
    const { text } = hover(`${team}owner: a@$0b.c\n`);
    expect(text).toContain('[sponsor](file:///work/plumbline.yaml#L1,8)');
    expect(text).toContain('[legal]');
    expect(hover(`${team}owner: x@$0b.c\n`).text).toContain('**owner** · ');
  });

  it('says which class a count is of', () => {
    const spec = [
      'data:\n  d: {scenarios: {s: {min_rows: {la$0te: 2}}}}',
      'labels:\n  l: {of: d, classes: {late: true}}\n',
    ].join('\n');
    expect(hover(spec).text).toContain('class of `l`: rows whose label is `true`');
  });

  it('says what a cost category is once', () => {
    const { text } = hover('costs:\n  items:\n    acquisi$0tion: {cost: 9 kUSD, once: true}\n');
    expect(text.split('Buying or recording data.')).toHaveLength(2);
  });
});

describe('hover and hostile text', () => {
  it('never lets text of a user make a link, an image or HTML', () => {
    const evil = '[click](http://evil.example) ![x](http://evil.example/p.png) <img src=x> `](javascript:1)';
    const { text } = hover(
      `data:\n  a: {path: d.csv, modality: table}\nlabels:\n  l$0: {of: a, task: regression, source: human, definition: '${evil}'}\n`,
    );
    expect(text).toContain('evil');
    expect(text).not.toMatch(/(?<!\\)\]\((?!file:)/);
    expect(text).not.toMatch(/(?<!\\)</);
    expect(text).not.toContain('http://');
  });

  it('says nothing about a word that is no part of the language', () => {
    expect(hover('nonse$0nse: 1\n').text).toBe('');
    expect(hover('# just a com$0ment\n').text).toBe('');
  });
});
