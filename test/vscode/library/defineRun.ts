// Makes the `run()` that VS Code calls out of a suite of mocha tests.
import Mocha from 'mocha';
import { askRunner } from '../bridge/askRunner.ts';
import type { TestEnded } from '../bridge/messages.ts';

/** Longest time of one test; waits inside a test end earlier, with a better message. */
const testTimeoutMs = 30_000;

/**
 * @param define calls mocha's `describe` and `it`
 * @returns what VS Code awaits: it rejects when a test failed, or when there was none
 */
export function defineRun(define: () => void): () => Promise<void> {
  return async () => {
    // The base of all reporters prints nothing: the runner is told each result instead.
    const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, reporter: Mocha.reporters.Base });
    // From here on, `describe` and `it` belong to this instance.
    mocha.suite.emit('pre-require', globalThis, null, mocha);
    define();

    const reports: Promise<unknown>[] = [];
    const report = (test: Mocha.Runnable, outcome: TestEnded['outcome'], error?: unknown): void => {
      const path = test.titlePath();
      const reason = error === undefined ? {} : { reason: describeError(error) };
      reports.push(askRunner({ kind: 'testEnded', path, outcome, durationMs: test.duration ?? 0, ...reason }));
    };
    let count = 0;
    const failures = await new Promise<number>((resolve) => {
      const runner = mocha.run(resolve);
      runner.on('pass', (test) => {
        count++;
        report(test, 'passed');
      });
      runner.on('fail', (test, error: unknown) => report(test, 'failed', error));
      // A skipped test is a test that nobody runs: it counts as a failure.
      runner.on('pending', (test) => report(test, 'failed', new Error('Tests may not be skipped.')));
    });
    await Promise.all(reports);
    if (failures > 0) throw new Error(`${failures} failed.`);
    if (count === 0) throw new Error('There was no test.');
  };
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
