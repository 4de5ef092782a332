/** Writes small ONNX models byte by byte, so that tests need no other tool and can write what no tool would. */

export type Bytes = Uint8Array;

export function join(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function varint(value: number | bigint): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 0x80n) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Uint8Array.of(...bytes, Number(rest));
}

/** An entry with a length: text, bytes or a message. */
export function entry(field: number, content: Bytes | string): Bytes {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return join(varint(field * 8 + 2), varint(bytes.length), bytes);
}

/** An entry with a whole number. */
export function number(field: number, value: number | bigint): Bytes {
  return join(varint(field * 8), varint(value));
}

export const elementTypes = { float32: 1, int64: 7, string: 8, float64: 11 } as const;

/** TypeProto of a tensor; without axes, its rank is open. */
export function tensorType(type: number, axes?: readonly (number | string | null)[]): Bytes {
  const dimensions = (axes ?? []).map((axis) =>
    entry(1, axis === null ? new Uint8Array() : typeof axis === 'string' ? entry(2, axis) : number(1, axis)),
  );
  return entry(1, join(number(1, type), ...(axes === undefined ? [] : [entry(2, join(...dimensions))])));
}

/** TypeProto of a sequence of maps from int64 to float32, as ZipMap gives. */
export const sequenceOfMaps = entry(4, entry(1, entry(5, join(number(1, 7), entry(2, tensorType(1, []))))));

/** ValueInfoProto. */
export function value(name: string, type: Bytes): Bytes {
  return join(entry(1, name), entry(2, type));
}

export interface TensorParts {
  readonly name: string;
  readonly type?: number;
  readonly dims?: readonly number[];
  readonly raw?: Bytes;
  /** Entries of `external_data`; with them, the numbers lie outside. */
  readonly external?: Readonly<Record<string, string>>;
}

/** TensorProto. */
export function tensor({ name, type = 1, dims = [], raw, external }: TensorParts): Bytes {
  const outside = Object.entries(external ?? {}).map(([key, text]) => entry(13, join(entry(1, key), entry(2, text))));
  return join(
    ...dims.map((size) => number(1, size)),
    number(2, type),
    entry(8, name),
    ...(raw === undefined ? [] : [entry(9, raw)]),
    ...outside,
    ...(external === undefined ? [] : [number(14, 1)]),
  );
}

export interface NodeParts {
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly operator: string;
  readonly domain?: string;
  /** AttributeProto messages. */
  readonly attributes?: readonly Bytes[];
}

/** NodeProto. */
export function node({ inputs = [], outputs = [], operator, domain = '', attributes = [] }: NodeParts): Bytes {
  return join(
    ...inputs.map((name) => entry(1, name)),
    ...outputs.map((name) => entry(2, name)),
    entry(4, operator),
    ...attributes.map((attribute) => entry(5, attribute)),
    ...(domain === '' ? [] : [entry(7, domain)]),
  );
}

export interface GraphBytes {
  readonly nodes?: readonly Bytes[];
  readonly inputs?: readonly Bytes[];
  readonly outputs?: readonly Bytes[];
  readonly initializers?: readonly Bytes[];
  /** Values between nodes. */
  readonly values?: readonly Bytes[];
}

/** GraphProto. */
export function graph({ nodes = [], inputs = [], outputs = [], initializers = [], values = [] }: GraphBytes): Bytes {
  return join(
    ...nodes.map((one) => entry(1, one)),
    entry(2, 'graph'),
    ...initializers.map((one) => entry(5, one)),
    ...inputs.map((one) => entry(11, one)),
    ...outputs.map((one) => entry(12, one)),
    ...values.map((one) => entry(13, one)),
  );
}

export interface ModelBytes extends GraphBytes {
  readonly irVersion?: number;
  /** Version of the standard operators. */
  readonly opset?: number;
  /** Domain → version. */
  readonly opsets?: Readonly<Record<string, number>>;
  /** FunctionProto messages. */
  readonly functions?: readonly Bytes[];
}

/** ModelProto. */
export function model({ irVersion = 9, opset = 17, opsets = {}, functions = [], ...rest }: ModelBytes): Bytes {
  const sets = Object.entries({ '': opset, ...opsets });
  return join(
    number(1, irVersion),
    entry(2, 'plumbline-tests'),
    entry(3, '1.0'),
    entry(7, graph(rest)),
    ...sets.map(([domain, version]) => entry(8, join(entry(1, domain), number(2, version)))),
    ...functions.map((one) => entry(25, one)),
  );
}

/** A classifier of two numbers as scikit-learn's converter writes it: a label, and a map of probabilities. */
export function zipMapModel(labels: readonly string[] | readonly number[], scores?: Bytes): Bytes {
  const attribute =
    typeof labels[0] === 'number'
      ? join(entry(1, 'classlabels_int64s'), ...labels.map((label) => number(8, Number(label))))
      : join(entry(1, 'classlabels_strings'), ...labels.map((label) => entry(9, String(label))));
  return model({
    opsets: { 'ai.onnx.ml': 1 },
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 2]))],
    nodes: [
      node({ inputs: ['x'], outputs: ['output_label', 'scores'], operator: 'LinearClassifier', domain: 'ai.onnx.ml' }),
      node({
        inputs: ['scores'],
        outputs: ['output_probability'],
        operator: 'ZipMap',
        domain: 'ai.onnx.ml',
        attributes: [attribute],
      }),
    ],
    outputs: [
      value('output_label', tensorType(elementTypes.int64, ['N'])),
      value('output_probability', sequenceOfMaps),
    ],
    values: scores === undefined ? [] : [value('scores', scores)],
  });
}
