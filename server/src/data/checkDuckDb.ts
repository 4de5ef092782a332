import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openEngine } from './engine.ts';

/** Opens a locked engine, reads a small file with it, and sees that another file is refused. */
export async function checkDuckDb(scratch: string): Promise<{ readonly version: string; readonly did: string }> {
  const folder = await mkdtemp(path.join(scratch, 'check-'));
  const [inside, outside] = [path.join(folder, 'inside.csv'), path.join(folder, 'outside.csv')];
  try {
    await writeFile(inside, 'a\n1\n2\n');
    await writeFile(outside, 'a\n3\n');
    const limits = { memoryBytes: 256 * 2 ** 20, diskBytes: 2 ** 20, threads: 1 };
    const engine = await openEngine([inside], folder, limits);
    try {
      const [row] = await engine.select(
        `SELECT CAST(sum(a) AS INTEGER) AS sum FROM read_csv('${inside.replaceAll("'", "''")}')`,
      );
      if (row?.['sum'] !== 3) throw new Error('DuckDB added 1 and 2 wrongly.');
      const refused = await engine.select(`SELECT * FROM read_csv('${outside.replaceAll("'", "''")}')`).then(
        () => false,
        () => true,
      );
      if (!refused) throw new Error('DuckDB read a file that it was not given.');
      return {
        version: engine.name.replace('DuckDB ', ''),
        did: 'It summed a column of a file and was refused another file.',
      };
    } finally {
      engine.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
