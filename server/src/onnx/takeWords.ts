/**
 * Lets a model take text as its different words and, for each place, the number of the word there.
 *
 * A text that stands in a thousand rows then crosses into the runtime once, and the rows cross as plain numbers. The
 * model looks the words up itself, in a node before all others, so it computes what it did.
 */
import { ByteWindow } from './byteSource.ts';
import { entriesOf } from './entries.ts';
import type { Entry } from './entries.ts';
import { readText } from './wire.ts';
import { joinBytes, writeEntry, writeNumber } from './writeWire.ts';

/** Fields of the messages of onnx.proto that are looked at. */
const [modelGraph, modelOperatorSet] = [7, 8];
const [graphNode, graphInitializer, graphInput] = [1, 5, 11];
const [nodeInput, nodeOutput, nodeOperator] = [1, 2, 4];
const [valueName, valueType] = [1, 2];
const tensorName = 8;
const typeTensor = 1;
const [tensorElements, tensorShape] = [1, 2];
const shapeAxis = 1;
const setDomain = 1;
const [int32, string] = [6, 8];

/** Names of the two inputs that stand for one. */
export function wordInputsOf(input: string): { readonly words: string; readonly places: string } {
  return { words: `${input} (plumbline words)`, places: `${input} (plumbline places)` };
}

/**
 * @param bytes the whole model
 * @param inputs names of inputs of text
 * @returns the model with two inputs for each of them, {@link wordInputsOf}: words of the shape [any], and places of
 *   the type int32 with the shape that the text had; undefined when it does not use the standard operators, or one of
 *   the inputs has a value of its own
 * @throws {DamagedFile} when the bytes are no model
 */
export async function takeWords(bytes: Uint8Array, inputs: readonly string[]): Promise<Uint8Array | undefined> {
  const window = new ByteWindow({
    sizeBytes: bytes.length,
    read: (start, length) => Promise.resolve(bytes.subarray(start, start + length)),
  });
  const model = await entriesOf(window, bytes, { start: 0, end: bytes.length });
  const graphs = model.filter(({ field }) => field.number === modelGraph && field.kind === 'bytes');
  const [graph] = graphs;
  if (graph === undefined || graphs.length > 1 || !(await usesStandardOperators(window, bytes, model)))
    return undefined;
  const parts = await entriesOf(window, bytes, graph.field);
  const nodes: Uint8Array[] = [];
  const kept: Uint8Array[] = [];
  for (const part of parts) {
    if (part.field.number === graphInitializer && inputs.includes(await nameOf(window, bytes, part, tensorName))) {
      return undefined;
    }
    const name = part.field.number === graphInput ? await nameOf(window, bytes, part, valueName) : undefined;
    if (name === undefined || !inputs.includes(name)) {
      kept.push(part.raw);
      continue;
    }
    const { words, places } = wordInputsOf(name);
    nodes.push(writeGather(words, places, name));
    kept.push(writeWords(words), await writePlaces(window, bytes, part, places));
  }
  if (nodes.length !== inputs.length) return undefined;
  // Nodes stand in the order in which they are computed.
  const newGraph = writeEntry(modelGraph, joinBytes([...nodes, ...kept]));
  return joinBytes(model.map((part) => (part === graph ? newGraph : part.raw)));
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

async function usesStandardOperators(window: ByteWindow, bytes: Uint8Array, model: readonly Entry[]): Promise<boolean> {
  for (const set of model) {
    if (set.field.number !== modelOperatorSet) continue;
    const domain = await nameOf(window, bytes, set, setDomain);
    if (domain === '' || domain === 'ai.onnx') return true;
  }
  return false;
}

async function nameOf(window: ByteWindow, bytes: Uint8Array, { field }: Entry, number: number): Promise<string> {
  const name = (await entriesOf(window, bytes, field)).find((entry) => entry.field.number === number);
  return name === undefined ? '' : readText(window, name.field);
}

function writeGather(words: string, places: string, name: string): Uint8Array {
  const parts = [
    writeEntry(nodeInput, text(words)),
    writeEntry(nodeInput, text(places)),
    writeEntry(nodeOutput, text(name)),
    writeEntry(nodeOperator, text('Gather')),
  ];
  return writeEntry(graphNode, joinBytes(parts));
}

function writeWords(name: string): Uint8Array {
  const shape = writeEntry(tensorShape, writeEntry(shapeAxis, new Uint8Array()));
  return writeValue(name, joinBytes([writeNumber(tensorElements, string), shape]));
}

/** The input of text, with another name and another type of element. */
async function writePlaces(window: ByteWindow, bytes: Uint8Array, input: Entry, name: string): Promise<Uint8Array> {
  const shapes: Uint8Array[] = [];
  for (const type of await entriesOf(window, bytes, input.field)) {
    if (type.field.number !== valueType) continue;
    for (const tensor of await entriesOf(window, bytes, type.field)) {
      if (tensor.field.number !== typeTensor) continue;
      for (const { field, raw } of await entriesOf(window, bytes, tensor.field)) {
        if (field.number === tensorShape) shapes.push(raw);
      }
    }
  }
  return writeValue(name, joinBytes([writeNumber(tensorElements, int32), ...shapes]));
}

function writeValue(name: string, tensor: Uint8Array): Uint8Array {
  const type = writeEntry(valueType, writeEntry(typeTensor, tensor));
  return writeEntry(graphInput, joinBytes([writeEntry(valueName, text(name)), type]));
}
