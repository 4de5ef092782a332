/** Whether a graph answers each row of its inputs by that row alone, from its operators and their axes. */
import type { GraphNode, GraphNodes } from './readNodes.ts';

export type RowUse =
  /** Each row by itself, as far as operators and axes say. */
  | { readonly kind: 'alone' }
  /** By the other rows of its batch; `because` ends "… answers a row by the rows beside it, because …". */
  | { readonly kind: 'together'; readonly because: string }
  /** Otherwise each time; `because` likewise. */
  | { readonly kind: 'random'; readonly because: string }
  /** An operator that is not known here, or an axis that only shows while it runs. */
  | { readonly kind: 'unknown' };

/** What a value holds: the same for every batch, numbers of the size of the batch, or the rows in its first axis. */
type Holds = 'constant' | 'size' | 'rows';

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** The first axis goes through; what else they take are weights or values of the same rows. */
const byRow: ReadonlySet<string> = new Set([
  ...names(`Abs Acos Acosh Add And Asin Asinh Atan Atanh AveragePool BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor
    Cast CastLike Ceil Celu Clip Conv ConvInteger ConvTranspose Cos Cosh DepthToSpace DequantizeLinear Div Elu Equal Erf
    Exp Floor Gelu GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual GroupNormalization HardSigmoid HardSwish
    Identity InstanceNormalization IsInf IsNaN LRN LeakyRelu Less LessOrEqual Log MatMul MatMulInteger Max MaxPool Mean
    Min Mish Mod Mul Neg Not Or PRelu Pow QLinearConv QLinearMatMul QuantizeLinear Reciprocal Relu Resize Round Selu
    Sigmoid Sign Sin Sinh Softplus Softsign SpaceToDepth Sqrt StringConcat
    StringNormalizer StringSplit Sub Sum Swish Tan Tanh
    TfIdfVectorizer
    ThresholdedRelu Upsample Where Xor`),
  ...names(`ArrayFeatureExtractor Binarizer CategoryMapper FeatureVectorizer Imputer LabelEncoder LinearClassifier
    LinearRegressor Normalizer OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsemble TreeEnsembleClassifier
    TreeEnsembleRegressor ZipMap`).map((name) => `ai.onnx.ml.${name}`),
  ...names(`BiasGelu FastGelu FusedMatMul Gelu MatMulIntegerToFloat QGemm QLinearAdd QLinearAveragePool
    QLinearGlobalAveragePool QLinearLeakyRelu QLinearMul QLinearSigmoid QuickGelu
    SkipLayerNormalization`).map((name) => `com.microsoft.${name}`),
]);

const random: ReadonlySet<string> = new Set(
  names('Bernoulli Multinomial RandomNormal RandomNormalLike RandomUniform RandomUniformLike'),
);

/** Scales are those of the whole batch, so one far value moves the answers of all rows. */
const scaledByBatch: ReadonlySet<string> = new Set([
  'DynamicQuantizeLinear',
  'com.microsoft.DynamicQuantizeLSTM',
  'com.microsoft.DynamicQuantizeMatMul',
]);

/** Operators of one axis, with the axis that counts where none is named. */
const axisByDefault: ReadonlyMap<string, number> = new Map([
  ['ArgMax', 0],
  ['ArgMin', 0],
  ['Concat', 0],
  ['Flatten', 1],
  ['GatherElements', 0],
  ['Hardmax', 1],
  ['LayerNormalization', -1],
  ['LogSoftmax', 1],
  ['LpNormalization', -1],
  ['OneHot', -1],
  ['RMSNormalization', -1],
  ['Softmax', 1],
  ['Split', 0],
  ['TopK', -1],
]);

const overAxes: ReadonlySet<string> = new Set(
  names(`ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
    ReduceSumSquare`),
);

/**
 * Follows the rows through the graph, whose inputs hold them in their first axis.
 *
 * It looks at operators and axes and not at shapes, so `alone` is to be held against what the model really answers.
 */
export function readRowUse({ nodes, initializers, opset }: GraphNodes): RowUse {
  const holds = new Map<string, Holds>([...initializers.keys()].map((name) => [name, 'constant']));
  const values = new Map(initializers);
  let unknown: RowUse | undefined;
  for (const node of nodes) {
    if (node.constant !== undefined && node.inputs.length === 0) {
      for (const output of node.outputs) values.set(output, node.constant);
    }
    const given = node.inputs.map((name): Holds => (name === '' ? 'constant' : (holds.get(name) ?? 'rows')));
    const use = useOf(node, given, (input) => values.get(node.inputs[input] ?? ''), opset);
    if (typeof use !== 'string') {
      // What is surely wrong is worth more than what is not known.
      if (use.kind !== 'unknown') return use;
      unknown ??= use;
    }
    for (const output of node.outputs) holds.set(output, typeof use === 'string' ? use : 'rows');
  }
  return unknown ?? { kind: 'alone' };
}

