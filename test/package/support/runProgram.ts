/** Runs a program to its end, whatever its exit code. */
import { execFile } from 'node:child_process';

export interface ProgramRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { ...options, maxBuffer: 1 << 26 }, (error, out, err) => {
      if (error === null) resolve({ code: 0, out, err });
      else if (typeof error.code === 'number') resolve({ code: error.code, out, err });
      else reject(new Error(`${program} did not end by itself: ${error.message}`));
    });
  });
}
