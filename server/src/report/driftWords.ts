/** The words in which every report speaks of drift. */
import type { ComparedCheck, RankedColumn } from '../../../schemas/driftReport.ts';

export const answerWords: Readonly<Record<RankedColumn['answer'], string>> = {
  drift: 'DRIFT',
  'cannot-tell': 'cannot tell',
  stable: 'stable',
  'not-judged': 'not judged',
};

/** In how many windows a column drifts. */
export function windowWords({ drifting, judged }: RankedColumn): string {
  return drifting === 0 ? `in ${judged} windows` : `in ${drifting} of ${judged} windows`;
}

/** How many columns got which answer, and how sure that is. */
export function countAnswers({ ranking, result, falseAlarm, correction }: ComparedCheck): string {
  const counts = (['drift', 'cannot-tell', 'stable', 'not-judged'] as const).flatMap((answer) => {
    const count = ranking.filter((one) => one.answer === answer).length;
    const word = answer === 'drift' ? 'drift' : answerWords[answer];
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const held = correction === 'none' ? 'for each test alone' : `over ${result.tests} tests`;
  return `${counts.join(', ')}; false alarms held at ${Number((falseAlarm * 100).toPrecision(3))} % ${held}.`;
}
