// `npm run package [-- --target linux-x64] [--out FILE] [--no-build]`: a VSIX of the working tree.
import { requireNode } from './process/requireNode.mjs';

requireNode();
const { runPackage } = await import('./package/runPackage.ts');
process.exitCode = await runPackage(process.argv.slice(2));
