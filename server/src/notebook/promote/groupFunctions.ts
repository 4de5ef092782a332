/** Cuts what is kept into functions: runs of one stage in the order in which they run. */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { NotebookAnalysis } from '../flow/analysis.ts';
import type { StageAssignment } from '../stages/assignStages.ts';
import { headingOf, paragraphOf } from './nameFunction.ts';
import type { StatementCode } from './notebookCode.ts';

export interface StatementGroup {
  readonly stage: NotebookStage;
  readonly statements: readonly StatementCode[];
  /** The heading that begins right above it; undefined when none does. */
  readonly heading: string | undefined;
  /** The first paragraph above its first cell. */
  readonly prose: string | undefined;
}

interface OpenGroup {
  readonly stage: NotebookStage;
  readonly statements: StatementCode[];
  readonly section: number;
}

export function groupStatements(
  analysis: NotebookAnalysis,
  steps: readonly StatementCode[],
  stages: readonly StageAssignment[],
): readonly StatementGroup[] {
  const sections = sectionsOf(analysis);
  const groups: OpenGroup[] = [];
  for (const statement of steps) {
    const stage = stages[statement.statement.id]?.stage ?? 'explore';
    const section = sections[statement.statement.at.cell] ?? -1;
    const last = groups.at(-1);
    if (last?.stage === stage && last.section === section && !startsAnew(analysis, last, statement)) {
      last.statements.push(statement);
    } else groups.push({ stage, statements: [statement], section });
  }
  const told = new Set<number>();
  return groups.map(({ stage, statements, section }) => {
    const heading = told.has(section) ? undefined : headingOf(analysis.notebook.cells[section]);
    told.add(section);
    const first = statements[0]?.statement.at.cell ?? 0;
    const prose = paragraphOf(analysis.notebook.cells[first - 1]);
    return { stage, statements, heading, prose };
  });
}

/** For each cell, the index of the cell with the heading that it stands under; -1 above the first. */
function sectionsOf({ notebook }: NotebookAnalysis): readonly number[] {
  let section = -1;
  return notebook.cells.map((cell, index) => {
    if (headingOf(cell) !== undefined) section = index;
    return section;
  });
}

/** A second model begins a function of its own. */
function startsAnew(analysis: NotebookAnalysis, { stage, statements }: OpenGroup, next: StatementCode): boolean {
  if (stage !== 'train') return false;
  const hasTrained = statements.some(({ statement }) => statement.calls.some(({ effect }) => effect?.role === 'fit'));
  return (
    hasTrained &&
    next.statement.calls.some(({ result, effect }) => {
      const made = result === undefined ? undefined : analysis.object(result);
      return (
        effect?.role === undefined &&
        made !== undefined &&
        made.madeBy.statement === next.statement.id &&
        isModel(made.kind)
      );
    })
  );
}

function isModel(kind: string): boolean {
  return ['estimator', 'search', 'pipeline', 'keras-model', 'booster', 'torch-module'].includes(kind);
}
