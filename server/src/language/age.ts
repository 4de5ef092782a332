/** How long ago a day was, in few words. */

/** `today`, `3 d`, `5 months`: for the margin. */
export function shortAge(days: number): string {
  if (days < 1) return 'today';
  return days < 60 ? `${days} d` : `${Math.floor(days / 30)} months`;
}

/** `today`, `1 day ago`, `3 days ago`. */
export function longAge(days: number): string {
  if (days < 1) return 'today';
  return `${days.toLocaleString('en')} day${days === 1 ? '' : 's'} ago`;
}
