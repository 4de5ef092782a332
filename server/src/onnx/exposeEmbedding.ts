/**
 * Has a model also answer what goes into its last layer: what it makes of an input, before it decides.
 *
 * Nothing of the model is rewritten. A message of protocol buffers may be continued: an entry of the graph that follows
 * the model is joined with its graph, and names one output more.
 */
import { ByteWindow } from './byteSource.ts';
import { fieldsOf, readText } from './wire.ts';
import type { Span } from './wire.ts';
import { joinBytes, writeEntry } from './writeWire.ts';

/** Fields of the messages of onnx.proto that are looked at. */
const modelGraph = 7;
const graphNode = 1;
const graphInitializer = 5;
const graphInput = 11;
const graphOutput = 12;
const [nodeInput, nodeOutput, nodeOperator] = [1, 2, 4];
const tensorName = 8;
const valueName = 1;

/** Layers with weights: what goes into the last of them is what the model knows of an input. */
const layers = new Set(['Gemm', 'MatMul', 'Conv', 'QLinearMatMul', 'QGemm', 'MatMulNBits', 'FusedMatMul']);

interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
}

export interface ExposedModel {
  readonly bytes: Uint8Array;
  /** Name of the output with the embedding. */
  readonly output: string;
}

/**
 * @param bytes the whole model
 * @param answer name of the output with the scores
 * @returns undefined when no layer with weights stands before the answer, or it takes the inputs of the model themselves
 * @throws {DamagedFile} when the bytes are no model
 */
export async function exposeEmbedding(bytes: Uint8Array, answer: string): Promise<ExposedModel | undefined> {
  const window = new ByteWindow({
    sizeBytes: bytes.length,
    read: (start, length) => Promise.resolve(bytes.subarray(start, start + length)),
  });
  const nodes = new Map<string, Node>();
  const weights = new Set<string>();
  const inputs = new Set<string>();
  for await (const part of fieldsOf(window, { start: 0, end: bytes.length })) {
    if (part.number !== modelGraph || part.kind !== 'bytes') continue;
    for await (const field of fieldsOf(window, part)) {
      if (field.kind !== 'bytes') continue;
      if (field.number === graphNode) await addNode(window, field, nodes);
      else if (field.number === graphInitializer) weights.add(await findText(window, field, tensorName));
      else if (field.number === graphInput) inputs.add(await findText(window, field, valueName));
    }
  }
  const output = findEmbedding(nodes, weights, inputs, answer);
  if (output === undefined) return undefined;
  const name = writeEntry(valueName, new TextEncoder().encode(output));
  return { bytes: joinBytes([bytes, writeEntry(modelGraph, writeEntry(graphOutput, name))]), output };
}

async function addNode(window: ByteWindow, span: Span, nodes: Map<string, Node>): Promise<void> {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let operator = '';
  for await (const field of fieldsOf(window, span)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === nodeInput) inputs.push(await readText(window, field));
    else if (field.number === nodeOutput) outputs.push(await readText(window, field));
    else if (field.number === nodeOperator) operator = await readText(window, field);
  }
  for (const output of outputs) nodes.set(output, { operator, inputs });
}

async function findText(window: ByteWindow, span: Span, number: number): Promise<string> {
  for await (const field of fieldsOf(window, span)) {
    if (field.number === number && field.kind === 'bytes') return readText(window, field);
  }
  return '';
}

/** From the answer back to the first layer with weights, along what is computed. */
function findEmbedding(
  nodes: ReadonlyMap<string, Node>,
  weights: ReadonlySet<string>,
  inputs: ReadonlySet<string>,
  answer: string,
): string | undefined {
  const isConstant = (name: string): boolean => weights.has(name) || nodes.get(name)?.operator === 'Constant';
  const before = ({ inputs: own }: Node): string | undefined => own.find((name) => name !== '' && !isConstant(name));
  let name: string | undefined = answer;
  let hasLayer = false;
  for (let step = 0; step < nodes.size && name !== undefined; step++) {
    const node = nodes.get(name);
    if (node === undefined) return undefined;
    name = before(node);
    hasLayer = layers.has(node.operator);
    if (hasLayer) break;
  }
  return hasLayer && name !== undefined && comesFromLayer(nodes, inputs, name, before) ? name : undefined;
}

/** Whether anything was learnt between the inputs and here: pixels that were only put into another form were not. */
function comesFromLayer(
  nodes: ReadonlyMap<string, Node>,
  inputs: ReadonlySet<string>,
  from: string,
  before: (node: Node) => string | undefined,
): boolean {
  let name: string | undefined = from;
  for (let step = 0; step <= nodes.size && name !== undefined && !inputs.has(name); step++) {
    const node = nodes.get(name);
    if (node === undefined) return false;
    if (layers.has(node.operator)) return true;
    name = before(node);
  }
  return false;
}
