/** One section from the YAML library's tree to ours, with bounds on depth and on what aliases multiply. */
import { isAlias, isCollection, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Alias, Document, Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { YamlEntry, YamlNode, YamlProblem, YamlScalar } from './nodes.ts';
import { cutEntries } from './cutEntries.ts';
import type { EntryCut } from './cutEntries.ts';
import { lineStartOf } from './lines.ts';
import { explainErrors, missingColon } from './parserProblems.ts';
import type { ExplainedProblem } from './parserProblems.ts';
import type { Place, Section } from './place.ts';

/** Nodes that a file may have once its aliases are expanded. */
const nodeLimit = 250_000;
/** Levels of nesting that a spec may have; ours has eight. */
const depthLimit = 100;
/** Errors of the parser that one section reports. */
const errorLimit = 50;

export interface ParsedSection {
  readonly section: Section;
  /** The sections of entries that were parsed on their own, with where they begin in this one. */
  readonly inner: readonly { readonly section: Section; readonly start: number }[];
  readonly entries: readonly YamlEntry[];
  readonly problems: readonly YamlProblem[];
  /** An alias has no anchor in this section, so the whole file must be parsed as one. */
  readonly needsWholeFile: boolean;
}

/**
 * An entry below a section's key that was parsed on its own. Its places count from its own text, so that it stays as
 * it is while the user types in another entry.
 */
export interface ParsedEntry {
  readonly section: Section;
  readonly entry: YamlEntry;
  readonly problems: readonly YamlProblem[];
  readonly size: number;
}

/** Parsed entries of the last version of a file: what need not be parsed again. */
export interface EntryCache {
  /** @param key the key of the section that holds the entry */
  get(key: string, text: string, parse: () => ParsedEntry | undefined): ParsedEntry | undefined;
}

/**
 * Parses a section; never throws on user text.
 *
 * @param cache makes it parse only those entries below the section's key whose text is new, where that is safe
 */
export function parseSection(section: Section, cache?: EntryCache): ParsedSection {
  const cut = cache === undefined ? undefined : cutEntries(section.text);
  const byEntries = cut === undefined || cache === undefined ? undefined : parseByEntries(section, cut, cache);
  if (byEntries !== undefined) return byEntries;
  const document = parse(section.text);
  return withoutHalfKey(section, document, cache) ?? new Conversion(section).convertDocument(document);
}

/** A word alone on its line, below a key. */
const loneWord = /^(?<indent>[ ]+)(?<word>[A-Za-z_][\w-]*)[ ]*$/;

/**
 * Reads a section in which a key is being typed as if its line were empty: what stands around it means what it meant
 * before, which the parser would join with the word.
 *
 * @returns undefined unless such a word is all that is wrong
 */
function withoutHalfKey(
  { text }: Section,
  document: Document.Parsed,
  cache: EntryCache | undefined,
): ParsedSection | undefined {
  const [told, ...others] = explainErrors(text, document.errors.slice(0, errorLimit));
  if (told === undefined || others.length > 0) return undefined;
  const lineStart = lineStartOf(text, told.start);
  const { indent = '', word } = loneWord.exec(/^[^\r\n]*/.exec(text.slice(lineStart))?.[0] ?? '')?.groups ?? {};
  if (word === undefined) return undefined;
  const start = lineStart + indent.length;
  const end = start + word.length;
  const blanked = { text: `${text.slice(0, start)}${' '.repeat(word.length)}${text.slice(end)}` };
  const cut = cache === undefined ? undefined : cutEntries(blanked.text);
  const byEntries = cut === undefined || cache === undefined ? undefined : parseByEntries(blanked, cut, cache);
  const rest = byEntries ?? new Conversion(blanked).convertDocument(parse(blanked.text));
  if (rest.entries.length === 0 || rest.problems.some(({ code }) => code === 'syntax')) return undefined;
  const place = { section: rest.section, start, end };
  const problem: YamlProblem = { code: 'syntax', place, message: missingColon(word), typed: word };
  return { ...rest, problems: [problem, ...rest.problems] };
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, {
    uniqueKeys: false,
    prettyErrors: false,
    // `silent` would also hide a second document.
    logLevel: 'error',
    strict: true,
  });
}

