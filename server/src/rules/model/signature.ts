/** Rules about types, shapes and kinds: what the spec says of tensors against what the graph says. */
import type { GraphValueFact } from '../../../../schemas/facts.ts';
import { thingAxis, widthOfParts } from '../../../../schemas/thingParts.ts';
import { wholeTensorTypes } from '../../../../schemas/tensorTypes.ts';
import { counted, shorten } from '../../spec/words.ts';
import { labelOfModel } from '../metricView.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { imageMismatches } from './imageShape.ts';
import { boundInputs, boundOutputs, columnsText, placeOf, printShape } from './modelView.ts';
import type { Bound, InputNode, OutputNode } from './modelView.ts';

/** The size of the last axis of a tensor with one row per answer; undefined when it is open. */
function widthOf({ shape }: GraphValueFact): number | undefined {
  if (shape?.length === 1) return 1;
  const last = shape?.length === 2 ? shape[1] : undefined;
  return typeof last === 'number' ? last : undefined;
}

function* inputShape({ spec, facts }: RuleContext, bound: Bound<InputNode>): Generator<Finding> {
  const { model, isInherited, name, node, value } = bound;
  const { column, columns, image } = node.fields;
  if (image !== undefined) {
    yield* imageMismatches(bound, image);
    return;
  }
  const width = widthOf(value);
  if (width === undefined) return;
  const graphSays = `The graph of \`${model.id}\` takes ${printShape(value.shape)} as \`${shorten(name)}\``;
  if (columns !== undefined && columns.items.length !== width) {
    const count = columnsText(columns.items.length);
    const message = `${graphSays}, and ${count} ${columns.items.length === 1 ? 'feeds' : 'feed'} it: name ${columnsText(width)}, in the order of the training.`;
    yield { place: placeOf(model, isInherited, columns.place), message };
  }
  if (column === undefined || width === 1) return;
  // A column can hold a list, such as an embedding, and so can other data than tables.
  const dataId = labelOfModel(spec, model.id)?.fields.of?.id;
  if (dataId === undefined || spec.fields.data?.entries.get(dataId)?.fields.modality?.value !== 'table') return;
  const table = facts.table(dataId);
  const known = table.state === 'known' ? table.value.columns.find((one) => one.name === column.text) : undefined;
  if (known?.kind === 'opaque') return;
  const message = `${graphSays}, and one column, \`${shorten(column.text)}\`, feeds it: name ${columnsText(width)} under \`columns\`.`;
  yield { place: placeOf(model, isInherited, column.place), message };
}

function* outputShape({ model, isInherited, name, node, value }: Bound<OutputNode>): Generator<Finding> {
  const { quantiles, format } = node.fields;
  const width = widthOf(value);
  if (quantiles !== undefined && width !== undefined && quantiles.items.length !== width) {
    yield {
      place: placeOf(model, isInherited, quantiles.place),
      message: `The graph of \`${model.id}\` gives ${printShape(value.shape)} as \`${shorten(name)}\`, and ${counted(quantiles.items.length, 'quantile')} ${quantiles.items.length === 1 ? 'is' : 'are'} named: name one for each column.`,
    };
  }
  const { shape } = value;
  const isClosed = shape !== undefined && shape.every((axis) => typeof axis === 'number');
  if (node.fields.as?.value === 'boxes' && isClosed && !shape.includes(4)) {
    yield {
      place: placeOf(model, isInherited, (format ?? node.fields.as).place),
      message: `A box is four numbers, and the graph of \`${model.id}\` gives ${printShape(value.shape)} as \`${shorten(name)}\`: choose another output.`,
    };
  }
}

/** Numbers of things side by side, of which no axis is as long as what they hold. */
function* thingsShape({ model, isInherited, name, node, value }: Bound<OutputNode>): Generator<Finding> {
  const { as, holds } = node.fields;
  if (as?.value !== 'detections' || holds === undefined || value.shape === undefined) return;
  const parts = holds.items.map((part) => part.value);
  const says = `the graph of \`${model.id}\` gives ${printShape(value.shape)} as \`${shorten(name)}\``;
  const at = (message: string): Finding => ({ place: placeOf(model, isInherited, holds.place), message });
  if (value.shape.length < 2) {
    yield at(`Numbers of several things take two axes, and ${says}: choose another output.`);
    return;
  }
  const [secondLast, last] = value.shape.slice(-2);
  if (typeof secondLast !== 'number' || typeof last !== 'number') return;
  // How many classes there are is the business of the rule about classes, as long as there is room for one.
  const width = widthOfParts(parts, 1);
  const fits = { ...width, isOpen: width.isOpen || parts.includes('scores') };
  if (thingAxis(secondLast, last, fits) !== undefined) return;
  const least = `${parts.map((part) => `\`${part}\``).join(', ')} take ${counted(width.least, 'number')}${fits.isOpen ? ' or more' : ''}`;
  yield at(`${least}, and ${says}: name all that a thing holds, \`ignore\` for what is not used.`);
}

