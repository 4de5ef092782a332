// Runs one suite inside the VS Code server, with the packaged extension installed, through a browser.
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import * as z from 'zod';
import { themedSettings } from '../../../scripts/vscode/quietSettings.ts';
import type { Edition } from '../../../scripts/vscode/serverReleases.ts';
import { startVsCodeServer } from '../../../scripts/vscode/startVsCodeServer.ts';
import { workbenchUrl } from '../../../scripts/vscode/workbenchUrl.ts';
import { bridgeVariable } from '../bridge/messages.ts';
import { startBridge } from '../bridge/startBridge.ts';
import { answerSuite } from './answerSuite.ts';
import { copyProject } from './copyProject.ts';
import { createGitWitness } from './gitWitness.ts';
import { isOurFailure } from './noise.ts';
import type { Results } from './results.ts';
import type { Suite } from './suites.ts';

export interface ServerRun {
  /** Absolute path of the working tree. */
  readonly root: string;
  readonly edition: Edition;
  readonly suite: Suite;
  /** Absolute path of the suite's module. */
  readonly suiteFile: string;
  /** Absolute path of the packaged extension. */
  readonly packageFile: string;
  readonly browser: Browser;
  readonly results: Results;
  readonly signal: AbortSignal;
}

/** Suites take one to three minutes beside other work; this is for a window that hangs. */
const deadlineMs = 480_000;

/** Runs a suite and adds its tests, and everything else that went wrong, to the results. */
export async function runInServer(run: ServerRun): Promise<void> {
  const { root, suite, results, signal } = run;
  const outputFolder = path.join(root, 'test/output/vscode', suite.name);
  await rm(outputFolder, { recursive: true, force: true });
  await mkdir(outputFolder, { recursive: true });
  const failedBefore = results.counts().failed;

  const project = await copyProject(root, suite.project);
  const context = await run.browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const messages = collectMessages(page);
  const git = await createGitWitness();
  const bridge = await startBridge(
    answerSuite({
      page: () => Promise.resolve(page),
      outputFolder,
      onTestEnded: (test) => results.add(test),
      onNote: (text) => results.addNote(text),
      gitCalls: git.calls,
    }),
  );
  try {
    const server = await startVsCodeServer({
      edition: run.edition,
      trusted: suite.trusted,
      extensions: [{ vsix: run.packageFile }],
      settings: themedSettings('dark'),
      forTests: true,
      // The address of a page could carry them as well, but an old VS Code does not read them there.
      // VSCODE_CLI keeps the server from asking a login shell for the PATH, which would leave out the witness.
      environment: { ...git.environment, [bridgeVariable]: bridge.address, VSCODE_CLI: '1' },
      signal,
    });
    try {
      const code = await openAndWait(
        page,
        workbenchUrl(server, {
          folder: project.folder,
          tests: {
            extensionDevelopmentPath: path.join(root, 'test/host/harness'),
            extensionTestsPath: run.suiteFile,
          },
        }),
        messages.onHostMessage,
        signal,
      );
      if (code === undefined) results.addFailure(suite.name, `It did not end within ${deadlineMs / 1000} s.`);
      else if (code !== 0 && results.counts().failed === failedBefore) {
        results.addFailure(suite.name, `The test host ended with code ${code}.`);
      }
      for (const failure of messages.all().filter(isOurFailure)) results.addFailure(`${suite.name}: an error`, failure);
      if (results.counts().failed > failedBefore) {
        await page.screenshot({ path: path.join(outputFolder, 'failure.png') });
        await writeFile(path.join(outputFolder, 'messages.log'), messages.all().join('\n'));
        await cp(path.join(server.dataFolder, 'data/logs'), path.join(outputFolder, 'logs'), { recursive: true });
      }
    } finally {
      await context.close();
      await server.stop();
    }
  } finally {
    await context.close();
    await bridge.close();
    await git.remove();
    await project.remove();
  }
}

/** Gathers what the page says in its console and what nobody caught in it. */
function collectMessages(page: Page) {
  const collected: string[] = [];
  page.on('console', (message) => collected.push(`[page ${message.type()}] ${message.text()}`));
  page.on('pageerror', (error) => collected.push(`[page uncaught error] ${error.stack ?? error.message}`));
  return {
    all: (): readonly string[] => collected,
    onHostMessage: (type: unknown, args: unknown): void => {
      collected.push(`[extension host ${String(type)}] ${JSON.stringify(args)}`);
    },
  };
}

/**
 * Opens the window, which starts the suite, and waits for its end.
 *
 * @returns 0 when every test passed; undefined when the deadline came first
 */
async function openAndWait(
  page: Page,
  address: string,
  onHostMessage: (type: unknown, args: unknown) => void,
  signal: AbortSignal,
): Promise<number | undefined> {
  const ending = Promise.withResolvers<number | undefined>();
  // VS Code calls these two by their names.
  await page.exposeFunction('codeAutomationLog', onHostMessage);
  await page.exposeFunction('codeAutomationExit', (code: unknown) => {
    ending.resolve(z.number().parse(code));
  });
  const deadline = setTimeout(() => ending.resolve(undefined), deadlineMs);
  const giveUp = (): void => ending.reject(new Error('Interrupted.'));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await page.goto(address);
    return await ending.promise;
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', giveUp);
  }
}
