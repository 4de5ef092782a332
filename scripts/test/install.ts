// The part of `npm test` that gets what the others need and no package of ours brings.
import { ensureChromium } from '../chromium.ts';
import { abortOnInterrupt } from '../process/abortOnInterrupt.ts';
import { ensureVsCodeServer } from '../vscode/ensureVsCodeServer.ts';

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

say(`Chromium: ${await ensureChromium(say)}`);
say(`VS Code server: ${await ensureVsCodeServer(say, abortOnInterrupt())}`);
