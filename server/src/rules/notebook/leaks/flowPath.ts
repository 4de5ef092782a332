/** How a leak came about, told step by step. */
import type { ObjectId } from '../../../notebook/flow/analysis.ts';
import type { CellRange } from '../../../notebook/read/notebook.ts';
import type { RelatedCell } from '../notebookRule.ts';
import type { Data, Influence, RowGraph } from './rowGraph.ts';

/** Steps in the middle of a path that are told; a longer path leaves some out. */
const shownSteps = 4;

/**
 * The way of values from a source to data, the source first: one sentence for each statement on it.
 *
 * @param source an object that `graph.influencesOn(data)` names; the path is empty when it does not
 * @param told a sentence for an object, such as the reducer, instead of what is said of any
 */
export function flowPath(
  graph: RowGraph,
  source: ObjectId,
  data: Data,
  told: (object: ObjectId) => string | undefined = () => undefined,
): readonly RelatedCell[] {
  const influences = graph.influencesOn(data);
  const steps: { readonly at: CellRange; readonly message: string; readonly isTold: boolean }[] = [];
  for (let step = influences.get(source); step !== undefined; step = step.towards) {
    const sentence = told(step.object);
    const at = placeOf(graph, step);
    if (at === undefined) continue;
    steps.push({ at, message: sentence ?? messageOf(graph, step), isTold: sentence !== undefined });
  }
  const distinct = steps.filter(
    ({ at, isTold }, index) =>
      isTold || !steps.some((other, position) => isInside(at, other.at) && (other.isTold || position < index)),
  );
  return shorten(distinct).map(({ at, message }) => ({ at, message }));
}

/** Leaves out steps from the middle of a long path, those that have a sentence of their own last. */
function shorten<Step extends { readonly isTold: boolean }>(steps: readonly Step[]): readonly Step[] {
  const plain = steps.filter(({ isTold }, index) => !isTold && index > 0 && index < steps.length - 1);
  const dropped = new Set(plain.slice(shownSteps / 2, Math.max(shownSteps / 2, plain.length - shownSteps / 2)));
  return steps.filter((step) => !dropped.has(step));
}

/** Where the step towards the data happens: the whole statement, or the call that makes the object in it. */
function placeOf(graph: RowGraph, { object, relation, towards }: Influence): CellRange | undefined {
  if (relation === undefined || towards === undefined) return undefined;
  const made = graph.object(towards.object)?.madeBy;
  const maker = graph.makersOf(towards.object).find(({ statement }) => statement === relation.through);
  if (maker !== undefined) return maker.at;
  if (made?.statement === relation.through) return made.at;
  return graph.analysis.statements[relation.through]?.at ?? graph.object(object)?.madeBy.at;
}

function messageOf(graph: RowGraph, { relation, towards }: Influence): string {
  const share = relation?.share;
  switch (relation?.relation) {
    case 'summary':
      return 'Computes values from all of these rows together.';
    case 'part':
      return share?.includes('#') === true ? 'Splits the rows.' : 'Takes some of the rows.';
    case 'contains':
      return 'Joins these rows to others.';
    case 'duplicates':
      return 'Makes copies of rows.';
    case 'uses':
      return isStored(graph, towards) ? 'Puts the values into the data.' : 'Uses the values.';
    case 'same':
    case undefined:
      return 'Passes the rows on.';
  }
}

/** Whether values go into data that were there before. */
function isStored(graph: RowGraph, towards: Influence | undefined): boolean {
  const object = towards === undefined ? undefined : graph.object(towards.object);
  return object !== undefined && ['frame', 'array', 'series'].includes(object.kind);
}

function isInside(inner: CellRange, outer: CellRange): boolean {
  return inner.cell === outer.cell && inner.start >= outer.start && inner.end <= outer.end;
}
