/** Guesses what columns are for, by their names, their types and the code beside them. A guess is always shown as one. */
import type { ColumnFact } from '../../../../schemas/facts.ts';
import { shorten } from '../../spec/words.ts';
import { findLearned } from './readCodeHints.ts';
import type { CodeHints } from './readCodeHints.ts';

export interface Guess {
  readonly column: ColumnFact;
  /** The end of "guessed from …". */
  readonly from: string;
}

export interface RoleGuesses {
  readonly label: Guess | undefined;
  readonly time: Guess | undefined;
  readonly group: Guess | undefined;
  /** Columns whose names say that they may be about persons. */
  readonly personal: readonly string[];
}

/** Names as `plainName` gives them. */
const labelNames =
  /^(?:label|target|class|outcome|y|churn(?:ed)?|fraud(?:ulent)?|default(?:ed)?|survived|clicked|converted|late|diagnosis|species|(?:sale_)?price|attrition|exited|subscribed|readmitted|cancell?ed|ziel(?:variable)?|klasse|gek[uü]e?ndigt|storniert|cible|classe|objetivo|clase)$/;
/** Names of what is so or not, which may as well be an input. */
const flagNames = /^is_[a-z0-9_]+$/;
const timeNames = /(?:^|_)(?:date|time|timestamp|day|datetime|at|on|datum|zeit|fecha)$/;
const groupNames =
  /^(?:patient|user|customer|client|device|machine|sensor|station|site|store|household|account|driver|vehicle|speaker|writer|subject|origin|kunden?|patienten|ger[aä]te?)(?:_?(?:id|code|no|number|nr|nummer))?$/;
const personalNames =
  /(?:^|_)(?:first_?name|last_?name|surname|full_?name|passenger_?name|email|e_mail|phone|address|birth_?date|birthday|ssn|passport|nationality|religion|gender|sex|ethnicity|vorname|nachname|anschrift|stra(?:ss|ß)e|telefon|geburtsdatum)(?:_|$)|^name$/;

/**
 * @param columns in the order of the file
 * @param hints of the code in the folder
 */
export function guessRoles(columns: readonly ColumnFact[], hints: readonly CodeHints[]): RoleGuesses {
  const time = guessTime(columns);
  const group = columns.find(({ name }) => groupNames.test(plainName(name)));
  return {
    label: guessLabel(columns, hints),
    time,
    group: group === undefined ? undefined : { column: group, from: 'its name' },
    personal: columns.filter(({ name }) => personalNames.test(plainName(name))).map(({ name }) => name),
  };
}

/** What code learns is the label, whatever it is called; else what is named like one, else a flag when it is the only one. */
function guessLabel(columns: readonly ColumnFact[], hints: readonly CodeHints[]): Guess | undefined {
  const learned = findLearned(hints, new Set(columns.map(({ name }) => name)));
  const column = columns.find(({ name }) => name === learned?.name);
  if (column !== undefined && learned !== undefined) return { column, from: shorten(learned.path) };
  const possible = columns.filter(({ kind }) => kind !== 'date' && kind !== 'timestamp');
  const flags = possible.filter(({ name }) => flagNames.test(plainName(name)));
  const named =
    possible.find(({ name }) => labelNames.test(plainName(name))) ?? (flags.length === 1 ? flags[0] : undefined);
  return named === undefined ? undefined : { column: named, from: 'its name' };
}

/** A column of time is one by its type; its name decides between several. */
function guessTime(columns: readonly ColumnFact[]): Guess | undefined {
  const times = columns.filter(({ kind }) => kind === 'timestamp' || kind === 'date');
  const [first] = times;
  if (first === undefined) return undefined;
  const named = times.find(({ name }) => timeNames.test(plainName(name)));
  return { column: named ?? first, from: `its type, ${(named ?? first).kind}` };
}

/** `SalePrice`, `sale price` and `Sale-Price?` as `sale_price`. */
function plainName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, '_')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase();
}
