// Runs the suites inside the VS Code server, on the packaged extension, one after the other.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions, ensureChromium } from '../../../scripts/chromium.ts';
import { buildVsix } from '../../../scripts/package/buildVsix.ts';
import { hostTarget } from '../../../scripts/package/targets.ts';
import { abortOnInterrupt } from '../../../scripts/process/abortOnInterrupt.ts';
import { writePartResult } from '../../../scripts/test/partResult.ts';
import { ensureVsCodeServer } from '../../../scripts/vscode/ensureVsCodeServer.ts';
import { editions, serverReleases, vsCodeVersion } from '../../../scripts/vscode/serverReleases.ts';
import type { Edition } from '../../../scripts/vscode/serverReleases.ts';
import { bundleSuites } from './bundleSuites.ts';
import { createResults } from './results.ts';
import { runInServer } from './runInServer.ts';
import { chooseSuites } from './suites.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/**
 * @param args names of suites, all when there is none; `--vsix FILE` tests that package instead of packing `dist/`;
 *   `--editor oldest` takes the oldest supported VS Code that can be had
 * @returns the exit code: 0 when every test passed, 1 otherwise
 */
export async function runVsCode(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { vsix: { type: 'string' }, editor: { type: 'string', default: 'newest' } },
    allowPositionals: true,
  });
  const edition = chooseEdition(values.editor);
  const suites = chooseSuites(positionals);
  const signal = abortOnInterrupt();
  const results = createResults(say);

  const browserFile = await ensureChromium(say);
  await ensureVsCodeServer(edition, say, signal);
  say(`VS Code ${vsCodeVersion(serverReleases[edition])}.`);
  const packageFile = path.resolve(values.vsix ?? path.join(root, 'out/tested.vsix'));
  if (values.vsix === undefined) {
    say('Packing the extension.');
    await buildVsix({ root, target: hostTarget(), packageFile, say });
  }
  const suiteFiles = await bundleSuites(root, suites);

  const browser = await chromium.launch(chromiumLaunchOptions(browserFile));
  try {
    for (const suite of suites) {
      const suiteFile = suiteFiles.get(suite.name);
      if (suiteFile === undefined) throw new Error(`The suite ${suite.name} was not bundled.`);
      say(suite.name);
      const start = performance.now();
      await runInServer({ root, edition, suite, suiteFile, packageFile, browser, results, signal });
      say(`  ${Math.round((performance.now() - start) / 100) / 10} s`);
    }
  } finally {
    await browser.close();
  }
  const { passed, failed, failures } = results.counts();
  await writePartResult({ passed, failed, failures: [...failures] });
  say(`${passed} passed, ${failed} failed in VS Code.`);
  return failed === 0 ? 0 : 1;
}

function chooseEdition(text: string): Edition {
  const edition = editions.find((name) => name === text);
  if (edition === undefined) throw new Error(`There is no editor ${text}; there are ${editions.join(' and ')}.`);
  return edition;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
