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
/** What begins a heading that asks or talks, and names nothing. */
const question = /^(?:why|what|whats|how|which|when|where|who|is|are|can|do|does|should)$/;

/** Verbs by how headings put them. */
const verbOf: ReadonlyMap<string, string> = new Map(
  Object.entries({
    loading: 'load',
    reading: 'read',
    preparing: 'prepare',
    cleaning: 'clean',
    making: 'make',
    building: 'build',
    creating: 'create',
    selecting: 'select',
    scaling: 'scale',
    encoding: 'encode',
    splitting: 'split',
    training: 'train',
    fitting: 'fit',
    tuning: 'tune',
    testing: 'test',
    evaluating: 'evaluate',
    comparing: 'compare',
    predicting: 'predict',
    plotting: 'plot',
    exploring: 'explore',
  }),
);
/** What a verb is called as a thing: `Model Evaluation` says no more than `evaluate_model`. */
const nounOf: Readonly<Record<string, readonly string[]>> = {
  load: ['loading'],
  prepare: ['preparation'],
  split: ['splitting'],
  train: ['training'],
  evaluate: ['evaluation'],
  predict: ['prediction', 'predictions'],
  explore: ['exploration'],
};
/** Verbs that belong to one stage alone. */
const stageOfVerb: Readonly<Record<string, readonly NotebookStage[]>> = {
  load: ['data'],
  split: ['split'],
  train: ['train'],
  fit: ['train', 'features'],
  evaluate: ['evaluate'],
  predict: ['infer', 'evaluate'],
};

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
  const said = wordsBehind(words, verb, stage);
  if (said.length > 0) {
    const name = said.join('_');
    return said[0] === verb ||
      /^(?:load|read|prepare|clean|split|train|fit|tune|evaluate|compare|predict|test|build|create|make|select|scale|encode|plot|explore)(?:_|$)/.test(
        name,
      )
      ? name
      : `${verb}_${name}`;
  }
  const object = stage === 'split' ? 'rows' : snake(subject ?? '');
  return object === ''
    ? `${verb}_${stage === 'explore' ? 'data' : stage}`.replace(/^(\w+)_\1$/, '$1_all')
    : `${verb}_${object}`;
}

/** The words of a heading that say something beside the verb; none where they speak of another stage. */
function wordsBehind(words: readonly string[], verb: string, stage: NotebookStage): readonly string[] {
  const [first = ''] = words;
  const stages = stageOfVerb[first];
  if (stages !== undefined && !stages.includes(stage)) return [];
  const left = words.filter((word) => nounOf[verb]?.includes(word) !== true);
  return left.length === 1 && left[0] === verb ? [] : left;
}

function headingWords(heading: string | undefined): readonly string[] {
  if (heading === undefined || isQuestion(heading)) return [];
  const written = snake(heading.replace(/<[^>]*>|\[|\]\([^)]*\)|[`*~]/g, ' ').replace(/['’]/g, ''))
    .split('_')
    .filter((word) => word !== '' && !empty.has(word) && !/^\d/.test(word));
  const words = written.map((word, index) => (index === 0 ? (verbOf.get(word) ?? word) : word));
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

/** A heading as a sentence, without its number; undefined for one that asks. */
export function sayHeading(heading: string | undefined): string | undefined {
  if (heading === undefined || isQuestion(heading)) return undefined;
  const text = withoutMarks(heading).replace(/^(?:[\d.]+\d|\d+[.)]|[IVX]+\.|step \d+:?)[\s:.)-]+/i, '');
  return text === '' ? undefined : text;
}

function isQuestion(heading: string): boolean {
  const [first = ''] = snake(heading.replace(/['’]/g, '').replace(/^[\d.\s]+/, '')).split('_');
  return heading.trim().endsWith('?') || question.test(first);
}

/**
 * The first sentence above a cell that tells what is done: that of the first paragraph which is no heading, list or
 * picture. Undefined where it talks to the reader, asks, or introduces a list.
 */
export function sentenceOf(cell: Cell | undefined): string | undefined {
  if (cell?.kind !== 'markdown') return undefined;
  for (const block of cell.text.split(/\r?\n\s*\r?\n/)) {
    const lines = block.split(/\r?\n/).filter((line) => !/^ {0,3}#{1,6}\s/.test(line));
    const list = lines.findIndex((line) => /^\s*(?:[-*+]|\d+[.)])\s/.test(line));
    const text = withoutMarks((list < 0 ? lines : lines.slice(0, list)).join(' '));
    if (text === '' && list < 0) continue;
    if (/^(?:[->|$`]|={3,}|!)/.test(text)) continue;
    const sentence = text.split(/(?<=[.!?])\s+(?=[A-Z`"'])/, 1)[0] ?? '';
    return sentence === '' || /[?!:]$/.test(sentence) || talk.test(sentence) ? undefined : sentence;
  }
  return undefined;
}

/** Words with which people talk in a notebook. */
const talk =
  /^(?:we|let|lets|now|nice|ok|okay|so|if|this|that|these|those|it|its|what|why|how|there|here|as|since|but|and|you|your|i|my|our|next|then|finally|great|alright|looks|looking|note|remember|beautiful|wonderful|first|again|also|after|before|once|while|when|do|does|is|are|can)\b/i;

/** Text of Markdown on one line, without tags, links and emphasis. */
function withoutMarks(text: string): string {
  return text
    .replace(/<[^>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*+|~~.*?~~:?/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
