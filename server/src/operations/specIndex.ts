/** Which spec files belong together: a folder with `plumbline.yaml`, down to the next one. */

export interface SpecGroup {
  /** `plumbline.yaml`, or the first part where there is none. */
  readonly mainUri: string;
  /** All files of the project, the main one included, sorted. */
  readonly uris: readonly string[];
}

export function isSpecUri(uri: string): boolean {
  return uri.endsWith('/plumbline.yaml') || uri.endsWith('.plumbline.yaml');
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/**
 * Groups spec files into projects.
 *
 * A part belongs to the nearest `plumbline.yaml` at or above it. Parts without one form a project per folder.
 *
 * @param uris addresses of spec files, in any order
 */
export function groupSpecs(uris: readonly string[]): readonly SpecGroup[] {
  const mains = new Map(
    uris.filter((uri) => uri.endsWith('/plumbline.yaml')).map((uri) => [folderOf(uri), uri] as const),
  );
  const groups = new Map<string, string[]>();
  for (const uri of [...new Set(uris)].toSorted()) {
    const key = nearestMain(folderOf(uri), mains) ?? `parts in ${folderOf(uri)}`;
    groups.set(key, [...(groups.get(key) ?? []), uri]);
  }
  return [...groups]
    .map(([key, members]) => ({ mainUri: mains.has(folderOf(key)) ? key : (members[0] ?? key), uris: members }))
    .toSorted((left, right) => (left.mainUri < right.mainUri ? -1 : 1));
}

function nearestMain(folder: string, mains: ReadonlyMap<string, string>): string | undefined {
  for (let current = folder; ; current = folderOf(current)) {
    const main = mains.get(current);
    if (main !== undefined) return main;
    if (!current.includes('/') || current.endsWith('//')) return undefined;
  }
}
