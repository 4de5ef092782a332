/** Numbers of the Evaluation page as text. */

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

export function percentOrDash(share: number | undefined): string {
  return share === undefined ? '–' : percent(share);
}

const steps = [
  { from: 1e9, unit: 'G' },
  { from: 1e6, unit: 'M' },
  { from: 1e3, unit: 'k' },
] as const;

/** Three digits with a prefix: `1.19 MUSD`. */
export function money(amount: number, currency: string): string {
  const step = steps.find(({ from }) => Math.abs(amount) >= from);
  const scaled = step === undefined ? amount : amount / step.from;
  return `${Number(scaled.toPrecision(3))} ${step?.unit ?? ''}${currency}`;
}

/** Four digits, with an exponent where there are many zeros. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e7 || size < 1e-4)) return value.toExponential(2);
  return Number(value.toPrecision(4)).toLocaleString('en', { maximumSignificantDigits: 4 });
}

/** A score or an error; a score that is nearly one is not shown as one. */
export function scoreText(score: number): string {
  return score < 1 && score > 0.9999 ? '> 0.9999' : shortNumber(score);
}
