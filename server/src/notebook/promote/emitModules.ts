/** Writes the modules of the package from a plan. */
import type { StatementId } from '../flow/analysis.ts';
import { emitImports } from './emitImports.ts';
import { emitMain } from './emitMain.ts';
import { emitPipeline } from './emitPipeline.ts';
import { plainLines } from './generatedLines.ts';
import type { GeneratedLine, GeneratedModule } from './generatedLines.ts';
import type {
  PlannedDefinition,
  PlannedFunction,
  PlannedMetric,
  PlanSource,
  PromotionPlan,
  StageModule,
} from './plan.ts';
import type { StatementCode } from './notebookCode.ts';
import { metricsByStatement, renderStatement } from './renderStatement.ts';
import { sayFunction } from './sayFunction.ts';

/** Modules that hold what the notebook wrote, in the order in which they are listed. */
export const moduleOrder: readonly (StageModule | 'common')[] = [
  'common',
  'data',
  'features',
  'split',
  'train',
  'evaluate',
  'explore',
];

const roles: Readonly<Record<StageModule | 'common', string>> = {
  common: 'Functions and classes that several modules use.',
  data: 'Reads the data and cleans them.',
  features: 'Makes features.',
  split: 'Splits the rows.',
  train: 'Trains.',
  evaluate: 'Evaluates.',
  infer: 'Predicts.',
  explore: 'Looks at the data.',
};

/** @returns one module for each stage that has statements, then what runs them */
export function emitModules(plan: PromotionPlan): readonly GeneratedModule[] {
  const metrics = metricsByStatement(plan);
  const modules = moduleOrder.flatMap((name) => {
    const functions = plan.functions.filter(({ module }) => module === name);
    const definitions = plan.definitions.filter(({ module }) => module === name);
    return functions.length + definitions.length === 0 ? [] : [emitModule(plan, name, functions, definitions, metrics)];
  });
  return [
    ...modules,
    ...(plan.source.figures.size > 0 ? [{ name: 'figures', lines: plainLines(figures) }] : []),
    { name: 'pipeline', lines: emitPipeline(plan) },
    { name: '__main__', lines: emitMain(plan) },
    { name: '__init__', lines: plainLines(packageText(plan)) },
  ];
}

