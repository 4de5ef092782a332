/** Versions of Python packages, and the ranges that a project declares (PEP 440, as far as comparing needs it). */

/** Which versions of a package may be in use. */
export interface VersionRange {
  /** The lowest version allowed; undefined when nothing bounds it from below. */
  readonly lowest: string | undefined;
  /** The first version that is not allowed any more; undefined when nothing bounds it from above. */
  readonly below: string | undefined;
  /** `installed` and `locked` are one version; `declared` is what the project says. */
  readonly source: 'installed' | 'locked' | 'declared';
}

/**
 * Compares the numbers of two versions, left to right; missing ones count 0, and what follows the numbers (`rc1`,
 * `.dev0`, `+cpu`) does not count.
 *
 * @returns negative when `a` comes first, 0 when equal, positive when `b` comes first
 */
export function compareVersions(a: string, b: string): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  const release = /^v?(?:\d+!)?(?<release>\d+(?:\.\d+)*)/iu.exec(version.trim())?.groups?.['release'];
  return release === undefined ? [] : release.split('.').map(Number);
}

/** One version and no other. */
export function exactly(version: string, source: VersionRange['source']): VersionRange {
  return { lowest: version, below: nextAfter(version), source };
}

/** The first release after a version that says as much as it: `1.4` → `1.4.0.1`, so that 1.4 itself is still below. */
function nextAfter(version: string): string {
  return [...numbersOf(version), 0, 1].join('.');
}

/**
 * Reads a specifier such as `>=1.2,<2` or, as Poetry writes it, `^1.2` or `~1.2`.
 *
 * @returns no bounds for what is empty, `*`, or cannot be read: then every version is possible
 */
export function readSpecifier(specifier: string): VersionRange {
  let lowest: string | undefined;
  let below: string | undefined;
  const raise = (version: string): void => {
    if (lowest === undefined || compareVersions(version, lowest) > 0) lowest = version;
  };
  const lower = (version: string): void => {
    if (below === undefined || compareVersions(version, below) < 0) below = version;
  };
  for (const part of specifier.split(',')) {
    const groups = /^\s*(?<sign>===?|~=|!=|>=|<=|>|<|\^|~)?\s*(?<version>v?\d[\w.+!-]*?)(?<any>\.\*)?\s*$/u.exec(
      part,
    )?.groups;
    const version = groups?.['version'];
    if (groups === undefined || version === undefined) continue;
    const release = numbersOf(version);
    switch (groups['sign']) {
      case '>=':
        raise(version);
        break;
      case '>':
        raise(nextAfter(version));
        break;
      case '<':
        lower(version);
        break;
      case '<=':
        lower(nextAfter(version));
        break;
      case '~=':
        raise(version);
        lower(following(release, Math.max(release.length - 2, 0)));
        break;
      case '~':
        raise(version);
        lower(following(release, Math.min(release.length - 1, 1)));
        break;
      case '^':
        raise(version);
        lower(following(release, firstOf(release)));
        break;
      case '!=':
        break;
      default:
        raise(version);
        lower(groups['any'] === undefined ? nextAfter(version) : following(release, release.length - 1));
    }
  }
  return { lowest, below, source: 'declared' };
}

/** The first number that is not zero: the one that a caret lets stand. */
function firstOf(release: readonly number[]): number {
  const index = release.findIndex((part) => part > 0);
  return index < 0 ? Math.max(release.length - 1, 0) : index;
}

/** The next version that differs in the number at an index. */
function following(release: readonly number[], index: number): string {
  return [...release.slice(0, index), (release[index] ?? 0) + 1].join('.');
}
