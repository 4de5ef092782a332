/** Sees whether each native works where the worker runs. */
import process from 'node:process';
import type { JobHandler, NativeName, NativeReport, RuntimeReport } from '../../../schemas/jobs.ts';

/** Loads a native and really uses it; rejects with what went wrong. */
export type NativeCheck = (scratch: string) => Promise<{ readonly version: string; readonly did: string }>;

const uses: Readonly<Record<NativeName, { readonly name: string; readonly lost: string }>> = {
  duckdb: { name: 'DuckDB', lost: 'tables cannot be read' },
  sharp: { name: 'sharp', lost: 'images cannot be read' },
  onnxruntime: { name: 'onnxruntime', lost: 'models cannot be run' },
};

/** Creates the handler of the job `doctor`. */
export function createDoctor(checks: Readonly<Record<NativeName, NativeCheck>>): JobHandler<'doctor'> {
  return async ({ natives }, { report, scratch }) => {
    const reports: NativeReport[] = [];
    for (const [index, native] of natives.entries()) {
      report({ doing: `Trying ${uses[native].name}`, share: index / natives.length });
      reports.push(await tryNative(native, checks[native], scratch));
    }
    return { kind: 'done', value: { runtime: describeRuntime(), natives: reports } };
  };
}

async function tryNative(native: NativeName, check: NativeCheck, scratch: string): Promise<NativeReport> {
  try {
    return { native, state: 'works', ...(await check(scratch)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return failNative(native, message.trim().split('\n', 1)[0] ?? '');
  }
}

/** The report of a native that does not work. @param reason what went wrong, without a full stop */
export function failNative(native: NativeName, reason: string): NativeReport {
  const { name, lost } = uses[native];
  const because = reason.slice(0, 300).replace(/\.$/, '');
  return {
    native,
    state: 'fails',
    sentence: `${name} does not work on ${process.platform}-${process.arch} (${because}), so ${lost}; the rest of Plumbline works without it.`,
  };
}

function describeRuntime(): RuntimeReport {
  const { electron } = process.versions;
  return {
    executable: process.execPath,
    node: process.versions.node,
    ...(electron === undefined ? {} : { electron }),
    platform: `${process.platform}-${process.arch}`,
  };
}
