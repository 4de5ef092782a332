// `npm run screenshot [-- overview problems] [--theme all] [--out FOLDER]`: pictures of the example in VS Code.
import { runScript } from './process/runScript.mjs';

await runScript(async () => (await import('./screenshot/runScreenshot.ts')).runScreenshot);
