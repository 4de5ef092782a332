/** The rows of the bench: what was measured, beside its goal. */
import type { Timing } from './measure.ts';

export interface BenchReport {
  /** Prints a row and remembers whether its goal is met. */
  readonly row: (what: string, measured: string, goal: string, isMet: boolean) => void;
  /** Prints the last line. */
  readonly finish: () => void;
}

export function createReport(print: (line: string) => void): BenchReport {
  const met: boolean[] = [];
  return {
    row: (what, measured, goal, isMet) => {
      met.push(isMet);
      print(`${isMet ? 'met   ' : 'missed'}  ${what}: ${measured} (goal: ${goal})\n`);
    },
    finish: () => print(`\n${met.filter(Boolean).length} of ${met.length} goals met\n`),
  };
}

export function showTiming({ p50, p95 }: Timing): string {
  return `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
}
