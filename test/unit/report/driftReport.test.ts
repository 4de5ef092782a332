import type { TogetherFinding } from '../../../schemas/driftTogether.ts';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { driftReport, type ComparedCheck, type DriftReport, type RankedColumn } from '../../../schemas/driftReport.ts';
import { renderDrift, verdictOfDrift, type DriftFormat } from '../../../server/src/operations/drift/renderDrift.ts';
import { dangerous, hostile } from './sampleReport.ts';
import { message, physicalLocation, unique } from './sarifShapes.ts';

const text = z.strictObject({ text: z.string().min(1) });

/** What the JSON Schema of SARIF asks of a report of drift. */
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.literal('Plumbline'),
          semanticVersion: z.string(),
          rules: unique(
            z.strictObject({
              id: z.string(),
              shortDescription: text,
              fullDescription: text,
              help: text,
              properties: z.strictObject({ tags: unique(z.string()) }),
            }),
          ),
        }),
      }),
      invocations: z.tuple([
        z.strictObject({
          executionSuccessful: z.boolean(),
          toolExecutionNotifications: z.array(z.strictObject({ level: z.literal('note'), message })),
        }),
      ]),
      originalUriBaseIds: z.strictObject({ WORKINGDIRECTORY: z.strictObject({ uri: z.string().regex(/\/$/) }) }),
      columnKind: z.literal('utf16CodeUnits'),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level: z.enum(['error', 'warning', 'note']),
          message,
          locations: z.tuple([z.strictObject({ physicalLocation })]),
          partialFingerprints: z.strictObject({ 'plumblineDrift/v1': z.string() }),
        }),
      ),
    }),
  ]),
});

function ranked(changes: Partial<RankedColumn> = {}): RankedColumn {
  return {
    column: 'distance',
    answer: 'stable',
    drifting: 0,
    judged: 1,
    worst: null,
    money: null,
    sentence: 'It did not change by enough to matter.',
    advice: null,
    ...changes,
  };
}

const drifting = ranked({
  column: 'hour',
  answer: 'drift',
  drifting: 1,
  money: { text: '-2 USD/year', low: '-3 USD/year', high: '-1 USD/year', window: 0, perYear: -2, currency: 'USD' },
  sentence: 'Ranks moved.',
  advice: 'Look at its source.',
});

function checkOf(ranking: RankedColumn[], changes: Partial<ComparedCheck> = {}): ComparedCheck {
  return {
    state: 'compared',
    id: 'months',
    reference: 'train',
    current: 'june',
    file: 'plumbline.yaml',
    range: { start: { line: 3, character: 4 }, end: { line: 3, character: 9 } },
    falseAlarm: 0.05,
    correction: 'benjamini-hochberg',
    seconds: 1.25,
    moneyBecause: null,
    ranking,
    result: {
      referenceRows: 12_000,
      windows: [{ label: 'all rows', rows: 3_000, isIncomplete: false }],
      columns: [],
      notCompared: [],
      tests: 4,
      seed: 1,
      notes: [],
    },
    ...changes,
  };
}

function reportOf(checks: DriftReport['checks'], changes: Partial<DriftReport> = {}): DriftReport {
  return driftReport.parse({
    kind: 'drift',
    schema: 1,
    version: '1.2.3',
    comparedAt: '2026-11-02T08:00:00.000Z',
    spec: 'plumbline.yaml',
    project: 'flights',
    checks,
    notCompared: [],
    ...changes,
  });
}

function print(report: DriftReport, format: DriftFormat): string {
  return renderDrift(report, format, { hasColour: false, baseUri: 'file:///work/' });
}

function runOf(report: DriftReport) {
  return sarif.parse(JSON.parse(print(report, 'sarif'))).runs[0];
}

/** The check `months` whose result differs. */
function withResult(ranking: RankedColumn[], result: Partial<ComparedCheck['result']>): DriftReport {
  const check = checkOf(ranking);
  return reportOf([{ ...check, result: { ...check.result, ...result } }]);
}

