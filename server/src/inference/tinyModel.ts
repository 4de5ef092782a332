/** The smallest ONNX model that computes something, as the bytes of its protocol buffer. */

/** An entry with a length: text, bytes or a message. */
function entry(field: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return join(varint((field << 3) | 2), varint(bytes.length), bytes);
}

/** An entry with a whole number. */
function number(field: number, value: number): Uint8Array {
  return join(varint(field << 3), varint(value));
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.of(...bytes, rest);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const float32 = 1;
/** Versions that every release of the runtime since 2021 reads. */
const irVersion = 7;
const opset = 13;

/** ValueInfoProto of a vector of float32 with a fixed length. */
function vector(name: string, length: number): Uint8Array {
  const shape = entry(1, number(1, length));
  const tensor = join(number(1, float32), entry(2, shape));
  return join(entry(1, name), entry(2, entry(1, tensor)));
}

/**
 * A model with the inputs `a` and `b` and the output `sum` = a + b.
 *
 * @param length length of the three vectors of float32, at least 1
 * @source field numbers of onnx.proto: ModelProto, GraphProto, NodeProto, ValueInfoProto
 */
export function makeAdditionModel(length: number): Uint8Array {
  const node = join(entry(1, 'a'), entry(1, 'b'), entry(2, 'sum'), entry(4, 'Add'));
  const graph = join(
    entry(1, node),
    entry(2, 'addition'),
    entry(11, vector('a', length)),
    entry(11, vector('b', length)),
    entry(12, vector('sum', length)),
  );
  return join(number(1, irVersion), entry(7, graph), entry(8, number(2, opset)));
}
