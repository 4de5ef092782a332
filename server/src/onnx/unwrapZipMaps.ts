/**
 * Gives a model the scores from which a final ZipMap makes maps, under the name of the maps.
 *
 * Converters of scikit-learn end a classifier with a ZipMap, whose sequence of maps the runtime's binding cannot read.
 * The node becomes an Identity, and the output loses its type, which the runtime finds out by itself.
 */
import { ByteWindow } from './byteSource.ts';
import { entriesOf } from './entries.ts';
import type { Entry } from './entries.ts';
import { readText } from './wire.ts';
import type { Span } from './wire.ts';
import { joinBytes, writeEntry } from './writeWire.ts';

/** Fields of the messages of onnx.proto that are looked at. */
const modelGraph = 7;
const graphNode = 1;
const graphOutput = 12;
const nodeInput = 1;
const nodeOutput = 2;
const nodeOperator = 4;
const valueName = 1;

/**
 * @param bytes the whole model
 * @returns the model with every ZipMap taken away; `bytes` itself when it has none
 * @throws {DamagedFile} when the bytes are no model
 */
export async function unwrapZipMaps(bytes: Uint8Array): Promise<Uint8Array> {
  const window = new ByteWindow({
    sizeBytes: bytes.length,
    read: (start, length) => Promise.resolve(bytes.subarray(start, start + length)),
  });
  const entries = (span: Span): Promise<readonly Entry[]> => entriesOf(window, bytes, span);
  const model = await entries({ start: 0, end: bytes.length });
  const graph = model.find(({ field }) => field.number === modelGraph && field.kind === 'bytes');
  if (graph === undefined) return bytes;
  const parts = await entries(graph.field);
  const unwrapped = new Map<Entry, Uint8Array>();
  const maps = new Set<string>();
  for (const part of parts) {
    if (part.field.number !== graphNode || part.field.kind !== 'bytes') continue;
    const node = await entries(part.field);
    const operator = node.find(({ field }) => field.number === nodeOperator);
    if (operator === undefined || (await readText(window, operator.field)) !== 'ZipMap') continue;
    const output = node.find(({ field }) => field.number === nodeOutput);
    if (output !== undefined) maps.add(await readText(window, output.field));
    const kept = node.filter(({ field }) => field.number === nodeInput || field.number === nodeOutput);
    const identity = writeEntry(nodeOperator, new TextEncoder().encode('Identity'));
    unwrapped.set(part, writeEntry(graphNode, joinBytes([...kept.map(({ raw }) => raw), identity])));
  }
  if (unwrapped.size === 0) return bytes;
  for (const part of parts) {
    if (part.field.number !== graphOutput || part.field.kind !== 'bytes') continue;
    const name = (await entries(part.field)).find(({ field }) => field.number === valueName);
    if (name === undefined || !maps.has(await readText(window, name.field))) continue;
    unwrapped.set(part, writeEntry(graphOutput, name.raw));
  }
  const newGraph = writeEntry(modelGraph, joinBytes(parts.map((part) => unwrapped.get(part) ?? part.raw)));
  return joinBytes(model.map((part) => (part === graph ? newGraph : part.raw)));
}
