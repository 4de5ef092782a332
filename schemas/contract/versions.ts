/** Versions of the Open Data Contract Standard (ODCS) that are read, and their order. */

/** Oldest first. The last one is a draft of the standard: its keys are read, and a file may name it. */
export const contractVersions = ['v3.0.0', 'v3.0.1', 'v3.0.2', 'v3.1.0', 'v3.2.0'] as const;

export type ContractVersion = (typeof contractVersions)[number];

/** The newest version that the standard's committee has approved: what a new contract is written in. */
export const approvedVersion: ContractVersion = 'v3.1.0';

/** Whether a version is as old as another, or older. */
export function isUpTo(version: ContractVersion, other: ContractVersion): boolean {
  return contractVersions.indexOf(version) <= contractVersions.indexOf(other);
}

/**
 * The version by which a file is read that names another one: the newest of the same minor release, else the newest
 * that is not newer, else the nearest end of the list.
 *
 * @param written as in `apiVersion`, with or without the `v`
 */
export function nearestVersion(written: string): ContractVersion {
  const wanted = numbersOf(written);
  if (wanted === undefined) return approvedVersion;
  const notNewer = contractVersions.filter((version) => compare(numbersOf(version) ?? [], wanted) <= 0);
  const sameMinor = contractVersions.filter((version) => {
    const [major, minor] = numbersOf(version) ?? [];
    return major === wanted[0] && minor === wanted[1];
  });
  return sameMinor.at(-1) ?? notNewer.at(-1) ?? contractVersions[0];
}

function numbersOf(version: string): readonly number[] | undefined {
  const match = /^v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.(\d{1,4}))?$/i.exec(version.trim());
  return match === null ? undefined : match.slice(1).map((part) => Number(part));
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] || 0) - (right[index] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
