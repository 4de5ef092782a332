/** The same table in Trino and in a file, compared with the same reference: every count must be equal. */
import { deepStrictEqual } from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JobRequest } from '../../schemas/jobs.ts';
import { jobShapes } from '../support/jobShapes.ts';
import type { DriftResult } from '../../schemas/driftJob.ts';
import { compareDrift } from '../../server/src/data/drift/compareDrift.ts';
import { openTrino } from '../../server/src/data/engines/trinoEngine.ts';
import { makeOddRows } from './oddTable.ts';

type Request = JobRequest<'compareDrift'>;
type Side = Request['reference'];

/** Rows of one statement, so that no statement is too long. */
const perStatement = 500;

const variants: Readonly<Record<string, Partial<Request>>> = {
  'as a whole': {},
  'month by month': { chunks: { kind: 'period', column: 'when', length: { unit: 'month', count: 1 } } },
  'week by week, against the week before': {
    chunks: { kind: 'period', column: 'when', length: { unit: 'second', count: 604_800 } },
    against: { kind: 'previous' },
  },
  'by moments before 1970': {
    chunks: { kind: 'period', column: 'moment', length: { unit: 'second', count: 864_000 } },
  },
  'with every statistic': { columns: ['few', 'word', 'many'], statistics: ['ks', 'psi', 'jensenshannon', 'chisquare'] },
};

/**
 * @param server address of a Trino server with the catalog `memory`
 * @returns what was found equal
 * @throws {AssertionError} on the first difference
 */
export async function compareEngines(server: string): Promise<readonly string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-trino-'));
  try {
    const scratch = path.join(folder, 'scratch');
    await mkdir(scratch);
    const trino = await openTrino(
      { server, user: 'test', password: undefined, catalog: 'memory', schema: 'default' },
      'setup',
      120_000,
    );
    for (const [side, name] of ['normal', 'now'].entries()) {
      const { definition, tuples, lines } = makeOddRows(3_000, 7 + side, side);
      await writeFile(path.join(folder, `${name}.csv`), lines);
      await trino.select(`DROP TABLE IF EXISTS ${name}`);
      await trino.select(`CREATE TABLE ${name} (${definition})`);
      for (let start = 0; start < tuples.length; start += perStatement) {
        await trino.select(`INSERT INTO ${name} VALUES ${tuples.slice(start, start + perStatement).join(', ')}`);
      }
    }
    const inFile = (name: string): Side => ({
      kind: 'rows',
      label: name,
      source: { label: name, root: folder, files: [path.join(folder, `${name}.csv`)], derive },
      splits: [split],
      ...(name === 'now' ? { split: split.id } : {}),
    });
    const inTrino = (name: string): Side => ({
      kind: 'rows',
      label: name,
      source: {
        label: name,
        root: folder,
        files: [],
        engine: {
          kind: 'trino',
          variable: 'TEST',
          connection: `${server.replace('//', '//test@')}/memory/default`,
          table: name,
        },
        derive,
      },
      splits: [split],
      ...(name === 'now' ? { split: split.id } : {}),
    });
    const run = async (reference: Side, current: Side, variant: Partial<Request>): Promise<DriftResult> => {
      const request = { reference, current, chunks: { kind: 'whole' }, ...variant };
      const answer = await compareDrift(jobShapes.compareDrift.request.parse(request), {
        scratch,
        limits: { memoryBytes: 2 ** 31, diskBytes: 2 ** 31, threads: 2 },
        report: () => undefined,
      });
      if (answer.kind === 'failed') throw new Error(answer.sentence);
      return answer.value;
    };
    const equal: string[] = [];
    for (const [name, variant] of Object.entries(variants)) {
      const expected = await run(inFile('normal'), inFile('now'), variant);
      deepStrictEqual(await run(inTrino('normal'), inTrino('now'), variant), expected, name);
      equal.push(name);
    }
    deepStrictEqual(await run(inFile('normal'), inTrino('now'), {}), await run(inFile('normal'), inFile('now'), {}));
    equal.push('a file as the reference of a table in Trino');
    return equal;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const derive = [{ column: 'big', expression: 'many > 20 and not gaps > 0.5' }];
const split = { id: 'late', where: "when >= '2024-01-20' and (word <> 'süd' or few in (1, 2, 3))" };
