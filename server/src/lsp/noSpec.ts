/** The answer to a request about a file that is no spec. */
export const noSpec = { kind: 'failed', sentence: 'This file is not part of a spec that can be read.' } as const;
