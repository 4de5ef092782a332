/** What answering costs in a year, and what is left of the money that answers save. */
import type { InferenceMoney } from '../../../../schemas/evaluationReport.ts';
import type { MachineResult } from '../../../../schemas/machineJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { volumeOf } from '../../rules/economicsView.ts';
import { ledgerOf } from '../../rules/ledgerView.ts';
import { decimal } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { formatMoney } from '../../spec/quantityFormat.ts';
import type { JudgedBusiness } from './judgeValues.ts';

type Spec = ObjectNode<SpecShape>;

/** A business metric, and the unit of its value. */
interface YearlyMetric extends Pick<JudgedBusiness, 'unit'> {
  readonly judged: Pick<JudgedBusiness['judged'], 'id' | 'value'>;
}

type YearlyCost =
  | { readonly kind: 'known'; readonly currency: string; readonly amount: Decimal }
  | { readonly kind: 'unknown'; readonly because: string };

export function describeInferenceMoney(
  spec: Spec,
  business: readonly YearlyMetric[],
  result: MachineResult,
): InferenceMoney {
  const cost = inferenceCostOf(spec);
  const perYear = (amount: Decimal, currency: string) => ({
    text: formatMoney(amount, currency, 'year'),
    number: Number(amount.toString()),
    currency,
  });
  return {
    busyHours: busyHoursOf(spec, result),
    inference: cost.kind === 'known' ? perYear(cost.amount, cost.currency) : null,
    inferenceBecause: cost.kind === 'known' ? null : cost.because,
    net:
      cost.kind === 'unknown'
        ? []
        : business.flatMap(({ judged: { id, value }, unit }) =>
            // Currencies never mix.
            value.state === 'known' && unit === `${cost.currency}/year`
              ? [{ id, ...perYear(decimal(value.value).minus(cost.amount), cost.currency) }]
              : [],
          ),
  };
}

/** What the plan says that inference costs in a year, the devices that were paid once left out. */
function inferenceCostOf(spec: Spec): YearlyCost {
  const category = ledgerOf(spec)?.categories.find(({ category: name }) => name === 'inference');
  const [sum, ...others] = category?.yearly ?? [];
  if (sum === undefined)
    return { kind: 'unknown', because: 'the spec plans no yearly cost of inference under `costs`' };
  if (others.length > 0)
    return { kind: 'unknown', because: 'the costs of inference are planned in several currencies' };
  return { kind: 'known', currency: sum.currency, amount: sum.mean };
}

/** Hours a year that one machine answers row by row; null without a volume. */
function busyHoursOf(spec: Spec, { latencies }: MachineResult): number | null {
  const volume = volumeOf(spec);
  const [smallest] = latencies;
  if (volume.kind === 'undefined' || smallest === undefined) return null;
  return (Number(volume.value.toString()) * smallest.mean) / smallest.batch / 3600;
}
