// What pictures of Plumbline can show: each scene leads a window with the example's spec open to one sight.
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { problemFilter } from '../vscode/workbench.ts';
import type { Workbench } from '../vscode/workbench.ts';

export interface Scene {
  /** Name on the command line and of the picture's file. */
  readonly name: string;
  /** Whether it is taken only when it is named: it wants a folder with recorded runs, or writes them. */
  readonly isOnRequest?: boolean;
  /** Leads the window to the sight; it begins with the spec in the only editor. */
  readonly act: (workbench: Workbench) => Promise<void>;
}

const specFile = 'plumbline.yaml';

/** Flights of more than 2,500 miles are in the data. */
const wrongRange = 'logicalTypeOptions: {minimum: 1, maximum: 2500}';

/** What is planted in the notebook of the example stands in Problems from the start. */
const plantedErrors = 2;

/** Types over a line of a file from a text in it on, without saving. */
async function replaceLine(workbench: Workbench, file: string, before: string, after: string): Promise<void> {
  await workbench.goToText(file, before);
  await workbench.page.keyboard.press('Shift+End');
  await workbench.page.keyboard.insertText(after);
}

/** Longer than a comparison of half a million rows takes on a slow machine. */
const longestJobMs = 120_000;

/** Opens the Evaluation panel, and evaluates where nothing was evaluated yet. */
async function openEvaluation(workbench: Workbench): Promise<FrameLocator> {
  // The palette offers panels once a spec was found.
  await workbench.untilProblems(({ errors, warnings }) => errors + warnings > 0);
  await workbench.runCommand('Plumbline: Open Evaluation');
  const frame = workbench.panelFrame();
  await frame.getByRole('button', { name: 'Evaluate' }).first().waitFor();
  if ((await frame.getByRole('heading', { name: 'Nothing evaluated yet' }).count()) > 0) {
    await frame.getByRole('button', { name: 'Evaluate' }).first().click();
  }
  await frame.getByRole('heading', { name: 'Metrics' }).waitFor({ timeout: longestJobMs });
  return frame;
}

/** Opens the Promotion panel of the example's notebook. */
async function openPromotion(workbench: Workbench): Promise<FrameLocator> {
  await workbench.untilProblems(({ errors }) => errors === plantedErrors);
  await workbench.openFile('notebooks/delay.ipynb');
  await workbench.page.locator('.notebookOverlay:visible .code-cell-row').first().waitFor();
  await workbench.runCommand('Plumbline: Open Promotion');
  // The notebook's outputs are drawn in a frame of their own, which comes first.
  const frame = workbench.panelFrame(1);
  await frame.getByRole('heading', { name: 'delay', exact: true }).waitFor({ timeout: longestJobMs });
  // Where the pointer was left, the tab of the notebook shows its tip.
  await frame.getByRole('heading', { name: 'delay', exact: true }).hover();
  return frame;
}

/** Brings a section of a panel to its top. */
async function showSection(frame: FrameLocator, title: string): Promise<void> {
  await frame.getByRole('link', { name: title, exact: true }).first().click();
}

/** The command line as it is built here, whatever is installed. */
const commandLine = path.resolve(import.meta.dirname, '../../dist/cli.cjs');

/** Runs one command of ours in a terminal that fills the window, to its end. */
async function runInTerminal(workbench: Workbench, line: string): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand('Terminal: Create New Terminal in Editor Area');
  const rows = page.locator('.xterm-rows').first();
  await page.locator('.xterm.focus').waitFor();
  // How it is called here, and what the shell says of itself, is cleared before the command is typed.
  await page.keyboard.type(`PS1='$ '; plumbline() { '${process.execPath}' '${commandLine}' "$@"; }; clear\n`);
  await rows.filter({ hasText: /^\$\s*$/ }).waitFor();
  await page.keyboard.type(`${line}; echo "exit code $?"\n`);
  await rows.filter({ hasText: /exit code \d/ }).waitFor({ timeout: longestJobMs });
}

