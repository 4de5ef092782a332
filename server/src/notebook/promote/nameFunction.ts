/** Names of functions: what the prose above them calls it, else what is done to what. */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import { isBuiltin } from '../names/predefinedNames.ts';
import type { Cell } from '../read/notebook.ts';

const keywords: ReadonlySet<string> = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type'.split(
    ' ',
  ),
);

const verbs: Readonly<Record<NotebookStage, string>> = {
  data: 'prepare',
  features: 'make',
  split: 'split',
  train: 'train',
  evaluate: 'evaluate',
  infer: 'predict',
  explore: 'explore',
};

/** Words that say nothing of what is done. */
const empty: ReadonlySet<string> = new Set(
  'a an and are as at be by can do for from get go have how i in into is it its let lets me my now of on or our should so some step than that the then there these this to up us use using vs we what when which will with you your'.split(
    ' ',
  ),
);
const generic: ReadonlySet<string> = new Set(
  'import imports library libraries introduction overview conclusion summary setup code section part exercise solution answer question todo notes note example examples'.split(
    ' ',
  ),
);
const mostWords = 4;

export interface NamedThing {
  readonly stage: NotebookStage;
  /** Heading that begins right above it; undefined when it stands under one that another function has. */
  readonly heading: string | undefined;
  /** Whether it reads data from outside. */
  readonly reads: boolean;
  /** What it makes or works on, as the notebook calls it. */
  readonly subject: string | undefined;
}

/** @param taken names that are used; the new one is not added */
export function nameFunction(thing: NamedThing, taken: ReadonlySet<string>): string {
  const wanted = nameOf(thing);
  let name = wanted;
  for (let number = 2; taken.has(name) || keywords.has(name) || isBuiltin(name); number += 1)
    name = `${wanted}_${number}`;
  return name;
}

function nameOf({ stage, heading, reads, subject }: NamedThing): string {
  const words = headingWords(heading);
  const verb = stage === 'data' && reads ? 'load' : verbs[stage];
  if (words.length > 0) {
    const name = words.join('_');
    return words[0] === verb ||
      /^(?:load|clean|split|train|fit|evaluate|predict|test|build|create|make|select|scale|encode|plot)/.test(name)
      ? name
      : `${verb}_${name}`;
  }
  const object = stage === 'split' ? 'rows' : snake(subject ?? '');
  return object === ''
    ? `${verb}_${stage === 'explore' ? 'data' : stage}`.replace(/^(\w+)_\1$/, '$1_all')
    : `${verb}_${object}`;
}

function headingWords(heading: string | undefined): readonly string[] {
  if (heading === undefined) return [];
  const words = snake(heading.replace(/<[^>]*>|\[|\]\([^)]*\)|[`*~]/g, ' ').replace(/['’]/g, ''))
    .split('_')
    .filter((word) => word !== '' && !empty.has(word) && !/^\d/.test(word));
  return words.length > mostWords || words.length === 0 || words.every((word) => generic.has(word)) ? [] : words;
}

/** `Random Forest`, `randomForest` → `random_forest`; letters beyond ASCII are left out. */
export function snake(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}

/** The heading of a prose cell, without its signs; undefined when it has none. */
export function headingOf(cell: Cell | undefined): string | undefined {
  if (cell?.kind !== 'markdown') return undefined;
  const lines = cell.text.split(/\r?\n/);
  const marked = lines.map((line) => /^ {0,3}#{1,6}\s+(?<text>.*?)\s*#*\s*$/.exec(line)?.groups?.['text']);
  const html = /<h[1-6][^>]*>(?<text>.*?)<\/h[1-6]>/is.exec(cell.text)?.groups?.['text'];
  return marked.findLast((text) => text !== undefined && text !== '') ?? html?.replace(/<[^>]*>/g, '').trim();
}

/** The first paragraph of a prose cell that is no heading, list or picture, on one line. */
export function paragraphOf(cell: Cell | undefined): string | undefined {
  if (cell?.kind !== 'markdown') return undefined;
  for (const block of cell.text.split(/\r?\n\s*\r?\n/)) {
    const text = block
      .split(/\r?\n/)
      .filter((line) => !/^ {0,3}#{1,6}\s/.test(line))
      .join(' ')
      .replace(/<[^>]*>/g, '')
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/\s+/g, ' ')
      .trim();
    if (text !== '' && !/^(?:[-*+>|$`]|\d+\.|={3,}|!)/.test(text)) return text;
  }
  return undefined;
}
