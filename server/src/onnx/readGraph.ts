/** Reads a graph with everything below it: values, nodes, their attributes, and the weights in all of them. */
import { DamagedFile } from './byteSource.ts';
import type { ByteWindow } from './byteSource.ts';
import type { GraphValue } from './modelHeader.ts';
import { readSparseTensor, readTensor } from './readTensor.ts';
import type { TensorHeader } from './readTensor.ts';
import { readValueInfo } from './readValueInfo.ts';
import { fieldsOf, readNumbers, readText } from './wire.ts';
import type { Span } from './wire.ts';

/** What graphs and functions of a model add up to. */
export interface Totals {
  weightBytes: number;
  readonly locations: Set<string>;
  /** Domains of the operators that nodes use, each with the operators. */
  readonly operators: Map<string, Set<string>>;
}

/** A ZipMap node. */
export interface ZipMapNode {
  readonly output: string;
  readonly scores: string;
  readonly classes: readonly string[];
}

/** What only the outermost graph says. */
export interface GraphParts {
  readonly inputs: GraphValue[];
  readonly outputs: GraphValue[];
  readonly initializers: Set<string>;
  readonly zipMaps: ZipMapNode[];
  /** Where values between nodes are described; read only when one is asked for. */
  readonly described: Span[];
}

/** Graphs stand inside graphs, as bodies of loops and branches; no tool nests them deeper. */
const deepestGraph = 32;
/** Inputs or outputs of a graph at most. */
const mostValues = 10_000;

export function emptyParts(): GraphParts {
  return { inputs: [], outputs: [], initializers: new Set(), zipMaps: [], described: [] };
}

/** @source GraphProto: 1 node, 5 initializer, 11 input, 12 output, 13 value_info, 15 sparse_initializer */
export async function readGraph(
  window: ByteWindow,
  span: Span,
  totals: Totals,
  parts: GraphParts,
  depth = 0,
): Promise<void> {
  if (depth > deepestGraph) throw new DamagedFile('nests graphs without end');
  for await (const field of fieldsOf(window, span)) {
    if (field.kind !== 'bytes') continue;
    switch (field.number) {
      case 1: {
        const zipMap = await readNode(window, field, totals, depth);
        if (zipMap !== undefined) parts.zipMaps.push(zipMap);
        break;
      }
      case 5:
        parts.initializers.add(addTensor(totals, await readTensor(window, field)));
        break;
      case 11:
        addValue(parts.inputs, await readValueInfo(window, field));
        break;
      case 12:
        addValue(parts.outputs, await readValueInfo(window, field));
        break;
      case 13:
        parts.described.push({ start: field.start, end: field.end });
        break;
      case 15:
        for (const tensor of await readSparseTensor(window, field)) parts.initializers.add(addTensor(totals, tensor));
        break;
      default:
        break;
    }
  }
}

function addValue(values: GraphValue[], value: GraphValue): void {
  if (values.length >= mostValues) throw new DamagedFile(`has more than ${String(mostValues)} inputs or outputs`);
  values.push(value);
}

/** @returns the tensor's name */
function addTensor(totals: Totals, { name, bytes, location }: TensorHeader): string {
  totals.weightBytes += bytes;
  if (location !== undefined) totals.locations.add(location);
  return name;
}

/**
 * @returns the node when it is a ZipMap
 * @source NodeProto: 1 input, 2 output, 4 op_type, 5 attribute, 7 domain
 */
export async function readNode(
  window: ByteWindow,
  span: Span,
  totals: Totals,
  depth: number,
): Promise<ZipMapNode | undefined> {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const classes: string[] = [];
  let operator = '';
  let domain = '';
  for await (const field of fieldsOf(window, span)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) inputs.push(await readText(window, field));
    else if (field.number === 2) outputs.push(await readText(window, field));
    else if (field.number === 4) operator = await readText(window, field);
    else if (field.number === 5) classes.push(...(await readAttribute(window, field, totals, depth)));
    else if (field.number === 7) domain = await readText(window, field);
  }
  const used = totals.operators.get(domain) ?? new Set();
  totals.operators.set(domain, used.add(operator));
  const [output] = outputs;
  const [scores] = inputs;
  const isZipMap = operator === 'ZipMap' && domain === 'ai.onnx.ml' && output !== undefined && scores !== undefined;
  return isZipMap ? { output, scores, classes } : undefined;
}

/**
 * @returns the labels of classes, when the attribute holds them
 * @source AttributeProto: 1 name, 5 t, 6 g, 8 ints, 9 strings, 10 tensors, 11 graphs, 22 sparse_tensor,
 *   23 sparse_tensors
 */
async function readAttribute(
  window: ByteWindow,
  span: Span,
  totals: Totals,
  depth: number,
): Promise<readonly string[]> {
  const labels: string[] = [];
  let name = '';
  for await (const field of fieldsOf(window, span)) {
    switch (field.number) {
      case 1:
        name = await readText(window, field);
        break;
      case 5:
      case 10:
        addTensor(totals, await readTensor(window, field));
        break;
      case 6:
      case 11:
        await readGraph(window, field, totals, emptyParts(), depth + 1);
        break;
      case 8:
        // The name is written first; lists of other attributes are passed over.
        if (name === 'classlabels_int64s') labels.push(...(await readNumbers(window, field)).map(String));
        break;
      case 9:
        if (name === 'classlabels_strings') labels.push(await readText(window, field));
        break;
      case 22:
      case 23:
        for (const tensor of await readSparseTensor(window, field)) addTensor(totals, tensor);
        break;
      default:
        break;
    }
  }
  return labels;
}
