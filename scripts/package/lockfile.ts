// What package-lock.json says about the packages that ship.
import * as z from 'zod';

const packageShape = z.object({
  version: z.string(),
  integrity: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

const lockShape = z.object({
  packages: z.record(z.string(), z.unknown()),
});

/** A package as the lock pins it. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Hash of its content, as npm writes it; empty when the lock has none. */
  readonly integrity: string;
}

/**
 * Packages that the roots need at run time, on any platform, with the versions that the lock pins.
 *
 * @param lockText content of package-lock.json, version 2 or 3
 * @param roots names of packages
 * @param withoutPackages names that are left out together with what only they need
 * @returns place, such as `node_modules/sharp` → package, sorted by place; a nested place stays nested
 * @throws {Error} when the lock does not know a root
 */
export function lockedClosure(
  lockText: string,
  roots: readonly string[],
  withoutPackages: readonly string[],
): ReadonlyMap<string, LockedPackage> {
  const { packages } = lockShape.parse(JSON.parse(lockText));
  const found = new Map<string, LockedPackage>();

  function visit(name: string, from: string): boolean {
    if (withoutPackages.includes(name)) return true;
    const place = resolvePlace(packages, name, from);
    if (place === undefined) return false;
    if (found.has(place)) return true;
    const entry = packageShape.parse(packages[place]);
    found.set(place, { name, version: entry.version, integrity: entry.integrity ?? '' });
    // A dependency that the lock does not hold is an optional one of another platform.
    for (const next of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) visit(next, place);
    return true;
  }

  for (const root of roots) {
    if (!visit(root, '')) throw new Error(`package-lock.json does not know ${root}: run \`npm install\`.`);
  }
  return new Map([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Node's own search: the nearest node_modules first. */
function resolvePlace(packages: Readonly<Record<string, unknown>>, name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (Object.hasOwn(packages, place)) return place;
    if (folder === '') return undefined;
  }
}
