/** Small models that compute something known, for tests of inference. */
import {
  elementTypes,
  entry,
  graph,
  join,
  model,
  node,
  number,
  tensor,
  tensorType,
  value,
  varint,
} from './onnxBytes.ts';
import type { Bytes } from './onnxBytes.ts';

export function floats(values: readonly number[]): Bytes {
  return new Uint8Array(Float32Array.from(values).buffer);
}

export interface LinearModel {
  /** Row-major, one row for each input column. */
  readonly weights: readonly number[];
  readonly bias: number;
  /** Columns of the output; one unless said. */
  readonly outputs?: number;
  /** What becomes of the sum. */
  readonly ending?: 'Sigmoid' | 'Identity';
  /** Rows of a tensor; any number unless said. */
  readonly batch?: number;
  readonly opset?: number;
}

/** `y` = ending(x · weights + bias), with the shape [N, outputs]. */
export function linearModel({ weights, bias, ending = 'Identity', batch, opset, outputs = 1 }: LinearModel): Bytes {
  const rows = batch ?? 'N';
  return model({
    ...(opset === undefined ? {} : { opset }),
    inputs: [value('x', tensorType(elementTypes.float32, [rows, weights.length / outputs]))],
    initializers: [
      tensor({ name: 'w', dims: [weights.length / outputs, outputs], raw: floats(weights) }),
      tensor({ name: 'b', dims: [1], raw: floats([bias]) }),
    ],
    nodes: [
      node({ inputs: ['x', 'w'], outputs: ['product'], operator: 'MatMul' }),
      node({ inputs: ['product', 'b'], outputs: ['sum'], operator: 'Add' }),
      node({ inputs: ['sum'], outputs: ['y'], operator: ending }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, [rows, outputs]))],
  });
}

/** AttributeProto. */
export function attribute(name: string, type: number, ...content: readonly Bytes[]): Bytes {
  return join(entry(1, name), ...content, number(20, type));
}

/**
 * A classifier of two numbers that ends in a ZipMap, as converters of scikit-learn write it: the softmax of
 * (x0 + x1, −x0 − x1) under the classes `low` and `high`.
 */
export function zipMapClassifier(): Bytes {
  const labels = ['low', 'high'];
  const float = (field: number, numbers: readonly number[]): Bytes => entry(field, floats(numbers));
  return model({
    opsets: { 'ai.onnx.ml': 1 },
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 2]))],
    nodes: [
      node({
        inputs: ['x'],
        outputs: ['output_label', 'scores'],
        operator: 'LinearClassifier',
        domain: 'ai.onnx.ml',
        attributes: [
          attribute('coefficients', 6, float(7, [1, 1, -1, -1])),
          attribute('intercepts', 6, float(7, [0, 0])),
          attribute('post_transform', 3, entry(4, 'SOFTMAX')),
          attribute('classlabels_strings', 8, ...labels.map((label) => entry(9, label))),
        ],
      }),
      node({
        inputs: ['scores'],
        outputs: ['output_probability'],
        operator: 'ZipMap',
        domain: 'ai.onnx.ml',
        attributes: [attribute('classlabels_strings', 8, ...labels.map((label) => entry(9, label)))],
      }),
    ],
    outputs: [
      value('output_label', tensorType(elementTypes.string, ['N'])),
      value('output_probability', sequenceOfMapsOfText),
    ],
  });
}

/** TypeProto of a sequence of maps from text to float32. */
const sequenceOfMapsOfText = entry(4, entry(1, entry(5, join(number(1, 8), entry(2, tensorType(1, []))))));

/** A model that holds nothing that the runtime knows. */
export function unknownOperatorModel(): Bytes {
  return model({
    opsets: { 'com.example': 1 },
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 2]))],
    nodes: [node({ inputs: ['x'], outputs: ['y'], operator: 'Oracle', domain: 'com.example' })],
    outputs: [value('y', tensorType(elementTypes.float32, ['N', 2]))],
  });
}

/** `y` = x − mean of x over the rows that are asked together, with the shape [N, 1]: no row is answered for itself. */
export function neighbourModel(): Bytes {
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 1]))],
    nodes: [
      node({
        inputs: ['x'],
        outputs: ['mean'],
        operator: 'ReduceMean',
        attributes: [attribute('axes', 7, number(8, 0))],
      }),
      node({ inputs: ['x', 'mean'], outputs: ['y'], operator: 'Sub' }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, ['N', 1]))],
  });
}

export interface BrightnessModel {
  /** Channels, height, width of an image; any height and width unless said. */
  readonly channels?: number;
  readonly height?: number;
  readonly width?: number;
  readonly batch?: number;
}

/** `y` = mean of each channel of the images `x`, with the shape [N, channels]. */
export function brightnessModel({ channels = 1, height, width, batch }: BrightnessModel = {}): Bytes {
  const rows = batch ?? 'N';
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, [rows, channels, height ?? 'H', width ?? 'W']))],
    nodes: [
      node({ inputs: ['x'], outputs: ['means'], operator: 'GlobalAveragePool' }),
      node({ inputs: ['means'], outputs: ['y'], operator: 'Flatten' }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, [rows, channels]))],
  });
}