const windows = ['May', 'June'].map((label) => ({ label, rows: 10, isIncomplete: false }));

/** Every string that a user writes is hostile. */
const spoiled = reportOf(
  [
    checkOf(
      [
        ranked({ column: `${hostile}|x`, answer: 'drift', sentence: `${hostile}|`, advice: hostile }),
        ranked({ column: '# `a` ~~b~~', answer: 'not-judged', judged: 0, sentence: hostile }),
      ],
      {
        reference: hostile,
        current: `${hostile}|`,
        file: `${hostile}.yaml`,
        moneyBecause: hostile,
        result: {
          ...checkOf([]).result,
          windows: [{ label: hostile, rows: 0, isIncomplete: false, because: hostile }],
          notCompared: [{ column: hostile, because: hostile }],
          notes: [hostile],
        },
      },
    ),
    { state: 'failed', id: hostile, sentence: hostile },
  ],
  { project: hostile, notCompared: [{ id: hostile, because: hostile }] },
);

/** The column `distance` with a number that is known and two that are not. */
const measured = withResult([ranked()], {
  columns: [
    {
      name: 'distance',
      kind: 'integer',
      overlay: { kind: 'none', because: 'Nothing to draw.' },
      cells: [
        null,
        {
          judgements: [],
          statistics: [
            { kind: 'known', name: 'ks', value: 0.123456789, p: 0.04567, isExact: false },
            { kind: 'undefined', name: 'psi', because: 'a bin is empty.' },
          ],
          tools: [
            { kind: 'undefined', tool: 'tfdv', method: 'l_infinity', because: 'It compares categories.' },
            { kind: 'known', tool: 'nannyml', method: 'chi2', value: 2, isAlarm: true, isExact: true, differs: 'So.' },
          ],
          added: [],
          vanished: [],
        },
      ],
    },
  ],
});

