import { defineConfig } from 'vitest/config';

/** A hook has as long as a test: it may start a browser or a server on a machine that is busy. */
const short = { testTimeout: 30_000, hookTimeout: 30_000 };
const long = { testTimeout: 60_000, hookTimeout: 60_000 };

/** One project per ring of tests; `npm test` runs them in this order. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], environment: 'node', ...short } },
      { test: { name: 'protocol', include: ['test/protocol/**/*.test.ts'], environment: 'node', ...short } },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], environment: 'node', ...long } },
      { test: { name: 'webview', include: ['test/webview/**/*.test.ts'], environment: 'node', ...long } },
    ],
  },
});
