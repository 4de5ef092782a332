// Does in the window what a suite asks for, and keeps its results.
import path from 'node:path';
import type { Page } from 'playwright-core';
import { createWorkbench } from '../../../scripts/vscode/workbench.ts';
import type { BridgeRequest, TestEnded } from '../bridge/messages.ts';

export interface AnswerOptions {
  /** The window; asked for at the first request that needs it. */
  readonly page: () => Promise<Page>;
  /** Absolute path of the folder for pictures. */
  readonly outputFolder: string;
  readonly onTestEnded: (test: TestEnded) => void;
}

/** Waits of the page end before the test that waits for them does. */
const patience = { timeout: 20_000 };

/** @returns the function that serves a bridge */
export function answerSuite(options: AnswerOptions): (request: BridgeRequest) => Promise<string> {
  return async (request) => {
    if (request.kind === 'testEnded') {
      options.onTestEnded(request);
      return '';
    }
    const page = await options.page();
    const workbench = createWorkbench(page);
    const panelBody = workbench.panelFrame().locator('body');
    switch (request.kind) {
      case 'screenshot':
        await page.screenshot({ path: path.join(options.outputFolder, `${request.name}.png`) });
        return '';
      case 'panelText':
        await panelBody.getByText(request.contains).first().waitFor(patience);
        return panelBody.innerText();
      case 'panelClick':
        await panelBody.getByRole(request.role, { name: request.name }).first().click(patience);
        return '';
      case 'pressKeys':
        for (const key of request.keys) await page.keyboard.press(key);
        return '';
      case 'giveTrust':
        await workbench.trustButton().click(patience);
        return '';
      case 'notification': {
        const notification = page.locator('.notification-list-item').filter({ hasText: request.contains }).first();
        await notification.waitFor(patience);
        return notification.innerText();
      }
      default:
        return request satisfies never;
    }
  };
}