function* inputType({ model, isInherited, name, node, value }: Bound<InputNode>): Generator<Finding> {
  const { type, missing, categories } = node.fields;
  const graphType = value.type;
  if (value.kind !== 'tensor' || graphType === undefined) return;
  const says = `the graph of \`${model.id}\` takes ${graphType} as \`${shorten(name)}\``;
  if (type !== undefined && type.text !== graphType) {
    const message = `The type is ${type.text} in the spec, and ${says}: write ${graphType}, or export the model anew.`;
    yield { place: placeOf(model, isInherited, type.place), message };
    return;
  }
  if (missing?.value === 'nan' && (graphType === 'string' || graphType === 'bool' || wholeTensorTypes.has(graphType))) {
    const message = `NaN is no ${graphType}, and ${says}: refuse missing values, or write what replaces them.`;
    yield { place: placeOf(model, isInherited, missing.place), message };
  }
  if (categories !== undefined && graphType === 'string') {
    const message = `Categories become numbers, and ${says}: leave \`categories\` out, so that it gets the texts.`;
    yield { place: placeOf(model, isInherited, categories.keyPlace ?? categories.place), message };
  }
}

const scoreMeanings: ReadonlySet<string> = new Set(['probabilities', 'probability', 'logits', 'scores']);

function* outputType({ model, isInherited, name, node, value }: Bound<OutputNode>): Generator<Finding> {
  const { as } = node.fields;
  if (as === undefined || !scoreMeanings.has(as.value) || value.kind !== 'tensor' || value.type === undefined) return;
  if (value.type !== 'string' && value.type !== 'int64' && value.type !== 'bool') return;
  yield {
    place: placeOf(model, isInherited, as.place),
    message: `The graph of \`${model.id}\` gives ${value.type} as \`${shorten(name)}\`, which cannot be ${as.value}: it looks like the answer itself, so write \`class-id\` or \`ignore\`.`,
  };
}

function nounOf(kind: GraphValueFact['kind']): string | undefined {
  switch (kind) {
    case 'sequence':
      return 'a sequence';
    case 'map':
      return 'a map';
    case 'optional':
      return 'an optional value';
    case 'sparse-tensor':
      return 'a sparse tensor';
    case 'tensor':
    case undefined:
      return undefined;
  }
}

export const modelSignatureRules: readonly Rule[] = [
  {
    id: 'model/shape-mismatch',
    severity: 'E/E/E',
    finds: 'columns, an image size, quantiles or numbers of things that do not fit the shape of the tensor',
    why: 'The graph states how wide each tensor is. With another number of columns it fails on the first batch; with the right number in the wrong order it answers nonsense without any error. Sizes that the graph leaves open fit everything.',
    *check(context) {
      for (const bound of boundInputs(context)) yield* inputShape(context, bound);
      for (const bound of boundOutputs(context)) {
        yield* outputShape(bound);
        yield* thingsShape(bound);
      }
    },
  },
  {
    id: 'model/type-mismatch',
    severity: 'E/E/E',
    finds: 'a type that is not the one of the graph',
    why: 'The runtime converts nothing: a float64 for a float32 is refused, and so is a missing value where there is no NaN. Write the type of the graph; values of tables are then converted on reading, with a check of the range.',
    *check(context) {
      for (const bound of boundInputs(context)) yield* inputType(bound);
      for (const bound of boundOutputs(context)) yield* outputType(bound);
    },
  },
  {
    id: 'model/non-tensor-output',
    severity: 'E/E/E',
    finds: 'an output in use that is a sequence, a map, an optional value or a sparse tensor',
    why: 'The runtime reads tensors alone. Export the model so that it gives tensors (`zipmap: False` in skl2onnx), or say `as: ignore`. A final ZipMap, which scikit-learn models have, is unwrapped on loading and is no finding.',
    *check(context) {
      for (const { model, isInherited, name, node, value } of boundOutputs(context)) {
        const noun = nounOf(value.kind);
        if (noun === undefined || node.fields.as?.value === 'ignore') continue;
        yield {
          place: placeOf(model, isInherited, node.keyPlace ?? node.place),
          message: `\`${shorten(name)}\` of \`${model.id}\` is ${noun}, and only tensors can be read: export it as a tensor, or ignore it by \`as: ignore\`.`,
        };
      }
    },
  },
];
