/** The words in which every report speaks of numbers that are watched. */
import type { WatchedCheck } from '../../../schemas/driftReport.ts';

const answerWords: Readonly<Record<WatchedCheck['ranking'][number]['answer'], string>> = {
  drift: 'OUTSIDE',
  'cannot-tell': 'cannot tell',
  stable: 'normal',
  'not-judged': 'not judged',
};

/** `june, alert-rate against 22 % to 54 %, 502,222 rows`. */
export function watchedTitle({ id, watch, current, reference, result }: WatchedCheck): string {
  const rows = result.windows.reduce((sum, window) => sum + window.rows, 0);
  return `${id}: ${watch} of ${current}, normal is ${reference}, ${rows.toLocaleString('en')} rows`;
}

/** `OUTSIDE in 2 of 30 windows`. */
export function watchedVerdict({ ranking, result }: WatchedCheck): string {
  const { answer, drifting, judged } = ranking[0] ?? { answer: 'not-judged', drifting: 0, judged: 0 };
  const of = `${judged.toLocaleString('en')} window${judged === 1 ? '' : 's'}`;
  const where = result.windows.length < 2 ? '' : drifting === 0 ? ` in ${of}` : ` in ${drifting} of ${of}`;
  return `${answerWords[answer]}${where}`;
}

/** Why, what to do, and what else is to be known, a sentence each. */
export function watchedSentences({ ranking, result, falseAlarm, correction }: WatchedCheck): readonly string[] {
  const { sentence, advice } = ranking[0] ?? { sentence: 'There is no window.', advice: null };
  const silent = result.windows.filter(({ value }) => value === null);
  const rate = Number((falseAlarm * 100).toPrecision(3));
  return [
    sentence,
    ...(advice === null ? [] : [advice]),
    ...(silent.length === 0
      ? []
      : [
          `${silent.length} of ${result.windows.length} windows have no verdict, such as ${silent[0]?.label ?? ''}: ${silent[0]?.text ?? ''}`,
        ]),
    ...result.notes,
    ...(correction === 'bonferroni' && result.tests > 0
      ? [
          `False alarms are held at ${rate} % over ${result.tests === 1 ? '1 window' : `${result.tests.toLocaleString('en')} windows together`}.`,
        ]
      : []),
  ];
}
