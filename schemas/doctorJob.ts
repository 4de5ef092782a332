/** What `plumbline doctor` asks the worker about itself. */
import * as z from 'zod';
import { jobProgress, textOf } from './jobParts.ts';

/** The natives of the worker. */
export const nativeName = z.enum(['duckdb', 'sharp', 'onnxruntime']);

export const nativeReport = z.discriminatedUnion('state', [
  z.strictObject({
    native: nativeName,
    state: z.literal('works'),
    version: textOf('Version of the library inside the package.'),
    did: textOf('What was done to see it, as a sentence.'),
  }),
  z.strictObject({
    native: nativeName,
    state: z.literal('fails'),
    sentence: textOf('What happened, with a full stop; callers say what is lost without it.'),
  }),
]);

export const runtimeReport = z.strictObject({
  executable: textOf('Program that runs the worker.'),
  node: textOf('Version of Node in it.'),
  electron: z.string().optional().meta({ description: 'Version of Electron, when the editor’s own runtime is used.' }),
  platform: textOf('Such as `linux-x64`.'),
});

/** Loads natives and uses each once. */
export const doctor = {
  request: z.strictObject({ natives: z.array(nativeName).min(1) }),
  progress: jobProgress,
  result: z.strictObject({ runtime: runtimeReport, natives: z.array(nativeReport) }),
};

export type NativeName = z.infer<typeof nativeName>;
export type NativeReport = z.infer<typeof nativeReport>;
export type RuntimeReport = z.infer<typeof runtimeReport>;
