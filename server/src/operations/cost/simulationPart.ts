/** What becomes of the ranges: the net present value over draws from all of them at once. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import { simulateOutcome } from '../../cost/simulateOutcome.ts';
import type { UncertainInput } from '../../cost/simulateOutcome.ts';
import { metricsOfKind, goalOf } from '../../rules/metricView.ts';
import { decimal } from '../../spec/decimal.ts';
import { formulas } from '../../spec/economicsFormulas.ts';
import { formatMoney } from '../../spec/quantityFormat.ts';
import { known } from '../overview/locations.ts';
import { annuityOf, numberOf } from './costContext.ts';
import type { CostContext } from './costContext.ts';
import { addedAmounts } from './ledgerPart.ts';
import type { Standings } from './returnsPart.ts';

const draws = 4000;
/** Stated with the result; equal plans give equal results. */
const seed = 20261101;

interface Input extends UncertainInput {
  readonly label: string;
  readonly when: 'once' | 'yearly' | 'saved';
  readonly source: SourceLocation | undefined;
}

export function simulationPart(context: CostContext, standings: Standings): Costs['simulation'] {
  const { currency } = context;
  const annuity = annuityOf(context);
  if (annuity.kind === 'undefined') return { state: 'unknown', because: annuity.because };
  const saved = savedInput(context, standings);
  if ('because' in saved) return { state: 'unknown', because: saved.because };
  const inputs: readonly Input[] = [saved, ...costInputs(context)];
  const factor = numberOf(annuity.value);
  const simulated = simulateOutcome(
    inputs,
    (values) =>
      inputs.reduce((sum, { when }, index) => {
        const value = values[index] ?? 0;
        return sum + (when === 'once' ? -value : when === 'yearly' ? -value * factor : value * factor);
      }, 0),
    { draws, seed },
  );
  if (simulated.kind === 'undefined') return { state: 'unknown', because: simulated.because };
  const { p10, p50, p90, lossShare, drivers } = simulated.value;
  const shown = (amount: number, words: string) =>
    known(
      formatMoney(decimal(Math.round(amount)), currency),
      {
        origin: 'estimated',
        formula: `Formula 31, ${formulas[31].name}: ${formulas[31].text}. ${words}`,
        inputs: inputs
          .filter(({ low, high }) => low !== high)
          .map((input) => ({
            name: input.label,
            text: rangeText(input, currency),
            ...(input.source === undefined ? {} : { source: input.source }),
          })),
      },
      amount,
    );
  return {
    state: 'known',
    draws,
    seed,
    p10: shown(p10, 'One outcome in ten is worse.'),
    p50: shown(p50, 'Half of the outcomes are worse.'),
    p90: shown(p90, 'One outcome in ten is better.'),
    lossShare,
    drivers: drivers.flatMap(({ id, share }) => {
      const input = inputs.find((one) => one.id === id);
      if (input === undefined) return [];
      const { label, source } = input;
      return [{ label, share, range: rangeText(input, currency), ...(source === undefined ? {} : { source }) }];
    }),
  };
}

function rangeText({ low, high, when }: Input, currency: string): string {
  const period = when === 'once' ? undefined : 'year';
  const money = (amount: number) => formatMoney(decimal(amount), currency, period);
  return `${money(low)} to ${money(high)}`;
}

/** What is saved lies between the limit and the target: below the limit the project is not taken into use. */
function savedInput(context: CostContext, { atTarget, atLimit }: Standings): Input | { readonly because: string } {
  if (atTarget.saved.kind === 'undefined') return { because: atTarget.saved.because };
  if (atLimit.saved.kind === 'undefined') return { because: atLimit.saved.because };
  const ends = [numberOf(atLimit.saved.value), numberOf(atTarget.saved.value)] as const;
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const metric = metricsOfKind(context.spec, 'business').find((one) => goalOf(one, 'target') !== undefined);
  return {
    id: ' saved',
    label: 'Saved per year, between limit and target',
    when: 'saved',
    shape: 'even',
    low,
    likely: (low + high) / 2,
    high,
    source: metric === undefined ? undefined : context.locations.of(metric.keyPlace),
  };
}

function costInputs(context: CostContext): readonly Input[] {
  return addedAmounts(context).map(({ item, when, amount }): Input => {
    const [low, mean, high] = [numberOf(amount.low), numberOf(amount.mean), numberOf(amount.high)];
    const entity = context.project.entity('item', item.id);
    return {
      id: item.id,
      label: item.id,
      when,
      shape: 'pert',
      low,
      // The mean of the three points is (low + 4·likely + high)/6.
      likely: Math.min(high, Math.max(low, (6 * mean - low - high) / 4)),
      high,
      source: entity === undefined ? undefined : context.locations.of(entity.keyPlace),
    };
  });
}
