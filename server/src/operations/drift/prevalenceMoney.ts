/** What another share of positives means for the yearly value of a model. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import { againstPolicy, binaryCaseOf, operatingGoalsOf, pointAt, volumeOf } from '../../rules/economicsView.ts';
import { labelOfModel } from '../../rules/metricView.ts';
import { decimal, one } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { findGain, findPolicyShares } from '../../spec/economics.ts';
import type { BinaryCase, Policy } from '../../spec/economics.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { toDecimal } from '../../spec/rational.ts';

export interface PrevalenceMoney {
  readonly currency: string;
  /** Change of the yearly value when the share of positives rises from 0 to 1, other things equal. */
  readonly perYear: number;
}

/**
 * The value is linear in the share of positives as long as recall and the rate of false alarms within each class stay
 * what they are; they are taken from the targets of recall and precision at the prevalence that the spec states.
 */
export function prevalenceMoneyOf(spec: ObjectNode<SpecShape>, modelId: string | undefined): Known<PrevalenceMoney> {
  const binary = binaryCaseOf(spec);
  if (binary.kind === 'undefined') return binary;
  const volume = volumeOf(spec);
  if (volume.kind === 'undefined') return volume;
  const goals = operatingGoalsOf(spec).find((one) => modelId === undefined || one.modelId === modelId);
  if (goals === undefined) return undefinedBecause('no goals for recall and precision of the model say how it answers');
  const point = pointAt(goals, 'target');
  if (point.kind === 'undefined') return point;
  const model = fixRates({ kind: 'point', ...point.value }, binary.value);
  if (model.kind === 'undefined') return model;
  const policy = againstPolicy(spec, labelOfModel(spec, goals.modelId)?.fields.positive?.text);
  if (policy.kind === 'undefined') return policy;
  const against = policy.value === 'none' ? known('none' as const) : fixRates(policy.value, binary.value);
  if (against.kind === 'undefined') return against;
  const gainAt = (prevalence: string): Known<Decimal> => {
    const gain = findGain({ ...binary.value, prevalence: decimal(prevalence) }, model.value, against.value);
    return gain.kind === 'known' ? known(toDecimal(gain.value)) : gain;
  };
  const [low, high] = [gainAt('0.25'), gainAt('0.75')];
  if (low.kind === 'undefined') return low;
  if (high.kind === 'undefined') return high;
  const slope = high.value.minus(low.value).times(2);
  return known({ currency: binary.value.values.currency, perYear: slope.times(volume.value).toNumber() });
}

/** The same answers within each class, whatever the share of positives: rates as if they were counts of 1 row each. */
function fixRates(policy: Policy, { prevalence }: BinaryCase): Known<Policy> {
  const shares = findPolicyShares(policy, prevalence);
  if (shares.kind === 'undefined') return shares;
  const found = toDecimal(shares.value.found);
  const raised = toDecimal(shares.value.falseAlarms).div(one.minus(prevalence));
  return known({ kind: 'matrix', tp: found, fn: one.minus(found), fp: raised, tn: one.minus(raised) });
}
