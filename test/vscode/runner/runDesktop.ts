// Runs the trusted suite inside a desktop VS Code, on the packaged extension.
//
// There is no run in Restricted Mode: the test host of the desktop switches trust off by itself.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TestRunFailedError, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { buildVsix } from '../../../scripts/package/buildVsix.ts';
import { hostTarget } from '../../../scripts/package/targets.ts';
import { runTool } from '../../../scripts/process/runTool.ts';
import { writePartResult } from '../../../scripts/test/partResult.ts';
import { freePort } from '../../../scripts/vscode/freePort.ts';
import { themedSettings } from '../../../scripts/vscode/quietSettings.ts';
import { serverEnvironment } from '../../../scripts/vscode/serverEnvironment.ts';
import { bridgeVariable } from '../bridge/messages.ts';
import { startBridge } from '../bridge/startBridge.ts';
import { answerSuite } from './answerSuite.ts';
import { bundleSuites } from './bundleSuites.ts';
import { copyProject } from './copyProject.ts';
import { findDesktop } from './findDesktop.ts';
import { createGitWitness } from './gitWitness.ts';
import { createResults } from './results.ts';
import { chooseSuites } from './suites.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const suiteName = 'trusted';

/** @returns the exit code: 0 when every test passed or no desktop VS Code can be had, 1 otherwise */
export async function runDesktop(): Promise<number> {
  const desktop = await findDesktop();
  if (desktop.kind === 'absent') {
    say(`Absent: desktop VS Code, because ${desktop.reason}`);
    await writePartResult({ passed: 0, failed: 0, absent: desktop.reason });
    return 0;
  }
  const results = createResults(say);
  // A short path, because the sockets below it may not have long names.
  const folder = await mkdtemp(path.join(tmpdir(), 'pl-'));
  try {
    await runSuite(desktop.program, folder, results);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  const { passed, failed, failures } = results.counts();
  await writePartResult({ passed, failed, failures: [...failures] });
  say(`${passed} passed, ${failed} failed in the desktop VS Code.`);
  return failed === 0 ? 0 : 1;
}

async function runSuite(program: string, folder: string, results: ReturnType<typeof createResults>): Promise<void> {
  const packageFile = path.join(folder, 'plumbline.vsix');
  await buildVsix({ root, target: hostTarget(), packageFile, say });
  const suiteFile = (await bundleSuites(root, chooseSuites([suiteName]))).get(suiteName);
  if (suiteFile === undefined) throw new Error(`The suite ${suiteName} was not bundled.`);

  const userFolder = path.join(folder, 'user');
  const profile = [`--user-data-dir=${userFolder}`, `--extensions-dir=${path.join(folder, 'extensions')}`];
  await mkdir(path.join(userFolder, 'User'), { recursive: true });
  await writeFile(path.join(userFolder, 'User/settings.json'), JSON.stringify(themedSettings('dark')));
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(program, { reuseMachineInstall: true });
  if (cli === undefined) throw new Error(`${program} has no command line.`);
  await runTool(cli, [...cliArgs, ...profile, '--install-extension', packageFile], { env: serverEnvironment() });

  const outputFolder = path.join(root, 'test/output/desktop', suiteName);
  await mkdir(outputFolder, { recursive: true });
  const debuggingPort = await freePort();
  const project = await copyProject(root, 'small');
  const git = await createGitWitness();
  const bridge = await startBridge(
    answerSuite({
      page: () => findWindow(debuggingPort),
      outputFolder,
      onTestEnded: (test) => results.add(test),
      onNote: (text) => results.addNote(text),
      gitCalls: git.calls,
    }),
  );
  try {
    await runTests({
      vscodeExecutablePath: program,
      reuseMachineInstall: true,
      extensionDevelopmentPath: path.join(root, 'test/host/harness'),
      extensionTestsPath: suiteFile,
      extensionTestsEnv: { ...serverEnvironment(), ...git.environment, [bridgeVariable]: bridge.address },
      launchArgs: [project.folder, ...profile, `--remote-debugging-port=${debuggingPort}`],
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    if (results.counts().failed === 0) results.addFailure(suiteName, error.message);
  } finally {
    await bridge.close();
    await git.remove();
    await project.remove();
  }
}

/** The editor's window, seen through its debugging port, where a browser's page would be. */
async function findWindow(debuggingPort: number): Promise<Page> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debuggingPort}`);
  const pages = browser.contexts().flatMap((context) => context.pages());
  const found = pages.find((page) => page.url().includes('workbench'));
  if (found === undefined) throw new Error('The window of VS Code was not found.');
  return found;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
