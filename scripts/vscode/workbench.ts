// What a person does in VS Code's window, for scripts that drive it through a browser.
import type { FrameLocator, Locator, Page } from 'playwright-core';

/** Counts of the status bar's problem item. */
export interface ProblemCounts {
  readonly errors: number;
  readonly warnings: number;
}

export interface Workbench {
  readonly page: Page;
  /** Resolves when the window is there and its status bar is drawn. */
  readonly untilReady: () => Promise<void>;
  /** Opens a file of the folder by its relative path, through Quick Open. */
  readonly openFile: (relativePath: string) => Promise<void>;
  /** Shows a file and puts the cursor at the first occurrence of a text in it. */
  readonly goToText: (relativePath: string, text: string) => Promise<void>;
  /** Runs a command by the title that the palette shows, such as `Plumbline: Open Overview`. */
  readonly runCommand: (title: string) => Promise<void>;
  /** Resolves with the counts as soon as they satisfy the predicate. */
  readonly untilProblems: (isExpected: (counts: ProblemCounts) => boolean) => Promise<ProblemCounts>;
  /**
   * The document of a webview panel.
   *
   * @param index which one, counted from 0 in the order of opening, when several are visible
   */
  readonly panelFrame: (index?: number) => FrameLocator;
  /** The button that gives trust, in the page that `Workspaces: Manage Workspace Trust` opens. */
  readonly trustButton: () => Locator;
  /** Opens the list of problems below the editor. */
  readonly showProblems: () => Promise<void>;
  /** Closes all editors, dropping what is unsaved, and the panel below them. */
  readonly closeAll: () => Promise<void>;
  /** Resolves when two pictures of the window in a row are the same: what moves has come to rest. */
  readonly untilStill: () => Promise<void>;
}

/** Pictures after which a window that never rests is taken as it is. */
const mostLooks = 40;

/** Drives the VS Code window that a page shows. Every wait ends with an error after the page's own time limit. */
export function createWorkbench(page: Page): Workbench {
  const problemItem = page.locator('[id="status.problems"]');
  const quickInput = page.locator('.quick-input-widget input.input');
  const quickRows = page.locator('.quick-input-widget .monaco-list-row');

  async function pick(openWith: string, text: string, label: string): Promise<void> {
    // Keys that a panel's page gets do not always reach the window.
    if ((await page.locator('iframe:focus').count()) > 0) await page.locator('.tab.active').first().focus();
    await page.keyboard.press(openWith);
    await quickInput.waitFor();
    await quickInput.fill(text);
    const row = quickRows.filter({ has: page.getByText(label, { exact: true }) }).first();
    await row.waitFor();
    await row.click();
    await quickInput.waitFor({ state: 'hidden' });
  }

  async function openFile(relativePath: string): Promise<void> {
    const name = relativePath.split('/').at(-1) ?? relativePath;
    await pick('Control+P', relativePath, name);
    await page.locator('.tab.active').filter({ hasText: name }).waitFor();
  }

  function runCommand(title: string): Promise<void> {
    return pick('F1', `>${title}`, title);
  }

  return {
    page,
    async untilReady() {
      await problemItem.waitFor();
    },
    openFile,
    async goToText(relativePath, text) {
      await openFile(relativePath);
      // The tab is there before its editor takes the keys.
      await page.locator(`.monaco-editor.focused[data-uri$="/${relativePath}"]`).waitFor();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Control+F');
      const find = page.locator('.find-widget.visible');
      await find.getByRole('textbox').first().fill(text);
      await find.locator('.matchesCount', { hasText: / of / }).waitFor();
      await page.keyboard.press('Escape');
      // What was found is selected: this leaves the selection to its start.
      await page.keyboard.press('ArrowLeft');
    },
    runCommand,
    async untilProblems(isExpected) {
      await problemItem.waitFor();
      for (;;) {
        const label = (await problemItem.locator('a').getAttribute('aria-label')) ?? '';
        const counts = readProblemCounts(label);
        if (isExpected(counts)) return counts;
        await page.locator(`[id="status.problems"] a:not([aria-label=${JSON.stringify(label)}])`).waitFor();
      }
    },
    panelFrame(index = 0) {
      return page
        .locator('iframe.webview.ready')
        .nth(index)
        .contentFrame()
        .locator('iframe#active-frame')
        .contentFrame();
    },
    trustButton() {
      return page
        .locator('.workspace-trust-editor')
        .getByRole('button', { name: /^Trust/ })
        .first();
    },
    async showProblems() {
      await problemItem.click();
      await page.locator('.markers-panel-container').waitFor();
      // VS Code keeps what was filtered for, and would hide findings from whoever looks next.
      await problemFilter(page).fill('');
    },
    async closeAll() {
      const tabs = page.locator('.tabs-container .tab');
      for (let left = await tabs.count(); left > 0; left = await tabs.count()) {
        await runCommand('View: Revert and Close Editor');
        await tabs.nth(left - 1).waitFor({ state: 'detached' });
      }
      const panel = page.locator('.part.panel');
      if (!(await panel.isVisible())) return;
      await page.keyboard.press('Control+J');
      await panel.waitFor({ state: 'hidden' });
    },
    async untilStill() {
      let before = await page.screenshot();
      for (let look = 0; look < mostLooks; look++) {
        const now = await page.screenshot();
        if (now.equals(before)) return;
        before = now;
      }
    },
  };
}

/** Where Problems are filtered by their text and file. */
export function problemFilter(page: Page): Locator {
  return page
    .getByRole('textbox', { name: /^Filter Problems/ })
    .or(page.locator('.viewpane-filter input'))
    .first();
}

/** Reads `Errors: 1, Warnings: 2` or `No Problems`. */
function readProblemCounts(label: string): ProblemCounts {
  const count = (name: string): number => Number(new RegExp(`${name}: (\\d+)`).exec(label)?.[1] ?? 0);
  return { errors: count('Errors'), warnings: count('Warnings') };
}
