import { afterAll, describe, expect, it } from 'vitest';
import { driftAnswers } from '../../../schemas/driftAnswers.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

const workspace = new TableWorkspace();
afterAll(() => workspace.dispose());

interface Drawn {
  readonly rows: number;
  readonly seed: number;
  /** The score of a row from a number in [0, 1). */
  readonly score?: (u: number) => number;
  /** Probability of a positive, given the score. */
  readonly chance?: (score: number, row: number) => number;
  /** Whether the label of a row has come. */
  readonly isLabelled?: (row: number) => boolean;
}

/** Scores that are probabilities, and labels drawn from them; a label comes one day after its row. */
function draw({ rows, seed, score = (u) => u, chance = (p) => p, isLabelled = () => true }: Drawn): string {
  const random = createRandomStream(seed);
  const lines = Array.from({ length: rows }, (_, row) => {
    const p = score(random.nextFraction());
    const isLate = random.nextFraction() < chance(p, row);
    const day = (shift: number) =>
      new Date(Date.UTC(2024, 0, 1 + shift + Math.floor(row / 100))).toISOString().slice(0, 10);
    return [day(0), p.toFixed(6), isLabelled(row) ? String(isLate) : '', isLabelled(row) ? day(1) : ''].join(',');
  });
  return `date,score,late,known\n${lines.join('\n')}\n`;
}

const answers = { score: 'score', truth: 'late = true', threshold: 0.5, arrived: 'known' } as const;

async function compare(current: Drawn, request: Parameters<TableWorkspace['compare']>[2] = {}) {
  workspace.write('reference.csv', draw({ rows: 4_000, seed: 1 }));
  workspace.write('current.csv', draw(current));
  const options = { columns: ['score'], answers, ...request };
  return valueOf(await workspace.compare('reference.csv', 'current.csv', options));
}

async function answersOf(current: Drawn, request: Parameters<TableWorkspace['compare']>[2] = {}) {
  return driftAnswers.parse((await compare(current, request)).answers);
}

const value = ({ windows }: Awaited<ReturnType<typeof answersOf>>, metric: string, window = 0) =>
  windows[window]?.values.find((one) => one.metric === metric);

describe('answers that are watched', { timeout: 60_000 }, () => {
  it('are worth without labels what the scores promise, with the interval around it', async () => {
    const found = await answersOf({ rows: 2_000, seed: 2, isLabelled: () => false });
    // Scores spread evenly are right with 3/4: the mean of max(p, 1 - p).
    expect(value(found, 'accuracy')).toMatchObject({ realised: null });
    expect(value(found, 'accuracy')?.estimated?.value).toBeCloseTo(0.75, 1);
    expect(found.windows[0]).toMatchObject({ rows: 2_000, labelled: 0, concept: null, labels: null });
    expect(found.detectors).toEqual([]);
    expect(found.pastError).toBeNull();
  });

  it('are estimated where the current table has no column of labels at all', async () => {
    const lines = draw({ rows: 600, seed: 12 }).trimEnd().split('\n');
    workspace.write('reference.csv', draw({ rows: 4_000, seed: 1 }));
    workspace.write('current.csv', lines.map((line) => line.split(',').slice(0, 2).join(',')).join('\n'));
    const request = { columns: ['score'], answers };
    const found = driftAnswers.parse(valueOf(await workspace.compare('reference.csv', 'current.csv', request)).answers);
    expect(found.windows[0]).toMatchObject({ rows: 600, labelled: 0 });
  });

  it('say in words what must hold for an estimate to hold', async () => {
    const { assumptions } = await answersOf({ rows: 500, seed: 3 });
    expect(assumptions.join(' ')).toMatch(/cannot see concept drift/);
  });

  it('are told as concept drift where the same score comes true less often, which no estimate sees', async () => {
    const found = await answersOf(
      { rows: 4_000, seed: 4, chance: (p, row) => (row < 2_000 ? p : 1 - p) },
      {
        chunks: { kind: 'rows', rows: 2_000 },
      },
    );
    expect(found.windows.map(({ concept, shifts }) => [concept?.answer, shifts.map(({ kind }) => kind)])).toEqual([
      [expect.not.stringMatching('drift'), expect.not.arrayContaining(['concept'])],
      ['drift', expect.arrayContaining(['concept'])],
    ]);
    expect(value(found, 'accuracy', 1)?.estimated?.value).toBeGreaterThan(0.7);
    expect(value(found, 'accuracy', 1)?.realised?.value).toBeLessThan(0.4);
    expect(found.pastError).toBeGreaterThan(0.15);
  });

  it('pass through every detector, which alarm soon after the change and not before', async () => {
    const found = await answersOf({ rows: 4_000, seed: 5, chance: (p, row) => (row < 2_000 ? p : 1 - p) });
    expect(found.detectors.map(({ detector }) => detector)).toEqual([
      'adwin',
      'page-hinkley',
      'kswin',
      'ddm',
      'eddm',
      'hddm-a',
      'hddm-w',
    ]);
    const adwin = found.detectors.find(({ detector }) => detector === 'adwin');
    expect(adwin?.alarms[0]?.row).toBeGreaterThan(2_000);
    expect(adwin?.alarms[0]?.row).toBeLessThan(2_300);
  });

  it('are no concept drift where only the scores moved', async () => {
    const { windows } = await answersOf({ rows: 3_000, seed: 6, score: (u) => u ** 3 });
    expect(windows[0]).toMatchObject({ scores: { answer: 'drift' }, labels: { answer: 'drift' } });
    expect(windows[0]?.concept?.answer).not.toBe('drift');
  });

  it('count the labels that have come, and judge those alone', async () => {
    const found = await answersOf({ rows: 1_000, seed: 7, isLabelled: (row) => row < 400 });
    expect(found.windows[0]).toMatchObject({ rows: 1_000, labelled: 400 });
    expect(found.detectors[0]).toMatchObject({ rows: 400 });
  });

  it('are read by detectors in the order in which labels came', async () => {
    const lines = draw({ rows: 2_000, seed: 8, chance: (p, row) => (row < 1_000 ? p : 1 - p) })
      .trimEnd()
      .split('\n');
    workspace.write('reference.csv', draw({ rows: 4_000, seed: 1 }));
    // The file is turned around; the arrival of labels is not.
    workspace.write('current.csv', [lines[0], ...lines.slice(1).reverse()].join('\n'));
    const request = { columns: ['score'], answers };
    const found = driftAnswers.parse(valueOf(await workspace.compare('reference.csv', 'current.csv', request)).answers);
    const straight = await answersOf({ rows: 2_000, seed: 8, chance: (p, row) => (row < 1_000 ? p : 1 - p) });
    const first = ({ detectors }: typeof found) => detectors[0]?.alarms[0]?.row ?? 0;
    expect(Math.abs(first(found) - first(straight))).toBeLessThan(200);
  });

  it('say why nothing can be said of them', async () => {
    workspace.write('reference.csv', draw({ rows: 400, seed: 9, chance: () => 0 }));
    workspace.write('current.csv', draw({ rows: 400, seed: 10 }));
    const result = valueOf(await workspace.compare('reference.csv', 'current.csv', { columns: ['score'], answers }));
    expect(result.answers).toEqual({
      sentence: expect.stringMatching(/400 rows with score and label, 0 of them/) as string,
    });
    const failed = await workspace.compare('reference.csv', 'current.csv', { answers: { ...answers, score: 'late' } });
    expect(failed).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/"late".* is no score/) as string });
  });
});
