/** Cuts what is kept into functions: runs of one stage in the order in which they run. */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { NotebookAnalysis } from '../flow/analysis.ts';
import { stageOrder } from '../stages/assignStages.ts';
import type { StageAssignment } from '../stages/assignStages.ts';
import { areIndependent, footprintOf, joinFootprints } from './independence.ts';
import type { Footprint } from './independence.ts';
import { headingOf, sentenceOf } from './nameFunction.ts';
import type { StatementCode } from './notebookCode.ts';
import type { Facts } from './statementFacts.ts';

export interface StatementGroup {
  readonly stage: NotebookStage;
  readonly statements: readonly StatementCode[];
  /** The heading that begins right above it; undefined when none does. */
  readonly heading: string | undefined;
  /** A sentence right above its first cell that tells what is done. */
  readonly prose: string | undefined;
}

interface OpenGroup {
  readonly stage: NotebookStage;
  readonly statements: StatementCode[];
  /** Of all its statements. */
  footprint: Footprint;
  readonly section: number;
}

/**
 * Runs of one stage under one heading. A statement moves up past groups of later stages that it has nothing to do with,
 * so that stages come together where the notebook goes back and forth; what depends on each other keeps its order.
 */
export function groupStatements(
  analysis: NotebookAnalysis,
  steps: readonly StatementCode[],
  stages: readonly StageAssignment[],
  facts: Facts,
): readonly StatementGroup[] {
  const footprintIn = (step: StatementCode): Footprint =>
    joinFootprints(footprintOf(step.statement), namesOf(step, facts));
  const sections = sectionsOf(analysis);
  const groups: OpenGroup[] = [];
  for (const statement of steps) {
    const stage = stages[statement.statement.id]?.stage ?? 'explore';
    const section = sections[statement.statement.at.cell] ?? -1;
    const footprint = footprintIn(statement);
    const place = placeFor(groups, stage, footprint);
    const before = groups[place - 1];
    if (before?.stage === stage && before.section === section && !startsAnew(analysis, before, statement)) {
      before.statements.push(statement);
      before.footprint = joinFootprints(before.footprint, footprint);
    } else {
      const seeds = before?.stage === stage ? seedsFor(before, statement) : [];
      const own = [...seeds, statement];
      const all = own.map(footprintIn).reduce(joinFootprints);
      groups.splice(place, 0, { stage, statements: own, footprint: all, section });
    }
  }
  const told = new Set<number>();
  return groups.map(({ stage, statements, section }) => {
    const heading = told.has(section) ? undefined : headingOf(analysis.notebook.cells[section]);
    told.add(section);
    const first = statements[0]?.statement.at.cell ?? 0;
    const prose = sentenceOf(analysis.notebook.cells[first - 1]);
    return { stage, statements, heading, prose };
  });
}

/** What the package reads and binds there: functions that are handed on take what they read with them. */
function namesOf(step: StatementCode, facts: Facts): Footprint {
  const { reads, binds } = facts.of(step);
  return { reads: new Set(reads.map(({ name }) => name)), writes: new Set(binds) };
}

/** Takes out of a group what it ends with to seed the statement that follows in the same cell. */
function seedsFor({ statements }: OpenGroup, { statement: next }: StatementCode): readonly StatementCode[] {
  const last = statements.findLastIndex(
    ({ statement }) =>
      statement.at.cell !== next.at.cell || !statement.calls.some(({ effect }) => (effect?.seeds.length ?? 0) > 0),
  );
  return last < 0 ? [] : statements.splice(last + 1);
}

/** Where a statement goes among the groups: as far up as its stage and its dependencies allow, else behind all. */
function placeFor(groups: readonly OpenGroup[], stage: NotebookStage, footprint: Footprint): number {
  const rank = stageOrder.indexOf(stage);
  let place = groups.length;
  for (let group = groups[place - 1]; group !== undefined; group = groups[place - 1]) {
    if (stageOrder.indexOf(group.stage) <= rank) return place;
    if (!areIndependent(footprint, group.footprint)) return groups.length;
    place -= 1;
  }
  return place;
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
