/** Loops that try thresholds on predictions for test rows, and keep the best. */
import type { NotebookAnalysis, Statement, StatementId } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import { oncePerAnalysis } from './oncePerAnalysis.ts';
import { rowGraphOf } from './rowGraph.ts';
import type { RowGraph } from './rowGraph.ts';
import { rowSetsOf } from './rowSets.ts';
import { scoredObjectsOf } from './scoring.ts';
import { heldOutOf } from './testData.ts';
import type { HeldOut } from './testData.ts';

export interface ThresholdSearch {
  /** The head of the loop. */
  readonly at: CellRange;
  readonly held: HeldOut;
}

/** Loops that compare predictions with what the loop goes through, score them, and whose result is used later. */
export const thresholdSearchesOf: (analysis: NotebookAnalysis) => readonly ThresholdSearch[] = oncePerAnalysis(
  (analysis) => {
    const graph = rowGraphOf(analysis);
    const held = heldOutOf(analysis).filter(({ evaluation }) => evaluation.kind === 'prediction');
    if (held.length === 0) return [];
    const loops = analysis.statements.filter(({ type, isLeftOut }) => type === 'for_statement' && !isLeftOut);
    return loops.flatMap((loop) => {
      const tried = held.find((score) => triesOn(graph, loop.id, score));
      const isKept = tried !== undefined && keepsBest(analysis, loop);
      return isKept ? [{ at: headOf(analysis, loop), held: tried }] : [];
    });
  },
);

/** Whether a loop compares predictions of a test with a value of its own, and scores what comes of it. */
function triesOn(graph: RowGraph, loop: StatementId, { evaluation }: HeldOut): boolean {
  const predicted = evaluation.call.result;
  if (predicted === undefined || evaluation.statement > loop) return false;
  const rowSets = rowSetsOf(graph.analysis);
  const scored = scoredObjectsOf(graph.analysis);
  return graph.madeBy(loop).some((object) => {
    if (!scored.has(object.id) || graph.makersOf(object.id).length > 0) return false;
    const operands = graph.relationsOf(object.id, loop).filter(({ relation }) => relation === 'same');
    const isPredicted = ({ of }: (typeof operands)[number]): boolean =>
      rowSets.originsOf({ object: of, seenBy: loop }).some((origin) => origin.object === predicted);
    return (
      operands.some(isPredicted) &&
      operands.some(({ of }) => graph.object(of)?.madeBy.statement === loop && isFromLoop(graph, of, predicted))
    );
  });
}

/** Whether an object is what a loop goes through: an item of something that has no rows of the test. */
function isFromLoop(graph: RowGraph, id: number, predicted: number): boolean {
  const object = graph.object(id);
  if (object === undefined || object.kind === 'series' || object.kind === 'frame') return false;
  return !graph.influencesOn({ object: id, seenBy: object.madeBy.statement }).has(predicted);
}

/** Whether the loop binds a name under a condition that is read behind it. */
function keepsBest(analysis: NotebookAnalysis, loop: Statement): boolean {
  const bound = new Set(
    loop.definitions.filter(({ kind, name }) => kind === 'bind' && !name.startsWith('$')).map(({ name }) => name),
  );
  const text = analysis.notebook.cells[loop.at.cell]?.text.slice(loop.at.start, loop.at.end) ?? '';
  if (!/\n\s+if\b[^\n]*[<>]/.test(text)) return false;
  return analysis.statements.some(
    ({ id, uses }) =>
      id > loop.id &&
      uses.some(
        ({ name, definitions }) => bound.has(name) && definitions.some(({ statement }) => statement === loop.id),
      ),
  );
}

/** `for t in thresholds:` */
function headOf({ notebook }: NotebookAnalysis, { at }: Statement): CellRange {
  const text = notebook.cells[at.cell]?.text.slice(at.start, at.end) ?? '';
  const [line = ''] = text.split('\n', 1);
  return { ...at, end: at.start + line.trimEnd().length };
}
