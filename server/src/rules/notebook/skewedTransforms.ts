/** The rule about features that a model was trained on after a step which other features did not go through. */
import type { ObjectId } from '../../notebook/flow/analysis.ts';
import { shorten } from '../../spec/words.ts';
import { nodeAt, textAt } from './codeAt.ts';
import type { Data, PlacedCall, RowGraph } from './leaks/rowGraph.ts';
import { rowGraphOf } from './leaks/rowGraph.ts';
import { dataAt, trainingsOf } from './leaks/trainings.ts';
import type { ModelPair } from './leaks/trainings.ts';
import type { NotebookContext, NotebookFinding, NotebookRule } from './notebookRule.ts';

export const skewedTransformRules: readonly NotebookRule[] = [
  {
    id: 'notebook/skewed-transform',
    severity: 'I/W/E',
    finds: 'features that went through other steps than those that the model was trained on',
    why: 'The model sees numbers on another scale, or other columns, than those that it learned from, and its answers mean nothing. Send all features through the same fitted steps, best in one `Pipeline`.',
    hasFix: true,
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined) return;
      const graph = rowGraphOf(analysis);
      const told = new Set<string>();
      for (const pair of trainingsOf(analysis).pairs) {
        const finding = compare(context, graph, pair);
        const key = `${finding?.at?.cell}:${finding?.at?.start}`;
        if (finding === undefined || told.has(key)) continue;
        told.add(key);
        yield finding;
      }
    },
  },
];

/** A fitted step on the way of features to a model. */
interface Step {
  readonly type: string;
  readonly call: PlacedCall;
}

interface Chain {
  /** The step next to the model first. */
  readonly steps: readonly Step[];
  /** Every object on the way, with the number of steps between it and the model. */
  readonly passed: ReadonlyMap<ObjectId, number>;
}

function compare(
  context: NotebookContext,
  graph: RowGraph,
  { training, evaluation }: ModelPair,
): NotebookFinding | undefined {
  const [trained, given] = [training.data[0], evaluation.data[0]];
  if (trained === undefined || given === undefined || training.data.length > 1 || evaluation.data.length > 1)
    return undefined;
  if (trained.object === given.object || training.models.length > 1) return undefined;
  const [learned, used] = [chainOf(context, graph, trained), chainOf(context, graph, given)];
  if (learned === undefined || used === undefined) return undefined;
  const shared = [...learned.passed].find(([object]) => used.passed.has(object));
  const [before, after] =
    shared === undefined
      ? [learned.steps, used.steps]
      : [learned.steps.slice(0, shared[1]), used.steps.slice(0, used.passed.get(shared[0]))];
  const types = (steps: readonly Step[]): string => steps.map(({ type }) => type).join(' ');
  if (types(before) === types(after)) return undefined;
  const name = shorten(textAt(context, given.at));
  const missing = before.filter(({ type }) => !after.some((step) => step.type === type));
  const extra = after.filter(({ type }) => !before.some((step) => step.type === type));
  const [first] = missing.length > 0 ? missing : extra;
  if (first === undefined) return undefined;
  const step = first.type.slice(first.type.lastIndexOf('.') + 1);
  const message =
    missing.length > 0
      ? `The model was trained on data that went through \`${step}\`, and \`${name}\` did not: transform it first.`
      : `\`${name}\` went through \`${step}\`, and the data that the model was trained on did not: treat both alike.`;
  const related = [
    { at: first.call.at, message: `goes through \`${step}\`` },
    { at: training.at, message: 'trains the model' },
  ];
  return { at: given.at, message, related, fixes: fixesFor(context, given, missing, before.length - after.length) };
}

/** The fix when one step alone is missing. */
function fixesFor(
  context: NotebookContext,
  given: Data,
  missing: readonly Step[],
  count: number,
): NotebookFinding['fixes'] & object {
  const [only] = missing;
  const owner = only?.call.text.replace(/\.\w+$/, '') ?? '';
  const text = textAt(context, given.at);
  if (only === undefined || count !== 1 || !/^[A-Za-z_]\w*$/.test(owner) || !/^[A-Za-z_]\w*$/.test(text)) return [];
  const newText = `${owner}.transform(${text})`;
  return [{ title: `Write \`${shorten(newText)}\``, changes: [{ at: given.at, newText }] }];
}

const chainLimit = 30;

/** The fitted steps behind some features; undefined when something on the way is not known. */
function chainOf(context: NotebookContext, graph: RowGraph, start: Data): Chain | undefined {
  const steps: Step[] = [];
  const passed = new Map<ObjectId, number>();
  let data: Pick<Data, 'object' | 'seenBy'> = start;
  for (let length = 0; length < chainLimit; length += 1) {
    if (passed.has(data.object)) return undefined;
    passed.set(data.object, steps.length);
    const transform = graph.makersOf(data.object).find(isTransform);
    if (transform !== undefined) {
      const types = new Set(transform.receivers.map((id) => graph.object(id)?.type));
      const [type, ...others] = types;
      const [input, ...more] = dataAt(graph, transform, transform.effect?.data);
      if (type === undefined || others.length > 0 || input === undefined || more.length > 0) return undefined;
      steps.push({ type, call: transform });
      data = input;
      continue;
    }
    const relations = graph.relationsOf(data.object, data.seenBy);
    const sources = new Set(
      relations.filter(({ relation }) => relation === 'same' || relation === 'part').map(({ of }) => of),
    );
    const others = relations.filter(({ relation }) => relation === 'contains' || relation === 'duplicates');
    const [source, ...more] = sources;
    if (source === undefined) return isRoot(graph, data.object) ? { steps, passed } : undefined;
    if (more.length > 0 || others.length > 0 || !isNeutral(context, graph, data.object)) return undefined;
    const through = relations.find(({ of }) => of === source)?.through ?? data.seenBy;
    data = { object: source, seenBy: Math.min(through, data.seenBy) };
  }
  return undefined;
}

function isTransform({ effect }: PlacedCall): boolean {
  return effect?.source === 'table' && (effect.role === 'transform' || effect.role === 'fit-transform');
}

/** Whether data come from a file or a data set, and not from something that nobody describes. */
function isRoot(graph: RowGraph, id: ObjectId): boolean {
  const makers = graph.makersOf(id);
  return makers.length > 0 && makers.every(({ effect }) => effect?.source === 'table');
}

const neutralNodes: ReadonlySet<string> = new Set(['subscript', 'attribute', 'identifier']);
/** Calls that keep the values of the columns that they keep. */
const neutralCalls =
  /(?:^|\.)(?:train_test_split|drop|to_numpy|copy|reset_index|dropna|sample|head|tail|drop_duplicates|sort_values|query|squeeze|split|tolist|asarray|array)$/;

/** Whether what made an object changes no value in it. */
function isNeutral(context: NotebookContext, graph: RowGraph, id: ObjectId): boolean {
  const makers = graph.makersOf(id);
  if (makers.length > 0) return makers.every(({ text }) => neutralCalls.test(text));
  const at = graph.object(id)?.madeBy.at;
  const placed = at === undefined ? undefined : nodeAt(context, at);
  return placed !== undefined && neutralNodes.has(placed.node.type);
}
