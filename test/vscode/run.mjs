// `npm run test:vscode [-- trusted restricted granted]`: the suites inside a real VS Code, in Chromium.
import { requireNode } from '../../scripts/process/requireNode.mjs';

requireNode();
const { runVsCode } = await import('./runner/runVsCode.ts');
process.exitCode = await runVsCode(process.argv.slice(2));
