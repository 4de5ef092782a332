/** Where in a scalar or a key a name stands, and how another one is written in its place. */
import { replaceText, scalarText } from '../../spec/edits.ts';
import type { TextChange } from '../../spec/edits.ts';
import type { ColumnUse } from '../../spec/expression.ts';
import { printExpression } from '../../spec/expressionPrint.ts';
import type { YamlEntry, YamlScalar } from '../../yaml/nodes.ts';
import type { Place } from '../../yaml/place.ts';

export interface WrittenName {
  readonly place: Place;
  readonly rename: (name: string) => TextChange | undefined;
}

/** The place of a scalar's text, without its quotes; the whole scalar where escapes or lines are in it. */
export function textPlace({ place, text, textStart }: YamlScalar): Place {
  return textStart === undefined ? place : { ...place, start: textStart, end: textStart + text.length };
}

/** A name that ends a scalar, after a prefix such as `split:`. */
export function nameInScalar(scalar: YamlScalar, prefix = ''): WrittenName {
  const { style, place } = scalar;
  const inner = textPlace(scalar);
  if (scalar.textStart === undefined) {
    // A block text ends with line breaks that belong to it, so it is not written anew.
    const rename = (name: string): TextChange | undefined =>
      style === 'block' ? undefined : replaceText(place, scalarText(prefix + name));
    return { place, rename };
  }
  const own = { ...inner, start: inner.start + prefix.length };
  if (style === 'plain' && prefix === '') return { place, rename: (name) => replaceText(place, scalarText(name)) };
  return { place: own, rename: (name) => replaceText(own, escapedIn(style, name)) };
}

/** A name that is the key of an entry. */
export function nameInKey({ key, keyPlace }: YamlEntry): WrittenName {
  const written = keyPlace.section.text.slice(keyPlace.start, keyPlace.end);
  const isQuoted = /^(["']).*\1$/s.test(written) && written.slice(1, -1) === key;
  const rename = (name: string): TextChange =>
    replaceText(keyPlace, isQuoted ? JSON.stringify(name) : scalarText(name));
  return { place: isQuoted ? { ...keyPlace, start: keyPlace.start + 1, end: keyPlace.end - 1 } : keyPlace, rename };
}

/**
 * A name inside an expression.
 *
 * @param offset where the expression begins in the scalar's text
 */
export function nameInExpression(scalar: YamlScalar, { start, end }: ColumnUse, offset = 0): WrittenName {
  const { textStart, style, place: whole } = scalar;
  if (textStart === undefined) return { place: whole, rename: () => undefined };
  const place = { ...whole, start: textStart + offset + start, end: textStart + offset + end };
  const rename = (name: string): TextChange | undefined => {
    const printed = printExpression({ kind: 'column', name, start: 0, end: 0 });
    // A plain value that begins with a quote would be read as quoted text.
    if (style === 'plain' && printed.startsWith('"') && place.start === textStart) return undefined;
    return replaceText(place, escapedIn(style, printed));
  };
  return { place, rename };
}

function escapedIn(style: YamlScalar['style'], text: string): string {
  switch (style) {
    case 'double-quoted':
      return JSON.stringify(text).slice(1, -1);
    case 'single-quoted':
      return text.replaceAll("'", "''");
    case 'plain':
    case 'block':
      return text;
  }
}
