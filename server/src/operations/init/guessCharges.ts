/** Tells imports of charges and hours from data, by the columns that their formats ask for. */
import type { ColumnFact } from '../../../../schemas/facts.ts';

export type ChargesFormat = 'focus' | 'timesheet' | 'harvest' | 'codecarbon';

/** Columns that every file of a format has, in small letters. */
const formats: readonly { readonly format: ChargesFormat; readonly columns: readonly string[] }[] = [
  { format: 'focus', columns: ['billedcost', 'effectivecost', 'billingcurrency', 'chargeperiodstart'] },
  { format: 'timesheet', columns: ['date', 'hours', 'category'] },
  { format: 'harvest', columns: ['date', 'task', 'hours', 'cost rate', 'first name'] },
  { format: 'codecarbon', columns: ['duration', 'emissions', 'energy_consumed'] },
];

/** @returns undefined for a table that is no such import */
export function guessCharges(columns: readonly ColumnFact[]): ChargesFormat | undefined {
  const names = new Set(columns.map(({ name }) => name.toLowerCase()));
  return formats.find((one) => one.columns.every((column) => names.has(column)))?.format;
}
