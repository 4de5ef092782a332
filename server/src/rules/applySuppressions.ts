/** Applies the comments that silence rules, in specs and in notebooks alike. */
import type { Suppression } from '../spec/suppressions.ts';
import type { RuleText, Severity } from './rule.ts';
import { canLower } from './severity.ts';

export interface Silenceable {
  readonly rule: Pick<RuleText, 'id'>;
  readonly reported: {
    readonly severity: Severity;
    /** Offset in the text of the suppressions. */
    readonly start: number;
  };
}

export interface SuppressionOutcome<Candidate, Comment> {
  readonly kept: readonly Candidate[];
  readonly suppressed: readonly { readonly candidate: Candidate; readonly reason: string }[];
  /** Suppressions and the rule ids in them that silenced something. */
  readonly used: ReadonlyMap<Comment, ReadonlySet<string>>;
}

/**
 * Parts findings from those that are silenced. A comment without a reason silences nothing, nor does one that names an
 * error which nobody can lower; both count as used.
 *
 * @param suppressionsOf those of the text in which a candidate stands
 */
export function applySuppressions<Candidate extends Silenceable, Comment extends Suppression>(
  candidates: readonly Candidate[],
  suppressionsOf: (candidate: Candidate) => readonly Comment[],
): SuppressionOutcome<Candidate, Comment> {
  const used = new Map<Comment, Set<string>>();
  const kept: Candidate[] = [];
  const suppressed: { candidate: Candidate; reason: string }[] = [];
  for (const candidate of candidates) {
    const { reported, rule } = candidate;
    const suppression = suppressionsOf(candidate).find(
      ({ covers, rules }) =>
        covers.start <= reported.start && reported.start < covers.end && rules.some(({ id }) => id === rule.id),
    );
    if (suppression === undefined) {
      kept.push(candidate);
      continue;
    }
    used.set(suppression, (used.get(suppression) ?? new Set()).add(rule.id));
    if (suppression.reason === '' || !canLower(rule, reported.severity)) kept.push(candidate);
    else suppressed.push({ candidate, reason: suppression.reason });
  }
  return { kept, suppressed, used };
}
