/** `README.md`: what the package predicts, and how to install, run, predict, retrain and test it. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import { pipelineStages } from '../emitPipeline.ts';
import type { Preprocess } from '../inference/derivePreprocess.ts';
import type { Inference } from '../inference/planInference.ts';
import type { Statement } from '../../flow/analysis.ts';
import { trainsInOwnWay } from '../inference/whyNoModel.ts';
import type { PromotionPlan } from '../plan.ts';
import { cellName } from './cellName.ts';
import type { ProjectFinding, ProjectOptions } from './projectInput.ts';

export function emitReadme(plan: PromotionPlan, inference: Inference, options: ProjectOptions): GeneratedFile {
  const { title, paragraphs } = proseOf(plan);
  const sections = [
    [`# ${title ?? plan.packageName}`],
    paragraphs,
    [`Promoted by Plumbline from [${baseOf(options.notebook)}](${encodeURI(options.notebook)}).`],
    section('What it does', whatItDoes(plan)),
    section('Data', dataLines(plan)),
    section('Install', ['```', 'pip install -c constraints.txt -e ".[test]"', '```']),
    section('Use', useLines(plan, inference)),
    section('Stages', ['```', ...diagram(plan), '```']),
    section('Verification', verificationLines),
    section('Known faults', findingLines(options.findings ?? [])),
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return { path: 'README.md', text: `${text.join('\n\n')}\n` };
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines];
}

interface Prose {
  readonly title: string | undefined;
  readonly paragraphs: readonly string[];
}

const longestParagraph = 600;

/** The first heading of the notebook and what stands below it, up to the next heading or cell of code. */
function proseOf({ analysis }: PromotionPlan): Prose {
  let title: string | undefined;
  const paragraphs: string[] = [];
  for (const cell of analysis.notebook.cells) {
    if (cell.kind === 'code') {
      if (title !== undefined || paragraphs.length > 0) break;
      continue;
    }
    if (cell.kind !== 'markdown') continue;
    for (const line of cell.text.split(/\r?\n/)) {
      const heading = /^\s*#{1,6}\s+(?<text>.*?)\s*#*$/.exec(line)?.groups?.['text'];
      if (heading !== undefined && title !== undefined) return { title, paragraphs };
      if (heading !== undefined) title = plainText(heading);
      else if (!/^\s*(?:<|!\[)/.test(line)) paragraphs.push(line.slice(0, longestParagraph));
    }
  }
  const settled = paragraphs
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { title, paragraphs: settled === '' ? [] : settled.split('\n') };
}

function plainText(markdown: string): string {
  return markdown.replace(/<[^>]*>|[*_`]/g, '').trim();
}

function whatItDoes(plan: PromotionPlan): readonly string[] {
  const { model, metrics, configuration, analysis } = plan;
  const target = configuration.find(({ role }) => role === 'target')?.value;
  const type = model === undefined ? undefined : analysis.object(model.object)?.type;
  return [
    ...(model === undefined && !analysis.statements.some(isTraining) && !trainsInOwnWay(analysis)
      ? ['It trains no model.']
      : []),
    ...(type === undefined
      ? []
      : [
          `The model is a \`${type.slice(type.lastIndexOf('.') + 1)}\`${model === undefined || model.because === '' ? '' : `: ${model.because}`}.`,
        ]),
    ...(typeof target === 'string' ? [`It predicts the column \`${target}\`.`] : []),
    ...(metrics.length === 0
      ? []
      : [`It reports, in \`reports/metrics.json\`: ${unique(metrics.map(({ key }) => `\`${key}\``)).join(', ')}.`]),
  ];
}

function isTraining({ calls }: Statement): boolean {
  return calls.some(({ effect }) => effect?.role === 'fit');
}

function dataLines({ configuration }: PromotionPlan): readonly string[] {
  const paths = configuration.filter(({ role }) => role === 'path');
  const lines = unique(
    paths.map(
      ({ key, value, access }) => `- \`${String(value)}\` (\`${key}\`): ${access === 'written' ? 'written' : 'read'}`,
    ),
  );
  return lines.length === 0
    ? ['It reads no files.']
    : [...lines, '', 'The paths stand in `params.yaml` and start at the folder of that file.'];
}

function useLines({ packageName }: PromotionPlan, inference: Inference): readonly string[] {
  const commands = [
    `python -m ${packageName} run                # trains, evaluates, and saves what inference needs`,
    ...(inference.kind === 'none'
      ? []
      : [`python -m ${packageName} predict --input ${exampleInput(inference.preprocess)} --output answers.csv`]),
    'pytest                              # the tests',
    'dvc repro                           # the same, stage by stage, where something has changed',
  ];
  const told =
    inference.kind === 'raw'
      ? ['Inference takes raw rows, as the notebook reads them.']
      : inference.kind === 'processed'
        ? [
            `Inference takes features that are already processed, because the steps before them cannot be repeated row by row. ${inference.because ?? ''}`.trim(),
          ]
        : [`There is no inference: ${inference.because}`];
  return [
    '```',
    ...commands,
    '```',
    '',
    'To retrain with other values, change `params.yaml` and run again.',
    '',
    ...told,
  ];
}

/** Endings of files, by how rows are read from them. */
const endings: readonly (readonly [read: RegExp, ending: string])[] = [
  [/\bnp\.load\(/, 'npy'],
  [/\bread_parquet\(/, 'parquet'],
  [/\bread_excel\(/, 'xlsx'],
  [/\bread_feather\(/, 'feather'],
  [/\bread_pickle\(/, 'pkl'],
  [/json/, 'json'],
];

/** A file or folder of the kind that `predict` reads, as one would name it. */
function exampleInput(preprocess: Preprocess | undefined): string {
  if (preprocess?.pictures !== undefined) return 'pictures/';
  const { reader } = preprocess ?? {};
  const known = reader === undefined ? undefined : endings.find(([read]) => read.test(reader));
  return `rows.${known?.[1] ?? 'csv'}`;
}

/** Each stage with its functions, in the order in which they run. */
function diagram(plan: PromotionPlan): readonly string[] {
  const stages = pipelineStages(plan);
  const width = Math.max(0, ...stages.map(({ name }) => name.length));
  return stages.flatMap(({ name, functions }, index) => [
    ...(index === 0 ? [] : ['  ↓']),
    `${name.padEnd(width)}  ${functions.map((planned) => planned.name).join(' → ')}`,
  ]);
}

/** Without a verdict, which holds for one state of the package and of its data. */
const verificationLines: readonly string[] = [
  '`reports/verification.md` says whether the package computes what the notebook computes; while it is not there, nobody has run the two and compared them.',
];

/** Promotion keeps behaviour, leaks included. */
function findingLines(findings: readonly ProjectFinding[]): readonly string[] {
  const leaks = findings.filter(({ rule }) => rule.startsWith('leak/'));
  if (leaks.length === 0) return [];
  return [
    'The package computes what the notebook computes, its faults included:',
    '',
    ...leaks.map(({ rule, message, at }) => `- \`${rule}\`, ${cellName(at.cell)}: ${message}`),
  ];
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
