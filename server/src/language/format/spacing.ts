/** Blanks inside of lines: one after a colon, a comma and a dash, one between a number and its unit. */
import { readQuantity } from '../../spec/quantity.ts';
import type { FormatSource } from './formatSource.ts';
import type { YamlNode } from '../../yaml/nodes.ts';
import type { Place } from '../../yaml/place.ts';

/** Offsets of the file, and what is to stand there. */
export interface Respacing {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** In file order, none of which overlap. */
export function findSpacing(file: FormatSource): readonly Respacing[] {
  const found = [...aroundColons(file), ...aroundCommas(file), ...afterDashes(file), ...inQuantities(file)];
  return found.toSorted((left, right) => left.start - right.start);
}

function* aroundColons(file: FormatSource): Generator<Respacing> {
  for (const { key, value } of pairsOf(file)) {
    const [left, right] = [file.yaml.rangeOf(key), file.yaml.rangeOf(value.place)];
    if (left === undefined || right === undefined || right.start < left.end) continue;
    const between = { start: left.end, end: right.start };
    yield* replaceIf(file, between, /^[ \t]*:[ \t]*$/, ': ');
  }
}

/** Between the entries of braces and brackets, where they stand on one line. */
function* aroundCommas(file: FormatSource): Generator<Respacing> {
  for (const node of nodesOf(file)) {
    if (node.kind === 'scalar' || !node.flow) continue;
    const parts =
      node.kind === 'list'
        ? node.items.map(({ place }) => ({ first: place, last: place }))
        : node.entries.map(({ keyPlace, value }) => ({ first: keyPlace, last: value?.place ?? keyPlace }));
    for (const [index, { first }] of parts.entries()) {
      const before = parts[index - 1]?.last;
      const left = before === undefined ? undefined : file.yaml.rangeOf(before);
      const right = file.yaml.rangeOf(first);
      if (left === undefined || right === undefined || right.start < left.end) continue;
      yield* replaceIf(file, { start: left.end, end: right.start }, /^[ \t]*,[ \t]*$/, ', ');
    }
  }
}

function* afterDashes(file: FormatSource): Generator<Respacing> {
  for (const node of nodesOf(file)) {
    if (node.kind !== 'list' || node.flow) continue;
    for (const item of node.items) {
      const at = file.yaml.rangeOf(item.place);
      const blanks =
        at === undefined ? undefined : /-([ \t]+)$/.exec(file.yaml.text.slice(0, at.start).slice(-200))?.[1];
      if (at === undefined || blanks === undefined) continue;
      yield* replaceIf(file, { start: at.start - blanks.length, end: at.start }, /^[ \t]+$/, ' ');
    }
  }
}

function* inQuantities(file: FormatSource): Generator<Respacing> {
  for (const node of file.scalars) {
    if (node.kind !== 'quantity' || node.textStart === undefined) continue;
    const reading = readQuantity(node.text);
    if (reading.kind !== 'quantity' || reading.spacing === undefined) continue;
    const start = node.textStart;
    const at = file.yaml.rangeOf({ ...node.place, start, end: start + node.text.length });
    if (at !== undefined) yield { ...at, newText: reading.spacing.corrected };
  }
}

function* replaceIf(
  { yaml }: FormatSource,
  { start, end }: { readonly start: number; readonly end: number },
  form: RegExp,
  newText: string,
): Generator<Respacing> {
  const text = yaml.text.slice(start, end);
  if (form.test(text) && text !== newText) yield { start, end, newText };
}

function* pairsOf(file: FormatSource): Generator<{ readonly key: Place; readonly value: YamlNode }> {
  for (const { keyPlace, value } of file.yaml.entries) if (value !== undefined) yield { key: keyPlace, value };
  for (const node of nodesOf(file)) {
    if (node.kind !== 'map') continue;
    for (const { keyPlace, value } of node.entries) if (value !== undefined) yield { key: keyPlace, value };
  }
}

/** Every node once, shared ones too. */
function* nodesOf(file: FormatSource): Generator<YamlNode> {
  const waiting = file.yaml.entries.flatMap(({ value }) => value ?? []).toReversed();
  const seen = new Set<YamlNode>();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    yield node;
    if (node.kind === 'map') waiting.push(...node.entries.flatMap(({ value }) => value ?? []));
    if (node.kind === 'list') waiting.push(...node.items);
  }
}
