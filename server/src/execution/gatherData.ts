/** The data that a notebook and its package read: found, hashed, and brought into the tree of a run. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Verification } from '../../../schemas/promotion.ts';
import type { VerificationRequest } from '../../../schemas/verificationJob.ts';
import { bring, mirrored } from './mirrorTree.ts';
import type { TreeOptions } from './mirrorTree.ts';

/** A file or folder, and the absolute places where the two runs look for it. */
export interface DataSource {
  readonly source: string;
  readonly targets: readonly string[];
  /** As the notebook names it. */
  readonly label: string;
}

export interface GatheredData {
  readonly sources: readonly DataSource[];
  /** Those that are nowhere, as the notebook names them. */
  readonly absent: readonly string[];
}

/** Looks where the notebook looks, then where the package does. */
export async function findData({ plan, notebook, project }: VerificationRequest): Promise<GatheredData> {
  const sources: DataSource[] = [];
  const absent: string[] = [];
  for (const { path: asked, inPackage } of plan.reads) {
    // A pattern names no file; what it finds lies in a folder that is brought whole.
    if (/[*?[]/.test(asked)) continue;
    const targets = [path.resolve(path.dirname(notebook), asked), path.resolve(project, inPackage)];
    const there = await Promise.all(targets.map(exists));
    const source = targets.find((_, index) => there[index] === true);
    if (source === undefined) absent.push(asked);
    else sources.push({ source, targets: [...new Set(targets)], label: asked });
  }
  return { sources, absent };
}

export async function exists(location: string): Promise<boolean> {
  return stat(location).then(
    () => true,
    () => false,
  );
}

/** Makes the tree of one run. */
export async function fillTree(
  { notebook }: VerificationRequest,
  sources: readonly DataSource[],
  options: TreeOptions,
): Promise<void> {
  const folder = path.dirname(notebook);
  for (const { source, targets } of sources) {
    for (const target of targets) await bring(source, mirrored(options.tree, target), options);
  }
  await bring(folder, mirrored(options.tree, folder), options);
}

/** SHA-256 of each file, in the order of their names; folders have none. */
export async function hashData(sources: readonly DataSource[], root: string): Promise<Verification['data']> {
  const hashes: Verification['data'] = [];
  for (const source of [...new Set(sources.map((data) => data.source))].toSorted()) {
    if (!(await stat(source)).isFile()) continue;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(source, { highWaterMark: 1 << 20 })) {
      if (Buffer.isBuffer(chunk)) hash.update(chunk);
    }
    hashes.push({ path: path.relative(root, source).replaceAll(path.sep, '/'), sha256: hash.digest('hex') });
  }
  return hashes;
}