/** What libraries look up in the environment when they are imported, which is before any function runs. */
const importSetting =
  /^os\.environ\[(?<quote>["'])(?:KERAS|TF|CUDA|XLA|JAX|PYTORCH|OMP|MKL)_[A-Z0-9_]+\k<quote>\] *= *(?:"[^"\\]*"|'[^'\\]*')$/;

function packageText({ packageName, analysis: { statements }, source: { code } }: PromotionPlan): string {
  const settings = statements.flatMap(({ at }) => {
    const text = code.textAt(at);
    return importSetting.test(text) ? [text] : [];
  });
  const head = `"""${packageName}, promoted from a notebook."""`;
  return settings.length === 0 ? head : `${head}\n\nimport os\n\n${settings.join('\n')}`;
}

const figures = `"""Figures as files."""

from pathlib import Path

import matplotlib.pyplot as plt


def save_figure(name: str) -> None:
    """Writes the current figure to reports/<name>.png, and closes it."""
    folder = Path("reports")
    folder.mkdir(exist_ok=True)
    plt.savefig(folder / f"{name}.png")
    plt.close("all")`;

function emitModule(
  plan: PromotionPlan,
  name: StageModule | 'common',
  functions: readonly PlannedFunction[],
  definitions: readonly PlannedDefinition[],
  metrics: ReadonlyMap<StatementId, readonly PlannedMetric[]>,
): GeneratedModule {
  const needs = new Set<string>();
  const body: GeneratedLine[] = [];
  for (const definition of definitions) body.push(...plainLines('\n'), ...emitDefinition(plan, definition, needs));
  for (const planned of functions) body.push(...plainLines('\n'), ...emitFunction(plan, planned, metrics, needs));
  const imports = emitImports(plan, name, functions, definitions, needs);
  return { name, lines: [...plainLines(`"""${roles[name]}"""\n\n${imports}`), ...body] };
}

function emitDefinition(
  plan: PromotionPlan,
  definition: PlannedDefinition,
  needs: Set<string>,
): readonly GeneratedLine[] {
  const source = plan.source.code.of(definition.statement);
  if (source === undefined) return [];
  const parameters = new Map(definition.parameters.map(({ variable, parameter }) => [variable, parameter]));
  const rendered = renderStatement(plan, source, [], {
    indentation: '',
    valueOf: (value) => parameters.get(value) ?? value,
  });
  for (const need of rendered.needs) needs.add(need);
  return rendered.lines.map((text) => ({ text, statement: definition.statement, function: definition.name }));
}

const indentation = '    ';

function emitFunction(
  plan: PromotionPlan,
  planned: PlannedFunction,
  metrics: ReadonlyMap<StatementId, readonly PlannedMetric[]>,
  needs: Set<string>,
): readonly GeneratedLine[] {
  const reported = planned.statements.flatMap((id) => metrics.get(id) ?? []);
  const own = (text: string): readonly GeneratedLine[] => plainLines(text, planned.name);
  const lines: GeneratedLine[] = [
    ...own(`def ${planned.name}(${parametersOf(planned)}):`),
    ...own(docstring(plan, planned)),
  ];
  if (reported.length > 0) lines.push(...own(`${indentation}metrics = {}`));
  const plain = plainNames(plan.source, planned);
  for (const name of planned.begun) lines.push(...own(`${indentation}${name} = None`));
  let cell = -1;
  for (const id of planned.statements) {
    const source = plan.source.code.of(id);
    if (source === undefined) continue;
    if (source.statement.at.cell !== cell) {
      cell = source.statement.at.cell;
      lines.push(...own(`${indentation}# from cell ${cell + 1}`));
    }
    const rendered = renderStatement(plan, source, metrics.get(id) ?? [], { indentation, valueOf: (value) => value });
    lines.push(...findingLines(plan, source, planned.name));
    for (const need of rendered.needs) needs.add(need);
    const isQuoted = plan.source.facts.of(source).assigns.some((name) => !plain.has(name));
    const texts = isQuoted ? withoutComplaint(rendered.lines) : rendered.lines;
    lines.push(...texts.map((text) => ({ text, statement: id, function: planned.name })));
  }
  const returned = [...planned.outputs.map(({ name }) => name), ...(reported.length > 0 ? ['metrics'] : [])];
  if (returned.length > 0) lines.push(...own(`${indentation}return ${returned.join(', ')}`));
  return lines;
}

/** What is wrong with a statement stays wrong, and is said above it. */
function findingLines(
  { source: { findings } }: PromotionPlan,
  { statement: { at } }: StatementCode,
  inFunction: string,
): readonly GeneratedLine[] {
  const inside = findings.filter(
    (finding) => finding.at.cell === at.cell && at.start <= finding.at.start && finding.at.start < at.end,
  );
  return inside.flatMap(({ rule, message }) =>
    plainLines(`${indentation}# ${rule}: ${message.replace(/\s+/g, ' ')}`, inFunction),
  );
}

/** Names that a checker sees being read; a name that stands in a query alone is not among them. */
function plainNames({ code, facts }: PlanSource, { statements, outputs }: PlannedFunction): ReadonlySet<string> {
  const sources = statements.flatMap((id) => code.of(id) ?? []);
  const passed = sources.flatMap((source) =>
    facts.of(source).definitions.flatMap(({ source: called }) => [...called.values]),
  );
  const read = sources.flatMap((source) => [...facts.of(source).plain]);
  return new Set([...read, ...passed, ...outputs.map(({ name }) => name)]);
}

/** A comment may follow the first line, unless a text goes on behind it. */
function withoutComplaint(lines: readonly string[]): readonly string[] {
  const [first, ...others] = lines.filter((line) => !line.trimStart().startsWith('#'));
  if (first === undefined || first.includes('#')) return lines;
  if (others.length > 0 && (!/[([{]$/.test(first) || /"""|'''/.test(first))) return lines;
  return lines.map((line) => (line === first ? `${line}  # noqa: F841` : line));
}

function parametersOf({ inputs, configuration }: PlannedFunction): string {
  const names = inputs.map(({ name }) => name);
  return [...names, ...(configuration.length > 0 ? ['*', 'config: Config'] : [])].join(', ');
}

const widestDocstring = 100;

/** What it does, then what the notebook says of it. */
function docstring(plan: PromotionPlan, planned: PlannedFunction): string {
  const does = cut(sayFunction(plan, planned));
  const said = planned.prose === undefined ? undefined : cut(planned.prose);
  if (said === undefined) return `${indentation}"""${does}"""`;
  return `${indentation}"""${does}\n\n${indentation}${said}\n${indentation}"""`;
}

function cut(text: string): string {
  const plain = text.replaceAll('\\', '/').replaceAll('"', "'").replace(/\s+/g, ' ').trim();
  const short = plain.length > widestDocstring ? `${plain.slice(0, widestDocstring).replace(/\s+\S*$/, '')} …` : plain;
  const sentence = short.charAt(0).toUpperCase() + short.slice(1);
  return /[.!?…:]$/.test(sentence) ? sentence : `${sentence}.`;
}
