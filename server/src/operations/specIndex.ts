/** Which files belong together: a folder with `plumbline.yaml`, down to the next one, with its contracts. */

export interface SpecGroup {
  /** `plumbline.yaml`, or the first part where there is none. */
  readonly mainUri: string;
  /** All spec files of the project, the main one included, sorted; none for a contract without a project. */
  readonly uris: readonly string[];
  /** Data contracts in the folders of the project, sorted. */
  readonly contractUris: readonly string[];
}

export function isSpecUri(uri: string): boolean {
  return uri.endsWith('/plumbline.yaml') || uri.endsWith('.plumbline.yaml');
}

/** Whether an address is that of a data contract by its name. */
export function isContractUri(uri: string): boolean {
  return uri.endsWith('.odcs.yaml') || uri.endsWith('.odcs.yml');
}

/** Every file of a group that is checked. */
export function filesOf({ uris, contractUris }: SpecGroup): readonly string[] {
  return [...uris, ...contractUris];
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/**
 * Groups spec files into projects.
 *
 * A part or a contract belongs to the nearest `plumbline.yaml` at or above it. Parts without one form a project per
 * folder; each contract without one stands alone.
 *
 * @param uris addresses of specs and contracts, in any order
 */
export function groupSpecs(uris: readonly string[]): readonly SpecGroup[] {
  const mains = new Map(
    uris.filter((uri) => uri.endsWith('/plumbline.yaml')).map((uri) => [folderOf(uri), uri] as const),
  );
  const groups = new Map<string, string[]>();
  for (const uri of [...new Set(uris)].toSorted()) {
    const alone = isContractUri(uri) ? uri : `parts in ${folderOf(uri)}`;
    const key = nearestMain(folderOf(uri), mains) ?? alone;
    groups.set(key, [...(groups.get(key) ?? []), uri]);
  }
  return [...groups]
    .map(([key, members]) => ({
      mainUri: mains.has(folderOf(key)) ? key : (members[0] ?? key),
      uris: members.filter((uri) => !isContractUri(uri)),
      contractUris: members.filter(isContractUri),
    }))
    .toSorted((left, right) => (left.mainUri < right.mainUri ? -1 : 1));
}

/** The project whose folder holds a file, the innermost one; undefined for a file of no project. */
export function nearestProject(uri: string, groups: readonly SpecGroup[]): SpecGroup | undefined {
  const mains = new Map(
    groups
      .filter(({ mainUri }) => mainUri.endsWith('/plumbline.yaml'))
      .map((group) => [folderOf(group.mainUri), group]),
  );
  return nearestMain(folderOf(uri), mains);
}

function nearestMain<Main>(folder: string, mains: ReadonlyMap<string, Main>): Main | undefined {
  for (let current = folder; ; current = folderOf(current)) {
    const main = mains.get(current);
    if (main !== undefined) return main;
    if (!current.includes('/') || current.endsWith('//')) return undefined;
  }
}
