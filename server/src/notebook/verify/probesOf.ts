/** The values that both runs are asked for: what stage functions return, metrics, and files that are written. */
import type { CellLines, FileLines, MapEntry } from '../../../../schemas/promotion.ts';
import type { Probe, VerificationPlan } from '../../../../schemas/verificationRun.ts';
import type { NotebookAnalysis, StatementId } from '../flow/analysis.ts';
import type { ConfigurationValue, PlannedFunction, PlannedName, PromotionPlan } from '../promote/plan.ts';
import { linesOf } from './linesOf.ts';

/** The probes of a plan, and where each is taken in the notebook and in the package. */
export type PlannedProbes = Pick<VerificationPlan, 'probes' | 'places' | 'functions' | 'metrics' | 'written'>;

/** Values that cannot be compared, so that asking for them says nothing. */
const incomparable: ReadonlySet<string> = new Set([
  'module',
  'class',
  'function',
  'figure',
  'axes',
  'file',
  'connection',
  'response',
  'iterator',
  'accessor',
]);

/** @param entries the source map; empty when there is none */
export function probesOf(plan: PromotionPlan, entries: readonly MapEntry[]): PlannedProbes {
  const probes: Probe[] = [];
  const places: VerificationPlan['places'][number][] = [];
  const functions: VerificationPlan['functions'][number][] = [];
  /** Name in the package → the probe that saw it made last. */
  const made = new Map<string, string>();
  for (const planned of plan.functions) {
    const name = `${planned.module}.${planned.name}`;
    const inputs = planned.inputs.flatMap((input) => made.get(input.name) ?? []);
    const outputs: { probe: string; name: string }[] = [];
    for (const output of planned.outputs) {
      // Every output keeps its place: the harness finds values by position.
      const id = `${name}.${output.name}`;
      outputs.push({ probe: id, name: output.name });
      const after = madeAfter(planned, output);
      if (after === undefined || incomparable.has(output.kind)) continue;
      places.push({ probe: id, after, variable: output.variable });
      probes.push({
        id,
        name: output.variable,
        role: 'output',
        isPrediction: isPrediction(plan.analysis, after),
        function: name,
        inputs,
        ...placesOf(plan.analysis, after, entries),
      });
    }
    for (const output of planned.outputs) made.set(output.name, `${name}.${output.name}`);
    functions.push({ module: planned.module, name: planned.name, outputs, reports: planned.reports });
    for (const metric of plan.metrics.filter(({ statement }) => planned.statements.includes(statement))) {
      const base = placesOf(plan.analysis, metric.statement, entries);
      const id = `metric:${metric.key}`;
      probes.push({ id, name: metric.key, role: 'metric', isPrediction: true, function: name, inputs, ...base });
    }
  }
  const files = writtenFiles(plan);
  for (const { probe, path, statement, function: name, inputs } of files) {
    const base = placesOf(plan.analysis, statement, entries);
    const found = inputs.flatMap((input) => made.get(input) ?? []);
    probes.push({ id: probe, name: path, role: 'file', isPrediction: false, function: name, inputs: found, ...base });
  }
  return {
    probes,
    places,
    functions,
    metrics: plan.metrics.map(({ key }) => ({ probe: `metric:${key}`, key })),
    written: files.map(({ probe, path, inPackage }) => ({ probe, path, inPackage })),
  };
}

/** The statement behind which the notebook has what a function returns. */
function madeAfter({ statements }: PlannedFunction, { madeBy }: PlannedName): StatementId | undefined {
  return madeBy !== undefined && statements.includes(madeBy) ? madeBy : statements.at(-1);
}

function isPrediction({ statements }: NotebookAnalysis, id: StatementId): boolean {
  return statements[id]?.calls.some(({ effect }) => effect?.role === 'predict') === true;
}

interface WrittenFile {
  readonly probe: string;
  readonly path: string;
  readonly inPackage: string;
  readonly statement: StatementId;
  readonly function: string | null;
  readonly inputs: readonly string[];
}

function writtenFiles(plan: PromotionPlan): readonly WrittenFile[] {
  const isConverted = (id: StatementId): boolean =>
    plan.outcomes.some(({ statement, outcome }) => statement === id && outcome === 'converted');
  const files = plan.files.filter(({ role, statement }) => role === 'written' && isConverted(statement));
  return files.map(({ path, statement }) => {
    const home = plan.functions.find(({ statements }) => statements.includes(statement));
    return {
      probe: `file:${path}`,
      path,
      inPackage: pathInPackage(plan, path, statement),
      statement,
      function: home === undefined ? null : `${home.module}.${home.name}`,
      inputs: home?.inputs.map(({ name }) => name) ?? [],
    };
  });
}

/** Where the package looks for a file: what its configuration says, else what the notebook says. */
export function pathInPackage(
  { analysis, configuration }: PromotionPlan,
  path: string,
  statement: StatementId,
): string {
  const paths = configuration.filter(({ role }) => role === 'path');
  const base = (text: string): string => /[^/\\]*[/\\]*$/.exec(text)?.[0] ?? text;
  const isOf = ({ value }: ConfigurationValue): boolean => typeof value === 'string' && base(value) === base(path);
  const at = analysis.statements[statement]?.at;
  const isIn = ({ at: place }: ConfigurationValue): boolean =>
    at !== undefined && place.cell === at.cell && place.start >= at.start && place.end <= at.end;
  const found = paths.find((value) => isIn(value) && isOf(value)) ?? paths.find(isOf);
  return typeof found?.value === 'string' ? found.value : path;
}

function placesOf(
  analysis: NotebookAnalysis,
  id: StatementId,
  entries: readonly MapEntry[],
): { readonly from: CellLines | null; readonly to: FileLines | null } {
  const at = analysis.statements[id]?.at;
  const from = at === undefined ? undefined : linesOf(analysis.notebook, at);
  if (from === undefined) return { from: null, to: null };
  const entry = entries.find(
    ({ from: { cell, first, last } }) => cell === from.cell && first <= from.last && from.first <= last,
  );
  return { from, to: entry?.to ?? null };
}
