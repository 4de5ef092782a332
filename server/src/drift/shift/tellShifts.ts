/** Which kind of shift it is: of the inputs, of the labels, or of what the inputs mean. */
import type { DriftAnswer } from '../../../../schemas/driftVerdict.ts';

/** What is known of each part; undefined where it was not compared, such as labels that have not come. */
export interface ShiftEvidence {
  /** Inputs of the model: drift when any is. */
  readonly inputs: DriftAnswer | undefined;
  /** The label. */
  readonly labels: DriftAnswer | undefined;
  /** Labels given the score. */
  readonly concept: DriftAnswer | undefined;
}

export type ShiftKind = 'none' | 'covariate' | 'label' | 'concept' | 'unknown';

export interface ShiftFinding {
  readonly kind: ShiftKind;
  /** What it is and what helps, in plain sentences. */
  readonly says: string;
}

/**
 * Tells the shifts apart. Concept shift comes first, since nothing else that is found matters more.
 *
 * @returns at least one finding; `unknown` names what is missing
 */
export function tellShifts({ inputs, labels, concept }: ShiftEvidence): readonly ShiftFinding[] {
  const found: ShiftFinding[] = [];
  if (concept === 'drift') {
    found.push({
      kind: 'concept',
      says: 'Rows of equal score come true more or less often than before: what the inputs mean has changed, and the model must be trained anew on new labels.',
    });
  }
  if (inputs === 'drift') {
    const holds =
      concept === 'drift'
        ? ''
        : concept === 'stable'
          ? ' Equal scores still come true as often, so estimates without labels hold.'
          : ' Whether equal scores still come true as often is not known yet.';
    found.push({ kind: 'covariate', says: `The inputs have changed.${holds}` });
  }
  if (labels === 'drift' && concept !== 'drift') {
    found.push({
      kind: 'label',
      says: 'The share of the labels has changed while equal scores mean the same: check the threshold and the prevalence of the spec.',
    });
  }
  if (found.length > 0) return found;
  const open = [
    ['the inputs', inputs],
    ['the labels', labels],
    ['labels given the score', concept],
  ] as const;
  const missing = open.filter(([, answer]) => answer !== 'stable').map(([name]) => name);
  if (missing.length === 0) return [{ kind: 'none', says: 'Inputs, labels and their relation are as before.' }];
  return [{ kind: 'unknown', says: `No shift is found; it cannot be told for ${missing.join(', ')}.` }];
}
