// `npm start [-- --port N] [--server] [--restricted] [--no-open]`: the example, open in VS Code with Plumbline.
import { runScript } from './process/runScript.mjs';

await runScript(async () => (await import('./start/runStart.ts')).runStart);
