/** Options of every session. */
import type { InferenceSession } from 'onnxruntime-node';

/**
 * @param cores over which one run is spread
 * @param spins whether threads that wait for work keep their cores awake
 */
export function sessionOptions(cores: number, provider: string, spins = true): InferenceSession.SessionOptions {
  return {
    executionProviders: [provider],
    intraOpNumThreads: cores,
    interOpNumThreads: 1,
    ...(spins ? {} : { extra: { session: { intra_op: { allow_spinning: '0' } } } }),
    // 3 is errors only: the runtime writes its log to standard error.
    logSeverityLevel: 3,
  };
}
