// `npm run test:vscode [-- trusted restricted granted]`: the suites inside a real VS Code, in Chromium.
import { runScript } from '../../scripts/process/runScript.mjs';

await runScript(async () => (await import('./runner/runVsCode.ts')).runVsCode);
