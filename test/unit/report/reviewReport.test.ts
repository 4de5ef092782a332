import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../schemas/checkReport.ts';
import { projectReview } from '../../../schemas/review.ts';
import type { ProjectReview, ReviewChange } from '../../../schemas/review.ts';
import { renderCheck } from '../../../server/src/operations/renderCheck.ts';
import type { CheckFormat } from '../../../server/src/operations/renderCheck.ts';
import { maskCredentials } from '../../../server/src/text/maskCredentials.ts';
import { markdownText } from '../../../server/src/report/markdown.ts';
import { dangerous, findingOf, hostile, reportOf } from './sampleReport.ts';

const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 8 } };

function changeOf(changes: Partial<ReviewChange> = {}): ReviewChange {
  return {
    kind: 'goal',
    weight: 'loosened',
    level: null,
    subject: 'metrics.recall.limit',
    sentence: 'The limit of `recall` was loosened from `0.65` to `0.60`.',
    from: '0.65',
    to: '0.60',
    base: { file: 'plumbline.yaml', range },
    current: { file: 'plumbline.yaml', range },
    money: { kind: 'known', amount: '-220500', currency: 'USD', text: '-220.5 kUSD/year', formula: 26, inputs: [] },
    authors: ['Grace', 'Ada', 'Alan', 'Barbara', 'Edsger'],
    reason: null,
    ...changes,
  };
}

const about = {
  file: 'plumbline.yaml',
  name: 'late',
  base: { revision: '3f2a91c0d4e5f60718293a4b5c6d7e8f90a1b2c3', at: '2026-09-01T08:00:00Z', author: 'Ada' },
};

function reviewOf(...changes: readonly ReviewChange[]): ProjectReview {
  const count = (weight: ReviewChange['weight']) => changes.filter((one) => one.weight === weight).length;
  const counts = { loosened: count('loosened'), tightened: count('tightened'), neutral: count('neutral') };
  return projectReview.parse({ kind: 'compared', ...about, changes, counts, others: [] });
}

/** A review in which these keys alone differ, which promise nothing. */
function otherwise(...others: readonly string[]): ProjectReview {
  return projectReview.parse({ ...reviewOf(), others });
}

function render(format: CheckFormat, review: readonly ProjectReview[], report: CheckReport = reportOf([])): string {
  const options = { hasColour: false, baseUri: 'file:///work/', textOf: () => undefined };
  return renderCheck({ ...report, review: [...review] }, format, options);
}

describe('a review at a terminal', () => {
  it('lists what was loosened first, with money, authors and that no reason is stated', () => {
    const out = render('text', [reviewOf(changeOf({ weight: 'neutral', money: null }), changeOf())]);
    expect(out.split('\n').slice(0, 5)).toEqual([
      'Review of plumbline.yaml against 3f2a91c (2026-09-01, Ada): 1 loosened, 1 other change.',
      '  loosened  plumbline.yaml:4:5 The limit of `recall` was loosened from `0.65` to `0.60`.',
      '            -220.5 kUSD/year · by Grace, Ada, Alan and 2 more · no reason stated',
      '  changed   plumbline.yaml:4:5 The limit of `recall` was loosened from `0.65` to `0.60`.',
      '            by Grace, Ada, Alan and 2 more',
    ]);
  });

  it.each([
    [{ kind: 'new', ...about } as const, 'the base has no such spec.'],
    [
      { kind: 'not-compared', ...about, because: 'a file is no YAML' } as const,
      'not compared, because a file is no YAML.',
    ],
    [reviewOf(), 'nothing changed.'],
    [otherwise('description'), 'no promise changed, only `description` did.'],
    [otherwise('a', 'b', 'c', 'd', 'e', 'f', 'g'), 'no promise changed, only `a`, `b`, `c`, `d`, `e` and 2 more did.'],
  ])('says in one line what there is not to list', (review, end) => {
    expect(render('text', [review]).split('\n')[0]).toBe(
      `Review of plumbline.yaml against 3f2a91c (2026-09-01, Ada): ${end}`,
    );
  });

  it('tells in one line of all specs in which nothing changed', () => {
    const untouched = ['a', 'b', 'c', 'd', 'e'].map((file) => ({ ...reviewOf(), file: `${file}.yaml` }));
    const out = render('text', [...untouched, reviewOf(changeOf())]);
    expect(out.split('\n').filter((line) => line.startsWith('Review'))).toEqual([
      'Review of plumbline.yaml against 3f2a91c (2026-09-01, Ada): 1 loosened.',
      'Review against 3f2a91c (2026-09-01, Ada): nothing changed in a.yaml, b.yaml, c.yaml and 2 more.',
    ]);
  });

  it('says why money is not known, and where something stood that is gone', () => {
    const gone = changeOf({ current: null, authors: [], money: { kind: 'unknown', because: 'volume is not stated' } });
    const out = render('text', [reviewOf(gone)]);
    expect(out).toContain('  loosened  was plumbline.yaml:4:5 ');
    expect(out).toContain('money not known, because volume is not stated · not committed yet · no reason stated');
  });
});

