/** How the process of the language server is started, by the extension and by the bench that measures it. */

/**
 * Flags of its runtime. A small nursery for new objects: the default one grows to three times 16 MB and stays, and
 * checking a spec is not slower without it.
 */
export const serverFlags = ['--max-semi-space-size=2'] as const;

/**
 * Variables of its environment, beside those of the editor. Reading the program takes 22 MB for a moment, in blocks of
 * 32 kB: the GNU allocator keeps such blocks unless it is told to give them back to the system, and other allocators
 * do not know these names. No process that the server starts gets them.
 */
export const serverEnvironment = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '32768' } as const;
