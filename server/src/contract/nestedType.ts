/** Types of nested columns as the engine writes them, such as `STRUCT(city VARCHAR, "zip code" INTEGER)[]`. */

export type NestedType =
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: string }[] }
  | { readonly kind: 'list'; readonly element: string }
  | { readonly kind: 'map' }
  /** A value without parts that a type could name. */
  | { readonly kind: 'other' };

/** Reads the outermost part of a type; what cannot be read has no parts. */
export function readNestedType(type: string): NestedType {
  const text = type.trim();
  if (text.endsWith(']')) return { kind: 'list', element: text.slice(0, text.lastIndexOf('[')) };
  if (text.startsWith('MAP(')) return { kind: 'map' };
  if (!text.startsWith('STRUCT(') || !text.endsWith(')')) return { kind: 'other' };
  const fields = splitAtCommas(text.slice('STRUCT('.length, -1)).map(readField);
  return fields.every((field) => field !== undefined) ? { kind: 'struct', fields } : { kind: 'other' };
}

function readField(text: string): { name: string; type: string } | undefined {
  const quoted = /^"((?:[^"]|"")*)" (.+)$/s.exec(text);
  if (quoted !== null) return { name: (quoted[1] ?? '').replaceAll('""', '"'), type: quoted[2] ?? '' };
  const plain = /^([^\s"]+) (.+)$/s.exec(text);
  return plain === null ? undefined : { name: plain[1] ?? '', type: plain[2] ?? '' };
}

/** Cuts at the commas that stand in no brackets and no quotes. */
function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote: string | undefined;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '(' || character === '[') depth += 1;
    else if (character === ')' || character === ']') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...parts, text.slice(start).trim()].filter((part) => part !== '');
}
