/** What would save or earn most: automation, samples instead of checking everything, better answers, the threshold. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import type { Figure } from '../../../../schemas/overview.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import { planCheckSample } from '../../cost/checkSample.ts';
import { rankLevers } from '../../cost/rankLevers.ts';
import { operatingGoalsOf, volumeOf } from '../../rules/economicsView.ts';
import { moneyFiguresOf } from '../../rules/money/goalEconomics.ts';
import { decimal, one, zero } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { exchangePerYear } from '../../rules/money/exchange.ts';
import { readMoney, readShare } from '../../spec/economicsInputs.ts';
import { formulas } from '../../spec/economicsFormulas.ts';
import { formatMoney, formatNumber } from '../../spec/quantityFormat.ts';
import { toRational } from '../../spec/rational.ts';
import { counted } from '../../spec/words.ts';
import { known, unknown } from '../overview/locations.ts';
import { annuityOf, numberOf } from './costContext.ts';
import type { CostContext } from './costContext.ts';
import { addedAmounts } from './ledgerPart.ts';

interface Lever {
  readonly label: string;
  readonly perYear: Decimal;
  /** Money once; undefined while nobody has said. */
  readonly cost: Decimal | undefined;
  readonly formula: string;
  readonly inputs: readonly { readonly name: string; readonly text: string }[];
  readonly source: SourceLocation | undefined;
}

/** What another threshold would bring per year. */
export interface ThresholdGain {
  readonly model: string;
  readonly from: number;
  readonly to: number;
  /** Money per year. */
  readonly perYear: number;
  readonly source: SourceLocation | undefined;
}

const mostLevers = 10;

export function leversPart(context: CostContext, threshold: ThresholdGain | undefined): Costs['levers'] {
  const annuity = annuityOf(context);
  if (annuity.kind === 'undefined') return [];
  const levers = [
    ...workLevers(context),
    ...qualityLevers(context),
    ...(threshold === undefined ? [] : [thresholdLever(context, threshold)]),
  ];
  const byLabel = new Map(levers.map((lever) => [lever.label, lever]));
  const ranked = rankLevers(
    levers.map(({ label, perYear, cost }) => ({ id: label, perYear, cost })),
    toRational(annuity.value),
  );
  return ranked.slice(0, mostLevers).flatMap(({ id, perYear, worthUpTo, payback }) => {
    const lever = byLabel.get(id);
    if (lever === undefined) return [];
    const { formula, inputs, source } = lever;
    const place = source === undefined ? {} : { source };
    return [
      {
        label: id,
        perYear: money(context, perYear, 'year', { origin: 'estimated', formula, inputs: [...inputs], ...place }),
        worthUpTo: money(context, worthUpTo, undefined, {
          origin: 'computed',
          formula: `Formula 32, ${formulas[32].name}: ${formulas[32].text}`,
        }),
        payback:
          payback.kind === 'undefined'
            ? unknown(payback.because, id.startsWith('Automate ') ? 'State `automation_cost` at the item.' : undefined)
            : known(
                payback.value.eq(0) ? 'at once' : `${formatNumber(payback.value)} years`,
                { origin: 'computed', formula: 'What it costs once over what it saves per year.' },
                numberOf(payback.value),
              ),
        ...place,
      },
    ];
  });
}

type Provenance = Extract<Figure, { state: 'known' }>['provenance'];

function money({ currency }: CostContext, amount: Decimal, period: string | undefined, provenance: Provenance): Figure {
  return known(formatMoney(amount, currency, period), provenance, numberOf(amount));
}

/** Work of people that software could do, and answers that need not all be checked. */
function workLevers(context: CostContext): readonly Lever[] {
  const { spec, currency, locations } = context;
  const volume = volumeOf(spec);
  return addedAmounts(context).flatMap(({ item, when, amount }): Lever[] => {
    const node = spec.fields.costs?.fields.items?.entries.get(item.id);
    if (node === undefined || when !== 'yearly') return [];
    const whole = { name: item.id, text: formatMoney(amount.mean, currency, 'year') };
    const levers: Lever[] = [];
    const { automatable, share_checked: checked } = node.fields;
    const part = readShare('automatable', automatable?.quantity);
    if (automatable !== undefined && part.kind === 'known') {
      const price = node.fields.automation_cost;
      const stated = readMoney('automation_cost', price?.quantity, currency);
      levers.push({
        label: `Automate ${item.id}`,
        perYear: amount.mean.times(part.value),
        cost: stated.kind === 'known' ? stated.value : undefined,
        formula: 'Cost of the item per year times the share that software could do.',
        inputs: [
          whole,
          { name: 'automatable', text: automatable.text },
          ...(price === undefined ? [] : [{ name: 'automation_cost', text: price.text }]),
        ],
        source: locations.of(automatable.place),
      });
    }
    const share = readShare('share_checked', checked?.quantity);
    if (checked !== undefined && share.kind === 'known' && volume.kind === 'known' && share.value.gt(0)) {
      const monthly = volume.value.times(share.value).div(12);
      const sample = planCheckSample(numberOf(monthly));
      if (sample !== undefined) {
        const points = formatNumber(decimal(sample.error).times(100));
        levers.push({
          label: `Check a sample of ${counted(sample.size, 'answer')} a month in ${item.id}, exact to ± ${points} points`,
          perYear: amount.mean.times(one.minus(decimal(sample.size).div(monthly))),
          cost: zero,
          formula: `Formula 30, ${formulas[30].name}: ${formulas[30].text}`,
          inputs: [whole, { name: 'checked a month', text: formatNumber(monthly) }],
          source: locations.of(checked.place),
        });
      }
    }
    return levers;
  });
}

/** One more point of recall and of precision, at the targets. */
function qualityLevers({ spec, currency, locations }: CostContext): readonly Lever[] {
  const [goals] = operatingGoalsOf(spec);
  if (goals === undefined) return [];
  return [goals.recall, goals.precision].flatMap((metric): Lever[] => {
    const [point] = moneyFiguresOf(spec, metric, 'target', new Set(['point']));
    if (point?.result.kind !== 'known') return [];
    const perYear = exchangePerYear(spec, 'value', point.result.value.quantity, currency);
    if (perYear.kind === 'undefined') return [];
    return [
      {
        label: `One more point of ${metric.id}`,
        perYear: perYear.value.amount,
        cost: undefined,
        formula: `Formula ${point.formula}, ${formulas[point.formula].name}: ${formulas[point.formula].text}`,
        inputs: [...point.inputs, ...perYear.value.inputs].map(({ name, text }) => ({
          name,
          text: text === '' ? name : text,
        })),
        source: locations.of(metric.keyPlace),
      },
    ];
  });
}

function thresholdLever({ currency }: CostContext, gain: ThresholdGain): Lever {
  return {
    label: `Move the threshold of ${gain.model} from ${gain.from} to ${Number(gain.to.toFixed(4))}`,
    perYear: decimal(Math.round(gain.perYear)),
    cost: zero,
    formula: `Formula 2 at both thresholds, over the counts of the newest run, in ${currency} per year.`,
    inputs: [],
    source: gain.source,
  };
}
