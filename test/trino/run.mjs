// `npm test -- trino`: compares a table in a real Trino server with the same table in a file.
import { runScript } from '../../scripts/process/runScript.mjs';

await runScript(async () => (await import('./runTrino.ts')).runTrino);
