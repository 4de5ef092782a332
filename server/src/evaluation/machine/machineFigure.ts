/** A number about the machine with how it came about; never a silent 0. */

export type MachineFigure =
  | { readonly state: 'measured'; readonly value: number; readonly by: string }
  | { readonly state: 'estimated'; readonly value: number; readonly formula: string }
  /** `because` ends "unavailable because …", without a full stop. */
  | { readonly state: 'unavailable'; readonly because: string };

/** @param by what was read, such as `/proc/self/status` */
export function measured(value: number, by: string): MachineFigure {
  return Number.isFinite(value)
    ? { state: 'measured', value, by }
    : { state: 'unavailable', because: `${by} gives no number` };
}

export function estimated(value: number, formula: string): MachineFigure {
  return Number.isFinite(value)
    ? { state: 'estimated', value, formula }
    : { state: 'unavailable', because: `${formula} gives no number` };
}

export function unavailable(because: string): MachineFigure {
  return { state: 'unavailable', because };
}
