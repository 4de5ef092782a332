/** The job that watches answers, over tables on disk and a model that computes something known. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { answersRequest, answersResult } from '../../../schemas/watchJob.ts';
import type { AnswersResult } from '../../../schemas/watchJob.ts';
import { confinePath } from '../../../server/src/data/confinedPath.ts';
import { withRows } from '../../../server/src/data/readRows.ts';
import { TableProblem } from '../../../server/src/data/tableProblem.ts';
import { createWatchAnswers } from '../../../server/src/inference/watchAnswers.ts';
import { linearModel } from '../../support/onnxModels.ts';

const job = createWatchAnswers({
  withRows,
  confine: confinePath,
  explain: (error) =>
    error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
});

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-watch-')));
  writeFileSync(path.join(root, 'model.onnx'), linearModel({ weights: [1, 0], bias: 0 }));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

type Side = JobRequest<'watchAnswers'>['sides'][number]['rows'];
type Finding = AnswersResult['findings'][number];

/** Rows whose score is `a`; the label column is missing, as it is before labels come. */
function side(name: string, rows: string, changes: Partial<Side> = {}): Side {
  const file = path.join(root, `${name}.csv`);
  writeFileSync(file, rows);
  return {
    source: { label: `${name}.csv`, root, files: [file] },
    splits: [{ id: 'all' }],
    split: 'all',
    model: { root, path: path.join(root, 'model.onnx'), label: 'model.onnx' },
    task: 'binary-classification',
    inputs: [{ name: 'x', columns: ['a', 'b'] }],
    outputs: [{ name: 'y', as: 'probability' }],
    truth: {
      kind: 'classes',
      classes: [
        { name: 'no', where: 'late = 0' },
        { name: 'yes', where: 'late = 1' },
      ],
    },
    positive: 'yes',
    threshold: 0.5,
    metrics: [],
    ...changes,
  };
}

/** What one wish came to. */
async function run(request: JobRequest<'watchAnswers'>): Promise<Finding> {
  const [finding] = await runAll(request);
  if (finding === undefined) throw new Error('Nothing was found.');
  return finding;
}

async function runAll(request: JobRequest<'watchAnswers'>): Promise<readonly Finding[]> {
  const answer = await ask(request);
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return answersResult.parse(JSON.parse(JSON.stringify(answer.value))).findings;
}

function windowsOf({ found }: Finding) {
  if (found.kind !== 'alerts') throw new Error('No alerts were counted.');
  return found.windows?.map(({ label, rows: all, holds }) => [label, all, holds]);
}

function driftOf({ found }: Finding) {
  if (found.kind !== 'compared') throw new Error(found.kind === 'failed' ? found.sentence : 'Nothing was compared.');
  return found;
}

function ask(request: JobRequest<'watchAnswers'>) {
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 1 };
  const context = { limits, scratch: path.join(root, 'scratch'), report: () => undefined };
  return job(answersRequest.parse(request), context);
}

function rows(count: number, score: (row: number) => number, day = (row: number) => 1 + (row % 2)): string {
  const lines = Array.from({ length: count }, (_, row) => `2001-01-0${day(row)},${score(row)},0`);
  return `day,a,b\n${lines.join('\n')}\n`;
}

const whole = { kind: 'whole' } as const;
const alerts = { kind: 'alerts', id: 'alerts', current: 'june', chunks: whole } as const;
const compared = { kind: 'compared', id: 'scores', current: 'june', reference: 'april', chunks: whole } as const;
const daily = { kind: 'period', column: 'day', length: { unit: 'second', count: 86_400 } } as const;

