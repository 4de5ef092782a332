// `npm start [-- --port N] [--server] [--restricted] [--no-open]`: the example, open in VS Code with Plumbline.
import { requireNode } from './process/requireNode.mjs';

requireNode();
const { runStart } = await import('./start/runStart.ts');
process.exitCode = await runStart(process.argv.slice(2));
