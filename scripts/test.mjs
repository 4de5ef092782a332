// `npm test [-- unit vscode]`: every ring of the tests, or the named ones.
import { requireNode } from './process/requireNode.mjs';

requireNode();
const { runTests } = await import('./test/runTests.ts');
process.exitCode = await runTests(process.argv.slice(2));
