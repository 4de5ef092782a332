/** How the process of the language server is started, by the extension and by the bench that measures it. */

/**
 * Flags of its runtime. A small nursery for new objects: the default one grows to three times 16 MB and stays, and
 * checking a spec is not slower without it.
 */
export const serverFlags = ['--max-semi-space-size=2'] as const;
