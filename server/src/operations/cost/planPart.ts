/** Plan, actual and forecast by month, and the budget. */
import type { Costs } from '../../../../schemas/costPanel.ts';
import type { Figure } from '../../../../schemas/overview.ts';
import { forecastMonths } from '../../cost/forecastMonths.ts';
import { budgetStandingsOf } from '../../rules/costBudgetStanding.ts';
import { decimal } from '../../spec/decimal.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { formatMoney, signedPercent } from '../../spec/quantityFormat.ts';
import { declared, known, unknown } from '../overview/locations.ts';
import { estimateFigure } from '../overview/moneyFigure.ts';
import { numberOf } from './costContext.ts';
import type { CostContext } from './costContext.ts';
import { changedAtOf } from './importsPart.ts';
import { addedAmounts, totalOf } from './ledgerPart.ts';

/** Months that the forecast reaches beyond today, at least. */
const monthsAhead = 3;
const tolerance = decimal('0.2');

export function planPart(context: CostContext): Costs['plan'] {
  const { spec, facts, lines, currency } = context;
  const hasImports = (spec.fields.costs?.fields.actuals?.entries.size ?? 0) > 0;
  if (!hasImports) {
    return {
      state: 'unknown',
      because: 'the spec imports no charges',
      next: 'Add a cloud bill or a timesheet under `costs.actuals`, and `actual` to the items that it pays.',
    };
  }
  if (lines.length === 0) {
    const isReading = [...(spec.fields.costs?.fields.actuals?.entries.keys() ?? [])].some(
      (id) => facts.actuals(id).state === 'pending',
    );
    return {
      state: 'unknown',
      because: isReading
        ? 'the imports are being read'
        : 'no item with `actual` has a charge in a month that is complete',
      ...(isReading ? {} : { next: 'See under Imports what was read.' }),
    };
  }
  const period = spec.fields.schedule?.fields.planned?.text;
  const followed = lines.map(({ plans, comparison }) => ({ plans, comparison }));
  const until = laterMonth(period?.split('/')[1]?.slice(0, 7), monthAfter(facts.today, monthsAhead));
  const { months, spent, atEnd } = forecastMonths(followed, until, period, facts.today);
  return {
    state: 'known',
    months: months.map(({ month, planned, actual, forecast }) => ({
      month,
      ...(planned === undefined ? {} : { planned: numberOf(planned) }),
      ...(actual === undefined ? {} : { actual: numberOf(actual) }),
      ...(forecast === undefined
        ? {}
        : {
            forecast: {
              low: numberOf(forecast.low),
              likely: numberOf(forecast.likely),
              high: numberOf(forecast.high),
            },
          }),
    })),
    spent: moneyText(spent, currency, {
      origin: 'measured',
      formula: 'Sum of the imported charges of all complete months, each row once.',
      inputs: context.lines.map(({ line, comparison }) => ({
        name: line.items.join(', '),
        text: formatMoney(comparison.actual, currency),
      })),
      ...newestOf([...context.imports.values()].flatMap((fact) => changedAtOf(fact) ?? [])),
    }),
    atEnd:
      atEnd === undefined
        ? unknown('nothing says when one-off costs are due', 'State `schedule.planned`.')
        : estimateFigure(
            { expected: atEnd.likely, low: atEnd.low, high: atEnd.high },
            { currency },
            {
              origin: 'estimated',
              formula: `What was spent, and until ${until} running costs as in the last three months, between the least and the most of them; what is left of one-off costs is spent evenly until the last day of the project.`,
            },
          ),
    lines: lines.map(({ line, comparison }) => {
      const [first = ''] = line.items;
      const entity = context.project.entity('item', first);
      const source = entity === undefined ? undefined : context.locations.of(entity.keyPlace);
      const off = comparison.planned.lte(0)
        ? undefined
        : comparison.actual.minus(comparison.planned).div(comparison.planned);
      const [from, to] = [comparison.months[0]?.month ?? '', comparison.months.at(-1)?.month ?? ''];
      const span = from === to ? from : `${from} to ${to}`;
      return {
        label: line.items.join(', '),
        ...(source === undefined ? {} : { source }),
        planned: moneyText(comparison.planned, currency, {
          origin: 'computed',
          formula: `Plan of ${span}; what is paid once counts in full.`,
          ...(source === undefined ? {} : { source }),
        }),
        actual: moneyText(comparison.actual, currency, {
          origin: 'measured',
          formula: `Sum of the charges of ${span} from the import ${line.actual}.`,
          ...importProvenance(context, line.actual),
        }),
        difference: off === undefined ? 'nothing planned' : signedPercent(off),
        isOff: off?.abs().gt(tolerance) === true && !(off.lt(0) && comparison.isOnce),
      };
    }),
    followed: shareFollowed(context),
  };
}

type Provenance = Extract<Figure, { state: 'known' }>['provenance'];

function moneyText(amount: Decimal, currency: string, provenance: Provenance): Figure {
  return known(formatMoney(amount, currency), provenance, numberOf(amount));
}

function newestOf(times: readonly string[]): Partial<Provenance> {
  const at = times.toSorted().at(-1);
  return at === undefined ? {} : { at };
}

/** Where an import is stated, when its files were written, and which bytes they were. */
function importProvenance({ spec, locations, imports }: CostContext, actualId: string): Partial<Provenance> {
  const node = spec.fields.costs?.fields.actuals?.entries.get(actualId);
  const fact = imports.get(actualId);
  const at = fact === undefined ? undefined : changedAtOf(fact);
  const version = fact?.files.map(({ name, sha256 }) => `${name} ${sha256.slice(0, 12)}`).join(', ');
  return {
    ...(node === undefined ? {} : { source: locations.of(node.keyPlace ?? node.place) }),
    ...(at === undefined ? {} : { at }),
    ...(version === undefined || version === '' ? {} : { dataVersion: version }),
  };
}

function shareFollowed(context: CostContext): number {
  const all = addedAmounts(context);
  const ids = new Set(context.lines.flatMap(({ line }) => line.items));
  const whole = totalOf(all);
  return whole.lte(0) ? 0 : numberOf(totalOf(all.filter(({ item }) => ids.has(item.id))).div(whole));
}

function monthAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const at = year * 12 + month - 1 + months;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

function laterMonth(left: string | undefined, right: string): string {
  return left !== undefined && left > right ? left : right;
}

export function budgetPart(context: CostContext): Costs['budgets'] {
  const { spec, locations } = context;
  return budgetStandingsOf(spec, context.lines).map(({ limit, planned, spent, expected }) => {
    const { when, currency, amount, node } = limit;
    const period = when === 'once' ? undefined : 'year';
    const shown = (money: Decimal, provenance: Provenance) =>
      known(formatMoney(money, currency, period), provenance, numberOf(money));
    const most = [planned, expected, ...(when === 'once' ? [spent] : [])].reduce((left, right) =>
      left.gt(right) ? left : right,
    );
    return {
      label: when === 'once' ? 'Building' : 'Running',
      limit: declared(node.text, locations.of(node.place), numberOf(amount)),
      planned: shown(planned, { origin: 'computed', formula: 'Sum of the items, each once.' }),
      expected: shown(expected, {
        origin: 'estimated',
        formula:
          when === 'once'
            ? 'What was spent where it is more than the plan of its item, else the plan.'
            : 'Items with an import at the rate of its last three months, the others as planned.',
      }),
      used: amount.lte(0) ? 0 : numberOf(most.div(amount)),
      isOver: most.gt(amount),
    };
  });
}