describe('the report of drift in every format', () => {
  it.each(['text', 'sarif', 'markdown'] as const)('holds nothing that moves a cursor or turns text: %s', (format) => {
    expect(print(spoiled, format)).not.toMatch(dangerous);
  });

  it.each(['text', 'markdown'] as const)('says undefined numbers with the reason: %s', (format) => {
    const shown = print(measured, format).replaceAll('\\', '');
    expect(shown).toContain('psi undefined: a bin is empty.');
    expect(shown).toContain('tfdv l_infinity undefined: It compares categories.');
    expect(shown).toContain('ks 0.123457, p 0.0457, in bins');
    expect(shown).toContain('nannyml chi2 2, alarm: So.');
    expect(shown).not.toContain('NaN');
  });

  it.each(['text', 'sarif', 'markdown'] as const)('names what was not compared, and why: %s', (format) => {
    const notCompared = [{ column: 'gone', because: 'june lacks it: the column has vanished.' }];
    const shown = print(withResult([ranked()], { notCompared, notes: ['A file was empty.'] }), format);
    expect(shown).toMatch(/gone.*the column has vanished\./);
    expect(shown).toContain('A file was empty.');
  });

  it('gives SARIF a result for each method by which whole rows drift or could not be compared', () => {
    const judged: TogetherFinding = {
      kind: 'judged',
      window: 0,
      method: 'domain_classifier',
      measure: 'auc',
      value: 0.7,
      usual: 0.5,
      smallest: 0.55,
      p: 0.001,
      adjustedP: 0.002,
      answer: 'drift',
      rows: { reference: 100, current: 100 },
      columns: [],
      pairs: [],
      sentence: 'A classifier tells the rows apart.',
    };
    const together: TogetherFinding[] = [
      judged,
      { ...judged, method: 'pca_reconstruction', measure: 'rank-wasserstein', answer: 'stable' },
      { kind: 'undefined', window: 0, method: 'row_mmd', because: 'There are 3 rows.' },
    ];
    const check = checkOf([], { result: { ...checkOf([]).result, together } });
    const results = runOf(reportOf([check])).results;
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['drift/rows', 'warning'],
      ['drift/not-compared', 'note'],
    ]);
    expect(results[0]?.message.text).toContain('by domain_classifier. A classifier tells the rows apart.');
  });

  it.each(['text', 'markdown'] as const)(
    'tells of whole rows and of answers, estimated beside realised: %s',
    (format) => {
      const judged = {
        effect: 0.2,
        low: 0.1,
        high: 0.3,
        smallest: 0.02,
        p: 0.001,
        adjustedP: 0.002,
        answer: 'drift',
      } as const;
      const checks = [
        checkOf([ranked()], {
          result: {
            ...checkOf([]).result,
            together: [
              {
                kind: 'judged',
                window: 0,
                method: 'domain_classifier',
                measure: 'auc',
                value: 0.7,
                usual: 0.5,
                smallest: 0.55,
                p: 0.001,
                adjustedP: 0.002,
                answer: 'drift',
                rows: { reference: 100, current: 100 },
                columns: [{ name: 'hour', share: 1 }],
                pairs: [],
                sentence: 'A classifier tells the rows of all rows apart.',
              },
              { kind: 'undefined', window: 0, method: 'row_mmd', because: 'There are 3 rows.' },
            ],
          },
          answers: {
            task: 'binary-classification',
            method: 'cbpe',
            threshold: 0.4,
            referenceRows: 900,
            calibration: { isCalibrated: true, before: 0.1, after: 0.02 },
            assumptions: ['Scores must mean what they meant.'],
            windows: [
              {
                window: 0,
                rows: 500,
                labelled: 200,
                values: [
                  {
                    metric: 'recall',
                    reference: 0.7,
                    estimated: { value: 0.65, low: 0.6, high: 0.7 },
                    realised: { value: 0.4 },
                  },
                ],
                scores: null,
                labels: null,
                concept: judged,
                shifts: [{ kind: 'concept', says: 'What the inputs mean has changed.' }],
              },
            ],
            detectors: [
              {
                detector: 'adwin',
                rows: 200,
                alarms: [{ row: 95, window: 0, at: '2001-06-02' }],
                alarmCount: 1,
                warnings: 0,
                chance: { expected: 0, streams: 200, adjustedP: 0.035 },
              },
              {
                detector: 'eddm',
                rows: 200,
                alarms: [{ row: 40, window: 0, at: null }],
                alarmCount: 2,
                warnings: 0,
                chance: { expected: 1.5, streams: 200, adjustedP: 1 },
              },
              { detector: 'ddm', rows: 200, alarms: [], alarmCount: 0, warnings: 3 },
            ],
            pastError: 0.25,
            notes: [],
          },
          queue: { file: 'labels/queue.csv', rows: 50 },
        }),
      ];
      const shown = print(reportOf(checks), format).replaceAll('\\', '');
      expect(shown).toContain('domain_classifier: DRIFT. A classifier tells the rows of all rows apart. p 0.002.');
      expect(shown).toContain('row_mmd: not compared. There are 3 rows.');
      expect(shown).toContain('recall: estimated 0.65 (0.6 to 0.7), realised 0.4, 0.7 in the reference');
      expect(shown).toContain('Scores must mean what they meant.');
      expect(shown).toContain('labels given the score: DRIFT');
      expect(shown).toContain(
        'adwin: 1 alarm in 200 labelled rows, more than chance gives (fewer than 0.015 if nothing changes), the first at row 96, 2001-06-02',
      );
      expect(shown).toContain('eddm: 2 alarms in 200 labelled rows, as chance gives (about 1.5 if nothing changes)');
      expect(shown).toContain('ddm: no alarm in 200 labelled rows, 3 warnings');
      expect(shown).toContain('50 rows were picked and written to labels/queue.csv.');
    },
  );

  it('counts a column that has vanished or changed its type as drift, so that a job that runs at night fails', () => {
    const lost = { column: 'gone', reason: 'vanished', because: 'june lacks it: the column has vanished.' } as const;
    expect(verdictOfDrift(withResult([ranked()], { notCompared: [] }))).toBe('stable');
    expect(verdictOfDrift(withResult([ranked()], { notCompared: [{ ...lost, reason: 'new' }] }))).toBe('stable');
    expect(verdictOfDrift(withResult([ranked()], { notCompared: [lost] }))).toBe('drift');
    expect(verdictOfDrift(withResult([ranked()], { notCompared: [{ ...lost, reason: 'retyped' }] }))).toBe('drift');
  });

  it.each(['text', 'markdown'] as const)('counts the windows of each column: %s', (format) => {
    const columns = [
      ranked({ column: 'hour', answer: 'drift', drifting: 1, judged: 2 }),
      ranked({ column: 'day' }),
      ranked({ column: 'none', answer: 'not-judged', judged: 0 }),
    ];
    const shown = print(withResult(columns, { windows }), format);
    expect(shown).toMatch(/hour.*DRIFT in 1 of 2 windows/);
    expect(shown).toMatch(/day.*stable in 1 window\b(?!s)/);
    expect(shown).toMatch(/none.*not judged in any window/);
  });

  it('is coloured for a terminal only when asked', () => {
    const report = reportOf([checkOf([drifting])]);
    const coloured = renderDrift(report, 'text', { hasColour: true, baseUri: 'file:///work/' });
    expect(coloured).toContain('\u001B[31mDRIFT\u001B[0m');
    expect(print(report, 'text')).toContain(
      'hour  DRIFT: Ranks moved. The value changes by -2 USD/year (-3 USD/year to -1 USD/year) if it stays so.',
    );
  });
});

