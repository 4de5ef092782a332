/** Facts about what a path names: whether it is there, and the text of a small file. */
import type { Fact, PathFact, TextFact } from '../../../../schemas/facts.ts';
import { isPattern, missingBecause, stampOf } from './world.ts';
import type { FactWorld } from './world.ts';

/** Matches of a pattern that are counted. */
const matchLimit = 10_000;
const textBytes = 1_000_000;

export function pathFact({ files, cache }: FactWorld, path: string, uri: string): Fact<PathFact> {
  return cache.get<PathFact>(JSON.stringify(['path', uri, path]), async (knownStamp) => {
    const matches = isPattern(path) ? await files.glob(path, uri, matchLimit) : [await files.resolve(path, uri)];
    const stamp = stampOf(matches);
    if (stamp === knownStamp) return 'same';
    const [first] = matches;
    const value: PathFact = {
      kind: first?.kind ?? 'missing',
      sizeBytes: first?.kind === 'file' ? first.sizeBytes : undefined,
      matches: isPattern(path) ? matches.length : undefined,
    };
    return { fact: { state: 'known', value }, stamp };
  });
}

export function textFact({ files, cache }: FactWorld, path: string, uri: string): Fact<TextFact> {
  return cache.get<TextFact>(JSON.stringify(['text', uri, path]), async (knownStamp) => {
    const resolved = await files.resolve(path, uri);
    const stamp = stampOf([resolved]);
    if (stamp === knownStamp) return 'same';
    const unknown = (because: string) => ({ fact: { state: 'unknown', because }, stamp }) as const;
    if (resolved.kind === 'folder') return unknown(`${path} is a folder`);
    if (resolved.kind !== 'file') return unknown(missingBecause(path, resolved));
    const content = await files.readFile(resolved.uri, textBytes);
    switch (content.kind) {
      case 'content':
        return { fact: { state: 'known', value: { uri: resolved.uri, text: content.text } }, stamp };
      case 'too-large':
        return unknown(`${path} is larger than 1 MB`);
      case 'missing':
        return unknown(`${path} does not exist`);
      case 'failed':
        return unknown(`${path} cannot be read`);
    }
  });
}
