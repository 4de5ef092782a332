/** Sums that are in the import and that somebody should look at: below zero, or in a currency without a rate. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import type { Decimal } from '../../spec/decimal.ts';
import { counted } from '../../spec/words.ts';
import { amountText } from './repeats.ts';
import { shown, type Tally } from './tally.ts';

/** A sum, and the first row that makes it odd. */
interface OddSum {
  /** Of the row, such as `finance/a.csv line 7`. */
  readonly place: string;
  /** What the column is called where the row stands. */
  readonly column: string;
  readonly amount: Decimal;
  /** A currency, `h`, or `kWh`. */
  readonly unit: string;
}

/** "a.csv line 7: storage comes to -93 USD in 2026-04, by amounts below 0 in EffectiveCost from here on; …" */
export function tellNegative(
  { place, column, amount, unit }: OddSum,
  what: { readonly name: string; readonly month: string },
  tally: Tally,
): void {
  tally.problem(
    `${place}: ${shown(what.name)} comes to ${amountText(amount, unit)} in ${what.month}, by amounts below 0 in ${column} from here on; they are in the sums, so check that what they take back stands in these files, too.`,
    0,
  );
}

/** "a.csv line 3: 1 row from here on is in EUR by BillingCurrency, …": money that no sum of the plan can hold. */
export function tellForeign({ place, column, amount, unit }: OddSum, rows: number, tally: Tally): void {
  tally.problem(
    `${place}: ${counted(rows, 'row')} from here on ${rows === 1 ? 'is' : 'are'} in ${unit} by ${column}; \`costs.rates\` does not say what that is worth, so ${amountText(amount, unit)} can be compared with nothing in the plan.`,
    0,
  );
}

/** Whether money can be added to the plan; true where the plan does not say in what it is summed. */
export function isOfPlan({ currencies }: Pick<ImportRequest, 'currencies'>, currency: string): boolean {
  return currencies.length === 0 || currencies.includes(currency);
}
