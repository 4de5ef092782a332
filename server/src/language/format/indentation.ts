/** The column at which each line of a file belongs: two more for each level, lists one level below their key. */
import type { FormatSource } from './formatSource.ts';
import type { YamlEntry, YamlList, YamlMap, YamlNode } from '../../yaml/nodes.ts';
import type { LineTable } from './lineTable.ts';

const step = 2;

export interface LineLayout {
  /** Line → column of its first character; lines that are not here keep theirs. */
  readonly columns: ReadonlyMap<number, number>;
  /** Lines that go on with a text, whose blanks and empty lines mean something. */
  readonly insideText: ReadonlySet<number>;
}

/** @returns undefined when a line begins in a way that is not understood, such as with `? ` */
export function layOut(file: FormatSource, table: LineTable): LineLayout | undefined {
  const layout = new Layout(file, table);
  return layout.place(file.yaml.entries, 0) ? layout.finish() : undefined;
}

class Layout {
  private readonly file: FormatSource;
  private readonly table: LineTable;
  /** Lines at which an entry, an item or a value begins. */
  private readonly starts = new Map<number, number>();
  /** Lines that go on with what began on another line → that line. */
  private readonly owners = new Map<number, number>();
  /** Lines of block texts → by how much they move. */
  private readonly shifts = new Map<number, number>();
  private readonly insideText = new Set<number>();

  constructor(file: FormatSource, table: LineTable) {
    this.file = file;
    this.table = table;
  }

  /** @returns whether every line was understood */
  place(entries: readonly YamlEntry[], column: number): boolean {
    return entries.every((entry) => {
      const at = this.file.yaml.rangeOf(entry.keyPlace);
      if (at === undefined || !this.startLine(at.start, column)) return false;
      const { value } = entry;
      return value === undefined || !this.isHere(value, entry) || this.placeValue(value, column + step, at.start);
    });
  }

  /** Gives a line its column, unless it begins with the dash of a list, which has given it one. */
  private startLine(offset: number, column: number): boolean {
    const line = this.table.lineAt(offset);
    const lead = this.lead(line, offset);
    if (/^ *$/.test(lead)) {
      this.starts.set(line, column);
      return true;
    }
    return /^ *- +$/.test(lead) && this.starts.has(line);
  }

  private lead(line: number, offset: number): string {
    return this.file.yaml.text.slice(this.table.lines[line]?.start ?? 0, offset);
  }

  /** An alias gives a value that stands elsewhere. */
  private isHere(value: YamlNode, entry: YamlEntry): boolean {
    const [inner, outer] = [this.file.yaml.rangeOf(value.place), this.file.yaml.rangeOf(entry.place)];
    return inner !== undefined && outer !== undefined && outer.start <= inner.start && inner.end <= outer.end;
  }

  private placeValue(value: YamlNode, column: number, keyStart: number): boolean {
    if (value.kind === 'map' && !value.flow) return this.place(value.entries, column);
    if (value.kind === 'list' && !value.flow) return this.placeList(value, column);
    return this.placeLeaf(value, column, keyStart);
  }

  private placeList(list: YamlList, column: number): boolean {
    return list.items.every((item) => {
      const at = this.file.yaml.rangeOf(item.place);
      if (at === undefined) return false;
      const line = this.table.lineAt(at.start);
      // An item may begin below its dash, or a list in a list: rare, and better left alone.
      if (!/^ *- +$/.test(this.lead(line, at.start))) return false;
      this.starts.set(line, column);
      if (item.kind === 'map' && !item.flow) return this.place(item.entries, column + step);
      if (item.kind === 'list' && !item.flow) return false;
      return this.placeLeaf(item, column + step, at.start);
    });
  }

