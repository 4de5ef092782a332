// `npm test -- python`: computes the checked-in numbers again with the trusted tools. `--write [NAME…]` renews them.
import { runScript } from '../../scripts/process/runScript.mjs';

await runScript(async () => (await import('./runPython.ts')).runPython);
