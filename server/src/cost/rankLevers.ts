/** What would save or earn most for what it costs: formula 32. */
import type { Decimal } from '../spec/decimal.ts';
import { known, undefinedBecause, type Known } from '../spec/known.ts';
import { toDecimal, times, type Rational } from '../spec/rational.ts';

/** Something that could be done. */
export interface LeverCandidate {
  readonly id: string;
  /** Money saved or earned per year. */
  readonly perYear: Decimal;
  /** Money once, 0 for a change that costs nothing; undefined while nobody has said. */
  readonly cost: Decimal | undefined;
}

export interface RankedLever extends LeverCandidate {
  /** The most that it may cost once and still pay within the horizon. */
  readonly worthUpTo: Decimal;
  /** Years until its cost is back. */
  readonly payback: Known<Decimal>;
}

/**
 * Ranks levers by payback; those whose cost nobody has stated come after them, the most saving first.
 *
 * @param candidates those that save nothing are left out
 * @param annuity today's worth of 1 per year over the horizon
 */
export function rankLevers(candidates: readonly LeverCandidate[], annuity: Rational): readonly RankedLever[] {
  return candidates
    .filter(({ perYear }) => perYear.gt(0))
    .map((candidate): RankedLever => ({
      ...candidate,
      worthUpTo: toDecimal(times(candidate.perYear, annuity)),
      payback:
        candidate.cost === undefined
          ? undefinedBecause('nobody has stated what it costs')
          : known(candidate.cost.div(candidate.perYear)),
    }))
    .toSorted(
      (left, right) => comparePaybacks(left, right) || right.perYear.cmp(left.perYear) || (left.id < right.id ? -1 : 1),
    );
}

function comparePaybacks({ payback: left }: RankedLever, { payback: right }: RankedLever): number {
  if (left.kind === 'undefined' || right.kind === 'undefined') {
    return Number(left.kind === 'undefined') - Number(right.kind === 'undefined');
  }
  return left.value.cmp(right.value);
}
