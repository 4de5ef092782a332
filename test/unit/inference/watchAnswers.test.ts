/** The job that watches answers, over tables on disk and a model that computes something known. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { answersRequest, answersResult } from '../../../schemas/watchJob.ts';
import type { AnswersResult } from '../../../schemas/watchJob.ts';
import { confinePath } from '../../../server/src/data/confinedPath.ts';
import { compareDrift } from '../../../server/src/data/drift/compareDrift.ts';
import { countHolding } from '../../../server/src/data/drift/countHolding.ts';
import { writeAnswers } from '../../../server/src/data/drift/writeAnswers.ts';
import { withRows } from '../../../server/src/data/readRows.ts';
import { TableProblem } from '../../../server/src/data/tableProblem.ts';
import { createWatchAnswers } from '../../../server/src/inference/watchAnswers.ts';
import { linearModel } from '../../support/onnxModels.ts';

const job = createWatchAnswers({
  withRows,
  compareDrift,
  countHolding,
  writeAnswers,
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

type Side = JobRequest<'watchAnswers'>['current'];

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

async function run(request: JobRequest<'watchAnswers'>): Promise<AnswersResult> {
  const answer = await ask(request);
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return answersResult.parse(JSON.parse(JSON.stringify(answer.value)));
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

describe('the watch over answers', { timeout: 60_000 }, () => {
  it('counts alerts in each window, without looking at the truth', async () => {
    const current = side(
      'rows',
      rows(100, (row) => (row % 4 === 0 ? 0.9 : 0.1)),
    );
    const chunks = { kind: 'period', column: 'time', length: { unit: 'second', count: 86_400 } } as const;
    const result = await run({ current, labels: { current: 'june' }, time: 'day', chunks });
    // Every fourth row is raised, and these are rows of the first day.
    expect(result.alerts?.map(({ label, rows: all, holds }) => [label, all, holds])).toEqual([
      ['2001-01-01', 50, 25],
      ['2001-01-02', 50, 0],
    ]);
    expect(result).toMatchObject({ rows: 100, unanswered: 0 });
  });

  it('compares scores and answers with those to the reference', async () => {
    const spread = (shift: number) => (row: number) => Math.min(1, ((row * 7919) % 1000) / 1250 + shift);
    const current = side('rows', rows(2000, spread(0.2)));
    const reference = side('usual', rows(2000, spread(0)));
    const result = await run({ current, reference, labels: { current: 'june', reference: 'april' }, chunks: whole });
    const verdicts = result.drift?.columns.map(({ name, cells }) => [
      name,
      cells[0]?.judgements[0]?.kind === 'judged' ? 'judged' : undefined,
    ]);
    expect(verdicts).toEqual([
      ['score', 'judged'],
      ['answer', 'judged'],
    ]);
    expect(JSON.stringify(result.drift)).toContain('"answer":"drift"');
  });

  it('leaves out rows without a score, and counts them', async () => {
    const current = side('rows', 'a,b\n0.9,0\nNaN,0\n0.2,0\n', {
      inputs: [{ name: 'x', columns: ['a', 'b'], missing: 'nan' }],
    });
    const result = await run({ current, labels: { current: 'june' }, chunks: whole });
    expect(result).toMatchObject({ rows: 2, unanswered: 1, alerts: [{ rows: 2, holds: 1 }] });
  });

  it('compares the numbers of a regression, of which none is an alert', async () => {
    const regression = side(
      'rows',
      rows(50, (row) => row),
      { task: 'regression', outputs: [{ name: 'y', as: 'value' }], truth: { kind: 'value', column: 'late' } },
    );
    const result = await run({
      current: regression,
      reference: regression,
      labels: { current: 'june', reference: 'april' },
      chunks: whole,
    });
    expect(result.alerts).toBeUndefined();
    expect(result.drift?.columns.map(({ name }) => name)).toEqual(['score']);
  });

  it('says in one sentence which column is missing', async () => {
    const current = side('rows', 'a\n1\n');
    const answer = await ask({ current, labels: { current: 'june' }, chunks: whole });
    expect(answer).toMatchObject({ kind: 'failed', category: 'bad-input' });
    if (answer.kind === 'failed') expect(answer.sentence).toContain('"b"');
  });
});
