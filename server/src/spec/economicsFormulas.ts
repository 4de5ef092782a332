/** The numbered formulas of economics and feasibility, so that every figure can say where it comes from. */

export interface Formula {
  readonly name: string;
  /** In the symbols of `formulaSymbols`. */
  readonly text: string;
}

/** What the letters of the formulas stand for. */
export const formulaSymbols: Readonly<Record<string, string>> = {
  N: 'predictions per year',
  π: 'prevalence: share of the positive class',
  r: 'recall',
  p: 'precision',
  a: 'tp − fn: worth of finding a case',
  b: 'tn − fp: price of a false alarm',
  φ: 'share of false alarms among all predictions, π·r·(1−p)/p',
  V: 'value per prediction',
  S: 'value per year',
  I: 'one-off costs',
  R: 'running costs per year',
  d: 'discount rate per year',
  A: 'annuity: what one per year over the horizon is worth today',
  C: 'what is left per year, S − R',
};

export const formulas = {
  1: { name: 'value per prediction', text: 'V = π[r·tp + (1−r)·fn] + φ·fp + (1−π−φ)·tn' },
  2: { name: 'saved per year', text: 'N·(V − V_against)' },
  3: { name: 'value of always yes and always no', text: 'π·tp + (1−π)·fp; π·fn + (1−π)·tn' },
  4: { name: 'break-even threshold', text: 'b/(a+b)' },
  5: { name: 'value needed per year', text: 'S* = I/A + R' },
  6: { name: 'break-even recall', text: '(S/N + V_against − V_no)/(π[a − b(1−p)/p])' },
  7: { name: 'break-even precision', text: 'b/(a+b−k) with k = (S/N + V_against − V_no)/(π·r)' },
  8: { name: 'break-even volume', text: '(S* − c·N)/(V − V_against − c), with c what each prediction costs' },
  9: { name: 'value of one more point', text: 'N times the change of V' },
  10: { name: 'value per prediction with many classes', text: 'accuracy·correct + (1−accuracy)·wrong, pairs apart' },
  11: { name: 'value per prediction of a regression', text: 'over·E[(ŷ−y)⁺] + under·E[(y−ŷ)⁺]' },
  12: { name: 'net present value', text: '−I + (S − R)·A' },
  13: {
    name: 'payback and internal rate of return',
    text: 'I/C; −ln(1 − I·d/C)/ln(1+d); root of the net present value',
  },
  14: { name: 'cost of a week of delay', text: 'burn rate + C/(365/7)' },
  15: { name: 'cost per answer', text: 'S*/N; S*/(N·accuracy); S*/(N·π·r)' },
  16: { name: 'cost of labelling', text: 'items·per_item·seconds·(1+review+rework)/3600·rate' },
  17: { name: 'sampling error', text: 'Wilson interval' },
  18: { name: 'size of the test set', text: 'least n whose half-interval is within the tolerance' },
  19: { name: 'alert rate', text: 'π·r/p' },
  20: { name: 'contradiction', text: 'a cap below what a limit needs' },
  21: { name: 'implied values', text: 'F1 = 2pr/(p+r); FPR = π·r(1−p)/(p(1−π)); AUC ≥ (1+r−FPR)/2' },
  22: { name: 'answers in work at once', text: 'arrivals per second · latency' },
  23: { name: 'energy and carbon dioxide', text: 'W·s; kW·h·PUE·kg/kWh' },
  24: { name: 'false alarms of the population stability index', text: '(1/n + 1/m)·χ²(bins−1)' },
  25: { name: 'false alarms of many checks', text: 'k·α; 1 − (1−α)^k' },
  26: { name: 'moved goal', text: 'N·[V(new) − V(old)]' },
  27: { name: 'cost of errors', text: '−N·[π(1−r)·fn + φ·fp]' },
  28: { name: 'cost per error avoided', text: 'S*/(N·(accuracy − accuracy of the other policy))' },
  29: { name: 'labels for a goal, and their cost', text: '(scale/error)^(1/slope); missing labels · cost per label' },
  30: {
    name: 'a sample instead of checking everything',
    text: 'least n whose half-interval at one half is within 1, 3 or 5 points',
  },
  31: { name: 'what becomes of ranges', text: 'quantiles of the outcome over draws from low, likely and high (PERT)' },
  32: { name: 'what a lever may cost', text: 'saved per year · A; payback: cost / saved per year' },
} as const satisfies Readonly<Record<number, Formula>>;

export type FormulaNumber = keyof typeof formulas;
