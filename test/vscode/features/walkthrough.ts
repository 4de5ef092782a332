// The first steps: each button of the walkthrough is clicked, and does what it says.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, describe, it } from 'mocha';
import { Uri, commands, window, workspace } from 'vscode';
import * as z from 'zod';
import { askRunner } from '../bridge/askRunner.ts';
import { findingOf, hasRule, untilDiagnostics } from '../library/diagnostics.ts';
import { extensionId, plumbline, runPlumbline } from '../library/plumbline.ts';
import { closeEverything, projectFile, projectState, untilEditor } from '../library/project.ts';
import { untilEvent } from '../library/untilEvent.ts';

const manifest = z.object({
  contributes: z.object({
    walkthroughs: z.array(
      z.object({ id: z.string(), steps: z.array(z.object({ id: z.string(), description: z.string() })) }),
    ),
  }),
});

interface Button {
  readonly label: string;
  readonly command: string;
  /** As the editor names it: extension, walkthrough, step. */
  readonly step: string;
}

/** The buttons of all steps, in order, as the installed extension declares them. */
function buttons(): readonly Button[] {
  return manifest.parse(plumbline().packageJSON).contributes.walkthroughs.flatMap(({ id, steps }) =>
    steps.flatMap((step) =>
      [...step.description.matchAll(/\[([^\]]+)\]\(command:([\w.]+)\)/g)].map(([, label = '', command = '']) => ({
        label,
        command,
        step: `${extensionId}#${id}#${step.id}`,
      })),
    ),
  );
}

function buttonOf(label: string): Button {
  const button = buttons().find((one) => one.label === label);
  assert.ok(button, `There is no button ${label}.`);
  return button;
}

/** Opens the walkthrough at the step of a button, and clicks the button. */
async function click(label: string): Promise<void> {
  const button = buttonOf(label);
  const [category, step] = [button.step.slice(0, button.step.lastIndexOf('#')), button.step.split('#').at(-1)];
  await commands.executeCommand('workbench.action.openWalkthrough', { category, step }, false);
  await askRunner({ kind: 'walkthroughClick', step: button.step, button: label });
}

async function untilTab(label: string): Promise<void> {
  await untilEvent(
    window.tabGroups.onDidChangeTabs,
    () => window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label)),
    (labels) => labels.some((one) => one.includes(label)),
    `a tab with ${label}`,
  );
}

/** The workspace has two, and no editor says which is meant. */
const chooseProject = () => askRunner({ kind: 'pick', label: 'late-flights' });

/** Waits for a notification in their list, which keeps what the window itself shows for a moment only. */
async function untilTold(text: string): Promise<string> {
  await commands.executeCommand('notifications.showList');
  return askRunner({ kind: 'notification', contains: text });
}

/** In a project: every button but the one that needs a folder without a spec. */
export function describeWalkthrough(): void {
  describe('the walkthrough', () => {
    afterEach(async () => {
      await closeEverything();
      await commands.executeCommand('notifications.clearAll');
    });

    it('opens by its command', async () => {
      assert.deepEqual(await runPlumbline('plumbline.walkthrough.open'), { kind: 'done' });
      await askRunner({ kind: 'windowText', contains: 'Get Started with Plumbline' });
    });

    it('has no button that these tests do not click, and only commands that are there', async () => {
      const registered = new Set(await commands.getCommands());
      assert.deepEqual(
        buttons().filter(({ command }) => !registered.has(command)),
        [],
      );
      const clicked = [...Object.keys(outcomes), 'Create Spec'];
      assert.deepEqual(
        buttons()
          .map(({ label }) => label)
          .toSorted(),
        clicked.toSorted(),
      );
    });

    const outcomes: Readonly<Record<string, () => Promise<unknown>>> = {
      'Open Example': async () => {
        assert.equal(await askRunner({ kind: 'turnAway' }), 'Put the Example Here');
      },
      'Show Problems': async () => {
        const unfinished = projectFile('unfinished/plumbline.yaml');
        const found = await untilDiagnostics(unfinished, hasRule('data/unversioned'), 'data/unversioned');
        await askRunner({ kind: 'windowText', contains: findingOf(found, 'data/unversioned').message });
      },
      'Explain a Rule': async () => {
        await askRunner({ kind: 'typeText', text: 'metric/no-limit' });
        await askRunner({ kind: 'pick', label: 'metric/no-limit' });
        await untilTab('no-limit');
      },
      'Open Overview': async () => {
        await chooseProject();
        await askRunner({ kind: 'panelText', contains: 'late-flights' });
      },
      // This project has none.
      'Open Costs': async () => {
        await chooseProject();
        await askRunner({ kind: 'panelText', contains: 'No costs yet' });
      },
      // What comes of these takes a worker its time, and is tested where it is awaited.
      'Evaluate Models': async () => {
        assert.equal(await askRunner({ kind: 'turnAway' }), 'Which project?');
      },
      'Look for Drift': async () => {
        assert.equal(await askRunner({ kind: 'turnAway' }), 'Which project?');
      },
      'Promote a Notebook': async () => {
        assert.equal(await askRunner({ kind: 'turnAway' }), 'Promote to which folder?');
      },
      'Open Folder': async () => {
        assert.equal(await askRunner({ kind: 'turnAway' }), 'Open Folder');
      },
      'Run the Doctor': () => askRunner({ kind: 'walkthroughDone', step: buttonOf('Run the Doctor').step }),
    };
    for (const [label, outcome] of Object.entries(outcomes)) {
      it(`${label} does what it says`, async () => {
        await click(label);
        await outcome();
      });
    }
  });

  describe('the example that ships', () => {
    let parent = '';
    const open = () => {
      parent ||= mkdtempSync(path.join(tmpdir(), 'plumbline-example-'));
      return runPlumbline('plumbline.example.open', { folderUri: Uri.file(parent).toString() });
    };
    after(() => {
      if (parent !== '') rmSync(parent, { recursive: true, force: true });
    });

    it('is put whole into a folder, and opening it is offered', async () => {
      assert.deepEqual(await open(), { kind: 'done' });
      assert.deepEqual(readdirSync(parent), ['flight-delays']);
      const there = (file: string) => existsSync(path.join(parent, 'flight-delays', file));
      assert.equal(there('plumbline.yaml') && there('data/flights.parquet') && there('models/delay.onnx'), true);
      assert.match(await untilTold('The example is in place'), /Open Here/);
    });

    it('is left as it is where it is already', async () => {
      const spec = Uri.file(path.join(parent, 'flight-delays/plumbline.yaml'));
      await workspace.fs.writeFile(spec, Buffer.from('plumbline: v1\nproject: mine\n'));
      assert.deepEqual(await open(), { kind: 'done' });
      await untilTold('The example is there already');
      assert.equal(Buffer.from(await workspace.fs.readFile(spec)).toString(), 'plumbline: v1\nproject: mine\n');
    });
  });
}

/** In a folder without a spec. */
export function describeFirstSpec(): void {
  describe('the walkthrough in a folder without a spec', () => {
    after(closeEverything);

    it('Create Spec opens a draft, and writes nothing', async () => {
      const before = projectState();
      await click('Create Spec');
      const { document } = await untilEditor('/plumbline.yaml');
      assert.equal(document.isUntitled, true);
      assert.deepEqual(projectState(), before);
    });
  });
}
