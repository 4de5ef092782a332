// Does in the window what a suite asks for, and keeps its results.
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { createWorkbench } from '../../../scripts/vscode/workbench.ts';
import type { BridgeRequest, TestEnded } from '../bridge/messages.ts';

export interface AnswerOptions {
  /** The window; asked for at the first request that needs it. */
  readonly page: () => Promise<Page>;
  /** Absolute path of the folder for pictures. */
  readonly outputFolder: string;
  readonly onTestEnded: (test: TestEnded) => void;
  readonly onNote: (text: string) => void;
  /** See {@link GitWitness}. */
  readonly gitCalls: () => Promise<string>;
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
    if (request.kind === 'note') {
      options.onNote(request.text);
      return '';
    }
    if (request.kind === 'gitCalls') return options.gitCalls();
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
      case 'panelChoose':
        await panelBody.getByRole('combobox', { name: request.name }).selectOption({ label: request.choice }, patience);
        return '';
      case 'panelUnfold':
        await panelBody.locator('summary', { hasText: request.summary }).first().click(patience);
        return '';
      case 'pressKeys':
        for (const key of request.keys) await page.keyboard.press(key);
        return '';
      case 'typeText':
        // A field is drawn before it takes the focus; what is typed in between goes to the editor behind it.
        await page.locator('input:focus').first().waitFor(patience);
        await page.keyboard.type(request.text);
        return '';
      case 'windowText': {
        const element = page.getByText(request.contains).first();
        await element.waitFor({ timeout: request.patienceMs ?? patience.timeout });
        return element.innerText();
      }
      case 'pick':
        await quickPickRow(page, request.label).click(patience);
        return '';
      case 'endDialog':
        await endDialog(page, request.ending, request.key);
        return '';
      case 'treeRows':
        return (await walkTree(page, request.view)).join('\n');
      case 'treeClick':
        await treeRow(page, request.label).click(patience);
        return '';
      case 'walkthroughClick':
        await clickInWalkthrough(page, request.step, request.button);
        return '';
      case 'walkthroughDone':
        await page
          .locator(`[data-done-step-id=${JSON.stringify(request.step)}][aria-checked="true"]`)
          .waitFor(patience);
        return '';
      case 'turnAway': {
        const picker = page.locator('.quick-input-widget:visible');
        await picker.locator('input:focus').waitFor(patience);
        const title = await picker.locator('.quick-input-title').innerText(patience);
        await page.keyboard.press('Escape');
        await picker.waitFor({ ...patience, state: 'hidden' });
        return title;
      }
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

/** The step is unfolded by whoever opened the walkthrough; a click on it would fold it again. */
async function clickInWalkthrough(page: Page, step: string, button: string): Promise<void> {
  const unfolded = page.locator(`.getting-started-step.expanded[data-step-id=${JSON.stringify(step)}]`);
  await unfolded.locator('a.monaco-button').getByText(button, { exact: true }).click(patience);
}

function quickPickRow(page: Page, label: string): Locator {
  const rows = page.locator('.quick-input-widget .monaco-list-row');
  return rows.filter({ has: page.getByText(label, { exact: true }) }).first();
}

/** The dialog takes no answer while it lists a folder; its rows and the end of what it proposes tell that it is done. */
async function endDialog(page: Page, ending: string, key: string): Promise<void> {
  const dialog = page.locator('.quick-input-widget');
  await dialog.locator('.monaco-list-row').first().waitFor(patience);
  const isProposed = `document.activeElement?.value?.endsWith(${JSON.stringify(ending)}) === true`;
  await page.waitForFunction(isProposed, undefined, patience);
  await page.keyboard.press(key);
  await dialog.waitFor({ ...patience, state: 'hidden' });
}

function treeRow(page: Page, label: string): Locator {
  return page.locator('.monaco-list-row[role="treeitem"]').filter({ hasText: label }).first();
}

/** A tree draws only the rows in sight, so it is walked as a person without a mouse would. */
async function walkTree(page: Page, view: string): Promise<readonly string[]> {
  const header = page.locator('.pane-header').filter({ has: page.getByRole('heading', { name: view, exact: true }) });
  const tree = page.locator('.pane').filter({ has: header }).locator('.monaco-list');
  const focused = tree.locator('.monaco-list-row.focused');
  await tree.focus(patience);
  await page.keyboard.press('Home');
  const labels: string[] = [];
  for (let last = ''; ;) {
    const row = await focused.first().getAttribute('data-index', patience);
    if (row === null || row === last) break;
    labels.push((await focused.first().getAttribute('aria-label')) ?? '');
    last = row;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Home');
  return labels;
}
