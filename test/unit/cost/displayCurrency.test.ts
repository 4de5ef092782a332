/** In what currency costs are shown changes no sum: money meets at a stated rate and date, in both directions. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ActualsFact } from '../../../schemas/facts.ts';
import type { Figure } from '../../../schemas/overview.ts';
import { costs } from '../../support/costModel.ts';
import { moneySpec } from '../../support/moneySpec.ts';

/** Worth of one EUR in USD, and of one USD in EUR: pairs that are exact in both directions. */
const rates = [
  ['1.25', '0.8'],
  ['0.5', '2'],
  ['1.28', '0.78125'],
  ['0.0625', '16'],
] as const;

const money = fc.tuple(fc.integer({ min: 1, max: 5_000_000 }), fc.constantFrom('USD', 'EUR'));

const plans = fc.record({
  rate: fc.constantFrom(...rates),
  once: money,
  running: money,
  low: fc.integer({ min: 1, max: 40 }),
  charges: fc.array(
    fc.tuple(fc.constantFrom('2026-08', '2026-09', '2026-10'), fc.constantFrom('support', 'storage', null), money),
    { minLength: 1, maxLength: 8 },
  ),
});

function specIn(shown: 'USD' | 'EUR', plan: typeof plans extends fc.Arbitrary<infer Plan> ? Plan : never): string {
  const [euro, dollar] = plan.rate;
  const [other, rate] = shown === 'USD' ? ['EUR', euro] : ['USD', dollar];
  const [development, developmentCurrency] = plan.once;
  const [support, supportCurrency] = plan.running;
  const ledger = `costs:
  currency: ${shown}
  rates: {${other}: {rate: ${rate}, date: 2026-10-01}}
  actuals: {bill: {format: focus, path: bill.csv}}
  items:
    development: {cost: ${development} ${developmentCurrency}, once: true}
    support: {cost: ${support} ${supportCurrency}/month, actual: bill}
    storage: {cost: {low: ${plan.low} USD/month, likely: ${plan.low * 2} USD/month, high: ${plan.low * 5} USD/month}, actual: bill}
`;
  return moneySpec
    .replace(/costs:\n[\s\S]*?(?=schedule:)/, ledger)
    .replace('burn_rate: 27 kUSD/week', 'planned: 2026-08-01/2026-12-31');
}

function billOf({ charges }: typeof plans extends fc.Arbitrary<infer Plan> ? Plan : never): ActualsFact {
  // One charge always belongs to an item, or there would be no months to compare.
  const own = ['2026-09', 'support', [100, 'USD']] as const;
  return {
    sums: [...charges, own].map(([month, category, [amount, currency]]) => ({
      month,
      category,
      amount: String(amount),
      currency,
    })),
    unmapped: [],
    rows: charges.length + 1,
    unreadRows: 0,
    leftOut: [],
    repeatedRows: 0,
    problems: [],
    files: [],
  };
}

/** Every number of the view by what it is called; money in USD, whatever currency is shown. */
async function amountsIn(shown: 'USD' | 'EUR', plan: Parameters<typeof billOf>[0]): Promise<Map<string, number>> {
  const view = await costs(specIn(shown, plan), { actuals: { bill: billOf(plan) } });
  const amounts = new Map<string, number>();
  const worth = shown === 'USD' ? 1 : Number(plan.rate[0]);
  for (const { id, size } of view.categories) amounts.set(`category ${id}`, size * worth);
  if (view.plan.state !== 'known') throw new Error(view.plan.because);
  for (const { month, planned, actual, forecast } of view.plan.months) {
    if (planned !== undefined) amounts.set(`${month} planned`, planned * worth);
    if (actual !== undefined) amounts.set(`${month} actual`, actual * worth);
    if (forecast !== undefined) amounts.set(`${month} forecast`, forecast.likely * worth);
  }
  const put = (name: string, figure: Figure | undefined) => {
    if (figure?.state === 'known' && figure.number !== undefined)
      amounts.set(name, figure.number * (figure.text.includes(shown) ? worth : 1));
    else if (figure?.state === 'unknown') amounts.set(`${name}: ${figure.because}`, 0);
  };
  put('spent', view.plan.spent);
  for (const { label, planned, actual } of view.plan.lines) {
    put(`${label} planned`, planned);
    put(`${label} actual`, actual);
  }
  for (const { id, atTarget } of view.returns) put(id, atTarget);
  for (const { label, perYear } of view.levers) put(label, perYear);
  if (view.simulation.state === 'known') put('spread', view.simulation.p50);
  return amounts;
}

it('The currency of display changes no sum, in plan, months, lines, return, levers and spread', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const [dollars, euros] = [await amountsIn('USD', plan), await amountsIn('EUR', plan)];
      expect([...euros.keys()]).toEqual([...dollars.keys()]);
      expect(dollars.size).toBeGreaterThan(10);
      for (const [name, amount] of dollars) {
        // Floats are made of exact sums for drawing alone; what they round is far below a cent.
        const back = euros.get(name) ?? NaN;
        expect(Math.abs(back - amount), name).toBeLessThan(0.005 + Math.abs(amount) * 1e-9);
      }
    }),
    { numRuns: 40 },
  );
});
