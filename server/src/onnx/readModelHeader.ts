/**
 * Reads the header of an ONNX model.
 *
 * A model is one protocol buffer whose weights stand between the descriptions: the file is walked along its lengths, and
 * everything that is no description is passed over.
 */
import { ByteWindow, DamagedFile } from './byteSource.ts';
import type { ByteSource } from './byteSource.ts';
import { isLfsPointer, recogniseFormat, startBytes } from './knownFormats.ts';
import type { GraphValue, HeaderOutcome, ModelHeader, OperatorSet, ZipMap } from './modelHeader.ts';
import { readNamedClasses } from './namedClasses.ts';
import { emptyParts, readGraph, readNode } from './readGraph.ts';
import type { GraphParts, Totals } from './readGraph.ts';
import { readValueInfo } from './readValueInfo.ts';
import { fieldsOf, readText } from './wire.ts';
import type { Span } from './wire.ts';

/**
 * Reads what a model says of itself.
 *
 * Costs a few kilobytes per thousand entries, whatever the size of the weights; at most 64 MB and two million entries
 * are looked at.
 *
 * @returns why not, for anything that is no ONNX model, or a damaged one
 * @throws what `source.read` throws, and nothing else
 * @source onnx.proto of the ONNX standard, IR version 13
 */
export async function readModelHeader(source: ByteSource): Promise<HeaderOutcome> {
  const window = new ByteWindow(source);
  const seen: Seen = { isModel: false };
  try {
    if (source.sizeBytes === 0) return { kind: 'unreadable', because: 'is empty' };
    const start = await window.from(0, startBytes);
    if (isLfsPointer(start)) return { kind: 'pointer', because: 'is a pointer of Git LFS, so run `git lfs pull`' };
    const format = recogniseFormat(start);
    if (format !== undefined) return { kind: 'unreadable', because: `is no ONNX model but ${format}` };
    const header = await readModel(window, seen);
    return header === undefined ? { kind: 'unreadable', because: 'is no ONNX model' } : { kind: 'header', header };
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    return { kind: 'unreadable', because: seen.isModel ? error.because : 'is no ONNX model' };
  }
}

/** Whether enough was read to know that the file means to be a model. */
interface Seen {
  isModel: boolean;
}

/**
 * @returns undefined for a message without a graph
 * @source ModelProto: 1 ir_version, 2 producer_name, 3 producer_version, 7 graph, 8 opset_import, 14 metadata_props, 25
 *   functions
 */
async function readModel(window: ByteWindow, seen: Seen): Promise<ModelHeader | undefined> {
  const totals: Totals = { weightBytes: 0, locations: new Set(), operators: new Map() };
  const parts = emptyParts();
  const producer: string[] = [];
  const operatorSets: OperatorSet[] = [];
  const functions = new Map<string, Set<string>>();
  let namedClasses: readonly string[] | undefined;
  let irVersion = 0;
  let hasGraph = false;
  for await (const field of fieldsOf(window, { start: 0, end: window.sizeBytes })) {
    if (field.number === 1 && field.kind === 'number') {
      irVersion = field.value;
      seen.isModel = true;
    }
    if (field.kind !== 'bytes') continue;
    switch (field.number) {
      case 2:
      case 3:
        producer.push(await readText(window, field));
        break;
      case 7:
        hasGraph = true;
        await readGraph(window, field, totals, parts);
        seen.isModel = true;
        break;
      case 8:
        operatorSets.push(await readOperatorSet(window, field));
        break;
      case 14:
        namedClasses ??= await readClasses(window, field);
        break;
      case 25:
        await readFunction(window, field, totals, functions);
        break;
      default:
        break;
    }
  }
  if (!hasGraph) return undefined;
  return {
    irVersion,
    producer: producer.join(' ').trim(),
    operatorSets,
    inputs: parts.inputs.filter(({ name }) => !parts.initializers.has(name)),
    outputs: parts.outputs,
    zipMaps: await finalZipMaps(window, parts),
    weightBytes: totals.weightBytes,
    externalData: [...totals.locations].toSorted(),
    functions: [...functions]
      .flatMap(([domain, names]) => [...names].map((name) => (domain === '' ? name : `${domain}.${name}`)))
      .toSorted(),
    foreignDomains: foreignDomains(totals, functions),
    namedClasses,
  };
}

/** Bytes of an entry of the metadata that are read: room for tens of thousands of names. */
const longestNames = 1_000_000;

/** @source StringStringEntryProto: 1 key, 2 value */
async function readClasses(window: ByteWindow, span: Span): Promise<readonly string[] | undefined> {
  let key = '';
  let value: Span | undefined;
  for await (const field of fieldsOf(window, span)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) key = await readText(window, field);
    else if (field.number === 2) value = field;
  }
  return key === 'names' && value !== undefined
    ? readNamedClasses(await readText(window, value, longestNames))
    : undefined;
}

/** @source OperatorSetIdProto: 1 domain, 2 version; `ai.onnx` is another name of the standard domain */
async function readOperatorSet(window: ByteWindow, span: Span): Promise<OperatorSet> {
  let domain = '';
  let version = 0;
  for await (const field of fieldsOf(window, span)) {
    if (field.number === 1 && field.kind === 'bytes') domain = await readText(window, field);
    if (field.number === 2 && field.kind === 'number') version = field.value;
  }
  return { domain: standardNames.has(domain) ? '' : domain, version };
}

const standardNames: ReadonlySet<string> = new Set(['', 'ai.onnx']);

/** @source FunctionProto: 1 name, 7 node, 10 domain */
async function readFunction(
  window: ByteWindow,
  span: Span,
  totals: Totals,
  functions: Map<string, Set<string>>,
): Promise<void> {
  let name = '';
  let domain = '';
  for await (const field of fieldsOf(window, span)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) name = await readText(window, field);
    else if (field.number === 7) await readNode(window, field, totals, 0);
    else if (field.number === 10) domain = await readText(window, field);
  }
  functions.set(domain, (functions.get(domain) ?? new Set()).add(name));
}

function foreignDomains({ operators }: Totals, functions: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const foreign = [...operators].filter(([domain, names]) => {
    const own = functions.get(domain);
    return !standardNames.has(domain) && ![...names].every((name) => own?.has(name) === true);
  });
  return foreign.map(([domain]) => domain).toSorted();
}

/** The ZipMap nodes whose output leaves the graph, with what the file says of their scores. */
async function finalZipMaps(
  window: ByteWindow,
  { zipMaps, outputs, described }: GraphParts,
): Promise<readonly ZipMap[]> {
  const final = zipMaps.filter(({ output }) => outputs.some(({ name }) => name === output));
  if (final.length === 0) return [];
  const values = new Map<string, GraphValue>();
  for (const span of described) {
    const value = await readValueInfo(window, span);
    if (final.some(({ scores }) => scores === value.name)) values.set(value.name, value);
  }
  return final.map((zipMap) => ({ ...zipMap, value: values.get(zipMap.scores) }));
}
