// Which packages of the lock file may be native, or run something while they are installed.
import * as z from 'zod';

/** Families of packages that somebody has looked at, by the beginning of their names. */
const approved: readonly RegExp[] = [
  // What ships: read, compute and decode, in the worker alone.
  /^onnxruntime-node$/,
  /^@duckdb\/node-bindings-/,
  /^(sharp$|@img\/sharp-)/,
  // What builds and tests, and never ships.
  /^node$/,
  /^(esbuild$|@esbuild\/)/,
  /^(@rolldown|@oxc-parser|@oxc-resolver)\/binding-/,
  /^lightningcss-/,
  /^fsevents$/,
  /^@vscode\/vsce-sign/,
  /^@napi-rs\/keyring-/,
  // Only its module of WebAssembly is used.
  /^tree-sitter-python$/,
];

const lockShape = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      os: z.array(z.string()).optional(),
      cpu: z.array(z.string()).optional(),
      libc: z.array(z.string()).optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});

/**
 * Packages that are for one platform, or run something while they are installed, and that nobody has approved: each
 * could break an installation, or ship a binary that no target accounts for.
 *
 * @param lockText content of package-lock.json, version 2 or 3
 * @returns names, sorted, each once
 */
export function unapprovedNatives(lockText: string): readonly string[] {
  const names = Object.entries(lockShape.parse(JSON.parse(lockText)).packages)
    .filter(([, { os, cpu, libc, hasInstallScript }]) => (os ?? cpu ?? libc ?? hasInstallScript) !== undefined)
    .map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => !approved.some((family) => family.test(name)));
  return [...new Set(names)].sort();
}
