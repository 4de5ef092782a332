import { defineConfig } from 'vitest/config';

/** One project per ring of tests; `npm test` runs them in this order. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node', testTimeout: 30_000 } },
      { test: { name: 'protocol', include: ['test/protocol/**/*.test.ts'], environment: 'node', testTimeout: 30_000 } },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
      { test: { name: 'webview', include: ['test/webview/**/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
    ],
  },
});
