/** `transform` with what was fitted on the training rows, in place of another fit. */
import { partOf } from '../../../notebook/syntax/pythonTree.ts';
import type { NotebookContext, NotebookFix } from '../notebookRule.ts';
import { nodesOf, writtenText } from './nodes.ts';
import type { Refit } from './refitOnTest.ts';
import type { PlacedCall } from './rowGraph.ts';

/** @returns undefined where the fitted object has no name at hand, or the change would not help */
export function refitFix(context: NotebookContext, { first, again }: Refit): NotebookFix | undefined {
  if (!again.call.text.endsWith('.fit_transform') || first.call.through !== undefined) return undefined;
  const callee = calleeOf(context, again.call);
  const fitted = nameOfReceiver(context, first.call);
  if (callee === undefined || fitted === undefined || again.call.arguments.length === 0) return undefined;
  const isShared = again.call.receivers.every((id) => first.call.receivers.includes(id));
  if (!isShared && !isStillFitted(context, fitted, first.call, again.call)) return undefined;
  const data = again.call.arguments[0]?.at;
  const labels = again.call.arguments.slice(1);
  const changes = [
    { at: callee, newText: `${fitted}.transform` },
    // What is transformed needs no labels.
    ...labels.map(({ at }, index) => ({
      at: { ...at, start: labels[index - 1]?.at.end ?? data?.end ?? at.start },
      newText: '',
    })),
  ];
  if (!context.improves(changes, 'leak/refit-on-test')) return undefined;
  return { title: `Transform with \`${fitted}\`, as it was fitted on the training rows`, changes, isPreferred: true };
}

function calleeOf(context: NotebookContext, { at }: PlacedCall) {
  const call = nodesOf(context).nodeAt(at);
  const callee = call?.node.type === 'call' ? partOf(call.node, 'function') : undefined;
  return callee === undefined ? undefined : { cell: at.cell, start: callee.start, end: callee.end };
}

/** The name of what a call of a method is made on. */
function nameOfReceiver(context: NotebookContext, { at }: PlacedCall): string | undefined {
  const call = nodesOf(context).nodeAt(at);
  const callee = call?.node.type === 'call' ? partOf(call.node, 'function') : undefined;
  const object = callee?.type === 'attribute' ? partOf(callee, 'object') : undefined;
  return call === undefined || object?.type !== 'identifier' ? undefined : writtenText({ ...call, node: object });
}

/** Whether a name still stands, at a later call, for what an earlier one fitted. */
function isStillFitted({ analysis }: NotebookContext, name: string, first: PlacedCall, again: PlacedCall): boolean {
  const between = analysis?.statements.filter(({ id }) => id > first.statement && id < again.statement) ?? [];
  return (
    first.statement < again.statement &&
    between.every(({ definitions }) => definitions.every((one) => one.name !== name))
  );
}
