/** The rows behind a run: those that were answered wrongly, as the table has them now. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorRowsRequest, ErrorRowsResult } from '../../../schemas/errorRows.ts';
import { keepAnswers } from '../../../server/src/data/answersFiles.ts';
import type { Answers } from '../../../server/src/evaluation/answers.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

const lines = ['hour,name,late', '1,Ann,tardy', '2,Bob,early', '3,,tardy', '4,Dan,early', '5,Eve,tardy'];
/** Rows 1 to 5 of the table; of these the first one is not part of the split. */
const truth = [0, 1, 0, 1];
const scores = [0.9, 0.2, 0.7, 0.4];

function answersOf(): Answers {
  return {
    kind: 'classes',
    classes: ['early', 'tardy'],
    truth: Int32Array.from(truth),
    answers: Int32Array.from(scores, (score) => (score >= 0.5 ? 1 : 0)),
    probabilities: { values: Float64Array.from(scores.flatMap((score) => [1 - score, score])), classes: 2 },
    positive: 1,
  };
}

async function find(changes: Partial<ErrorRowsRequest> = {}, table = lines, answers = answersOf()) {
  workspace.write('flights.csv', `${table.join('\n')}\n`);
  const keep = { root: workspace.root, folder: path.join(workspace.root, '.plumbline/answers') };
  const { kept } = await keepAnswers({ answers, numbers: Uint32Array.from([0, 1, 2, 3]) }, keep);
  return valueOf(
    await workspace.errorRows({
      ...keep,
      answers: kept ?? '',
      source: workspace.source('flights.csv'),
      splits: [{ id: 'test', where: 'hour >= 2' }],
      split: 'test',
      truth: {
        kind: 'classes',
        classes: [
          { name: 'early', where: "late = 'early'" },
          { name: 'tardy', where: "late = 'tardy'" },
        ],
      },
      first: ['late'],
      hidden: [],
      wanted: null,
      ...changes,
    }),
  );
}

function cellsOf(result: ErrorRowsResult): unknown {
  return result.state === 'rows' ? result.rows.map(({ cells }) => cells) : result.because;
}

describe('rows that were answered wrongly', { timeout: 60_000 }, () => {
  it('are those of the split, the surest first, with what the model reads before the rest', async () => {
    expect(await find()).toEqual({
      state: 'rows',
      columns: ['late', 'hour', 'name'],
      total: 4,
      rows: [
        { row: 0, truth: 'early', answer: 'tardy', score: 0.9, cells: ['early', '2', 'Bob'] },
        { row: 1, truth: 'tardy', answer: 'early', score: 0.8, cells: ['tardy', '3', null] },
        { row: 2, truth: 'early', answer: 'tardy', score: 0.7, cells: ['early', '4', 'Dan'] },
        { row: 3, truth: 'tardy', answer: 'early', score: 0.6, cells: ['tardy', '5', 'Eve'] },
      ],
      hasHidden: false,
    });
  });

  it('can be those of one confusion alone', async () => {
    const found = await find({ wanted: { truth: 'tardy', answer: 'early' } });
    expect(found).toMatchObject({ total: 2, rows: [{ row: 1 }, { row: 3 }] });
  });

  it('are none for a confusion that does not happen', async () => {
    expect(await find({ wanted: { truth: 'tardy', answer: 'tardy' } })).toMatchObject({ total: 0, rows: [] });
  });

  it('show no value of a column that may be personal', async () => {
    const found = await find({ hidden: ['name'] });
    expect(found).toMatchObject({ columns: ['late', 'hour'], hasHidden: true });
    expect(JSON.stringify(found)).not.toContain('Bob');
    expect(cellsOf(await find({ hidden: 'all' }))).toEqual([[], [], [], []]);
  });

  it('are not shown once the table says something else of them', async () => {
    const changed = lines.toSpliced(3, 1, '3,,early');
    expect(cellsOf(await find({}, changed))).toBe(
      'flights.csv has changed since the run, so its rows are other ones now',
    );
  });

  it('are not shown once the table has lost rows', async () => {
    expect(cellsOf(await find({}, lines.slice(0, 3)))).toContain('flights.csv has changed');
  });

  it('are not shown when the answers are gone', async () => {
    expect(cellsOf(await find({ answers: 'f'.repeat(64) }))).toBe(
      'the answers of the run are not kept on this machine',
    );
  });

  it('cut cells that are longer than anybody reads', async () => {
    const long = lines.toSpliced(2, 1, `2,${'x'.repeat(5000)},early`);
    const found = await find({ first: ['name'] }, long);
    const [first] = found.state === 'rows' ? found.rows : [];
    expect(first?.cells[0]).toBe(`${'x'.repeat(200)}…`);
  });

  it('of answered numbers are those with the largest errors', async () => {
    const numbers: Answers = {
      kind: 'numbers',
      truth: Float64Array.from([2, 3, 4, 5]),
      answers: Float64Array.from([2.5, 0, 4, 6]),
    };
    const found = await find({ truth: { kind: 'value', column: 'hour' } }, lines, numbers);
    expect(found).toMatchObject({
      total: 3,
      rows: [
        { row: 1, truth: '3', answer: '0', score: 3 },
        { row: 3, score: 1 },
        { row: 0, score: 0.5 },
      ],
    });
  });
});
