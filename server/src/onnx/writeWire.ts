/** Writes the wire format of protocol buffers, as far as changing a model takes it. */

/** An entry of a message whose content is bytes: a text, or a message of its own. */
export function writeEntry(number: number, content: Uint8Array): Uint8Array {
  return joinBytes([writeVarint(number * 8 + 2), writeVarint(content.length), content]);
}

/** An entry of a message that is a whole number, 0 or more. */
export function writeNumber(number: number, value: number): Uint8Array {
  return joinBytes([writeVarint(number * 8), writeVarint(value)]);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function writeVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.of(...bytes, rest);
}