const scenes: readonly Scene[] = [
  {
    name: 'problems',
    async act(workbench) {
      // A mistyped key, because the example has no findings of its own.
      await workbench.goToText(specFile, 'limit:');
      await workbench.page.keyboard.press('Delete');
      await workbench.untilProblems(({ errors }) => errors > plantedErrors);
      await workbench.showProblems();
      // What is planted in the notebook stands above it.
      await problemFilter(workbench.page).fill(specFile);
      // The pointer rests on the counts, whose tip would stay.
      await workbench.page.mouse.move(2, 2);
      await workbench.page.locator('.workbench-hover').first().waitFor({ state: 'hidden' });
    },
  },
  {
    name: 'hover',
    async act(workbench) {
      await workbench.goToText(specFile, 'prevalence:');
      await workbench.runCommand('Show or Focus Hover');
      await workbench.page.locator('.monaco-hover:visible').first().waitFor();
    },
  },
  {
    // Notes beside the goals of the model, and links above its metrics and its data.
    name: 'margin',
    async act(workbench) {
      await workbench.goToText(specFile, 'target: 0.58');
      await workbench.page.getByText('break-even', { exact: false }).first().waitFor();
    },
  },
  {
    name: 'goal-hover',
    async act(workbench) {
      // Other words than in the scene before: looking for the same ones again would not move the cursor.
      await workbench.goToText(specFile, '0.52');
      // Notes that arrive late would take the hover away.
      await workbench.untilStill();
      await workbench.runCommand('Show or Focus Hover');
      await workbench.page.locator('.monaco-hover:visible', { hasText: 'Value per year' }).first().waitFor();
    },
  },
  {
    name: 'data-lens',
    async act(workbench) {
      await workbench.goToText(specFile, 'path: data/flights.parquet');
      await workbench.page.locator('.codelens-decoration', { hasText: 'Profile' }).first().waitFor();
    },
  },
  {
    name: 'review',
    async act(workbench) {
      await replaceLine(workbench, specFile, 'limit: 0.52', 'limit: 0.45');
      await workbench.runCommand('Plumbline: Review Spec Changes');
      await workbench.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'The last commit' }).click();
      await workbench.panelFrame().getByText('loosened').first().waitFor();
    },
  },
  {
    // Best in a project whose code logs the metric: what would change there waits for a tick.
    name: 'rename',
    async act(workbench) {
      const { page } = workbench;
      await workbench.goToText(specFile, 'kind: model');
      await page.keyboard.press('ArrowUp');
      // Nothing can be renamed before the server has read the spec.
      await page.locator('.codelens-decoration', { hasText: 'last value' }).first().waitFor();
      await page.keyboard.press('F2');
      await page.locator('.rename-box input:focus').waitFor();
      await page.keyboard.type('found');
      await page.keyboard.press('Control+Enter');
      await page.locator('.part.panel .monaco-list-row').first().waitFor();
    },
  },
  {
    name: 'contract',
    async act(workbench) {
      await replaceLine(
        workbench,
        'contracts/flights.odcs.yaml',
        'logicalTypeOptions: {minimum: 1, maximum',
        wrongRange,
      );
      await workbench.untilProblems(({ errors }) => errors > plantedErrors);
      await workbench.showProblems();
    },
  },
  {
    name: 'completion',
    async act(workbench) {
      await workbench.goToText(specFile, 'split: ');
      await workbench.page.keyboard.press('End');
      await workbench.page.keyboard.press('Control+Backspace');
      await workbench.runCommand('Trigger Suggest');
      await workbench.page.locator('.suggest-widget.visible').waitFor();
    },
  },
  {
    name: 'overview',
    async act(workbench) {
      // The command is offered once the server runs.
      await workbench.untilProblems(({ warnings }) => warnings > 0);
      await workbench.runCommand('Plumbline: Open Overview');
      await workbench.panelFrame().getByRole('heading').first().waitFor();
    },
  },
  {
    // The months of the flights against those that the model learned from; compares them where nobody did.
    name: 'drift',
    isOnRequest: true,
    async act(workbench) {
      // The command is offered once the server runs.
      await workbench.untilProblems(({ warnings }) => warnings > 0);
      await workbench.runCommand('Plumbline: Open Drift');
      const frame = workbench.panelFrame();
      const verdicts = frame.getByRole('heading', { name: 'Verdicts' });
      const nothing = frame.getByRole('heading', { name: 'Nothing compared yet' });
      await verdicts.or(nothing).first().waitFor();
      if ((await nothing.count()) > 0) {
        await frame.getByRole('button', { name: 'Look for drift' }).click();
        await verdicts.waitFor({ timeout: longestJobMs });
        // The panel shows the first check as soon as it is compared, and the others follow; where some were compared
        // before, nothing follows.
        await frame.getByText('Never compared').waitFor({ state: 'hidden', timeout: longestJobMs });
      }
      // Where there is but one check, there is nothing to choose.
      const checks = frame.getByRole('combobox', { name: 'Check' });
      if ((await checks.count()) > 0) await checks.selectOption('months');
      // The pointer rests where the command was chosen, which is over a tab, and would leave its tip in the picture.
      await workbench.page.mouse.move(2, 2);
      await workbench.page.locator('.workbench-hover').first().waitFor({ state: 'hidden' });
    },
  },
  {
    // The history of all recorded runs; the folder has some.
    name: 'runs',
    isOnRequest: true,
    async act(workbench) {
      // The command is offered once the server runs.
      await workbench.untilProblems(({ warnings }) => warnings > 0);
      await workbench.runCommand('Plumbline: Show Runs');
      await workbench.panelFrame().getByRole('heading', { name: 'All runs' }).waitFor();
    },
  },
  {
    // The Cost panel with the example's bill and timesheet.
    name: 'cost',
    async act(workbench) {
      // The command is offered once the server runs.
      await workbench.untilProblems(({ warnings }) => warnings > 0);
      await workbench.runCommand('Plumbline: Open Costs');
      await workbench.panelFrame().getByRole('columnheader', { name: 'Actual' }).first().waitFor();
    },
  },
  {
    // What was spent on the items, behind them.
    name: 'cost-hints',
    async act(workbench) {
      await workbench.goToText('costs.plumbline.yaml', 'inference: {cost');
      await workbench.page.getByText('spent', { exact: false }).first().waitFor();
    },
  },
  {
    name: 'overview-data',
    async act(workbench) {
      // The command is offered once the server runs.
      await workbench.untilProblems(({ warnings }) => warnings > 0);
      await workbench.runCommand('Plumbline: Open Overview');
      await workbench.panelFrame().getByRole('link', { name: 'Data', exact: true }).first().click();
      await workbench.panelFrame().getByRole('columnheader', { name: 'Distribution' }).first().waitFor();
    },
  },
  {
    // Best after `overview-data`, which has the table read.
    name: 'column-profile',
    async act(workbench) {
      await workbench.goToText(specFile, 'distance');
      await workbench.runCommand('Show or Focus Hover');
      await workbench.page.locator('.monaco-hover:visible', { hasText: 'different' }).first().waitFor();
    },
  },
  {
    // Cells of the example's notebook, with what is planted in them.
    name: 'notebook',
    async act(workbench) {
      const { page } = workbench;
      // Two leaks, told of the file first, and then of its cells instead.
      await workbench.untilProblems(({ errors }) => errors === plantedErrors);
      await workbench.openFile('notebooks/delay.ipynb');
      const cells = page.locator('.notebookOverlay:visible');
      await cells.locator('.code-cell-row').first().waitFor();
      await workbench.showProblems();
      // The list holds but the rows that are in sight, and a spec with findings may stand above.
      await problemFilter(page).fill('delay.ipynb');
      await page.locator('.markers-panel-container').getByText('[Ln 3, Col 21]', { exact: true }).first().dblclick();
      await cells.locator('.squiggly-error').first().waitFor();
      // Neither the selection nor what the pointer rests on hides the line below the text.
      await page.keyboard.press('Home');
      await page.mouse.move(0, 0);
      await workbench.untilProblems(({ errors }) => errors === plantedErrors);
    },
  },
  {
    // The example's notebook as the package that it would become.
    name: 'promotion',
    isOnRequest: true,
    async act(workbench) {
      await openPromotion(workbench);
    },
  },
  {
    // What the report says below: decisions, dependencies, findings.
    name: 'promotion-report',
    isOnRequest: true,
    async act(workbench) {
      const frame = await openPromotion(workbench);
      await frame.getByRole('heading', { name: 'Dependencies' }).scrollIntoViewIfNeeded();
    },
  },
  {
    // Best of a package that was verified: what was compared, and what came of it.
    name: 'promotion-verification',
    isOnRequest: true,
    async act(workbench) {
      await showSection(await openPromotion(workbench), 'Verification');
    },
  },
  {
    // The newest run, from its top.
    name: 'evaluation',
    isOnRequest: true,
    async act(workbench) {
      await openEvaluation(workbench);
    },
  },
  {
    // Two runs, of which the rows are compared one by one.
    name: 'evaluation-comparison',
    isOnRequest: true,
    async act(workbench) {
      const frame = await openEvaluation(workbench);
      await frame.getByRole('combobox', { name: 'Compared with' }).selectOption({ index: 1 });
      await frame.getByRole('table', { name: 'Difference of the two runs' }).waitFor({ timeout: longestJobMs });
      await showSection(frame, 'Comparison');
    },
  },
  {
    // The rows behind the errors: a table, or pictures.
    name: 'evaluation-errors',
    isOnRequest: true,
    async act(workbench) {
      const frame = await openEvaluation(workbench);
      const show = frame.getByRole('button', { name: 'Show the rows' });
      if ((await show.count()) > 0) await show.click();
      await frame
        .getByRole('table', { name: 'Wrong rows' })
        .or(frame.locator('#errors-behind-heading ~ * .pictures, section:has(#errors-behind-heading) .pictures'))
        .first()
        .waitFor({ timeout: longestJobMs });
      await showSection(frame, 'Worst errors');
    },
  },
  ...['Threshold', 'Compression', 'Confusion', 'Classes', 'Curves', 'Machine'].map((section) => ({
    name: `evaluation-${section.toLowerCase()}`,
    isOnRequest: true,
    async act(workbench: Workbench) {
      await showSection(await openEvaluation(workbench), section);
    },
  })),
  {
    name: 'terminal-check',
    isOnRequest: true,
    act: (workbench) => runInTerminal(workbench, 'plumbline check'),
  },
  {
    // The values, and what each is held to.
    name: 'terminal-evaluate',
    isOnRequest: true,
    act: (workbench) => runInTerminal(workbench, 'plumbline evaluate --no-record'),
  },
  {
    // Best with `--restricted`: what is read without trust, and what is not.
    name: 'restricted',
    isOnRequest: true,
    async act(workbench) {
      await workbench.untilProblems(({ warnings }) => warnings > 0);
      await workbench.showProblems();
    },
  },
  {
    name: 'walkthrough',
    async act(workbench) {
      await workbench.runCommand('Plumbline: Get Started');
      await workbench.page.locator('.gettingStartedContainer .getting-started-step').first().waitFor();
    },
  },
  {
    // The last one: the rest of the Explorer makes room for it, so that its sentences can be read.
    name: 'readiness',
    async act(workbench) {
      const { page } = workbench;
      // The view is there once a spec was found.
      await workbench.untilProblems(({ warnings }) => warnings > 0);
      await workbench.runCommand('Explorer: Focus on Readiness View');
      await page.locator('.pane-header').first().click();
      const edge = await page.locator('.part.sidebar').boundingBox();
      if (edge === null) throw new Error('The side bar is not there.');
      const [x, y] = [edge.x + edge.width, edge.y + edge.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 200, y, { steps: 5 });
      await page.mouse.up();
      // The edge is lit for as long as the pointer rests on it.
      await page.mouse.move(x + 400, y);
      await page.getByText('stands in a schema').first().waitFor();
    },
  },
];

/**
 * @param names names of scenes; none means all but those on request
 * @throws {Error} on a name that is none
 */
export function chooseScenes(names: readonly string[]): readonly Scene[] {
  const unknown = names.find((name) => !scenes.some((scene) => scene.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no scene ${unknown}; there are ${scenes.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0
    ? scenes.filter(({ isOnRequest }) => isOnRequest !== true)
    : scenes.filter(({ name }) => names.includes(name));
}
