/** What the last comparison of a check found, in words. */
import type { DriftColumnFact } from '../../../../schemas/facts.ts';
import { daysBetween } from '../../rules/daysBetween.ts';
import { comparedChecksOf } from '../../rules/monitorFindings.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { counted } from '../../spec/words.ts';
import { longAge } from '../age.ts';
import { code, escapeText, link, paragraphs, sentences } from '../markdown.ts';

/** Columns that are listed; the panel has all. */
const listedColumns = 8;

/** @returns undefined when the check compares nothing that leaves a record */
export function describeDrift({ project, facts }: ProjectSnapshot, checkId: string): string | undefined {
  if (!comparedChecksOf(project.spec).some(({ id }) => id === checkId)) return undefined;
  const fact = facts.drift(checkId);
  switch (fact.state) {
    case 'pending':
      return '_The last comparison is being read; more shows here in a moment._';
    case 'unknown':
      return `_What the last comparison found is not known because ${escapeText(fact.because)}._`;
    case 'known':
  }
  const last = fact.value;
  if (last === undefined) return 'It was never compared. **Look for drift** above it does so.';
  const { reference, current, rows, windows, tests, falseAlarm, columns, notCompared, stale } = last;
  const more = columns.length - listedColumns;
  return paragraphs([
    `**Last comparison** · ${longAge(daysBetween(last.at, facts.today))}, ${link('record', last.uri)}`,
    `${code(current)} against ${code(reference)}: ${counted(rows, 'row')} in ${counted(windows, 'window')}`,
    columns
      .slice(0, listedColumns)
      .map((column) => `- ${sayColumn(column)}`)
      .join('\n'),
    more > 0 ? `and ${counted(more, 'more column')}.` : undefined,
    notCompared.length === 0
      ? undefined
      : notCompared
          .slice(0, 3)
          .map(({ column, because }) => `- ${code(column)} was not compared. ${escapeText(because)}`)
          .join('\n'),
    `False alarms are held at ${Number((falseAlarm * 100).toPrecision(3))} % over ${counted(tests, 'test')}.`,
    stale.length === 0 ? undefined : `_Out of date because ${sentences(stale.join(', and '))}._`,
  ]);
}

const answers: Readonly<Record<DriftColumnFact['answer'], string>> = {
  drift: '**drift**',
  'cannot-tell': 'cannot tell',
  stable: 'stable',
  'not-judged': 'not judged',
};

function sayColumn({ name, answer, drifting, judged, sentence, advice, money }: DriftColumnFact): string {
  const where = answer === 'drift' && judged > 1 ? ` in ${drifting} of ${counted(judged, 'window')}` : '';
  const cost = money === undefined ? '' : ` ${code(money.text)} (${escapeText(`${money.low} to ${money.high}`)}).`;
  const next = advice === undefined ? '' : ` ${escapeText(advice)}`;
  // Of what is stable, the name is enough.
  const why = answer === 'stable' ? '' : `: ${escapeText(sentence)}${cost}${next}`;
  return `${code(name)} ${answers[answer]}${where}${why}`;
}
