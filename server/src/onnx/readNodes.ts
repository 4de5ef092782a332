/** Reads the nodes of the outermost graph of a model, with what their attributes and small constants say. */
import { ByteWindow, DamagedFile } from './byteSource.ts';
import type { ByteSource } from './byteSource.ts';
import { fieldsOf, readNumbers, readText } from './wire.ts';
import type { Field, Span } from './wire.ts';

export interface GraphNode {
  readonly operator: string;
  /** Empty for the standard operators. */
  readonly domain: string;
  /** An input that is left out has no name. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes of whole numbers; long ones and those of other types are not among them. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
  /** The whole numbers that the node itself holds, as `Constant` does. */
  readonly constant: readonly number[] | undefined;
}

export interface GraphNodes {
  /** Version of the standard operators. */
  readonly opset: number;
  /** Each after those whose outputs it takes. */
  readonly nodes: readonly GraphNode[];
  /** Weights by their names, with their values where they are a few whole numbers. */
  readonly initializers: ReadonlyMap<string, readonly number[] | undefined>;
}

/** Attributes and weights beyond this size say nothing about axes. */
const smallBytes = 1024;
const standardNames: ReadonlySet<string> = new Set(['', 'ai.onnx']);

/**
 * @returns undefined for what is no model
 * @source ModelProto: 7 graph, 8 opset_import; GraphProto: 1 node, 5 initializer
 */
export async function readNodes(source: ByteSource): Promise<GraphNodes | undefined> {
  const window = new ByteWindow(source);
  const nodes: GraphNode[] = [];
  const initializers = new Map<string, readonly number[] | undefined>();
  let opset = 0;
  try {
    for await (const field of fieldsOf(window, { start: 0, end: window.sizeBytes })) {
      if (field.kind !== 'bytes') continue;
      if (field.number === 8) opset = Math.max(opset, await readStandardVersion(window, field));
      if (field.number !== 7) continue;
      for await (const part of fieldsOf(window, field)) {
        if (part.kind !== 'bytes') continue;
        if (part.number === 1) nodes.push(await readNode(window, part));
        if (part.number !== 5) continue;
        const { name, values } = await readSmallTensor(window, part);
        initializers.set(name, values);
      }
    }
  } catch (error) {
    if (error instanceof DamagedFile) return undefined;
    throw error;
  }
  return { opset, nodes, initializers };
}

async function readStandardVersion(window: ByteWindow, span: Span): Promise<number> {
  let domain = '';
  let version = 0;
  for await (const field of fieldsOf(window, span)) {
    if (field.number === 1 && field.kind === 'bytes') domain = await readText(window, field);
    if (field.number === 2) version = field.value;
  }
  return standardNames.has(domain) ? version : 0;
}

/** @source NodeProto: 1 input, 2 output, 4 op_type, 5 attribute, 7 domain */
async function readNode(window: ByteWindow, span: Span): Promise<GraphNode> {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const numbers = new Map<string, readonly number[]>();
  let constant: readonly number[] | undefined;
  let operator = '';
  let domain = '';
  for await (const field of fieldsOf(window, span)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) inputs.push(await readText(window, field));
    else if (field.number === 2) outputs.push(await readText(window, field));
    else if (field.number === 4) operator = await readText(window, field);
    else if (field.number === 7) domain = await readText(window, field);
    else if (field.number === 5 && field.end - field.start <= smallBytes) {
      const { name, values, tensor } = await readAttribute(window, field);
      if (values.length > 0) numbers.set(name, values);
      constant ??= tensor ?? (name.startsWith('value_int') ? values : undefined);
    }
  }
  return { operator, domain: standardNames.has(domain) ? '' : domain, inputs, outputs, numbers, constant };
}

/** @source AttributeProto: 1 name, 3 i, 5 t, 8 ints */
async function readAttribute(window: ByteWindow, span: Span) {
  const values: number[] = [];
  let name = '';
  let tensor: readonly number[] | undefined;
  for await (const field of fieldsOf(window, span)) {
    if (field.number === 1 && field.kind === 'bytes') name = await readText(window, field);
    else if (field.number === 3 || field.number === 8) values.push(...(await readNumbers(window, field)));
    else if (field.number === 5 && field.kind === 'bytes') tensor = (await readSmallTensor(window, field)).values;
  }
  return { name, values, tensor };
}

const bytesOfType: ReadonlyMap<number, 1 | 4 | 8> = new Map([
  [6, 4],
  [7, 8],
  [9, 1],
]);

/** @source TensorProto: 2 data_type, 5 int32_data, 7 int64_data, 8 name, 9 raw_data; types 6 int32, 7 int64, 9 bool */
async function readSmallTensor(window: ByteWindow, span: Span) {
  let type = 0;
  let name = '';
  const listed: number[] = [];
  let raw: Field | undefined;
  for await (const field of fieldsOf(window, span)) {
    if (field.number === 2) type = field.value;
    else if (field.number === 8 && field.kind === 'bytes') name = await readText(window, field);
    else if (field.end - field.start > smallBytes) continue;
    else if (field.number === 5 || field.number === 7) listed.push(...(await readNumbers(window, field)));
    else if (field.number === 9 && field.kind === 'bytes') raw = field;
  }
  const width = bytesOfType.get(type);
  if (width === undefined) return { name, values: undefined };
  return { name, values: raw === undefined ? listed : await readRaw(window, raw, width) };
}

async function readRaw(window: ByteWindow, { start, end }: Span, width: 1 | 4 | 8): Promise<readonly number[]> {
  const bytes = Uint8Array.from((await window.from(start, end - start)).subarray(0, end - start));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, index) => {
    const at = index * width;
    if (width === 8) return Number(view.getBigInt64(at, true));
    return width === 4 ? view.getInt32(at, true) : view.getUint8(at);
  });
}