  /** A scalar or a flow collection: its first line may have a place of its own, the others move with it. */
  private placeLeaf(value: YamlNode, column: number, keyStart: number): boolean {
    const at = this.file.yaml.rangeOf(value.place);
    if (at === undefined) return false;
    const first = this.table.lineAt(at.start);
    if (first !== this.table.lineAt(keyStart)) {
      if (!/^ *$/.test(this.lead(first, at.start))) return false;
      this.starts.set(first, column);
    }
    const { text } = this.file.yaml;
    const isText = value.kind === 'scalar';
    const end = isText && value.style === 'block' ? this.endOfBlock(at) : at.end;
    const last = this.table.lineAt(
      Math.max(at.start, text.slice(at.start, end).replace(/\r?\n$/, '').length + at.start),
    );
    const content = isText && value.style === 'block' ? this.contentIndent(at.start, first + 1, last) : undefined;
    for (let line = first + 1; line <= last; line += 1) {
      if (content === undefined) this.owners.set(line, first);
      else this.shifts.set(line, column - content);
      if (isText) this.insideText.add(line);
    }
    if (!isText) this.markTexts(value);
    return true;
  }

  /** Spaces before a block text; undefined when its first line says how many there are, or there is no text. */
  private contentIndent(start: number, first: number, last: number): number | undefined {
    if (/^[|>][-+]?\d/.test(this.file.yaml.text.slice(start, start + 4))) return undefined;
    for (let line = first; line <= last; line += 1) {
      if (this.table.lines[line]?.isBlank === false) return this.indentOf(line);
    }
    return undefined;
  }

  /** A block text that keeps its last line breaks reaches over the empty lines below it. */
  private endOfBlock({ start, end }: { readonly start: number; readonly end: number }): number {
    const { text } = this.file.yaml;
    if (!/^[|>]\d?\+/.test(text.slice(start, start + 4))) return end;
    return end + (/^\s*(?=\n|$)/.exec(text.slice(end))?.[0].length ?? 0);
  }

  /** Texts over several lines inside a flow collection. */
  private markTexts(node: YamlMap | YamlList): void {
    for (const part of node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items) {
      if (part === undefined) continue;
      if (part.kind !== 'scalar') {
        this.markTexts(part);
        continue;
      }
      const at = this.file.yaml.rangeOf(part.place);
      if (at === undefined) continue;
      const last = this.table.lineAt(at.end);
      for (let line = this.table.lineAt(at.start) + 1; line <= last; line += 1) this.insideText.add(line);
    }
  }

  finish(): LineLayout {
    const columns = new Map(this.starts);
    for (const [line, owner] of this.owners) {
      columns.set(line, Math.max(0, this.indentOf(line) + this.shiftOf(owner)));
    }
    for (const [line, shift] of this.shifts) columns.set(line, Math.max(0, this.indentOf(line) + shift));
    this.placeComments(columns);
    return { columns, insideText: this.insideText };
  }

  private indentOf(line: number): number {
    return this.table.lines[line]?.indent ?? 0;
  }

  private shiftOf(line: number): number {
    return (this.starts.get(line) ?? this.indentOf(line)) - this.indentOf(line);
  }

  /** A comment on a line of its own belongs to what stands below it at its column, else above it, else moves along. */
  private placeComments(columns: Map<number, number>): void {
    const { lines } = this.table;
    let below: number | undefined;
    for (let line = lines.length - 1; line >= 0; line -= 1) {
      if (this.starts.has(line)) below = line;
      if (columns.has(line) || lines[line]?.isBlank !== false) continue;
      const indent = this.indentOf(line);
      const owner = below !== undefined && this.indentOf(below) === indent ? below : this.levelAbove(line, indent);
      const column = owner === undefined ? undefined : this.starts.get(owner);
      const shift = below === undefined ? 0 : this.shiftOf(below);
      columns.set(line, column ?? Math.max(0, indent + shift));
    }
  }

  /** The nearest line above at the same level, not beyond a line that stands further left. */
  private levelAbove(line: number, indent: number): number | undefined {
    for (let above = line - 1; above >= 0; above -= 1) {
      if (!this.starts.has(above)) continue;
      if (this.indentOf(above) === indent) return above;
      if (this.indentOf(above) < indent) return undefined;
    }
    return undefined;
  }
}
