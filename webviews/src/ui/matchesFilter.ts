/** Whether any of the texts contains what the filter asks for; an empty filter lets everything through. */
export function matchesFilter(filter: string, ...texts: readonly string[]): boolean {
  const wanted = filter.trim().toLowerCase();
  return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted));
}
