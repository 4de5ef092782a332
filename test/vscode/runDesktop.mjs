// `npm run test:desktop`: the trusted suite inside a desktop VS Code, where one can be had.
import { requireNode } from '../../scripts/process/requireNode.mjs';

requireNode();
const { runDesktop } = await import('./runner/runDesktop.ts');
process.exitCode = await runDesktop();