/** @returns undefined when an entry is not one faultless pair: then the whole section says best what is wrong */
function parseByEntries(section: Section, cut: EntryCut, cache: EntryCache): ParsedSection | undefined {
  const parts: { parsed: ParsedEntry; start: number }[] = [];
  for (const [index, start] of cut.starts.entries()) {
    const text = section.text.slice(start, cut.starts[index + 1] ?? section.text.length);
    const parsed = cache.get(cut.key, text, () => parseEntry(text));
    if (parsed === undefined) return undefined;
    parts.push({ parsed, start });
  }
  return new Conversion(section).joinEntries(cut, parts);
}

/** @returns undefined when the text is not one faultless pair */
function parseEntry(text: string): ParsedEntry | undefined {
  const document = parse(text);
  const isFaultless = document.errors.length === 0 && document.warnings.length === 0;
  if (!isFaultless || !isMap(document.contents) || document.contents.items.length !== 1) return undefined;
  return new Conversion({ text }).convertEntry(document.contents);
}

/** The entries of one map while it is converted. */
interface EntryCollector {
  readonly entries: YamlEntry[];
  /** The first entry of each key. */
  readonly firsts: Map<string, YamlEntry>;
}

/** Holds the state of one conversion: what anchors stand for, and how much has been counted. */
class Conversion {
  private readonly problems: YamlProblem[] = [];
  private readonly section: Section;
  private readonly anchors = new Map<string, { node: YamlNode | undefined; size: number } | 'open'>();
  private needsWholeFile = false;
  private size = 0;
  private isOverLimit = false;
  private isTooDeep = false;

  constructor(section: Section) {
    this.section = section;
  }

  /** One entry that was parsed on its own; undefined when its key is none. */
  convertEntry(map: YAMLMap): ParsedEntry | undefined {
    const collected: EntryCollector = { entries: [], firsts: new Map() };
    this.collectPairs(map, collected, 2);
    const [entry] = collected.entries;
    const { section, problems, size } = this;
    return entry === undefined || this.isOverLimit ? undefined : { section, entry, problems, size };
  }

  /** The entries of a section that were parsed one by one, as if the section had been parsed as a whole. */
  joinEntries(
    { key, keyStart }: EntryCut,
    parts: readonly { readonly parsed: ParsedEntry; readonly start: number }[],
  ): ParsedSection | undefined {
    const { section } = this;
    const total = parts.reduce((sum, { parsed }) => sum + parsed.size, 1);
    const [first] = parts;
    const last = parts.at(-1);
    if (total > nodeLimit || first === undefined || last === undefined) return undefined;
    const firsts = new Map<string, YamlEntry>();
    for (const { parsed } of parts) {
      this.problems.push(...parsed.problems);
      const earlier = firsts.get(parsed.entry.key);
      if (earlier === undefined) firsts.set(parsed.entry.key, parsed.entry);
      else this.reportRepeated(parsed.entry, earlier);
    }
    const keyPlace = { section, start: keyStart, end: keyStart + key.length };
    const end = last.start + last.parsed.entry.place.end;
    const place = { section, start: first.start + first.parsed.entry.place.start, end };
    const entries = parts.map(({ parsed }) => parsed.entry);
    const value: YamlNode = { kind: 'map', place, flow: false, entries };
    const entry: YamlEntry = { key, keyPlace, place: { ...keyPlace, end }, value };
    const inner = parts.map(({ parsed, start }) => ({ section: parsed.section, start }));
    return { section, inner, entries: [entry], problems: this.problems, needsWholeFile: false };
  }

