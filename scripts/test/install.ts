// The part of `npm test` that gets what the others need and no package of ours brings.
import { ensureChromium } from '../chromium.ts';
import { abortOnInterrupt } from '../process/abortOnInterrupt.ts';
import { ensureVsCodeServer } from '../vscode/ensureVsCodeServer.ts';
import { editions, serverReleases, vsCodeVersion } from '../vscode/serverReleases.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

say(`Chromium: ${await ensureChromium(say)}`);
const signal = abortOnInterrupt();
for (const edition of editions) {
  const { file } = await ensureVsCodeServer(edition, say, signal);
  say(`VS Code server ${vsCodeVersion(serverReleases[edition])}: ${file}`);
}
