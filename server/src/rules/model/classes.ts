/** The rule about classes: as many as the graph tells apart, and in its order where the graph names them. */
import type { GraphValueFact, ModelFact } from '../../../../schemas/facts.ts';
import { widthOfParts } from '../../../../schemas/thingParts.ts';
import type { LabelShape } from '../../../../schemas/spec/labels.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { listOf, shorten } from '../../spec/words.ts';
import { labelOfModel, taskOfModel } from '../metricView.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { boundOutputs, placeOf, printShape } from './modelView.ts';
import type { Bound, OutputNode } from './modelView.ts';

type LabelNode = ObjectNode<LabelShape>;

/** How many classes an output of a model of a task tells apart by its sizes; undefined when the graph leaves it open. */
function classAxis({ shape }: GraphValueFact, node: OutputNode, task: string | undefined): number | undefined {
  const axis = (at: number): number | undefined => {
    const size = shape?.at(at);
    return typeof size === 'number' ? size : undefined;
  };
  switch (node.fields.as?.value) {
    case 'probabilities':
    case 'probability':
    case 'logits':
      return shape?.length === 2 ? axis(1) : undefined;
    case 'masks':
      // A mask of a thing has the class of the thing.
      if (task === 'instance-segmentation') return undefined;
      if (shape?.length !== 4 || node.fields.values?.value === 'ids') return undefined;
      return node.fields.layout?.value === 'NHWC' ? axis(3) : axis(1);
    case 'detections':
      return classesOfThings(axis(-2), axis(-1), node);
    default:
      return undefined;
  }
}

/** Of numbers side by side: those that are left for the scores of a thing, when nothing else takes what is left. */
function classesOfThings(
  secondLast: number | undefined,
  last: number | undefined,
  { fields: { holds } }: OutputNode,
): number | undefined {
  const parts = holds?.items.map(({ value }) => value) ?? [];
  if (secondLast === undefined || last === undefined || !parts.includes('scores')) return undefined;
  const others = widthOfParts(parts, 0);
  const count = Math.min(secondLast, last) - others.least;
  return others.isOpen || count < 1 ? undefined : count;
}

function classesText(count: number): string {
  return count === 1 ? '1 class' : `${count} classes`;
}

function* classCount({ spec }: RuleContext, bound: Bound<OutputNode>): Generator<Finding> {
  const { model, isInherited, name, node, value } = bound;
  const { as, classes } = node.fields;
  const found = classAxis(value, node, taskOfModel(spec, model.id));
  if (as === undefined || found === undefined) return;
  const says = `the graph of \`${model.id}\` gives ${printShape(value.shape)} as \`${shorten(name)}\``;
  if (as.value === 'probability') {
    if (found === 1) return;
    const message = `One probability is meant, and ${says}: write \`probabilities\`, with the classes in the order of the columns.`;
    yield { place: placeOf(model, isInherited, as.place), message };
    return;
  }
  const label = labelOfModel(spec, model.id);
  if (classes === undefined) {
    const ofLabel = label?.fields.classes;
    const count = ofLabel?.kind === 'list' ? ofLabel.items.length : ofLabel?.yaml.entries.length;
    if (count === undefined || count === found || node.unreadable.has('classes')) return;
    const message = `The label has ${classesText(count)}, and ${says}: name the classes of the axis under \`classes\`.`;
    yield { place: placeOf(model, isInherited, as.place), message };
    return;
  }
  const named = classes.items.map(({ text }) => text);
  if (named.length !== found) {
    const isSingle = found === 1 && named.length === 2 && as.value === 'probabilities';
    const advice = isSingle ? 'for one column write `as: probability`' : 'name them in the order of the axis';
    const message = `The spec names ${classesText(named.length)}, and ${says}: ${advice}.`;
    yield { place: placeOf(model, isInherited, classes.place), message };
  }
}

function* classOrder({ spec }: RuleContext, bound: Bound<OutputNode>): Generator<Finding> {
  const { model, isInherited, name, node, graph } = bound;
  const { as, classes } = node.fields;
  const label = labelOfModel(spec, model.id);
  const ofLabel = label?.fields.classes;
  // Without a list of its own, an output of things has the classes of the label in their order.
  const list = classes ?? (as?.value === 'detections' && ofLabel?.kind === 'list' ? ofLabel : undefined);
  if (as === undefined || list === undefined || node.unreadable.has('classes')) return;
  const named = list.items.map(({ text }) => text);
  const order = orderInGraph(graph, name, as.value, named, label);
  if (order === undefined || order.every((one, index) => one === named[index])) return;
  yield {
    place: placeOf(model, isInherited, (classes ?? as).place),
    message: `The graph of \`${model.id}\` has its classes in the order ${listOf(order.map(shorten))}: write them so, else each name stands for another class.`,
  };
}

/** Answers whose classes are those that the metadata of the file name. */
const namedAnswers: ReadonlySet<string> = new Set(['probabilities', 'logits', 'class-id', 'class-ids', 'detections']);

/**
 * The classes in the order in which the file itself names them, by a final ZipMap or in its metadata.
 *
 * @returns undefined when it names none, or not these
 */
function orderInGraph(
  { zipMapClasses, namedClasses }: ModelFact,
  output: string,
  as: string,
  named: readonly string[],
  label: LabelNode | undefined,
): readonly string[] | undefined {
  const ofMetadata = namedAnswers.has(as) ? namedClasses : undefined;
  const written = Object.hasOwn(zipMapClasses, output) ? zipMapClasses[output] : ofMetadata;
  if (written === undefined) return undefined;
  const names = namesByValue(label);
  const order = written.map((one) => (named.includes(one) ? one : names.get(one)));
  const known = order.filter((one) => one !== undefined && named.includes(one));
  return known.length === named.length && new Set(known).size === named.length
    ? known.flatMap((one) => one ?? [])
    : undefined;
}

/** Value in the label column → class; booleans as the numbers that tools make of them. */
function namesByValue(label: LabelNode | undefined): ReadonlyMap<string, string> {
  const classes = label?.fields.classes;
  const names = new Map<string, string>();
  if (classes?.kind !== 'map') return names;
  for (const [name, { text }] of classes.entries) {
    names.set(text === 'true' ? '1' : text === 'false' ? '0' : text, name);
  }
  return names;
}

export const modelClassRules: readonly Rule[] = [
  {
    id: 'model/class-count-mismatch',
    severity: 'E/E/E',
    finds: 'another number of classes than the graph tells apart, or another order than it states',
    why: 'Classes are named by their place on the axis. With one too few, one too many, or two swapped, every metric by class speaks of the wrong class, and nothing fails. A final ZipMap is unwrapped first, and its own labels say the order, as do the names that exports of YOLO carry.',
    *check(context) {
      for (const bound of boundOutputs(context)) {
        yield* classCount(context, bound);
        yield* classOrder(context, bound);
      }
    },
  },
];
