/**
 * Decides which statements of a notebook a package needs: those that a metric, a model, a prediction or a written file
 * depends on, found backwards along the data flow.
 */
import type { StageAssignment } from '../stages/assignStages.ts';
import type { Call, Definition, NotebookAnalysis, Statement, StatementId } from '../flow/analysis.ts';
import { findMetrics, isScore } from './findMetrics.ts';
import type { NotebookCode, StatementCode } from './notebookCode.ts';
import type { ValueRead } from './wireFunctions.ts';

export interface KeepOptions {
  /** Whether what only looks at data is kept, too. */
  readonly keepsExplore: boolean;
  /** Whether a statement runs as a step: no import, no definition, nothing that cannot be converted. */
  readonly isStep: (statement: StatementCode) => boolean;
  /** Whether a place is not written in the package, so that what is read there is not needed. */
  readonly isHidden: (cell: number, start: number) => boolean;
  /** What functions read that a statement names. */
  readonly readsOf: (statement: StatementCode) => readonly ValueRead[];
  /** Statements that draw figures which are kept. */
  readonly figures: ReadonlySet<StatementId>;
}

/** Objects whose `fit` is training. */
const models: ReadonlySet<string> = new Set([
  'estimator',
  'clusterer',
  'search',
  'pipeline',
  'booster',
  'statsmodel',
  'keras-model',
  'torch-module',
  'unknown',
]);

/** @returns ids of the statements that are kept, imports and definitions left out: those go with what uses them */
export function keepStatements(
  analysis: NotebookAnalysis,
  code: NotebookCode,
  stages: readonly StageAssignment[],
  options: KeepOptions,
): ReadonlySet<StatementId> {
  const { keepsExplore, isStep } = options;
  const candidates = code.statements.filter(isStep).map(({ statement }) => statement);
  const isExplore = ({ id }: Statement): boolean => stages[id]?.stage === 'explore';
  let sinks = candidates.filter((statement) => {
    const source = code.of(statement.id);
    return isSink(analysis, statement) || (source !== undefined && findMetrics(source, analysis) !== undefined);
  });
  const hasResults = sinks.length > 0;
  if (hasResults) sinks = [...new Set([...sinks, ...candidates.filter(({ id }) => options.figures.has(id))])];
  // A notebook that trains and writes nothing leads to what it computes.
  if (sinks.length === 0) sinks = candidates.filter(changesSomething);
  if (keepsExplore) sinks = [...new Set([...sinks, ...candidates.filter(isExplore)])];
  return closure(analysis, code, candidates, sinks, options);
}

function isSink(analysis: NotebookAnalysis, { calls, definitions }: Statement): boolean {
  if (calls.some((call) => isScore(call) || isTraining(analysis, call) || call.effect?.role === 'predict')) return true;
  const isShown = calls.some(({ effect }) => effect?.mutates.some(({ target }) => target === '$plt'));
  return !isShown && definitions.some(({ name }) => name.startsWith('$file:'));
}

function isTraining(analysis: NotebookAnalysis, { effect, receiver, result }: Call): boolean {
  if (effect?.role === 'save') return true;
  if (effect?.role !== 'fit') return false;
  const trained = analysis.object(receiver ?? result ?? -1);
  return trained === undefined || models.has(trained.kind);
}

function changesSomething({ definitions }: Statement): boolean {
  if (definitions.some(({ name }) => name === '$plt')) return false;
  return definitions.some(({ name, kind }) => !name.startsWith('$') && kind !== 'maybe-mutate' && kind !== 'delete');
}

function closure(
  { statements }: NotebookAnalysis,
  code: NotebookCode,
  candidates: readonly Statement[],
  sinks: readonly Statement[],
  { keepsExplore, isHidden, readsOf, figures }: KeepOptions,
): ReadonlySet<StatementId> {
  const allowed = new Set(candidates.map(({ id }) => id));
  const kept = new Set<StatementId>();
  const open = sinks.map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const statement = statements[id];
    if (kept.has(id) || statement === undefined || !allowed.has(id)) continue;
    kept.add(id);
    const source = code.of(id);
    for (const { definitions } of source === undefined ? [] : readsOf(source)) {
      open.push(...definitions.map((definition) => definition.statement));
    }
    for (const { name, definitions, at, isWritten } of [...statement.uses, ...statement.lateUses]) {
      if (isWritten && isHidden(at.cell, at.start)) continue;
      for (const definition of definitions) {
        if (isDependency(name, definition, statement, statements, keepsExplore || figures.has(id)))
          open.push(definition.statement);
      }
    }
  }
  return kept;
}

/** Hidden resources are dependencies where they change values; figures live as long as their cell. */
function isDependency(
  name: string,
  definition: Definition,
  { at }: Statement,
  statements: readonly Statement[],
  isFigure: boolean,
): boolean {
  if (!name.startsWith('$')) return true;
  if (name === '$stdout' || name === '$options') return false;
  if (name === '$plt') return isFigure && statements[definition.statement]?.at.cell === at.cell;
  return true;
}
