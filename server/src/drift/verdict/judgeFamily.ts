/** From judgements of many columns and windows to verdicts that together hold their rate of false alarms. */
import type { DriftAnswer, DriftJudgement, DriftVerdict } from '../../../../schemas/driftVerdict.ts';

/** How the number of tests is taken into account, as `monitoring.checks.*.correction` names it. */
export type DriftCorrection = 'none' | 'bonferroni' | 'benjamini-hochberg';

/**
 * Gives each judgement its verdict; the family is the whole list.
 *
 * - drift: the adjusted probability is at most `falseAlarm`, and the effect counts.
 * - stable: the whole interval lies below the smallest effect that counts, with what bins may hide.
 * - cannot tell: neither; `need` says what would settle it.
 *
 * @param falseAlarm such as 0.05
 * @returns in the order of the judgements
 */
export function judgeFamily<Judgement extends DriftJudgement>(
  judgements: readonly Judgement[],
  falseAlarm: number,
  correction: DriftCorrection = 'benjamini-hochberg',
): readonly (Judgement & DriftVerdict)[] {
  const adjusted = adjustProbabilities(
    judgements.map(({ p }) => p),
    correction,
  );
  return judgements.map((judgement, place) => {
    const adjustedP = adjusted[place] ?? 1;
    return { ...judgement, adjustedP, answer: answer(judgement, adjustedP, falseAlarm) };
  });
}

function answer({ effect, high, smallest, bound }: DriftJudgement, adjustedP: number, falseAlarm: number): DriftAnswer {
  if (adjustedP <= falseAlarm && effect >= smallest) return 'drift';
  return high + bound < smallest ? 'stable' : 'cannot-tell';
}

/**
 * Adjusts probabilities for their number.
 *
 * @returns in the same order, each at least as large as before and at most 1
 * @source Benjamini and Hochberg 1995, JRSS B 57, 289-300; equals scipy.stats.false_discovery_control
 */
export function adjustProbabilities(probabilities: readonly number[], correction: DriftCorrection): readonly number[] {
  const tests = probabilities.length;
  switch (correction) {
    case 'none':
      return probabilities;
    case 'bonferroni':
      return probabilities.map((p) => Math.min(1, p * tests));
    case 'benjamini-hochberg': {
      const descending = probabilities.map((p, place) => ({ p, place })).sort((a, b) => b.p - a.p);
      const adjusted = new Array<number>(tests).fill(1);
      let least = 1;
      for (const [index, { p, place }] of descending.entries()) {
        least = Math.min(least, (p * tests) / (tests - index));
        adjusted[place] = least;
      }
      return adjusted;
    }
  }
}
