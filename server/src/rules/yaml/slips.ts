/** Slips in writing YAML that the parser reports elsewhere, in other words, or not at all. */
import type { Fix } from '../../spec/edits.ts';
import { replaceText } from '../../spec/edits.ts';
import type { SpecFile } from '../../spec/specFile.ts';
import { shorten } from '../../spec/words.ts';
import { lineStartOf } from '../../yaml/lines.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from '../../yaml/nodes.ts';
import type { Place } from '../../yaml/place.ts';
import { perYamlEntry } from '../perEntry.ts';
import type { Finding } from '../rule.ts';

/** Words before a colon without a space that begin a value of ours, so that no key is meant. */
const valuePrefixes = /^(?:run|split|mlflow|dvc|dbt|file|env|expr|https?|s3|gs|tag):/;

export function textOf(place: Place): string {
  return place.section.text.slice(place.start, place.end);
}

function firstLineOf(place: Place): Place {
  const length = textOf(place).search(/[\r\n]|$/);
  return { ...place, end: place.start + length };
}

/** Every map at or below the value of an entry. */
function mapsIn({ value: root }: YamlEntry): readonly YamlMap[] {
  // A set is visited in the order of insertion, what is added on the way included.
  const nodes = new Set(root === undefined ? [] : [root]);
  for (const node of nodes) {
    if (node.kind === 'list') for (const item of node.items) nodes.add(item);
    if (node.kind === 'map') for (const { value } of node.entries) if (value !== undefined) nodes.add(value);
  }
  return [...nodes].filter((node) => node.kind === 'map');
}

/** Keys without a space after the colon, and lines that are indented deeper than their neighbour. */
export function* findMisindents(file: SpecFile): Generator<Finding> {
  yield* misindentsIn(file);
  for (const problem of file.yaml.problems) {
    // A section that is nothing but `phase:poc` has no tree.
    if (problem.code === 'syntax' && problem.parserCode === undefined) yield* missingSpace(problem.place);
  }
}

const misindentsIn = perYamlEntry((root) =>
  [root, ...mapsIn(root).flatMap(({ entries }) => entries)].flatMap((entry) => [
    ...missingSpaceInKey(entry),
    ...missingSpaceInValue(entry.value),
    ...deeperLine(entry),
  ]),
);

/** `limit:1` as a key without a value, or as the beginning of a key that goes on in the next line. */
function* missingSpaceInKey({ keyPlace, value }: YamlEntry): Generator<Finding> {
  if (value === undefined || /[\r\n]/.test(textOf(keyPlace))) yield* missingSpace(keyPlace);
}

/** `limit:1` as the whole value of the key above it. */
function* missingSpaceInValue(value: YamlNode | undefined): Generator<Finding> {
  if (value?.kind !== 'scalar' || value.style !== 'plain' || !/^[\w-]+:/.test(value.text)) return;
  const { text } = value.place.section;
  const lineStart = lineStartOf(text, value.place.start);
  if (text.slice(lineStart, value.place.start).trim() === '') yield* missingSpace(value.place);
}

function* missingSpace(place: Place): Generator<Finding> {
  const line = firstLineOf(place);
  const written = textOf(line);
  const key = /^[A-Za-z_][\w-]*(?=:[^\s:/])/.exec(written)?.[0];
  if (key === undefined || valuePrefixes.test(written)) return;
  const after = { ...line, start: line.start + key.length + 1, end: line.start + key.length + 1 };
  yield {
    place: line,
    message: `\`${shorten(written)}\` is one word to YAML: put a space after the colon of \`${key}\`.`,
    fixes: [{ title: 'Insert the space', changes: [replaceText(after, ' ')], isPreferred: true }],
  };
}

/** A key over two lines: the value of one line and the key of the next, which is indented deeper. */
function* deeperLine({ keyPlace }: YamlEntry): Generator<Finding> {
  const { section, start, end } = keyPlace;
  const { text } = section;
  const written = textOf(keyPlace);
  if (!/[\r\n]/.test(written) || /^["']/.test(written)) return;
  const keyStart = start + written.lastIndexOf('\n') + 1;
  const lineStart = lineStartOf(text, start);
  const above = /^(?<indent>[ ]*)(?:- )?(?<name>[^\s:#]+):/.exec(text.slice(lineStart, end))?.groups;
  const indent = /^[ ]*/.exec(text.slice(keyStart, end))?.[0].length ?? 0;
  if (above === undefined || above['name'] === undefined || above['indent'] === undefined) return;
  const place = { section, start: keyStart + indent, end };
  const name = textOf(place);
  if (indent <= above['indent'].length || !/^[\w-]+$/.test(name)) return;
  const key = shorten(written);
  const fix: Fix = {
    title: `Align with \`${above['name']}\``,
    changes: [replaceText({ section, start: keyStart, end: keyStart + indent }, above['indent'])],
    isPreferred: true,
  };
  yield {
    place,
    message: `\`${name}\` is indented deeper than \`${above['name']}\`, so YAML reads \`${key}\` as one key: align the two.`,
    sameCause: [firstLineOf(keyPlace)],
    fixes: [fix],
  };
}

/** Unquoted text inside braces that a comma cuts. */
export const findFlowCommas = perYamlEntry((root) =>
  mapsIn(root).flatMap((map) =>
    map.entries.flatMap(({ value }, index) => {
      if (!map.flow || value?.kind !== 'scalar' || value.style !== 'plain') return [];
      const call = openCall(value);
      const cut = call ?? fragmentsAfter(map, index, value);
      return cut === undefined ? [] : [cutText(value, cut, call !== undefined)];
    }),
  ),
);

/** `origin in ('ORD'`: text whose parenthesis is closed behind the comma. */
function openCall({ place, text }: YamlScalar): Place | undefined {
  if (count(text, '(') <= count(text, ')')) return undefined;
  const rest = firstLineOf({ ...place, end: place.section.text.length });
  let depth = 0;
  for (const match of textOf(rest).matchAll(/[()]/g)) {
    depth += match[0] === '(' ? 1 : -1;
    if (depth === 0) return { ...place, end: place.start + match.index + 1 };
  }
  return undefined;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/** The entries behind a value that are no keys but the rest of its text. */
function fragmentsAfter(map: YamlMap, index: number, value: YamlScalar): Place | undefined {
  const { section } = value.place;
  const fragments: YamlEntry[] = [];
  for (const entry of map.entries.slice(index + 1)) {
    const isKey = entry.value !== undefined || /^\s*:/.test(section.text.slice(entry.keyPlace.end));
    if (isKey) break;
    fragments.push(entry);
  }
  const [first] = fragments;
  const last = fragments.at(-1);
  if (first === undefined || last === undefined) return undefined;
  // One word behind one word may be a key that is still being typed.
  const isProse = /\s/.test(value.text) || fragments.some(({ key }) => /\s/.test(key));
  return isProse ? { section, start: first.keyPlace.start, end: last.keyPlace.end } : undefined;
}

function cutText({ place }: YamlScalar, cut: Place, isCall: boolean): Finding {
  const whole = { ...place, end: cut.end };
  const quoted = JSON.stringify(textOf(whole).replace(/\s*[\r\n]\s*/g, ' '));
  const what = isCall ? 'this condition' : `\`${shorten(textOf(place))}\``;
  return {
    place: cut,
    message: `Inside braces a comma ends ${what}, so \`${shorten(isCall ? textOf(whole) : textOf(cut))}\` is lost: quote the whole text.`,
    sameCause: [place],
    fixes: [{ title: 'Quote the whole text', changes: [replaceText(whole, quoted)], isPreferred: true }],
  };
}
