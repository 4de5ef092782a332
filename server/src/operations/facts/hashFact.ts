/** Hashes of files, computed by the worker once for each version of a file. */
import type { Fact, FileHashFact } from '../../../../schemas/facts.ts';
import { mapFact, missingBecause, runForFact, stampOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** @param mostBytes files that are larger are not hashed, as it would take longer than a person waits for a check */
export function hashFact(
  { files, cache, ...world }: FactWorld,
  path: string,
  uri: string,
  mostBytes = Number.POSITIVE_INFINITY,
): Fact<FileHashFact> {
  return cache.get<FileHashFact>(JSON.stringify(['hash', uri, path, mostBytes]), async (knownStamp) => {
    const resolved = await files.resolve(path, uri);
    const stamp = stampOf([resolved]);
    if (stamp === knownStamp) return 'same';
    const unknown = (because: string) => ({ fact: { state: 'unknown', because }, stamp }) as const;
    if (resolved.kind !== 'file') {
      return unknown(resolved.kind === 'folder' ? `${path} is a folder` : missingBecause(path, resolved));
    }
    if (resolved.sizeBytes > mostBytes) {
      return unknown(`${path} is larger than ${Math.round(mostBytes / 1_000_000)} MB, and is not hashed unasked`);
    }
    const [root, location] = [files.rootPathOf(uri), files.pathOf(resolved.uri)];
    if (root === undefined || location === undefined) {
      return unknown(`${path} is not on a disk that the worker can read`);
    }
    const hashed = await runForFact({ files, cache, ...world }, 'hashFile', { root, path: location, label: path });
    return { fact: mapFact(hashed, ({ sha256, md5 }) => ({ sha256, md5 })), stamp };
  });
}
