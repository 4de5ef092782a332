/** The conversion report and the source map: what became of every statement, and where it stands now. */
import type {
  CellLines,
  FileLines,
  MapEntry,
  PromotedFunction,
  PromotedStatement,
  PromotionMap,
  PromotionReport,
} from '../../../../schemas/promotion.ts';
import type { NotebookAnalysis, Statement, StatementId } from '../flow/analysis.ts';
import type { CellRange, Notebook } from '../read/notebook.ts';
import type { GeneratedModule } from './generatedLines.ts';
import type { PromotionPlan } from './plan.ts';
import { indexLines } from './rangeIndex.ts';
import { statementKeys } from './statementKeys.ts';

export interface ReportOptions {
  readonly notebook: string;
  readonly version: string;
}

interface Place {
  readonly at: FileLines;
  readonly function: string;
}

/** @param modules as they are written, with every line in its place */
export function makeReport(
  plan: PromotionPlan,
  modules: readonly GeneratedModule[],
  folder: string,
  { notebook, version }: ReportOptions,
): { readonly report: PromotionReport; readonly map: PromotionMap } {
  const { analysis } = plan;
  const keys = statementKeys(analysis);
  const places = placesOf(modules, folder);
  const cellLinesOf = createCellLines(analysis.notebook);
  const key = (id: StatementId): string => keys.get(id) ?? String(id);
  const entries: MapEntry[] = analysis.statements.flatMap((statement) =>
    (places.get(statement.id) ?? []).map((place) => ({
      statement: key(statement.id),
      from: cellLinesOf(statement.at),
      to: place.at,
      function: place.function,
    })),
  );
  const statements = plan.outcomes.flatMap((outcome): readonly PromotedStatement[] => {
    const statement = analysis.statements[outcome.statement];
    if (statement === undefined) return [];
    const place = places.get(statement.id)?.[0];
    return [
      {
        id: key(statement.id),
        at: cellLinesOf(statement.at),
        text: firstLineOf(analysis, statement),
        outcome: outcome.outcome,
        stage: outcome.stage,
        stageBecause: outcome.stageBecause,
        function: place?.function ?? null,
        to: place?.at ?? null,
        reason: outcome.reason ?? null,
      },
    ];
  });
  const count = (wanted: PromotedStatement['outcome']): number =>
    statements.filter(({ outcome }) => outcome === wanted).length;
  return {
    map: { kind: 'promotion-map', schema: 1, notebook, package: plan.packageName, entries },
    report: {
      kind: 'promotion',
      schema: 1,
      version,
      notebook,
      package: plan.packageName,
      counts: { converted: count('converted'), dropped: count('dropped'), left: count('left') },
      statements,
      functions: functionsOf(plan, modules, folder),
      decisions: [...plan.decisions],
      findings: plan.source.findings.flatMap(({ rule, message, at }) => {
        const statement = analysis.statements.find(
          (candidate) => candidate.at.cell === at.cell && candidate.at.start <= at.start && at.start < candidate.at.end,
        );
        const place = statement === undefined ? undefined : places.get(statement.id)?.[0];
        if (place === undefined) return [];
        return [{ rule, message, at: cellLinesOf(at), to: place.at }];
      }),
      dependencies: [],
      checks: [],
    },
  };
}

/** Where each statement stands, one place for each function that it is in. */
function placesOf(modules: readonly GeneratedModule[], folder: string): ReadonlyMap<StatementId, readonly Place[]> {
  const places = new Map<StatementId, Place[]>();
  for (const { name, lines } of modules) {
    lines.forEach((line, index) => {
      if (line.statement === undefined || line.function === undefined) return;
      const known = places.get(line.statement) ?? [];
      places.set(line.statement, known);
      const qualified = `${name}.${line.function}`;
      const open = known.find((place) => place.function === qualified);
      if (open === undefined) {
        known.push({ function: qualified, at: { file: `${folder}/${name}.py`, first: index + 1, last: index + 1 } });
      } else open.at.last = index + 1;
    });
  }
  return places;
}

function functionsOf(
  plan: PromotionPlan,
  modules: readonly GeneratedModule[],
  folder: string,
): readonly PromotedFunction[] & PromotedFunction[] {
  return plan.functions.flatMap((planned) => {
    const lines = modules.find(({ name }) => name === planned.module)?.lines ?? [];
    const first = lines.findIndex((line) => line.function === planned.name);
    const last = lines.findLastIndex((line) => line.function === planned.name);
    if (first < 0) return [];
    return [
      {
        name: planned.name,
        module: planned.module,
        stage: planned.stage,
        inputs: planned.inputs.map(({ name }) => name),
        outputs: planned.outputs.map(({ name }) => name),
        at: { file: `${folder}/${planned.module}.py`, first: first + 1, last: last + 1 },
      },
    ];
  });
}

/** Whole lines of ranges, counted from 1. */
function createCellLines({ cells }: Notebook): (at: CellRange) => CellLines {
  const lines = new Map<number, (offset: number) => number>();
  return ({ cell, start, end }) => {
    const lineOf = lines.get(cell) ?? indexLines(cells[cell]?.text ?? '');
    lines.set(cell, lineOf);
    const cellId = cells[cell]?.id ?? String(cell);
    return { cell, cellId, first: lineOf(start), last: lineOf(Math.max(start, end - 1)) };
  };
}

const longestText = 120;

function firstLineOf({ notebook, magics }: NotebookAnalysis, { at }: Statement): string {
  const text = notebook.cells[at.cell]?.text ?? '';
  // A line of IPython stands as something shorter in the code.
  const magic = magics.find((one) => one.at.cell === at.cell && one.at.start < at.end && one.at.end > at.start);
  const end = Math.max(at.end, magic?.at.end ?? 0);
  const line = text.slice(at.start, end).split(/\r?\n/, 1)[0] ?? '';
  return line.length > longestText ? `${line.slice(0, longestText - 1)}…` : line;
}