describe('the report of drift in SARIF', () => {
  it('has a result for each column that is not stable, at its check, by the rule that says why', () => {
    const columns = [
      drifting,
      ranked({ column: 'day', answer: 'cannot-tell' }),
      ranked({ column: 'none', answer: 'not-judged', judged: 0 }),
      ranked(),
    ];
    const { results, tool } = runOf(reportOf([checkOf(columns)]));
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['drift/column', 'warning'],
      ['drift/cannot-tell', 'note'],
      ['drift/not-compared', 'note'],
    ]);
    expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
    expect(results[0]?.message.text).toBe(
      'hour of june drifts against train. Ranks moved. The value changes by -2 USD/year (-3 USD/year to -1 USD/year) if it stays so. Look at its source.',
    );
    expect(results[0]?.locations[0].physicalLocation.region).toEqual({
      startLine: 4,
      startColumn: 5,
      endLine: 4,
      endColumn: 10,
    });
  });

  it('tells a check that failed as an error in the spec', () => {
    const { results, invocations } = runOf(
      reportOf([{ state: 'failed', id: 'months', sentence: 'There is no file.' }]),
    );
    const [result] = results;
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(result).toMatchObject({ ruleId: 'drift/not-compared', level: 'error' });
    expect(result?.locations[0].physicalLocation.artifactLocation.uri).toBe('plumbline.yaml');
  });

  it('keeps its form whatever the names are, with fingerprints that tell results apart', () => {
    const prints = runOf(spoiled).results.map(({ partialFingerprints }) => partialFingerprints['plumblineDrift/v1']);
    expect(prints).toHaveLength(4);
    expect(new Set(prints).size).toBe(4);
  });
});

