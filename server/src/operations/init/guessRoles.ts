/** Guesses what columns are for, by their names and types. A guess is always shown as one. */
import type { ColumnFact } from '../../../../schemas/facts.ts';

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

const labelNames =
  /^(?:label|target|class|outcome|y|churn(?:ed)?|fraud(?:ulent)?|default(?:ed)?|survived|clicked|converted|late|is_[a-z0-9_]+)$/i;
const timeNames = /(?:^|_)(?:date|time|timestamp|day|datetime|at|on)$/i;
const groupNames =
  /^(?:patient|user|customer|client|device|machine|sensor|station|site|store|household|account|driver|vehicle|speaker|writer|subject|origin)(?:_?(?:id|code|no|number))?$/i;
const personalNames =
  /(?:^|_)(?:first_?name|last_?name|surname|full_?name|passenger_?name|email|e_mail|phone|address|birth_?date|birthday|ssn|passport|nationality|religion|gender|ethnicity)(?:_|$)/i;

/** @param columns in the order of the file */
export function guessRoles(columns: readonly ColumnFact[]): RoleGuesses {
  const time = guessTime(columns);
  const group = columns.find(({ name }) => groupNames.test(name));
  return {
    label: guessLabel(columns),
    time,
    group: group === undefined ? undefined : { column: group, from: 'its name' },
    personal: columns.filter(({ name }) => personalNames.test(name)).map(({ name }) => name),
  };
}

function guessLabel(columns: readonly ColumnFact[]): Guess | undefined {
  const named = columns.find(({ name, kind }) => labelNames.test(name) && kind !== 'date' && kind !== 'timestamp');
  return named === undefined ? undefined : { column: named, from: 'its name' };
}

/** A column of time is one by its type; its name decides between several. */
function guessTime(columns: readonly ColumnFact[]): Guess | undefined {
  const times = columns.filter(({ kind }) => kind === 'timestamp' || kind === 'date');
  const [first] = times;
  if (first === undefined) return undefined;
  const named = times.find(({ name }) => timeNames.test(name));
  return { column: named ?? first, from: `its type, ${(named ?? first).kind}` };
}