describe('a review as Markdown', () => {
  it('names keys that promise nothing as text', () => {
    expect(render('markdown', [otherwise('metrics.recall.description', '@ada')])).toContain(
      'no promise changed, only `metrics.recall.description` and `@ada` did.',
    );
  });

  it('is one section for all specs in which nothing changed', () => {
    const out = render('markdown', [{ ...reviewOf(), file: 'a.yaml' }, otherwise('description'), reviewOf()]);
    expect(out.split('\n').filter((line) => /^(?:###|Against)/.test(line))).toEqual([
      '### Review of `plumbline.yaml`',
      'Against 3f2a91c (2026-09-01, Ada): no promise changed, only `description` did.',
      '### Review of 2 specs',
      'Against 3f2a91c (2026-09-01, Ada): nothing changed in `a.yaml` and `plumbline.yaml`.',
      '### Findings',
    ]);
  });

  it('is a table with the level of contracts', () => {
    const change = changeOf({ kind: 'contract', level: 'major', reason: 'agreed with sales', authors: ['Ada'] });
    expect(render('markdown', [reviewOf(change)])).toContain(
      '| ▼ loosened, major | The limit of `recall` was loosened from `0.65` to `0.60`. | `plumbline.yaml:4` | -220.5 kUSD/year | Ada | agreed with sales |',
    );
  });

  it('lists errors and warnings, and counts those beyond fifty', () => {
    const out = render('markdown', [], reportOf(Array.from({ length: 53 }, () => findingOf())));
    expect(out).toContain('- error `metric/limit-beyond-target` at `plumbline.yaml:2`: The limit');
    expect(out).toContain('- … and 3 more');
  });

  it.each([
    ['@octocat', '@\u2060octocat'],
    ['see #12', 'see #\u206012'],
    ['<img src=x>', '&#60;img src=x&#62;'],
    ['[click](https://evil.example)', '\\[click\\](https:\u2060//evil.example)'],
    ['a | b', 'a \\| b'],
    ['**bold** `code`', '\\*\\*bold\\*\\* &#96;code&#96;'],
    ['&lt;', '&#38;lt;'],
    ['www.evil.example', 'www.\u2060evil.example'],
    ['# late', '\\# late'],
    ['- late', '\\- late'],
    ['2. late', '2\\. late'],
    ['-2.5 late', '-2.5 late'],
  ])('shows %j as text', (text, shown) => {
    expect(markdownText(text)).toBe(shown);
  });

  it('lets hostile text leave neither its cell nor its row', () => {
    const text = `${hostile} | @all \`\`x\`\` <script>`;
    const change = changeOf({ sentence: `The \`${text}\` is.`, authors: [text], reason: text });
    const rows = render('markdown', [reviewOf(change)]).split('\n');
    const row = rows.find((line) => line.startsWith('| ▼')) ?? '';
    expect(row.replaceAll('\u2060', '')).not.toMatch(dangerous);
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(8);
    expect(row.replaceAll(/`[^`]*`/g, '')).not.toMatch(/<(?:img|script)/);
  });
});

describe('every format', () => {
  const secret = 'postgres://reader:hunter2@db.example/flights?sslkey=abc';
  const formats = ['text', 'json', 'sarif', 'github', 'junit', 'markdown'] as const;

  it.each(formats)('%s hides credentials in messages of findings', (format) => {
    const out = render(format, [], reportOf([findingOf({ message: `The address ${secret} is wrong.` })]));
    expect(out).not.toContain('hunter2');
    expect(out).not.toContain('abc');
  });

  it.each(['text', 'sarif', 'github', 'markdown'] as const)('%s shows hostile text harmlessly', (format) => {
    const out = render(format, [reviewOf(changeOf({ sentence: hostile, authors: [hostile], reason: hostile }))]);
    expect(out.replaceAll('\u2060', '')).not.toMatch(dangerous);
  });

  it('junit knows no review', () => {
    expect(render('junit', [reviewOf(changeOf())])).toBe(render('junit', []));
  });
});

describe('credentials', () => {
  it.each([
    ['https://user:secret@host/x', 'https://***********@host/x'],
    ['https://token@host', 'https://*****@host'],
    ['https://host:8080/a@b', 'https://host:8080/a@b'],
    ['https://h/?a=1&token=abc&b=2', 'https://h/?a=1&token=***&b=2'],
    ['s3://b/k?X-Amz-Signature=abc', 's3://b/k?X-Amz-Signature=***'],
    ['a@example.com', 'a@example.com'],
    ['postgres://reader:hunte…', 'postgres://************…'],
  ])('in %j are stars of the same length', (text, masked) => {
    expect(maskCredentials(text)).toBe(masked);
    expect(masked).toHaveLength(text.length);
  });

  it('are looked for in time that grows with the text alone', () => {
    const started = performance.now();
    maskCredentials('a://'.repeat(20_000) + 'x'.repeat(100_000) + '?token='.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
