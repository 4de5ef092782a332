/** Sees whether each native works where the worker runs. */
import process from 'node:process';
import type { NativeName, NativeReport, RuntimeReport } from '../../../schemas/doctorJob.ts';
import type { JobHandler } from '../../../schemas/jobs.ts';

/** Loads a native and really uses it; rejects with what went wrong. */
export type NativeCheck = (scratch: string) => Promise<{ readonly version: string; readonly did: string }>;

const names: Readonly<Record<NativeName, string>> = { duckdb: 'DuckDB', sharp: 'sharp', onnxruntime: 'ONNX Runtime' };

/** Creates the handler of the job `doctor`. */
export function createDoctor(checks: Readonly<Record<NativeName, NativeCheck>>): JobHandler<'doctor'> {
  return async ({ natives }, { report, scratch }) => {
    const reports: NativeReport[] = [];
    for (const [index, native] of natives.entries()) {
      report({ doing: `Trying ${names[native]}`, share: index / natives.length });
      reports.push(await tryNative(native, checks[native], scratch));
    }
    return { kind: 'done', value: { runtime: describeRuntime(), natives: reports } };
  };
}

async function tryNative(native: NativeName, check: NativeCheck, scratch: string): Promise<NativeReport> {
  try {
    return { native, state: 'works', ...(await check(scratch)) };
  } catch (error) {
    // What was said to users of the native would be a sentence inside a sentence: its cause tells the rest.
    const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
    const message = cause instanceof Error ? cause.message : String(cause);
    const because = (message.trim().split('\n', 1)[0] ?? '').slice(0, 300).replace(/\.$/, '');
    const platform = `${process.platform}-${process.arch}`;
    return { native, state: 'fails', sentence: `${names[native]} does not work on ${platform} (${because}).` };
  }
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
