/** Numbers and times in words, for panels. */

export function countText(count: number): string {
  return count.toLocaleString('en');
}

/** Bytes with a decimal prefix and three digits: `13.5 MB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), units.length - 1);
  const scaled = bytes / 1000 ** power;
  return `${power === 0 ? scaled : Number(scaled.toPrecision(3))} ${units[power] ?? 'B'}`;
}

/** A share in per cent: `0 %` only for none, `100 %` only for all. */
export function shareText(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.01) return '< 0.01 %';
  if (part < whole && percent > 99.99) return '> 99.99 %';
  return `${Number(percent.toFixed(percent < 10 ? 2 : 1))} %`;
}

/** How long ago something was: "3 days ago"; "just now" below a minute, and for clocks that disagree. */
export function ageInWords(then: Date, now: Date): string {
  const seconds = (now.getTime() - then.getTime()) / 1000;
  const steps = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  for (const [noun, length] of steps) {
    const count = Math.floor(seconds / length);
    if (count >= 1) return `${countText(count)} ${noun}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
