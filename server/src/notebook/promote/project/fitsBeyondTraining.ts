/** What is fitted on more rows than the model is trained on: a leak that promotion keeps. */
import type { NotebookAnalysis, ObjectId } from '../../flow/analysis.ts';
import type { InferencePlan } from '../inference/planInference.ts';
import type { PlannedCapture, PromotionPlan } from '../plan.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';
import { partOf } from '../../syntax/pythonTree.ts';
import { createCellTrees } from './cellTrees.ts';

/** @param fitted captures of methods that fit, or transform groups */
export function fitsBeyondTraining(
  plan: PromotionPlan,
  parser: PythonParser,
  fitted: readonly PlannedCapture[],
  { captures, model, features, network }: InferencePlan,
): readonly PlannedCapture[] {
  const trees = createCellTrees(plan.analysis.notebook, parser);
  const rowsOf = ({ statement, at }: PlannedCapture): readonly ObjectId[] => {
    const call = plan.analysis.statements[statement]?.calls.find((candidate) => {
      const node = trees.callAt(candidate.at);
      const callee = node === undefined ? undefined : partOf(node, 'function');
      return candidate.at.cell === at.cell && callee?.start === at.start && callee.end === at.end;
    });
    const isGroups = call?.callee?.startsWith('groupby.') === true;
    if (call === undefined) return [];
    return isGroups ? (call.receiver === undefined ? [] : [call.receiver]) : (call.arguments[0]?.objects ?? []);
  };
  // A network that a loop trains is fitted by no call: what it is given says what it learned from.
  const isLoop = network?.library === 'torch';
  const training = captures.find(({ name }) => name === (isLoop ? features : model));
  const trained = training === undefined ? [] : isLoop ? givenAt(plan.analysis, training) : rowsOf(training);
  return fitted.filter((capture) =>
    rowsOf(capture).some((seen) => trained.some((rows) => isPartOf(plan.analysis, rows, seen))),
  );
}

/** The objects that some call is given at the place of a capture. */
function givenAt({ statements }: NotebookAnalysis, { statement, at }: PlannedCapture): readonly ObjectId[] {
  return (statements[statement]?.calls ?? [])
    .flatMap((call) => call.arguments)
    .filter((argument) => argument.at.cell === at.cell && argument.at.start === at.start && argument.at.end === at.end)
    .flatMap(({ objects }) => objects);
}

/** Whether rows come from another object through a split or a filter. */
function isPartOf(analysis: NotebookAnalysis, rows: ObjectId, whole: ObjectId): boolean {
  // What the rows of an object come from, whole or in part, told apart.
  const seen = new Set<string>();
  const open: { readonly id: ObjectId; readonly isPart: boolean }[] = [{ id: rows, isPart: false }];
  const ofWhole = wholesOf(analysis, whole);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const key = `${next.id}:${next.isPart}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (next.isPart && ofWhole.has(next.id)) return true;
    for (const { relation, of, isCertain } of analysis.object(next.id)?.rows ?? []) {
      if (isCertain && (relation === 'same' || relation === 'part')) {
        open.push({ id: of, isPart: next.isPart || relation === 'part' });
      }
    }
  }
  return false;
}

/** All objects that have exactly the rows of one. */
function wholesOf(analysis: NotebookAnalysis, id: ObjectId): ReadonlySet<ObjectId> {
  const found = new Set([id]);
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { relation, of } of analysis.object(next)?.rows ?? []) {
      if (relation !== 'same' || found.has(of)) continue;
      found.add(of);
      open.push(of);
    }
  }
  return found;
}
