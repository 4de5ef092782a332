/** What training does to the answers before it fits, and how inference undoes it. */
import type { Call, NotebookAnalysis, ObjectId, Statement } from '../../flow/analysis.ts';
import type { PromotionPlan } from '../plan.ts';
import type { CellTrees } from '../project/cellTrees.ts';
import { partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import type { Captures } from './reading.ts';

export interface LabelStep {
  /** Expression of `raw`, the model's answers. */
  readonly code: string;
  /** Key of what it needs of the saved state. */
  readonly capture: string | undefined;
  /** What it does, for the docstring. */
  readonly meaning: string;
  /** Class of the encoder that turns numbers into names of classes; undefined for all that is no encoder. */
  readonly encoder?: string | undefined;
}

const inverses: Readonly<Record<string, string>> = {
  'numpy.log1p': 'np.expm1(raw)',
  'numpy.log': 'np.exp(raw)',
  'numpy.sqrt': 'np.square(raw)',
  'numpy.log10': 'np.power(10, raw)',
};

/**
 * @param objectId the answers that the model is fitted on
 * @returns undefined when the model answers in the terms of the data
 */
export function labelStep(
  { analysis }: PromotionPlan,
  trees: CellTrees,
  objectId: ObjectId | undefined,
  kept: readonly Statement[],
  captures: Captures,
): LabelStep | undefined {
  if (objectId === undefined) return undefined;
  // The answers are parts of what a call made.
  const open = [objectId];
  const seen = new Set(open);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const object = analysis.object(id);
    if (object === undefined) continue;
    const statement = kept.find((candidate) => candidate.id === object.madeBy.statement);
    const call = statement?.calls.find(({ at, result }) => result === id && at.start === object.madeBy.at.start);
    const step =
      call === undefined || statement === undefined
        ? undefined
        : stepOfCall(analysis, trees, call, statement, captures);
    if (step !== undefined) return step;
    for (const { relation, of } of object.rows) {
      if ((relation !== 'same' && relation !== 'part') || seen.has(of)) continue;
      seen.add(of);
      open.push(of);
    }
  }
  return undefined;
}

function stepOfCall(
  analysis: NotebookAnalysis,
  trees: CellTrees,
  call: Call,
  statement: Statement,
  captures: Captures,
): LabelStep | undefined {
  const inverse = inverses[call.callee ?? ''];
  if (inverse !== undefined) {
    return { code: inverse, capture: undefined, meaning: `the inverse of \`${call.text}\`` };
  }
  if (!/\.fit_transform$/.test(call.callee ?? '') || call.through !== undefined) return undefined;
  const node = trees.callAt(call.at);
  const callee: PythonNode | undefined = node === undefined ? undefined : partOf(node, 'function');
  const tree = trees.treeOf(call.at.cell);
  if (callee === undefined || tree === undefined) return undefined;
  const at = { cell: call.at.cell, start: callee.start, end: callee.end };
  const encoder = call.receiver === undefined ? undefined : analysis.object(call.receiver)?.type;
  const capture = captures.keep(at, 'fitted_copy', 'answers', statement.id);
  return {
    code: `state[${JSON.stringify(capture)}].inverse_transform(raw)`,
    capture,
    meaning: `the inverse of \`${textOf(tree, callee)}\``,
    encoder: /\.(?<name>\w*(?:Encoder|Binarizer))$/.exec(encoder ?? '')?.groups?.['name'],
  };
}
