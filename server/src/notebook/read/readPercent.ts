/**
 * Reads Python files whose cells begin with `# %%`, as VS Code, Spyder and jupytext write them, and Databricks notebooks.
 *
 * @source jupytext's documentation, "The percent format"; Databricks' documentation, "Import and export notebooks"
 */
import type { Cell, Notebook } from './notebook.ts';

const marker = /^(?:#[ \t]*%%(?!%)|#[ \t]*<codecell>|# COMMAND -{10})/;
const databricksTop = /^# Databricks notebook source/;
const databricksLine = /^# MAGIC ?/;

export interface PercentFile {
  readonly notebook: Notebook;
  readonly text: string;
  /** By index of the cell: where its text begins in the file. */
  readonly starts: readonly number[];
}

/** Whether a Python file is a notebook: it has a line that begins a cell. */
export function hasCells(text: string): boolean {
  return /^(?:#[ \t]*%%(?!%)|#[ \t]*<codecell>|# Databricks notebook source)/m.test(text);
}

/** Never throws. The text of a cell is the lines between two marks, letter for letter. */
export function readPercent(uri: string, text: string): PercentFile {
  const cells: Cell[] = [];
  const starts: number[] = [];
  const lines = [...text.matchAll(/[^\r\n]*(?:\r?\n|\r|$)/g)].filter((match) => match[0] !== '');
  const isDatabricks = databricksTop.test(text);
  let title = '';
  let start = 0;
  const finish = (end: number): void => {
    const source = text.slice(start, end);
    // What stands above the first mark is a cell only when it holds something.
    if (cells.length === 0 && start === 0 && title === '' && source.trim() === '') return;
    starts.push(start);
    cells.push(cellOf(cells.length, title, source, isDatabricks));
  };
  for (const match of lines) {
    const line = match[0];
    if (!marker.test(line)) continue;
    finish(match.index);
    title = line.replace(marker, '').trim();
    start = match.index + line.length;
  }
  finish(text.length);
  return {
    notebook: { uri, kind: 'percent', format: undefined, language: 'python', cells, problems: [], isRead: true },
    text,
    starts,
  };
}

function cellOf(index: number, title: string, source: string, isDatabricks: boolean): Cell {
  const kind = /\[(?<kind>markdown|md|raw)\]/.exec(title)?.groups?.['kind'];
  const tags = /tags=\[(?<list>(?:"[^"]*"|'[^']*'|[^\]"'])*)\]/.exec(title)?.groups?.['list'] ?? '';
  const base = {
    id: `cell-${index}`,
    index,
    text: source,
    tags: [...tags.matchAll(/"(?<tag>[^"]*)"|'(?<other>[^']*)'/g)].map(
      ({ groups }) => groups?.['tag'] ?? groups?.['other'] ?? '',
    ),
  };
  if (kind !== undefined) return { ...base, kind: kind === 'raw' ? 'raw' : 'markdown' };
  const magic = isDatabricks ? databricksMagic(source) : undefined;
  if (magic === 'md') return { ...base, kind: 'markdown' };
  return { ...base, kind: 'code', language: magic ?? 'python', count: undefined, outputs: [] };
}

/** The language of a cell whose lines are all `# MAGIC`; undefined for Python. */
function databricksMagic(source: string): string | undefined {
  const content = source.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (content.length === 0 || !content.every((line) => databricksLine.test(line))) return undefined;
  const name = /^# MAGIC ?%(?<name>\w+)/.exec(content[0] ?? '')?.groups?.['name'];
  return name === 'python' ? undefined : name;
}
