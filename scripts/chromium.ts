// Finds a Chromium for tests and screenshots, and on Debian installs one.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { LaunchOptions } from 'playwright-core';
import { canInstallDebianPackages, installDebianPackage } from './debianPackage.ts';

/** Environment variable that names the browser to use. */
const variable = 'PLUMBLINE_CHROMIUM';

/** Usual names on the PATH, Debian's first. */
const usualNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

/** Usual places outside the PATH. */
const usualPlaces = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * File of the Chromium to use: the one that PLUMBLINE_CHROMIUM names, else the first of the usual ones.
 *
 * @returns an absolute path, or undefined when none is installed
 * @throws {Error} when the environment variable names a file that cannot be run: a wish is never quietly ignored
 */
export function findChromium(): string | undefined {
  const wished = process.env[variable];
  if (wished !== undefined && wished !== '') {
    if (isExecutable(wished)) return path.resolve(wished);
    throw new Error(`${variable} names ${wished}, which is no program that can be run.`);
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  // A cron job or a service may have a PATH without it.
  folders.push('/usr/bin');
  const candidates = [
    ...usualNames.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...usualPlaces,
  ];
  return candidates.find(isExecutable);
}

/**
 * File of a Chromium, installed first when there is none and we may: as root on Debian or a distribution made of it.
 *
 * @param say is told, in one sentence, when something is being installed
 * @throws {Error} when there is none and it cannot be installed; the message names the package
 */
export async function ensureChromium(say: (sentence: string) => void = () => undefined): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  if (!canInstallDebianPackages()) {
    throw new Error(
      'No Chromium was found: install it (on Debian: `apt-get install chromium`), or name one in PLUMBLINE_CHROMIUM.',
    );
  }
  await installDebianPackage('chromium', say);
  const installed = findChromium();
  if (installed === undefined) throw new Error("Debian's package chromium was installed, but brought no browser.");
  return installed;
}

/**
 * Options for `chromium.launch` of playwright-core: a headless browser that talks to nobody but our page.
 *
 * The sandbox is off because Chromium refuses to start with it as root, as in a container; the pages are our own.
 *
 * @param executablePath from {@link ensureChromium}
 */
export function chromiumLaunchOptions(executablePath: string): LaunchOptions {
  return {
    executablePath,
    headless: true,
    // Signals are ours to handle: a runner closes the browser and then writes its report.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
