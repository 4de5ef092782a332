// `npm run package [-- --target linux-x64] [--out FILE] [--no-build]`: a VSIX of the working tree.
import { runScript } from './process/runScript.mjs';

await runScript(async () => (await import('./package/runPackage.ts')).runPackage);
