/** Notes beside the checks of monitoring: what the last comparison said, and how old it is. */
import type { DriftColumnFact, DriftFact } from '../../../../schemas/facts.ts';
import { daysBetween } from '../../rules/daysBetween.ts';
import { comparedChecksOf } from '../../rules/monitorFindings.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { counted } from '../../spec/words.ts';
import { shortAge } from '../age.ts';
import { describeDrift } from '../hover/driftText.ts';
import { afterEntry, pathText } from './note.ts';
import type { NotePart, NotePlace } from './note.ts';

/** A place for a note behind each check that compares data. */
export function* driftNotePlaces(snapshot: ProjectSnapshot): Generator<NotePlace> {
  for (const { id, node } of comparedChecksOf(snapshot.project.spec)) {
    yield { path: pathText(node.path), after: afterEntry(node), find: () => verdictParts(snapshot, id) };
  }
}

function verdictParts(snapshot: ProjectSnapshot, checkId: string): readonly NotePart[] {
  const fact = snapshot.facts.drift(checkId);
  if (fact.state !== 'known') return [];
  const last = fact.value;
  const start = { line: 0, character: 0 };
  const notes =
    last === undefined
      ? []
      : [shortAge(daysBetween(last.at, snapshot.facts.today)), ...(last.stale.length === 0 ? [] : ['out of date'])];
  return [
    {
      category: 'measured',
      text: last === undefined ? 'never compared' : `${sayVerdict(last)} (${notes.join(', ')})`,
      explain: () => describeDrift(snapshot, checkId) ?? '',
      opens: () => (last === undefined ? undefined : { uri: last.uri, range: { start, end: start } }),
    },
  ];
}

const numberWords: Readonly<Record<DriftColumnFact['answer'], string>> = {
  drift: 'not normal',
  'cannot-tell': 'cannot tell',
  stable: 'normal',
  'not-judged': 'not judged',
};

/** The most urgent answer first: `late drifts, -772 kUSD/year, and 2 more`, `cannot tell of 2 of 5 columns`. */
export function sayVerdict({ columns, of }: DriftFact): string {
  if (of === 'number') return numberWords[columns[0]?.answer ?? 'not-judged'];
  const [first, ...others] = columns.filter(({ answer }) => answer === 'drift');
  if (first !== undefined) {
    const money = first.money === undefined ? '' : `, ${first.money.text}${others.length > 0 ? ',' : ''}`;
    return `${first.name} drifts${money}${others.length > 0 ? ` and ${others.length} more` : ''}`;
  }
  const open = columns.filter(({ answer }) => answer !== 'stable').length;
  if (columns.length === 0) return 'nothing was compared';
  return open > 0 ? `cannot tell of ${open} of ${counted(columns.length, 'column')}` : 'stable';
}
