/** A whole YAML file, parsed section by section, and parsed again only where it changed. */
import { parseSection } from './convertSection.ts';
import type { ParsedEntry, ParsedSection } from './convertSection.ts';
import type { Conflict } from './conflicts.ts';
import type { YamlEntry, YamlMap, YamlProblem } from './nodes.ts';
import type { Place, Section } from './place.ts';
import { cutSections, keyOfSection } from './sections.ts';

/** Characters beyond which a file is not read: a thousand times a usual spec. */
export const yamlSizeLimit = 4_000_000;

export interface YamlFile {
  readonly text: string;
  /** Stretches that cover the file without gaps, in file order. Places may also count from an entry inside of one. */
  readonly sections: readonly Section[];
  /** The entries at the top level, in file order, repeated keys included. */
  readonly entries: readonly YamlEntry[];
  readonly problems: readonly YamlProblem[];
  /** False when the file was too large or binary, so that what it lacks says nothing. */
  readonly isRead: boolean;
  /** Offsets in the file of a place in one of its sections; undefined for a place of another file. */
  rangeOf(place: Place): { readonly start: number; readonly end: number } | undefined;
  /** The place of offsets of the file, in the one of its `sections` where they start. */
  placeAt(start: number, end: number): Place;
  /** An offset of the file as one of a section of this file; negative above it, beyond its text below it. */
  offsetIn(section: Section, offset: number): number;
}

/** The top level of a file as a map whose place is the last section, where new keys go. */
export function topLevelMap({ sections, entries }: YamlFile): YamlMap {
  const section = entries.at(-1)?.keyPlace.section ?? sections.at(-1) ?? { text: '' };
  return { kind: 'map', flow: false, place: { section, start: 0, end: section.text.length }, entries };
}

/** Parses the versions of one file, one after the other. */
export interface YamlFileParser {
  parse(text: string): YamlFile;
  /** A parser of its own that begins with what this one has of the last version. */
  fork(): YamlFileParser;
}

/**
 * Parses a text that is read but once: all its places count from its sections.
 *
 * @param isWanted by the key of a section: of one that nobody wants, the entries are left out
 */
export function parseYamlOnce(text: string, isWanted: (key: string) => boolean = () => true): YamlFile {
  const refusal = refuse(text);
  if (refusal !== undefined) return unread(text, refusal);
  const cut = cutSections(text);
  const parse = (starts: readonly number[]): readonly Part[] =>
    starts.flatMap((base, index) => {
      const section: Section = { text: cut.text.slice(base, starts[index + 1] ?? cut.text.length) };
      const key = starts.length === 1 ? undefined : keyOfSection(section.text);
      return key === undefined || isWanted(key) ? [{ base, parsed: parseSection(section) }] : [];
    });
  const parts = parse(cut.starts);
  const needsWholeFile = cut.starts.length > 1 && parts.some(({ parsed }) => parsed.needsWholeFile);
  return assemble(text, needsWholeFile ? parse([0]) : parts, cut.conflicts);
}

/**
 * Makes a parser that keeps the sections of the last version, and the entries below their keys: equal text gives equal
 * (identical) ones.
 */
export function createYamlFileParser(): YamlFileParser {
  return parserFrom(new Map(), new Map());
}

/**
 * @param knownSections of the last version, by name
 * @param knownEntries of the last version, by name
 */
function parserFrom(
  knownSections: ReadonlyMap<string, KeptSection>,
  knownEntries: ReadonlyMap<string, ParsedEntry>,
): YamlFileParser {
  let kept = knownSections;
  let keptEntries = knownEntries;
  let last: YamlFile | undefined;

  function parse(text: string): YamlFile {
    if (last?.text === text) return last;
    last = parseNew(text);
    return last;
  }

  function parseNew(text: string): YamlFile {
    const refusal = refuse(text);
    if (refusal !== undefined) {
      kept = new Map();
      return unread(text, refusal);
    }
    const cut = cutSections(text);
    let parts = parseParts(cut.text, cut.starts);
    if (parts.some(({ parsed }) => parsed.needsWholeFile) && cut.starts.length > 1) parts = parseParts(cut.text, [0]);
    return assemble(text, parts, cut.conflicts);
  }

  /** Sections with equal text are told apart by their turn, because each has its own place in the file. */
  function parseParts(text: string, starts: readonly number[]): readonly Part[] {
    const names = new Set<string>();
    const cuts = starts.map((start, index) => {
      const sectionText = text.slice(start, starts[index + 1] ?? text.length);
      const name = nameOnce(names, sectionText);
      names.add(name);
      return { base: start, sectionText, name, known: kept.get(name) };
    });
    // What stays has its entries first, so that an equal one typed elsewhere becomes an entry of its own.
    const entries = new Map(cuts.flatMap(({ known }) => [...(known?.entries ?? [])]));
    const fresh = new Map<string, KeptSection>();
    const parts = cuts.map(({ base, sectionText, name, known }) => {
      const section = known ?? parseWithEntries(sectionText, entries);
      fresh.set(name, section);
      return { base, parsed: section.parsed };
    });
    kept = fresh;
    keptEntries = entries;
    return parts;
  }

  /** @param taken entries that stand elsewhere in this version of the file; those of this section are added */
  function parseWithEntries(text: string, taken: Map<string, ParsedEntry>): KeptSection {
    const entries = new Map<string, ParsedEntry>();
    const parsed = parseSection(
      { text },
      {
        get: (key, entryText, parse) => {
          const name = nameOnce(taken, entryText, key);
          const entry = keptEntries.get(name) ?? parse();
          if (entry !== undefined) {
            taken.set(name, entry);
            entries.set(name, entry);
          }
          return entry;
        },
      },
    );
    return { parsed, entries };
  }

  // Both maps are replaced with the next version and never changed, so two parsers can hold them.
  return { parse, fork: () => parserFrom(kept, keptEntries) };
}

