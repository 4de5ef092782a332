// The platforms that Plumbline ships for, and what each of them lacks.
import { existsSync } from 'node:fs';

/** Packages with native code; the worker alone loads them. */
export const natives = ['onnxruntime-node', 'sharp', '@duckdb/node-bindings'] as const;

export type Native = (typeof natives)[number];

/** Where each native has its binary, inside node_modules. */
export const binaryPatterns: Readonly<Record<Native, string>> = {
  'onnxruntime-node': 'onnxruntime-node/bin/napi-v*/*/*/*.node',
  sharp: '@img/sharp-*/**/*.node',
  '@duckdb/node-bindings': '@duckdb/node-bindings-*/**/*.node',
};

/** A platform in npm's words. */
export interface Platform {
  readonly os: 'linux' | 'darwin' | 'win32';
  readonly cpu: 'x64' | 'arm64' | 'arm';
  readonly libc?: 'glibc' | 'musl';
  /** Natives without binaries for this platform: what needs them says so there. */
  readonly lacks: readonly Native[];
}

/** Platforms by the names that the marketplace gives them. */
export const targets = {
  'linux-x64': { os: 'linux', cpu: 'x64', libc: 'glibc', lacks: [] },
  'linux-arm64': { os: 'linux', cpu: 'arm64', libc: 'glibc', lacks: [] },
  'linux-armhf': { os: 'linux', cpu: 'arm', libc: 'glibc', lacks: ['onnxruntime-node', '@duckdb/node-bindings'] },
  'alpine-x64': { os: 'linux', cpu: 'x64', libc: 'musl', lacks: ['onnxruntime-node'] },
  'alpine-arm64': { os: 'linux', cpu: 'arm64', libc: 'musl', lacks: ['onnxruntime-node'] },
  'darwin-x64': { os: 'darwin', cpu: 'x64', lacks: ['onnxruntime-node'] },
  'darwin-arm64': { os: 'darwin', cpu: 'arm64', lacks: [] },
  'win32-x64': { os: 'win32', cpu: 'x64', lacks: [] },
  'win32-arm64': { os: 'win32', cpu: 'arm64', lacks: [] },
} satisfies Record<string, Platform>;

export type Target = keyof typeof targets;

/** The package without natives, which the marketplace gives to every other platform. */
export const universal = 'universal';

/** What the extension is packed for. */
export type ExtensionTarget = Target | typeof universal;

export const targetNames = Object.keys(targets).filter(isTarget);

export function isExtensionTarget(name: string): name is ExtensionTarget {
  return name === universal || isTarget(name);
}

export function isTarget(name: string): name is Target {
  return Object.hasOwn(targets, name);
}

/**
 * The target of this machine.
 *
 * @throws {Error} on a platform that Plumbline does not ship for
 */
export function hostTarget(): Target {
  const isMusl = process.platform === 'linux' && existsSync('/etc/alpine-release');
  const cpu = process.arch === 'arm' ? 'armhf' : process.arch;
  const name = `${isMusl ? 'alpine' : process.platform}-${cpu}`;
  if (!isTarget(name)) throw new Error(`There is no package for ${name}; there are ${targetNames.join(', ')}.`);
  return name;
}
