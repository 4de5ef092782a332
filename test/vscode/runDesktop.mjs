// `npm run test:desktop`: the trusted suite inside a desktop VS Code, where one can be had.
import { runScript } from '../../scripts/process/runScript.mjs';

await runScript(async () => (await import('./runner/runDesktop.ts')).runDesktop);
