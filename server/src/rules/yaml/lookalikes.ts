/** Plain text that YAML, or another reader of it, takes for something else. */
import { replaceText } from '../../spec/edits.ts';
import type { AnyNode } from '../../spec/located.ts';
import type { Project } from '../../spec/project.ts';
import type { Reading } from '../../spec/reader.ts';
import { booleanLookalikes } from '../../spec/readScalar.ts';
import { shorten } from '../../spec/words.ts';
import { lineStartOf } from '../../yaml/lines.ts';
import type { Place } from '../../yaml/place.ts';
import { oncePer } from '../oncePer.ts';
import { perEntry } from '../perEntry.ts';
import type { Finding } from '../rule.ts';
import { textOf } from './slips.ts';

type ScalarNode = Extract<AnyNode, { kind: 'scalar' }>;

/** Scalars without quotes that mean text: prose, names, classes, versions, commits. */
const plainTexts = oncePer(({ scalars }: Reading) =>
  scalars.filter((node) => node.kind === 'scalar').filter(isPlainText),
);

/** A search through the plain texts of a project. */
function perText(find: (texts: readonly ScalarNode[]) => Iterable<Finding>): (project: Project) => readonly Finding[] {
  return perEntry((reading) => [...find(plainTexts(reading))]);
}

function isPlainText({ yaml, shape, meaning }: ScalarNode): boolean {
  if (yaml.kind !== 'scalar' || yaml.style !== 'plain' || shape.kind !== 'scalar') return false;
  return shape.type === 'text' || (shape.type === 'any' && meaning === 'class');
}

function quote(place: Place, text: string): Pick<Finding, 'fixes'> {
  return {
    fixes: [{ title: 'Quote the text', changes: [replaceText(place, JSON.stringify(text))], isPreferred: true }],
  };
}

/** `1.10` and `010`, which lose a zero as numbers. */
export const findLostZeros = perText(function* (texts) {
  for (const { text, place } of texts) {
    if (!/^(?:\d+\.\d*0|0\d+(?:\.\d+)?)$/.test(text)) continue;
    const other = /^0[0-7]+$/.test(text)
      ? `${Number(text)}, or the octal ${Number.parseInt(text, 8)}`
      : `${Number(text)}`;
    yield { place, message: `Other readers see \`${text}\` as the number ${other}: quote it.`, ...quote(place, text) };
  }
});

/** `NO`, which YAML 1.1 reads as false. */
export const findNorways = perText(function* (texts) {
  for (const { text, place } of texts) {
    const meaning = booleanLookalikes.get(text.toLowerCase());
    if (meaning === undefined) continue;
    yield {
      place,
      message: `Readers of YAML 1.1 see \`${text}\` as \`${String(meaning)}\`: quote it.`,
      ...quote(place, text),
    };
  }
});

/** Text that other readers, or all of them, take for a number: `7e12345`, `12:30`, `0x1F`. */
export const findNumberLookalikes = perText(function* (texts) {
  for (const node of texts) {
    const { text, place } = node;
    const reading = numberReading(text, node.meaning === 'commit');
    if (reading === undefined) continue;
    yield { place, message: `\`${shorten(text)}\` is text here, and ${reading}: quote it.`, ...quote(place, text) };
  }
});

/** How else the text can be read; undefined when it cannot. */
function numberReading(text: string, isCommit: boolean): string | undefined {
  if (/^[+-]?\d+(?:\.\d+)?e[+-]?\d+$/i.test(text)) {
    const value = Number(text);
    return `readers of YAML see the number ${Number.isFinite(value) ? String(value) : 'infinity'}`;
  }
  if (/^[+-]?\d{1,2}(?::[0-5]?\d){1,2}$/.test(text)) {
    const value = text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
    return `readers of YAML 1.1 see the number ${value}, counted by sixties`;
  }
  if (/^0x[\da-f]+$/i.test(text) || /^0o[0-7]+$/i.test(text)) return `readers of YAML see the number ${Number(text)}`;
  // Beyond 15 digits a number loses its last ones; one that begins with a zero is told to lose that.
  if (/^[1-9]\d{15,}$/.test(text)) return 'readers of YAML see a number that loses its last digits';
  if (isCommit && /^[1-9]\d*$/.test(text)) return 'readers of YAML see a number';
  return undefined;
}

/** Meanings whose text may well hold a `#`. */
const cuttable: ReadonlySet<ScalarNode['meaning']> = new Set([
  undefined,
  'part',
  'path',
  'glob',
  'evidence',
  'formula',
  'class',
]);

/** Text that ends at ` #` where no comment seems to be meant: `ticket #42 is open`. */
export const findCommentCuts = perText(function* (texts) {
  for (const node of texts) {
    if (!cuttable.has(node.meaning)) continue;
    const { section, end } = node.place;
    const line = /^ (?<cut>#[\p{L}\p{N}][^\r\n]*)/u.exec(section.text.slice(end, end + 1000))?.groups?.['cut'];
    if (line === undefined || isPartOfFlow(node)) continue;
    const cut = { section, start: end + 1, end: end + 1 + line.trimEnd().length };
    const whole = { ...node.place, end: cut.end };
    yield {
      place: cut,
      message: `A \`#\` after a blank begins a comment, so the text ends at \`${shorten(node.text)}\`: quote it, or put a blank after the \`#\`.`,
      fixes: [
        { title: 'Quote the whole text', changes: [replaceText(whole, JSON.stringify(textOf(whole)))] },
        { title: 'Make it a comment', changes: [replaceText({ ...cut, end: cut.start + 1 }, '# ')] },
      ],
    };
  }
});

/** Inside braces the end of the text cannot be told. */
function isPartOfFlow({ place }: ScalarNode): boolean {
  const { text } = place.section;
  const before = text.slice(lineStartOf(text, place.start), place.start);
  return /[{[,]/.test(before);
}

/** `*.csv` and `**`, which YAML takes for an alias. */
export function* findGlobAliases(project: Project): Generator<Finding> {
  for (const { yaml } of project.files) {
    for (const { code, place } of yaml.problems) {
      const text = textOf(place);
      if (code !== 'alias-limit' || !/^\*(?:[^\w]|$|.*[./*])/.test(text)) continue;
      yield {
        place,
        message: `\`${shorten(text)}\` begins with \`*\`, which YAML takes for an alias: quote the pattern.`,
        ...quote(place, text),
      };
    }
  }
}