  convertDocument(document: Document.Parsed): ParsedSection {
    // A section that is all errors would only repeat the first of them.
    const errors = [...document.errors, ...document.warnings].slice(0, errorLimit);
    const told = explainErrors(this.section.text, errors).map((problem) => this.problemOf(problem));
    this.problems.push(...told);
    if (document.directives.docStart === true || document.directives.yaml.explicit === true) {
      this.reportDirective();
    }
    const contents = document.contents as Node | null;
    let entries: readonly YamlEntry[] = [];
    if (isMap(contents)) {
      const collected: EntryCollector = { entries: [], firsts: new Map() };
      this.collectPairs(contents, collected, 1);
      entries = collected.entries;
    } else if (contents !== null) {
      entries = this.entriesOfOther(contents);
    }
    const { section, needsWholeFile } = this;
    // The parser runs out of room in what is too deep, and calls it by other names.
    const problems = this.isTooDeep ? this.problems.filter((problem) => !told.includes(problem)) : this.problems;
    return { section, inner: [], entries, problems, needsWholeFile };
  }

  /** A lone word at the top is a key being typed; anything else cannot be a spec. */
  private entriesOfOther(contents: Node): readonly YamlEntry[] {
    const place = this.placeOf(contents);
    if (isScalar(contents) && /^[\w-]+$/.test(String(contents.source))) {
      const key = String(contents.source);
      if (this.problems.length === 0) {
        this.problems.push({ code: 'syntax', place, message: missingColon(key), typed: key });
      }
      return [{ key, keyPlace: place, place, value: undefined }];
    }
    if (this.problems.length === 0) {
      const line = /^[A-Za-z][^\r\n]*$/.exec(this.section.text.slice(place.start, place.end).trimEnd())?.[0];
      const general = 'A spec is a map of sections such as `metrics:`; this is not a `key: value` pair.';
      this.add('syntax', place, line === undefined ? general : missingColon(line));
    }
    return [];
  }

  private reportDirective(): void {
    const match = /^(?:%[^\n]*|---(?=\s|$)[^\n]*)/m.exec(this.section.text);
    if (match === null || match[0].startsWith('---')) return;
    const place = { section: this.section, start: match.index, end: match.index + match[0].trimEnd().length };
    this.add('tag', place, 'A `%YAML` directive changes how other lines are read: remove it, specs are YAML 1.2.');
  }

  private problemOf({ code, start, end, message, parserCode }: ExplainedProblem): YamlProblem {
    return { code, place: this.clip({ section: this.section, start, end }), message, parserCode };
  }

  /** Keeps an error that spans lines on its first line, and gives an empty one the nearest character to stand on. */
  private clip(place: Place): Place {
    const { text } = this.section;
    const newline = text.slice(place.start, place.end).search(/[\r\n]/);
    const end = newline > 0 ? place.start + newline : place.end;
    if (end > place.start && newline !== 0) return { ...place, end };
    if (/\S/.test(text.charAt(place.start))) return { ...place, end: place.start + 1 };
    const before = text.slice(0, place.start).trimEnd().length;
    return before === 0 ? { ...place, end: place.start } : { ...place, start: before - 1, end: before };
  }

  private convert(node: Node | null | undefined, depth: number): YamlNode | undefined {
    if (node === null || node === undefined) return undefined;
    if (isAlias(node)) return this.convertAlias(node);
    const anchor = isScalar(node) || isCollection(node) ? node.anchor : undefined;
    if (anchor === undefined) return this.convertPlain(node, depth);
    const before = this.size;
    this.anchors.set(anchor, 'open');
    const converted = this.convertPlain(node, depth);
    this.anchors.set(anchor, { node: converted, size: this.size - before });
    return converted;
  }