/** `y` = x · w with the shape [N, 1], where the two weights stand in another file. */
export function modelWithWeightsAt(location: string): Bytes {
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 2]))],
    initializers: [tensor({ name: 'w', dims: [2, 1], external: { location, offset: '0', length: '8' } })],
    nodes: [node({ inputs: ['x', 'w'], outputs: ['y'], operator: 'MatMul' })],
    outputs: [value('y', tensorType(elementTypes.float32, ['N', 1]))],
  });
}

/** A graph in which two nodes wait for each other. */
export function cyclicModel(): Bytes {
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 2]))],
    nodes: [
      node({ inputs: ['x', 'second'], outputs: ['first'], operator: 'Add' }),
      node({ inputs: ['first'], outputs: ['second'], operator: 'Identity' }),
      node({ inputs: ['first'], outputs: ['y'], operator: 'Identity' }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, ['N', 2]))],
  });
}

/** A loop whose condition stays true: it never answers. */
export function endlessModel(): Bytes {
  const boolean = 9;
  const body = graph({
    inputs: [
      value('turn', tensorType(elementTypes.int64, [])),
      value('goes on', tensorType(boolean, [])),
      value('carried', tensorType(elementTypes.float32, ['N', 2])),
    ],
    nodes: [
      node({ inputs: ['goes on'], outputs: ['still goes on'], operator: 'Identity' }),
      node({ inputs: ['carried'], outputs: ['carried on'], operator: 'Identity' }),
    ],
    outputs: [
      value('still goes on', tensorType(boolean, [])),
      value('carried on', tensorType(elementTypes.float32, ['N', 2])),
    ],
  });
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 2]))],
    initializers: [tensor({ name: 'yes', type: boolean, dims: [], raw: Uint8Array.of(1) })],
    nodes: [
      node({
        inputs: ['', 'yes', 'x'],
        outputs: ['y'],
        operator: 'Loop',
        attributes: [attribute('body', 5, entry(6, body))],
      }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, ['N', 2]))],
  });
}

/** Layers of equal width with ReLU between them, and one number at the end: a model that takes its time. */
export function deepModel(inputs: number, width: number, layers: number): Bytes {
  const names = Array.from({ length: layers }, (_, layer) => `h${layer}`);
  const weightsOf = (rows: number, columns: number): Bytes =>
    floats(Array.from({ length: rows * columns }, (_, index) => Math.sin(index + 1) / rows));
  const sizes = [inputs, ...names.map(() => width)];
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, ['N', inputs]))],
    initializers: [
      ...names.map((name, layer) => {
        const rows = sizes[layer] ?? width;
        return tensor({ name: `w ${name}`, dims: [rows, width], raw: weightsOf(rows, width) });
      }),
      tensor({ name: 'w y', dims: [width, 1], raw: weightsOf(width, 1) }),
    ],
    nodes: [
      ...names.flatMap((name, layer) => [
        node({ inputs: [names[layer - 1] ?? 'x', `w ${name}`], outputs: [`${name} sum`], operator: 'MatMul' }),
        node({ inputs: [`${name} sum`], outputs: [name], operator: 'Relu' }),
      ]),
      node({ inputs: [names.at(-1) ?? 'x', 'w y'], outputs: ['y'], operator: 'MatMul' }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, ['N', 1]))],
  });
}

/** `y` = the number of the text `x` in `words`, −1 for another one, with the shape [N, 1]. */
export function wordModel(words: readonly string[]): Bytes {
  return model({
    opsets: { 'ai.onnx.ml': 2 },
    inputs: [value('x', tensorType(elementTypes.string, ['N', 1]))],
    nodes: [
      node({
        inputs: ['x'],
        outputs: ['y'],
        operator: 'LabelEncoder',
        domain: 'ai.onnx.ml',
        attributes: [
          attribute('keys_strings', 8, ...words.map((word) => entry(9, word))),
          attribute('values_floats', 6, entry(7, floats(words.map((_, index) => index)))),
          attribute('default_float', 1, join(varint(2 * 8 + 5), floats([-1]))),
        ],
      }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, ['N', 1]))],
  });
}

/** `y` = 10, 20 or 30 for a row of 0, 1 or 2, with the shape [N, 1]; of any other number it says that it is out of bounds. */
export function pickyModel(): Bytes {
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 1]))],
    initializers: [tensor({ name: 'w', dims: [3], raw: floats([10, 20, 30]) })],
    nodes: [
      node({
        inputs: ['x'],
        outputs: ['place'],
        operator: 'Cast',
        attributes: [attribute('to', 2, number(3, elementTypes.int64))],
      }),
      node({ inputs: ['w', 'place'], outputs: ['y'], operator: 'Gather' }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, ['N', 1]))],
  });
}