interface KeptSection {
  readonly parsed: ParsedSection;
  /** Its entries that were parsed on their own, by name. */
  readonly entries: ReadonlyMap<string, ParsedEntry>;
}

/** A name for a text that no equal text has yet: its turn among them, and the text. */
function nameOnce(taken: { has(name: string): boolean }, text: string, key = ''): string {
  let turn = 0;
  while (taken.has(`${key} ${turn}:${text}`)) turn += 1;
  return `${key} ${turn}:${text}`;
}

interface Part {
  readonly base: number;
  readonly parsed: ParsedSection;
}

function assemble(text: string, parts: readonly Part[], conflicts: readonly Conflict[]): YamlFile {
  const bases = new Map<Section, number>();
  for (const { base, parsed } of parts) {
    bases.set(parsed.section, base);
    for (const { section, start } of parsed.inner) bases.set(section, base + start);
  }
  const entries = parts.flatMap(({ parsed }) => parsed.entries);
  const placeAt = (start: number, end: number): Place => {
    const part = parts.findLast(({ base }) => base <= start) ?? parts[0];
    if (part === undefined) throw new RangeError('A file has at least one section.');
    return { section: part.parsed.section, start: start - part.base, end: end - part.base };
  };
  const problems = [
    ...conflicts.map(({ start, end, message, ways }): YamlProblem => ({
      code: 'syntax',
      place: placeAt(start, end),
      message,
      parserCode: 'CONFLICT',
      ways: ways.map(({ title, deletes }) => ({ title, deletes: deletes.map((cut) => placeAt(cut.start, cut.end)) })),
    })),
    ...parts.flatMap(({ parsed }) => parsed.problems),
    ...repeatedAcrossSections(parts),
  ];
  return {
    text,
    sections: parts.map(({ parsed }) => parsed.section),
    entries,
    problems,
    isRead: true,
    rangeOf: ({ section, start, end }) => {
      const base = bases.get(section);
      return base === undefined ? undefined : { start: base + start, end: base + end };
    },
    placeAt,
    offsetIn: (section, offset) => offset - (bases.get(section) ?? 0),
  };
}

/** Repeated keys inside one section are found when it is parsed; these are the ones between sections. */
function repeatedAcrossSections(parts: readonly Part[]): readonly YamlProblem[] {
  const firsts = new Map<string, YamlEntry>();
  const problems: YamlProblem[] = [];
  for (const { parsed } of parts) {
    for (const entry of parsed.entries) {
      const first = firsts.get(entry.key);
      if (first === undefined) {
        firsts.set(entry.key, entry);
      } else if (first.keyPlace.section !== entry.keyPlace.section) {
        problems.push({
          code: 'duplicate-key',
          place: entry.keyPlace,
          message: `\`${entry.key}\` stands here a second time, and only the last one counts: join the two sections.`,
          related: { place: first.keyPlace, message: `\`${entry.key}\` stands here first.` },
        });
      }
    }
  }
  return problems;
}

function refuse(text: string): string | undefined {
  if (text.length > yamlSizeLimit) {
    return `This file has more than ${yamlSizeLimit / 1e6} million characters, which is as much of a spec as is read: split it into parts named \`*.plumbline.yaml\`.`;
  }
  if (text.includes('\0')) return 'This file is binary, not text: save it as UTF-8 YAML.';
  return undefined;
}

function unread(text: string, message: string): YamlFile {
  const section: Section = { text };
  const firstLine = /^[^\r\n\0]*/.exec(text)?.[0].length ?? 0;
  return {
    text,
    sections: [section],
    entries: [],
    problems: [{ code: 'syntax', place: { section, start: 0, end: Math.min(firstLine, 200) }, message }],
    isRead: false,
    rangeOf: (place) => (place.section === section ? { start: place.start, end: place.end } : undefined),
    placeAt: (start, end) => ({ section, start, end }),
    offsetIn: (_, offset) => offset,
  };
}
