/** Compares a table in a real Trino server with the same table in a file, to the last count. */
import { writePartResult } from '../../scripts/test/partResult.ts';
import { compareEngines } from './compareEngines.ts';
import { ensureTrino, trinoVersion } from './ensureTrino.ts';
import { startTrino } from './startTrino.ts';

/** Exit code of a part that cannot run on this machine. */
const absentCode = 77;

/** @returns 0 when every count is equal, 77 when no server can be had */
export async function runTrino(): Promise<number> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const trino = await ensureTrino(say);
  if (trino.kind === 'absent') {
    say(`Trino is not asked: ${trino.because}`);
    await writePartResult({ passed: 0, failed: 0, absent: trino.because });
    return absentCode;
  }
  const running = await startTrino(trino.folder);
  try {
    const equal = await compareEngines(running.server);
    for (const name of equal) say(`Equal to the last count in Trino ${trinoVersion}: ${name}.`);
    say(`${equal.length} passed, 0 failed`);
    await writePartResult({ passed: equal.length, failed: 0 });
    return 0;
  } finally {
    await running.stop();
  }
}
