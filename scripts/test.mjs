// `npm test [-- unit vscode]`: every ring of the tests, or the named ones.
import { runScript } from './process/runScript.mjs';

await runScript(async () => (await import('./test/runTests.ts')).runTests);
