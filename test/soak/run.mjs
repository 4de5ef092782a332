// `npm run soak [-- --minutes 10]`: the bundled server at work for a while, with faults; writes docs/reliability.md.
import { runScript } from '../../scripts/process/runScript.mjs';

await runScript(async () => (await import('./runSoak.ts')).runSoak);