  private convertPlain(node: Node, depth: number): YamlNode | undefined {
    this.count(1, node);
    if (this.isOverLimit) return undefined;
    if (depth > depthLimit) {
      this.isTooDeep = true;
      this.add('syntax', this.placeOf(node), `Nested more than ${depthLimit} levels deep: a spec has no such value.`);
      return undefined;
    }
    if (node.tag !== undefined && (isScalar(node) || isCollection(node)) && this.hasWrittenTag(node)) {
      this.reportTag(node);
      if (isScalar(node) && (node.source ?? '') === '') return undefined;
    }
    if (isScalar(node)) return this.convertScalar(node);
    if (isMap(node)) return this.convertMap(node, depth);
    if (isSeq(node)) return this.convertList(node, depth);
    return undefined;
  }

  private hasWrittenTag(node: Node): boolean {
    const start = this.startOf(node);
    const before = this.section.text.slice(Math.max(0, start - 200), start).trimEnd();
    return /(?:^|[\s:,[{-])!\S*$/.test(before) || this.section.text.charAt(start) === '!';
  }

  private reportTag(node: Node): void {
    const { end } = this.placeOf(node);
    const start = this.section.text.lastIndexOf('!', Math.max(this.startOf(node), 1));
    const tag = /^!\S*/.exec(this.section.text.slice(Math.max(start, 0)))?.[0] ?? '!';
    const place = { section: this.section, start: Math.max(start, 0), end: Math.min(start + tag.length, end) };
    if (this.problems.some((problem) => problem.code === 'tag' && problem.place.start === place.start)) return;
    this.add('tag', place, `The tag \`${tag}\` is not part of the language: remove it, or quote the text.`);
  }

  private convertAlias(alias: Alias): YamlNode | undefined {
    const place = this.placeOf(alias);
    const target = this.anchors.get(alias.source);
    if (target === undefined) {
      this.needsWholeFile = true;
      this.add('alias-limit', place, `\`*${alias.source}\` names no anchor; quote the text if it is a pattern.`);
      return undefined;
    }
    if (target === 'open') {
      this.add('alias-limit', place, `\`*${alias.source}\` stands inside its own anchor, so it has no end.`);
      return undefined;
    }
    this.count(target.size, alias);
    return this.isOverLimit ? undefined : target.node;
  }

  private count(nodes: number, at: Node | undefined): void {
    this.size += nodes;
    if (this.size <= nodeLimit || this.isOverLimit || at === undefined) return;
    this.isOverLimit = true;
    this.add(
      'alias-limit',
      this.placeOf(at),
      `More than ${nodeLimit.toLocaleString('en')} values once aliases are expanded: the rest of this file is not read.`,
    );
  }

  private convertScalar(node: Scalar): YamlScalar | undefined {
    const place = this.placeOf(node);
    const text = node.source ?? '';
    switch (node.type) {
      case 'QUOTE_DOUBLE':
      case 'QUOTE_SINGLE': {
        const content = String(node.value);
        const isVerbatim = place.end - place.start - 2 === content.length;
        return {
          kind: 'scalar',
          place,
          text: content,
          style: node.type === 'QUOTE_DOUBLE' ? 'double-quoted' : 'single-quoted',
          textStart: isVerbatim ? place.start + 1 : undefined,
        };
      }
      case 'BLOCK_FOLDED':
      case 'BLOCK_LITERAL':
        return { kind: 'scalar', place, text: String(node.value), style: 'block', textStart: undefined };
      default: {
        if (node.value === null && /^(?:~|null|Null|NULL)?$/.test(text)) return undefined;
        const isVerbatim = place.end - place.start === text.length;
        return { kind: 'scalar', place, text, style: 'plain', textStart: isVerbatim ? place.start : undefined };
      }
    }
  }

  private convertMap(map: YAMLMap, depth: number): YamlNode {
    const collected: EntryCollector = { entries: [], firsts: new Map() };
    this.collectPairs(map, collected, depth + 1);
    const { entries } = collected;
    const place = this.endingWith(this.placeOf(map), map.flow === true ? undefined : entries.at(-1)?.place);
    return { kind: 'map', place, flow: map.flow === true, entries };
  }

  private collectPairs(map: YAMLMap, { entries, firsts }: EntryCollector, depth: number): void {
    for (const pair of map.items) {
      if (this.isOverLimit) break;
      const entry = this.convertPair(pair as Pair<Node, Node | null>, depth);
      if (entry === undefined) continue;
      entries.push(entry);
      const first = firsts.get(entry.key);
      if (first === undefined) firsts.set(entry.key, entry);
      else this.reportRepeated(entry, first);
    }
  }

  private reportRepeated(entry: YamlEntry, first: YamlEntry): void {
    this.problems.push({
      code: 'duplicate-key',
      place: entry.keyPlace,
      message: `\`${entry.key}\` stands here a second time, and only the last one counts: keep one of them.`,
      related: { place: first.keyPlace, message: `\`${entry.key}\` stands here first.` },
    });
  }

  private convertPair(pair: Pair<Node, Node | null>, depth: number): YamlEntry | undefined {
    const key = pair.key as Node | null;
    if (!isNode(key)) return undefined;
    const keyPlace = this.placeOf(key);
    if (!isScalar(key)) {
      // What the parser says about this place is why it took something else for a key.
      if (!this.problems.some(({ place }) => keyPlace.start <= place.start && place.start <= keyPlace.end)) {
        this.add('syntax', keyPlace, 'A key must be plain text; quote it if it starts with a special character.');
      }
      return undefined;
    }
    const text = key.type === 'PLAIN' ? (key.source ?? '') : String(key.value);
    if (text === '<<' && key.type === 'PLAIN') {
      this.add('tag', keyPlace, 'Merge keys `<<` are not part of YAML 1.2: write the keys out.');
      this.convert(pair.value, depth);
      return undefined;
    }
    const value = this.convert(pair.value, depth);
    if (value !== undefined) {
      // The value of an alias stands elsewhere, at its anchor.
      const isHere = value.place.start >= keyPlace.start && !isAlias(pair.value);
      const end = isHere ? value.place.end : isNode(pair.value) ? this.placeOf(pair.value).end : keyPlace.end;
      return { key: text, keyPlace, place: { ...keyPlace, end: Math.max(end, keyPlace.end) }, value };
    }
    const end = isNode(pair.value) ? this.placeOf(pair.value).end : keyPlace.end;
    const place = this.withoutBlanks({ ...keyPlace, end: Math.max(end, keyPlace.end) });
    return { key: text, keyPlace, place, value };
  }

  private convertList(list: YAMLSeq, depth: number): YamlNode | undefined {
    const items: YamlNode[] = [];
    for (const item of list.items) {
      if (this.isOverLimit) break;
      // `[a: 1]` is a pair inside a list; the language has no such value, and the shape check says so at its key.
      const converted = this.convert(isNode(item) ? item : (item as Pair<Node>).key, depth + 1);
      if (converted !== undefined) items.push(converted);
    }
    const place = this.endingWith(this.placeOf(list), list.flow === true ? undefined : items.at(-1)?.place);
    return { kind: 'list', place, flow: list.flow === true, items };
  }

  private placeOf(node: Node): Place {
    const start = this.startOf(node);
    const end = node.range?.[1] ?? 0;
    return { section: this.section, start, end: Math.max(end, start) };
  }

  /** A block collection ends with its last part: the parser's end takes in some of the blanks and comments below. */
  private endingWith(place: Place, last: Place | undefined): Place {
    return last === undefined || last.end < place.start ? this.withoutBlanks(place) : { ...place, end: last.end };
  }

  private withoutBlanks(place: Place): Place {
    let { end } = place;
    while (end > place.start && /\s/.test(this.section.text.charAt(end - 1))) end -= 1;
    return { ...place, end };
  }

  private startOf(node: Node): number {
    return node.range?.[0] ?? 0;
  }

  private add(code: YamlProblem['code'], place: Place, message: string): void {
    this.problems.push({ code, place, message });
  }
}
