/** docs/editor.md: every command and setting of the extension, from its manifest. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { code, table } from './markdown.ts';

const root = path.resolve(import.meta.dirname, '../..');

const manifestShape = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string(), title: z.string(), enablement: z.string().optional() })),
    menus: z.record(z.string(), z.array(z.object({ command: z.string(), when: z.string().optional() }))),
    configuration: z.object({
      properties: z.record(
        z.string(),
        z.object({
          type: z.string(),
          default: z.json(),
          order: z.number(),
          enum: z.array(z.string()).optional(),
          markdownDescription: z.string(),
          markdownEnumDescriptions: z.array(z.string()).optional(),
        }),
      ),
    }),
  }),
});

/** What each command does, and the page that says more. */
const deeds: Readonly<Record<string, readonly [does: string, page?: string]>> = {
  'plumbline.spec.create': [
    'Proposes a `plumbline.yaml` from the data, models and notebooks of a folder, with honest blanks.',
    'spec.md',
  ],
  'plumbline.overview.open': [
    'Shows metrics against target and limit, data, splits, economics and costs of a project.',
  ],
  'plumbline.data.profile': ['Counts how the values of every column of a data source spread.', 'spec.md'],
  'plumbline.model.evaluate': [
    'Runs the models of the spec over their splits, judges them, and writes run records.',
    'evaluation.md',
  ],
  'plumbline.evaluation.open': [
    'Shows a recorded run against target and limit, with curves, slices and the threshold.',
    'evaluation.md',
  ],
  'plumbline.runs.open': [
    'Lists every recorded run with its metrics, draws one of them over the runs, and compares two.',
    'evaluation.md',
  ],
  'plumbline.run.compare': [
    'Tests whether two recorded runs differ by more than chance, row by row where their answers are kept.',
    'evaluation.md',
  ],
  'plumbline.run.export': ['Writes a recorded run where MLflow or DVC reads it.', 'evaluation.md'],
  'plumbline.predictions.evaluate': [
    'Measures a table of predictions that were made elsewhere, judges them, and writes a run record.',
    'evaluation.md',
  ],
  'plumbline.machine.measure': [
    'Evaluates, and measures what answering asks of this machine: latency, throughput, memory, power.',
    'evaluation.md',
  ],
  'plumbline.drift.compare': [
    'Compares what the spec watches with its reference, window by window, and says what drifted.',
    'drift.md',
  ],
  'plumbline.drift.open': [
    'Shows the last comparison: columns by windows, both distributions, the effect over time.',
    'drift.md',
  ],
  'plumbline.drift.label': [
    'Picks rows of the window that changed most, and writes them into the queue that the label of the spec names.',
    'drift.md',
  ],
  'plumbline.cost.open': [
    'Shows what a project costs and returns: the iceberg, plan against actual, levers, what-if.',
    'costs.md',
  ],
  'plumbline.contract.check': ['Checks the whole data file against its contract.', 'contracts.md'],
  'plumbline.contract.create': ['Drafts a data contract from a data file.', 'contracts.md'],
  'plumbline.changes.review': [
    'Says which goals were loosened against a base, by whom, for which reason, and what it costs.',
    'review.md',
  ],
  'plumbline.notebook.promote': ['Makes a package of a notebook, shown as a diff first.', 'promotion.md'],
  'plumbline.promotion.open': ['Shows the statements of a notebook by stage, and what became of each.', 'promotion.md'],
  'plumbline.promotion.verify': ['Runs a notebook and its package, and compares what they compute.', 'verification.md'],
  'plumbline.function.open': ['Goes from a cell to the function that it became.', 'promotion.md'],
  'plumbline.cell.open': ['Goes from a function to the cell that it was made of.', 'promotion.md'],
  'plumbline.rule.explain': ['Opens the page of a rule.', 'rules/README.md'],
  'plumbline.doctor.run': ['Uses everything that Plumbline is made of once, and says what does not work.'],
  'plumbline.server.restart': ['Starts the language server anew.'],
  'plumbline.server.stop': ['Stops the language server.'],
  'plumbline.log.show': ['Opens the log of Plumbline.'],
  'plumbline.walkthrough.open': ['Leads a newcomer from an example to a project of their own.'],
  'plumbline.example.open': ['Puts a copy of the example into a folder of your choice, and opens it.', '../README.md'],
};

/**
 * The page.
 *
 * @throws {Error} when a command of the palette is not described above, or one that is described is gone
 */
export function buildEditorReference(): string {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const { contributes } = manifestShape.parse(read('package.json'));
  const words = z.record(z.string(), z.string()).parse(read('package.nls.json'));
  const said = (text: string): string => text.replace(/^%(.+)%$/, (_whole, key: string) => words[key] ?? '');

  const hidden = (contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
  const shown = contributes.commands.filter(({ command }) => !hidden.some((entry) => entry.command === command));
  const undescribed = shown.filter(({ command }) => deeds[command] === undefined).map(({ command }) => command);
  const gone = Object.keys(deeds).filter((name) => !shown.some(({ command }) => command === name));
  if (undescribed.length + gone.length > 0) {
    throw new Error(
      `scripts/docs/editorReference.ts lacks ${undescribed.join(', ')} or has too many: ${gone.join(', ')}.`,
    );
  }
  const titles = new Map(shown.map(({ command, title, enablement }) => [command, { title: said(title), enablement }]));
  const commands = Object.entries(deeds).map(([command, [does, page]]) => [
    `**Plumbline: ${titles.get(command)?.title ?? ''}**`,
    page === undefined ? does : `${does.slice(0, -1)} ([more](${page})).`,
    titles.get(command)?.enablement?.includes('isWorkspaceTrusted') === true ? 'yes' : 'no',
  ]);
  const settings = Object.entries(contributes.configuration.properties)
    .sort(([, left], [, right]) => left.order - right.order)
    .map(([name, { markdownDescription, default: standard, enum: choices = [], markdownEnumDescriptions = [] }]) => [
      code(name),
      [
        said(markdownDescription),
        ...choices.map((choice, index) => `${code(choice)}: ${said(markdownEnumDescriptions[index] ?? '')}`),
      ].join(' '),
      code(JSON.stringify(standard)),
    ]);
  return `# In the editor

<!-- Written by scripts/generateDocs.ts from package.json and package.nls.json; change these, not this page. -->

![A spec in the editor: beside each target and limit stand its worth per year and its break-even](images/margin-dark.png)

![Completion of a split: the splits of the spec, and entries to fill in](images/completion-dark.png)

## Commands

All of them are in the Command Palette, where they can be of use.

${table(['command', 'what it does', 'needs trust'], commands)}

## Settings

Settings that name a program, or say how much one may use, are ignored in an untrusted workspace.

${table(['setting', 'what it decides', 'standard'], settings)}
`;
}
