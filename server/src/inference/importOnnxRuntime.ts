/** Where ONNX Runtime comes from. */
import { createRequire } from 'node:module';
import type * as Runtime from 'onnxruntime-node';

type OnnxRuntime = typeof Runtime;

/**
 * Loads ONNX Runtime: the package itself, as the extension ships it, else the same for this platform alone, as the
 * package of the command line brings it: that one starts no download while it is installed.
 *
 * @throws {Error} what loading the package said, when there is neither
 */
export async function importOnnxRuntime(): Promise<OnnxRuntime> {
  // From 1.30 on, the runtime sends what it is used for to its makers, and keeps an id of the machine, where it is not
  // told to be silent before it is loaded.
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    const own = loadOfPlatform();
    if (own === undefined) throw error;
    return own;
  }
}

function loadOfPlatform(): OnnxRuntime | undefined {
  try {
    // Beside the program that runs, which is the bundle of the worker.
    const load: (name: string) => OnnxRuntime = createRequire(process.argv[1] ?? process.cwd());
    return load(`@plumbline/onnxruntime-${process.platform}-${process.arch}`);
  } catch {
    return undefined;
  }
}