const notKnown: RowUse = { kind: 'unknown' };

/** @param valuesOf numbers of an input, where they are known before anything runs */
function useOf(
  node: GraphNode,
  given: readonly Holds[],
  valuesOf: (input: number) => readonly number[] | undefined,
  opset: number,
): Holds | RowUse {
  const { operator: plain, domain, numbers } = node;
  const operator = domain === '' ? plain : `${domain}.${plain}`;
  if (random.has(operator)) return { kind: 'random', because: `${plain} draws random numbers` };
  if (operator === 'Shape' || operator === 'Size') return given.includes('rows') ? 'size' : 'constant';
  if (!given.includes('rows')) return given.includes('size') ? 'size' : 'constant';
  const together = (what: string): RowUse => ({ kind: 'together', because: `${plain} ${what}` });
  if (scaledByBatch.has(operator)) return together('chooses its number format by all rows of the batch');
  /** One that comes before all axes of a row is that of the rows; which one the last but one is, only shapes tell. */
  const through = (axes: readonly number[], what: string): Holds | RowUse => {
    if (axes.includes(0)) return together(what);
    return axes.some((axis) => axis < -1) ? notKnown : 'rows';
  };
  const axis = axisByDefault.get(operator);
  if (axis !== undefined) {
    if (given.includes('size')) return notKnown;
    return through(numbers.get('axis') ?? [axis], 'works along the rows of the batch');
  }
  if (overAxes.has(operator)) {
    if (given.length > 1 && given[0] !== 'rows') return notKnown;
    const axes = numbers.get('axes') ?? valuesOf(1);
    if (axes !== undefined && axes.length > 0) return through(axes, 'reduces over the rows of the batch');
    const isOpen = node.inputs[1] !== undefined && node.inputs[1] !== '';
    return isOpen || numbers.get('noop_with_empty_axes')?.[0] === 1 ? notKnown : together('reduces over the batch');
  }
  switch (operator) {
    case 'BatchNormalization': {
      const trains =
        numbers.get('training_mode')?.[0] === 1 ||
        node.outputs.slice(1).some((name) => name !== '') ||
        (opset < 7 && numbers.get('is_test')?.[0] !== 1);
      return trains ? together('is in training mode and normalises over the batch') : 'rows';
    }
    case 'Dropout': {
      const trains = opset >= 12 ? (valuesOf(2)?.[0] ?? (given.length > 2 && node.inputs[2] !== '' ? 1 : 0)) : 0;
      const isOld = opset < 7 && numbers.get('is_test')?.[0] !== 1;
      return trains === 1 || isOld ? { kind: 'random', because: 'Dropout is in training mode' } : 'rows';
    }
    case 'Gemm':
      return given[1] === 'constant' && (numbers.get('transA')?.[0] ?? 0) === 0 ? 'rows' : notKnown;
    case 'Gather':
      if (given[0] === 'size') return notKnown;
      return given[0] === 'constant' ? 'rows' : through(numbers.get('axis') ?? [0], 'picks rows of the batch');
    case 'Transpose':
      return numbers.get('perm')?.[0] === 0 ? 'rows' : notKnown;
    case 'Squeeze':
    case 'Unsqueeze': {
      const axes = numbers.get('axes') ?? valuesOf(1);
      if (axes === undefined) return plain === 'Squeeze' && given.length === 1 ? 'rows' : notKnown;
      return axes.every((one) => one > 0 || one === -1) ? 'rows' : notKnown;
    }
    case 'Slice': {
      const axes = numbers.get('axes') ?? valuesOf(3);
      return axes?.every((one) => one > 0 || one === -1) === true ? 'rows' : notKnown;
    }
    case 'Reshape': {
      const first = valuesOf(1)?.[0] ?? numbers.get('shape')?.[0];
      return given[0] === 'rows' && (given[1] === 'size' || first === 0 || first === -1) ? 'rows' : notKnown;
    }
    case 'Expand':
      return given[0] === 'rows' && (given[1] === 'size' || valuesOf(1)?.[0] === 1) ? 'rows' : notKnown;
    case 'MatMul':
    case 'MatMulInteger':
      return given[0] === 'rows' && !given.includes('size') ? 'rows' : notKnown;
    default:
      return byRow.has(operator) && !given.includes('size') ? 'rows' : notKnown;
  }
}