describe('the report of drift in Markdown', () => {
  const tableOf = (page: string) => page.split('\n').filter((line) => line.startsWith('|'));
  const cellsOf = (row: string) => row.replace(/\\[\\|]/g, '').split('|').length - 2;

  it('is a table whose rows all have the cells of its head', () => {
    const page = print(reportOf([checkOf([drifting, ranked()])]), 'markdown');
    expect(tableOf(page)).toEqual([
      '| column | verdict | money | why |',
      '| --- | --- | --- | --- |',
      '| hour | DRIFT | -2 USD/year (-3 USD/year to -1 USD/year) | Ranks moved. Look at its source. |',
      '| distance | stable |  | It did not change by enough to matter. |',
    ]);
    expect(page).toContain('3,000 rows against 12,000: 1 drift, 1 stable; false alarms held at 5 % over 4 tests.');
  });

  it('has no cells of money where none is known, and says so where only some is', () => {
    const unknown = { ...drifting, column: 'day', money: null };
    expect(tableOf(print(reportOf([checkOf([unknown])]), 'markdown'))[0]).toBe('| column | verdict | why |');
    expect(print(reportOf([checkOf([drifting, unknown])]), 'markdown')).toContain('| day | DRIFT | not known |');
  });

  it('is not broken by bars, line breaks or tags in names', () => {
    const page = print(spoiled, 'markdown');
    expect(tableOf(page).map(cellsOf)).toEqual([3, 3, 3, 3]);
    expect(page).not.toMatch(/(?<!\\)<(?!!-- -->)/);
    expect(page.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(4);
    expect(page).toContain('\\# &#96;a&#96; \\~\\~b\\~\\~');
  });
});

function watched(answer: RankedColumn['answer']): DriftReport['checks'][number] {
  const sentence = 'In June it was 61 % (59 % to 63 %) of 10 rows, above the 54 % that is normal.';
  return {
    state: 'watched',
    id: 'alerts',
    watch: 'alert-rate',
    reference: '22 % to 54 %',
    current: 'june',
    file: 'plumbline.yaml',
    range: { start: { line: 8, character: 4 }, end: { line: 8, character: 10 } },
    falseAlarm: 0.05,
    correction: 'bonferroni',
    seconds: 0.5,
    normal: { low: 0.22, high: 0.54 },
    isShare: true,
    ranking: [ranked({ column: 'share of alerts', answer, drifting: answer === 'drift' ? 1 : 0, judged: 1, sentence })],
    result: {
      windows: [
        {
          label: 'May',
          rows: 2,
          isIncomplete: false,
          value: null,
          low: null,
          high: null,
          text: 'It has 2 rows.',
          answer: 'not-judged',
        },
        {
          label: 'June',
          rows: 10,
          isIncomplete: false,
          value: 0.61,
          low: 0.59,
          high: 0.63,
          text: '61 %',
          answer: answer,
        },
      ],
      notCompared: [],
      tests: 1,
      notes: [],
    },
  };
}

describe('a number that is watched', () => {
  it('is told as text with its range, its worst window and its windows without a verdict', () => {
    expect(print(reportOf([watched('drift')]), 'text'))
      .toBe(`alerts: alert-rate of june, normal is 22 % to 54 %, 12 rows, in 0.5 s
   █  May … June
  OUTSIDE in 1 of 1 window: In June it was 61 % (59 % to 63 %) of 10 rows, above the 54 % that is normal.
  1 of 2 windows have no verdict, such as May: It has 2 rows.
  False alarms are held at 5 % over 1 window.
`);
  });

  it('is a warning in SARIF at its check when it is outside, and nothing when it is normal', () => {
    const [result, ...others] = runOf(reportOf([watched('drift')])).results;
    expect(others).toEqual([]);
    expect(result).toMatchObject({ ruleId: 'drift/outside', level: 'warning' });
    expect(result?.message.text).toContain('OUTSIDE in 1 of 1 window');
    expect(runOf(reportOf([watched('stable')]))).toMatchObject({ results: [] });
    expect(runOf(reportOf([watched('cannot-tell')])).results[0]?.ruleId).toBe('drift/cannot-tell');
  });

  it('is a part of Markdown of its own, and decides the exit code', () => {
    expect(print(reportOf([watched('drift')]), 'markdown')).toContain('**OUTSIDE in 1 of 1 window**: In June');
    expect(verdictOfDrift(reportOf([watched('drift')]))).toBe('drift');
    expect(verdictOfDrift(reportOf([watched('cannot-tell')]))).toBe('cannot-tell');
    expect(verdictOfDrift(reportOf([watched('stable')]))).toBe('stable');
  });
});
