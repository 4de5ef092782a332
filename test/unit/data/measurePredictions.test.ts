/** Tables of predictions that were made elsewhere: what is read as what, and what comes of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationResult } from '../../../schemas/evaluationJob.ts';
import type { JobAnswer, JobRequest } from '../../../schemas/jobs.ts';
import { TableWorkspace } from './tableWorkspace.ts';

type Request = Omit<JobRequest<'measurePredictions'>, 'source'>;

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

const accuracy = { id: 'accuracy', metric: 'accuracy' };

function answerOf(rows: readonly string[], request: Partial<Request>): Promise<JobAnswer<'measurePredictions'>> {
  workspace.write('predictions.csv', `${rows.join('\n')}\n`);
  return workspace.predictions({
    task: 'binary-classification',
    metrics: [accuracy],
    source: workspace.source('predictions.csv'),
    ...request,
  });
}

async function measure(rows: readonly string[], request: Partial<Request> = {}): Promise<EvaluationResult> {
  const answer = await answerOf(rows, request);
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return answer.value;
}

async function sentenceOf(rows: readonly string[], request: Partial<Request> = {}): Promise<string> {
  const answer = await answerOf(rows, request);
  return answer.kind === 'failed' ? answer.sentence : 'measured';
}

function valuesOf({ metrics }: EvaluationResult): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    metrics.map(({ id, value }) => [id, value.state === 'known' ? value.value : value.because]),
  );
}

describe('a table of two classes', { timeout: 60_000 }, () => {
  const metrics = ['accuracy', 'precision', 'recall', 'roc-auc'].map((metric) => ({ id: metric, metric }));

  it('is read by the usual names of its columns', async () => {
    const result = await measure(['y_true,y_pred,y_score', '1,1,0.9', '0,0,0.2', '1,0,0.4', '0,1,0.6'], { metrics });
    expect(valuesOf(result)).toEqual({ accuracy: 0.5, precision: 0.5, recall: 0.5, 'roc-auc': 0.75 });
    expect(result.predictions).toMatchObject({
      truth: ['y_true'],
      answer: ['y_pred'],
      scores: ['y_score'],
      positive: '1',
    });
  });

  it('is answered by a threshold that is stated, whatever its column of answers says', async () => {
    const rows = ['y_true,y_pred,y_score', '1,1,0.9', '0,1,0.2', '1,0,0.4', '0,1,0.6'];
    const result = await measure(rows, { metrics, threshold: 0.3 });
    expect(valuesOf(result)).toMatchObject({ accuracy: 0.75, recall: 1 });
    expect(result.predictions).toMatchObject({ answer: [], threshold: 0.3 });
  });

  it('may say the same class in two ways', async () => {
    const result = await measure(['y_true,y_pred', 'true,1', 'false,0', 'True,0', 'false,0']);
    expect(valuesOf(result)).toEqual({ accuracy: 0.75 });
    expect(result.confusion?.classes).toEqual(['0', '1']);
  });

  it('may hold one class alone, and then says what has no value', async () => {
    const result = await measure(['y_true,y_score', '0,0.1', '0,0.7'], { metrics });
    expect(valuesOf(result)).toMatchObject({ accuracy: 0.5, recall: expect.stringContaining('1') as string });
    expect(valuesOf(result)['roc-auc']).toContain('no positive row');
  });

  it('leaves out rows without truth and rows without a finite score, and counts them', async () => {
    const result = await measure(['y_true,y_score', '1,0.9', ',0.4', '0,nan', '0,', '0,inf', '0,0.2']);
    expect(result).toMatchObject({ rows: 6, unlabelled: 1, unanswered: 3 });
    expect(valuesOf(result)).toEqual({ accuracy: 1 });
  });

  it('is cut into slices, and tells of those whose column it does not have', async () => {
    const slices = [
      { id: 'place', by: 'region', minRows: 1 },
      { id: 'evening', where: 'hour >= 18' },
    ];
    const result = await measure(['y_true,y_pred,region', '1,1,N', '0,1,S', '0,0,N'], {
      metrics: [{ ...accuracy, slices }],
    });
    expect(result.metrics[0]?.slices).toMatchObject({ 'place/N': { value: 1, rows: 2 }, 'place/S': { value: 0 } });
    expect(result.notes).toEqual(['The slice evening is not measured, because predictions.csv has no column "hour".']);
  });

  it('follows the classes of a spec, and tells how many rows have another one', async () => {
    const classes = [
      { name: 'late', value: 'true' },
      { name: 'on-time', value: 'false' },
    ];
    const rows = ['late,score', 'true,0.9', 'on-time,0.8', 'cancelled,0.1', 'false,0.2'];
    const result = await measure(rows, { classes, usualTruth: 'late', positive: 'late' });
    expect(result).toMatchObject({ unlabelled: 1, classes: { late: 1, 'on-time': 2 } });
    expect(result.notes[0]).toContain('"cancelled"');
  });
});

describe('a table of several classes', { timeout: 60_000 }, () => {
  const task = 'multiclass-classification' as const;
  const auc = { id: 'auc', metric: 'roc-auc', averaging: 'macro' as const };

  it('takes a column of scores for each class', async () => {
    const rows = ['label,proba_b,proba_a,proba_c', 'a,0.2,0.7,0.1', 'b,0.5,0.3,0.2', 'c,0.4,0.3,0.3', 'c,0.1,0.1,0.8'];
    const result = await measure(rows, { task, metrics: [accuracy, auc] });
    expect(valuesOf(result)['accuracy']).toBe(0.75);
    expect(valuesOf(result)['auc']).toBeCloseTo((1 + 1 + 1) / 3, 12);
  });

  it('takes a list of scores in the order of the sorted classes', async () => {
    const rows = ['label;probabilities', '2;[0.1, 0.2, 0.7]', '10;[0.2, 0.1, 0.7]', '1;[0.9, 0.1, 0.0]'];
    const result = await measure(rows, { task });
    expect(result.confusion?.classes).toEqual(['1', '2', '10']);
    expect(valuesOf(result)['accuracy']).toBeCloseTo(2 / 3, 12);
  });
});

describe('a table of rows with several classes', { timeout: 60_000 }, () => {
  it('takes names with a separator', async () => {
    const rows = ['truth,prediction', 'a|b,a|b', 'a,a|c', ',', 'c,c'];
    const f1 = { id: 'f1', metric: 'f1', averaging: 'micro' as const };
    const result = await measure(rows, { task: 'multilabel-classification', metrics: [accuracy, f1] });
    expect(valuesOf(result)['accuracy']).toBe(0.75);
    expect(valuesOf(result)['f1']).toBeCloseTo(8 / 9, 12);
  });
});

describe('a table of numbers', { timeout: 60_000 }, () => {
  it('is measured by its errors', async () => {
    const metrics = [
      { id: 'mae', metric: 'mae' },
      { id: 'r2', metric: 'r2' },
    ];
    const rows = ['y_true,y_pred', '3,2.5', '-0.5,0', '2,2', '7,8'];
    const result = await measure(rows, { task: 'regression', metrics });
    expect(valuesOf(result)['mae']).toBe(0.5);
    expect(valuesOf(result)['r2']).toBeCloseTo(0.9486081370449679, 14);
  });
});

describe('a table that cannot be measured', { timeout: 60_000 }, () => {
  it.each<[string, readonly string[], Partial<Request>, string]>([
    ['has no rows', ['y_true,y_pred'], {}, 'no rows'],
    ['has no truth', ['id,y_pred', '1,1'], {}, '--truth'],
    ['has no answers', ['y_true,hour', '1,1'], {}, '--answer or --scores'],
    ['has no such column', ['y_true,y_pred', '1,1'], { columns: { truth: 'label' } }, '"label"'],
    ['has three classes', ['y_true,y_pred', 'a,b', 'c,b'], {}, 'multiclass-classification'],
    ['has another positive class', ['y_true,y_pred', 'a,b', 'a,b'], { positive: 'late' }, 'late'],
    [
      'answers a class that nobody declared',
      ['y_true,y_pred', '0,1', '1,2'],
      { classes: [{ name: '0' }, { name: '1' }] },
      'Row 2',
    ],
    ['holds text where numbers are needed', ['y_true,y_pred', 'a,1', 'b,2'], { task: 'regression' }, '"y_true"'],
    ['has a score that is no number', ['label,score', 'a,0.5', 'b,n/a'], {}, 'Row 2'],
    ['has numbers that are written as text', ['label;score', 'a;"0,5"', 'b;"0,7"'], {}, '"score"'],
    ['holds lists of different lengths', ['label;scores', 'a;[0.5, 0.5]', 'b;[1]'], {}, 'a list of 2 numbers'],
  ])('because it %s says so in one sentence', async (_what, rows, request, named) => {
    const sentence = await sentenceOf(rows, request);
    expect(sentence).toMatch(/^[^\n]+\.$/);
    expect(sentence).toContain(named);
  });
});