describe('the watch over answers', { timeout: 60_000 }, () => {
  it('counts alerts in each window, without looking at the truth', async () => {
    const june = side(
      'rows',
      rows(100, (row) => (row % 4 === 0 ? 0.9 : 0.1)),
    );
    const finding = await run({
      sides: [{ id: 'june', rows: june, time: 'day' }],
      wishes: [{ ...alerts, chunks: daily }],
    });
    // Every fourth row is raised, and these are rows of the first day.
    expect(windowsOf(finding)).toEqual([
      ['2001-01-01', 50, 25],
      ['2001-01-02', 50, 0],
    ]);
    expect(finding).toMatchObject({ rows: 100, unanswered: 0, unlabelled: 100 });
  });

  it('holds scores and answers against how far days of the reference lie apart', async () => {
    const dayOf = (row: number): number => 1 + (row % 9);
    const score = (row: number): number => ((row * 7919) % 500) / 1000 + ((dayOf(row) * 7) % 9) / 18;
    const april = side('april', rows(1_800, score, dayOf));
    const june = side(
      'june',
      rows(200, (row) => ((row * 7919) % 500) / 1000 + 0.5),
    );
    const blocks = { column: 'day', length: { unit: 'second', count: 86_400 } } as const;
    const judge = async (compare: object, time?: string) => {
      const reference = { id: 'april', rows: april, ...(time === undefined ? {} : { time }) };
      const { notes, found } = await run({
        sides: [{ id: 'june', rows: june }, reference],
        wishes: [{ ...compared, compare }],
      });
      if (found.kind !== 'compared') throw new Error('Nothing was compared.');
      const { columns, notes: ofDrift } = found.drift;
      return { notes: [...notes, ...ofDrift], first: columns[0]?.cells[0]?.judgements[0] };
    };
    expect((await judge({})).first).toMatchObject({ answer: 'drift' });
    expect(await judge({ blocks }, 'day')).toMatchObject({
      first: { answer: 'cannot-tell', test: { kind: 'blocks', blocks: 9, period: '1 day' } },
      notes: expect.arrayContaining([
        'Changes of score, answer are held against how far the 9 days of april lie apart.',
      ]) as string[],
    });
    expect((await judge({ blocks })).notes.join(' ')).toContain('Rows count as independent of each other');
  });

  it('holds labels of equal scores against how far days of the reference lie apart', async () => {
    const dayOf = (row: number): number => 1 + (row % 9);
    // Each day, the same scores come true more or less often.
    const answered = (count: number, first: number, day: (row: number) => number): string => {
      const lines = Array.from({ length: count }, (_, row) => {
        const score = ((row * 7919) % 1000) / 1000;
        const bar = ((row * 104_729) % 997) / 997 + (((first + day(row)) * 7) % 9) / 20 - 0.2;
        return `2001-01-0${day(row)},${score},0,${Number(bar < score)}`;
      });
      return `day,a,b,late\n${lines.join('\n')}\n`;
    };
    const april = side('april', answered(3_600, 0, dayOf));
    const june = side(
      'june',
      answered(400, 3, () => 1),
    );
    const judge = async (compare: object) => {
      const finding = await run({
        sides: [
          { id: 'june', rows: june },
          { id: 'april', rows: april, time: 'day' },
        ],
        wishes: [{ ...compared, compare }],
      });
      return driftOf(finding).answers?.windows[0];
    };
    const blocks = { column: 'day', length: { unit: 'second', count: 86_400 } } as const;
    expect(await judge({})).toMatchObject({ concept: { answer: 'drift' }, labels: { answer: 'drift' } });
    expect(await judge({ blocks })).toMatchObject({
      concept: { answer: 'cannot-tell' },
      labels: { answer: 'cannot-tell' },
      shifts: [{ kind: 'unknown' }],
    });
  });

  it('compares scores and answers with those to the reference', async () => {
    const spread = (shift: number) => (row: number) => Math.min(1, ((row * 7919) % 1000) / 1250 + shift);
    const finding = await run({
      sides: [
        { id: 'june', rows: side('rows', rows(2000, spread(0.2))) },
        { id: 'april', rows: side('usual', rows(2000, spread(0))) },
      ],
      wishes: [compared],
    });
    const { drift, answers } = driftOf(finding);
    expect(drift.columns.map(({ name, cells }) => [name, cells[0]?.judgements[0]])).toMatchObject([
      ['score', { kind: 'judged', answer: 'drift' }],
      ['answer', { kind: 'judged', answer: 'drift' }],
    ]);
    // Without a label of the reference nothing can be learnt of what a score means.
    expect(answers).toBeUndefined();
    expect(finding.notes.join(' ')).toContain('The reference has 0 rows with score and label');
  });

  it('estimates what answers are worth, tells the shifts apart and runs the detectors, once labels are there', async () => {
    const score = (row: number): number => ((row * 7919) % 1000) / 1000;
    // In the reference a score is the share that comes true; in the window every second label is the other way round.
    const label = (row: number): number => Number(((row * 104_729) % 997) / 997 < score(row));
    const turned = (row: number): number => (row % 2 === 0 ? label(row) : 1 - label(row));
    const table = (labelOf: (row: number) => number | '') =>
      `a,b,late\n${Array.from({ length: 4000 }, (_, row) => `${score(row)},0,${labelOf(row)}`).join('\n')}\n`;
    const finding = await run({
      sides: [
        // A tenth of the labels has not come yet.
        {
          id: 'june',
          rows: side(
            'rows',
            table((row) => (row % 10 === 9 ? '' : turned(row))),
          ),
        },
        { id: 'april', rows: side('usual', table(label)) },
      ],
      wishes: [compared],
    });
    const { answers } = driftOf(finding);
    const [window] = answers?.windows ?? [];
    expect(finding).toMatchObject({ rows: 4000, unlabelled: 400 });
    expect(answers).toMatchObject({ method: 'cbpe', referenceRows: 4000 });
    expect(window).toMatchObject({ rows: 4000, labelled: 3600, concept: { answer: 'drift' } });
    expect(window?.shifts.map(({ kind }) => kind)).toContain('concept');
    const accuracy = window?.values.find(({ metric }) => metric === 'accuracy');
    expect(accuracy?.estimated?.value).toBeGreaterThan(0.7);
    expect(accuracy?.realised?.value).toBeLessThan(0.6);
    expect(answers?.detectors.map(({ detector, rows: seen }) => [detector, seen])).toEqual(
      ['adwin', 'page-hinkley', 'kswin', 'ddm', 'eddm', 'hddm-a', 'hddm-w'].map((name) => [name, 3600]),
    );
  });

  it('answers rows once for several checks, and measures a metric of the labelled rows of each window', async () => {
    const lines = Array.from({ length: 40 }, (_, row) => {
      const isLate = row % 4 < 2;
      // On the first day half of the late ones are found, on the second all.
      const score = isLate && (row % 2 === 1 || row % 4 === 0) && !(row % 2 === 0 && row % 8 === 0) ? 0.9 : 0.1;
      return `2001-01-0${1 + (row % 2)},${score},0,${row >= 36 ? '' : Number(isLate)}`;
    });
    const june = side('rows', `day,a,b,late\n${lines.join('\n')}\n`);
    const recall = { id: 'recall', metric: 'recall', class: 'yes' };
    const [first, second] = await runAll({
      sides: [{ id: 'june', rows: june, time: 'day' }],
      wishes: [
        { ...alerts, chunks: daily },
        { kind: 'metric', id: 'quality', current: 'june', chunks: daily, metric: recall },
      ],
    });
    expect(first === undefined ? undefined : windowsOf(first)).toEqual([
      ['2001-01-01', 20, 5],
      ['2001-01-02', 20, 10],
    ]);
    expect(second?.found).toMatchObject({
      kind: 'metric',
      windows: [
        { label: '2001-01-01', rows: 18, value: { state: 'known', n: 9 } },
        { label: '2001-01-02', rows: 18, value: { state: 'known', value: 1 } },
      ],
    });
  });

  it('leaves out rows without a score, and counts them', async () => {
    const june = side('rows', 'a,b\n0.9,0\nNaN,0\n0.2,0\n', {
      inputs: [{ name: 'x', columns: ['a', 'b'], missing: 'nan' }],
    });
    const finding = await run({ sides: [{ id: 'june', rows: june }], wishes: [alerts] });
    expect(finding).toMatchObject({ rows: 2, unanswered: 1 });
    expect(windowsOf(finding)).toEqual([['all rows', 2, 1]]);
  });

  it('compares the numbers of a regression, of which none is an alert', async () => {
    const regression = side(
      'rows',
      rows(50, (row) => row),
      { task: 'regression', outputs: [{ name: 'y', as: 'value' }], truth: { kind: 'value', column: 'late' } },
    );
    const [first, second] = await runAll({
      sides: [
        { id: 'june', rows: regression },
        { id: 'april', rows: regression },
      ],
      wishes: [compared, alerts],
    });
    expect(first === undefined ? undefined : driftOf(first).drift.columns.map(({ name }) => name)).toEqual(['score']);
    expect(second?.found).toEqual({ kind: 'alerts' });
  });

  it('expects the losses of a regression from its inputs, and holds them against those that labels show', async () => {
    // The further from 0, the wronger: the window lies further out than the reference.
    const table = (from: number, labelled: number) => {
      const lines = Array.from({ length: 1000 }, (_, row) => {
        const a = from + ((row * 7919) % 1000) / 100;
        const truth = a + (row % 2 === 0 ? 1 : -1) * a;
        return `${a},0,${row < labelled ? truth : ''}`;
      });
      return `a,b,late\n${lines.join('\n')}\n`;
    };
    const changes: Partial<Side> = {
      task: 'regression',
      outputs: [{ name: 'y', as: 'value' }],
      truth: { kind: 'value', column: 'late' },
    };
    const finding = await run({
      sides: [
        { id: 'june', rows: side('rows', table(4, 500), changes) },
        {
          id: 'april',
          rows: side('usual', `${table(0, 1000)}${table(5, 1000).split('\n').slice(1).join('\n')}`, changes),
        },
      ],
      wishes: [compared],
    });
    const { answers } = driftOf(finding);
    expect(answers).toMatchObject({ task: 'regression', method: 'dle', referenceRows: 2000 });
    expect(answers?.assumptions.join(' ')).toContain('they cannot see concept drift');
    const [window] = answers?.windows ?? [];
    expect(window).toMatchObject({ rows: 1000, labelled: 500 });
    const mae = window?.values.find(({ metric }) => metric === 'mae');
    // The mean of a from 4 to 14.
    expect(mae?.estimated?.value).toBeCloseTo(9, 0);
    expect(mae?.realised?.value).toBeCloseTo(9, 0);
    expect(mae?.reference).toBeCloseTo(7.5, 0);
    expect(answers?.detectors.map(({ detector }) => detector)).toEqual(['adwin', 'page-hinkley', 'kswin']);
  });

  it('says in one sentence which column is missing, and still does what does not need it', async () => {
    const [first, second] = await runAll({
      sides: [
        { id: 'june', rows: side('rows', 'a,b\n0.9,0\n') },
        { id: 'april', rows: side('usual', 'a\n1\n') },
      ],
      wishes: [compared, alerts],
    });
    expect(first?.found).toMatchObject({ kind: 'failed' });
    if (first?.found.kind === 'failed') expect(first.found.sentence).toContain('"b"');
    expect(second === undefined ? undefined : windowsOf(second)).toEqual([['all rows', 1, 1]]);
  });

  it('says that no row has a time, where windows are periods', async () => {
    const june = side('rows', 'day,a,b\nsoon,0.9,0\n');
    const finding = await run({
      sides: [{ id: 'june', rows: june, time: 'day' }],
      wishes: [{ ...alerts, chunks: daily }],
    });
    expect(finding.found).toEqual({ kind: 'failed', sentence: 'No row of june has a time in the column "day".' });
  });
});
