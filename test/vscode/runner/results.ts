// Counts tests while they run, and prints them as a person wants to read them.
import type { TestEnded } from '../bridge/messages.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** Each failed test with its reason. */
  readonly failures: readonly string[];
}

export interface Results {
  readonly counts: () => Counts;
  readonly add: (test: TestEnded) => void;
  /** A measurement that nothing depends on. */
  readonly addNote: (text: string) => void;
  /** A failure outside every test, such as a window that never opened. */
  readonly addFailure: (what: string, reason: string) => void;
}

/** @param print writes one line */
export function createResults(print: (line: string) => void): Results {
  let passed = 0;
  const failures: string[] = [];
  const addFailure = (what: string, reason: string): void => {
    failures.push(`${what}\n${reason}`);
    print(`  ✗ ${what}`);
    print(indent(reason));
  };
  return {
    counts: () => ({ passed, failed: failures.length, failures }),
    add(test) {
      const title = test.path.join(' › ');
      if (test.outcome === 'passed') {
        passed++;
        print(`  ✓ ${title} (${Math.round(test.durationMs)} ms)`);
        return;
      }
      addFailure(title, test.reason ?? 'No reason was given.');
    },
    addNote(text) {
      print(`  ${text}`);
    },
    addFailure,
  };
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '      ');
}
