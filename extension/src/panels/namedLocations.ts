/** Which places a page may open: those that its view model names, and no others. */

/**
 * Gathers the URI of every source location in a view model.
 *
 * @param viewModel JSON of any shape
 * @returns the values of all properties called `uri`, at any depth
 */
export function gatherUris(viewModel: unknown): ReadonlySet<string> {
  const uris = new Set<string>();
  // A list of what is still to be visited instead of recursion: depth is not ours to trust.
  const waiting: unknown[] = [viewModel];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, value] of Object.entries(next)) {
      if (key === 'uri' && typeof value === 'string') uris.add(value);
      else if (typeof value === 'object') waiting.push(value);
    }
  }
  return uris;
}
