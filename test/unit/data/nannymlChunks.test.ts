/** NannyML's calculator, with its own chunks and alarm thresholds, against ours on the same rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driftResult, type DriftChunks, type DriftResult } from '../../../schemas/driftJob.ts';
import { readNannymlFixture } from '../../python/toolsFixture.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

const { calculators, tools } = readNannymlFixture();

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

const prime = 1_000_003;

/** As `draw_rows` of drawNannyml.py draws them. */
function drawRows(rows: number, perDay: number, before: number, shift: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const place = before + row;
    const x = ((7919 * place) % prime) / prime + shift;
    const c = 'abcd'.charAt((Math.floor((((7919 * place) % prime) * 4) / prime) + Number(place % 7 === 0)) % 4);
    const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(place / perDay))).toISOString().slice(0, 10);
    return `${x},${c},${day}`;
  });
  return `x,c,day\n${lines.join('\n')}\n`;
}

const chunksOf: Readonly<Record<(typeof calculators)[number]['chunks'], DriftChunks>> = {
  whole: { kind: 'whole' },
  rows: { kind: 'rows', rows: 150 },
  month: { kind: 'period', column: 'day', length: { unit: 'month', count: 1 }, latestOnly: false },
};

type Request = NonNullable<Parameters<TableWorkspace['compare']>[2]>;

async function compare(reference: string, current: string, request: Request): Promise<DriftResult> {
  workspace.write('reference.csv', reference);
  workspace.write('current.csv', current);
  const wishes: Request = { columns: ['x', 'c'], tools: ['nannyml'], ...request };
  return driftResult.parse(valueOf(await workspace.compare('reference.csv', 'current.csv', wishes)));
}

function outcomesOf({ columns }: DriftResult, name: string) {
  const found = columns.find((column) => column.name === name);
  return (found?.cells ?? []).flatMap((cell) => cell?.tools ?? []);
}

describe(`the alarms of NannyML ${tools['nannyml']}`, { timeout: 60_000 }, () => {
  it.each(calculators)('are recomputed from chunks of the reference by $chunks', async (drawn) => {
    const { rows, perDay, shift, results } = drawn;
    const sides = [drawRows(rows[0], perDay, 0, 0), drawRows(rows[1], perDay, rows[0], shift)] as const;
    const result = await compare(...sides, { chunks: chunksOf[drawn.chunks] });
    expect(result.notes).toEqual([]);
    for (const [name, { values, alarms, threshold }] of Object.entries(results)) {
      const ours = outcomesOf(result, name);
      expect(ours).toHaveLength(values.length);
      for (const [window, outcome] of ours.entries()) {
        if (outcome.kind === 'undefined') throw new Error(outcome.because);
        expect(outcome.value, `${name}, ${window}`).toBeCloseTo(values[window] ?? Number.NaN, 9);
        expect(outcome.threshold, name).toBeCloseTo(threshold, 9);
        expect(outcome.isAlarm, `${name}, ${window}`).toBe(alarms[window]);
      }
    }
  });

  it('are left out where windows are compared with each other, of which the reference says nothing', async () => {
    const rows = drawRows(600, 10, 0, 0);
    const result = await compare(rows, rows, { chunks: { kind: 'rows', rows: 200 }, against: { kind: 'previous' } });
    for (const outcome of outcomesOf(result, 'x')) expect(outcome).not.toHaveProperty('isAlarm');
  });

  it('are left out where the reference cannot be cut, and the rest is compared', async () => {
    const timeless = drawRows(600, 10, 0, 0).replaceAll(/,[^,\n]*$/gm, '');
    const result = await compare(timeless, drawRows(600, 10, 0, 0), { chunks: chunksOf.month });
    expect(result.notes.join(' ')).toMatch(/^NannyML takes its alarm threshold from chunks of the reference/);
    const [first] = outcomesOf(result, 'x');
    expect(first).toMatchObject({ kind: 'known', tool: 'nannyml' });
    expect(first).not.toHaveProperty('threshold');
  });
});
