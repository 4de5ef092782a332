// A real VS Code with our extension in a headless browser, for the time of one function.
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions, ensureChromium } from '../chromium.ts';
import type { ExtensionSource } from './dataFolder.ts';
import { themedSettings } from './quietSettings.ts';
import type { Settings, Theme } from './quietSettings.ts';
import { startVsCodeServer } from './startVsCodeServer.ts';
import { createWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';
import { workbenchUrl } from './workbenchUrl.ts';

export interface VsCodePageOptions {
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of a file to open in it. */
  readonly openFile?: string;
  readonly theme: Theme;
  /** False: Restricted Mode. */
  readonly trusted: boolean;
  /** Size of the window in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** The extension; our own working tree, built, when absent. */
  readonly extension?: ExtensionSource;
  /** User settings on top of the quiet ones. */
  readonly settings?: Settings;
  readonly signal?: AbortSignal;
  readonly say?: (sentence: string) => void;
}

const workingTree = path.resolve(import.meta.dirname, '../..');

/**
 * Opens a folder in a VS Code of its own, hands the window over, and ends everything afterwards.
 *
 * @returns what `act` returns
 * @throws {Error} when the server, the browser or the window cannot be had, or `act` throws
 */
export async function withVsCodePage<Result>(
  options: VsCodePageOptions,
  act: (workbench: Workbench) => Promise<Result>,
): Promise<Result> {
  const browserFile = await ensureChromium(options.say);
  const server = await startVsCodeServer({
    trusted: options.trusted,
    extensions: [options.extension ?? { folder: workingTree }],
    settings: { ...themedSettings(options.theme), ...options.settings },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.say === undefined ? {} : { say: options.say }),
  });
  try {
    const browser = await chromium.launch(chromiumLaunchOptions(browserFile));
    try {
      const page = await browser.newPage({
        viewport: { width: options.width, height: options.height },
        reducedMotion: 'reduce',
      });
      const { folder, openFile } = options;
      await page.goto(workbenchUrl(server, { folder, ...(openFile === undefined ? {} : { openFile }) }));
      const workbench = createWorkbench(page);
      await workbench.untilReady();
      return await act(workbench);
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}
