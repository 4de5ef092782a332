import path from 'node:path';
import { defineConfig } from 'vitest/config';

const seededFastCheck = path.join(import.meta.dirname, 'test/support/seededFastCheck.ts');

/** Properties are seeded where they are imported: a file of set-up would load the library for every test file. */
const plugins = [
  {
    name: 'seeded-properties',
    enforce: 'pre' as const,
    resolveId: (source: string, importer: string | undefined) =>
      source === 'fast-check' && importer !== seededFastCheck ? seededFastCheck : undefined,
  },
];

/**
 * Ends what hangs, and nothing else: other parts run beside, on a machine that may be busy. A hook has as long as a test,
 * because it may start a browser or a server.
 */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };

/** One project per ring of tests; `npm test` runs them in this order. */
export default defineConfig({
  test: {
    projects: [
      { plugins, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node', ...patience } },
      {
        plugins,
        test: { name: 'protocol', include: ['test/protocol/**/*.test.ts'], environment: 'node', ...patience },
      },
      { plugins, test: { name: 'package', include: ['test/package/**/*.test.ts'], environment: 'node', ...patience } },
      { plugins, test: { name: 'webview', include: ['test/webview/**/*.test.ts'], environment: 'node', ...patience } },
    ],
  },
});
