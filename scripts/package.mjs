// `npm run package [-- --target linux-x64] [--npm] [--out FILE] [--no-build]`: a VSIX of the working tree, or its packages for npm.
import { runScript } from './process/runScript.mjs';

await runScript(async () => (await import('./package/runPackage.ts')).runPackage);
