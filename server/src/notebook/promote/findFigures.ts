/** Finds the figures that judge a model: they are kept, and written to files instead of being shown. */
import type { Call, NotebookAnalysis, Statement, StatementId } from '../flow/analysis.ts';
import type { CellRange } from '../read/notebook.ts';
import type { StageAssignment } from '../stages/assignStages.ts';
import type { NotebookCode, StatementCode } from './notebookCode.ts';
import { snake } from './nameFunction.ts';

/** What saves one figure. */
export interface FigureEnd {
  readonly statement: StatementId;
  /** Unique, without ending: `reports/<name>.png`. */
  readonly name: string;
  /** Calls that show it, each of which saves it instead; empty where it is saved behind the statement. */
  readonly shows: readonly CellRange[];
}

export interface Figures {
  /** Statements that draw them. */
  readonly statements: ReadonlySet<StatementId>;
  readonly ends: readonly FigureEnd[];
}

/** Figures live as long as their cell, as a notebook shows them. */
export function findFigures(
  analysis: NotebookAnalysis,
  code: NotebookCode,
  stages: readonly StageAssignment[],
  isStep: (source: StatementCode) => boolean,
): Figures {
  const statements = new Set<StatementId>();
  const ends: FigureEnd[] = [];
  const names = new Set<string>();
  for (const [, own] of Map.groupBy(code.statements, ({ statement }) => statement.at.cell)) {
    const drawing = own.filter((source) => isStep(source) && draws(source.statement));
    if (!drawing.some((source) => judges(analysis, source, stages))) continue;
    for (const { statement } of drawing) statements.add(statement.id);
    ends.push(...endsOf(drawing, names));
  }
  return { statements, ends };
}

function draws({ definitions }: Statement): boolean {
  return definitions.some(({ name }) => name === '$plt');
}

/** Whether a statement draws what evaluation or training found. */
function judges(
  { statements }: NotebookAnalysis,
  { statement, parsed }: StatementCode,
  stages: readonly StageAssignment[],
): boolean {
  if (statement.calls.some(({ effect }) => effect?.stage === 'evaluate' && changesFigure(effect))) return true;
  const text = parsed.code.slice(statement.at.start, statement.at.end);
  if (/\.(?:feature_importances_|history\b|cv_results_|evals_result)/.test(text)) return true;
  return statement.uses.some(
    ({ name, definitions }) =>
      !name.startsWith('$') &&
      definitions.some((definition) => {
        const made = statements[definition.statement];
        return (
          definition.statement < statement.id &&
          stages[definition.statement]?.stage === 'evaluate' &&
          made?.calls.some(({ effect }) => effect?.role === 'metric' || effect?.role === 'score') === true
        );
      }),
  );
}

function changesFigure({ mutates }: NonNullable<Call['effect']>): boolean {
  return mutates.some(({ target }) => target === '$plt');
}

/** Each call of `show` ends a figure, and so does the cell. */
function endsOf(drawing: readonly StatementCode[], names: Set<string>): readonly FigureEnd[] {
  const ends: FigureEnd[] = [];
  let title: string | undefined;
  let isOpen = false;
  for (const { statement } of drawing) {
    title = titleOf(statement) ?? title;
    const shows = statement.calls
      .filter(({ callee, through }) => callee === 'matplotlib.pyplot.show' && through === undefined)
      .map(({ at }) => at);
    isOpen = shows.length === 0;
    if (isOpen) continue;
    ends.push({ statement: statement.id, name: uniqueName(title, statement, names), shows });
    title = undefined;
  }
  const last = drawing.at(-1);
  if (isOpen && last !== undefined) {
    ends.push({ statement: last.statement.id, name: uniqueName(title, last.statement, names), shows: [] });
  }
  return ends;
}

function titleOf({ calls }: Statement): string | undefined {
  const titled = calls.find(({ callee }) => callee !== undefined && /\.(?:set_)?(?:sup)?title$/.test(callee));
  const text = titled?.arguments[0]?.literal;
  return typeof text === 'string' && text.length <= longestTitle && snake(text) !== '' ? snake(text) : undefined;
}

const longestTitle = 40;

function uniqueName(title: string | undefined, { at }: Statement, names: Set<string>): string {
  const wanted = title ?? `cell_${at.cell + 1}`;
  let name = wanted;
  for (let number = 2; names.has(name); number += 1) name = `${wanted}_${number}`;
  names.add(name);
  return name;
}
