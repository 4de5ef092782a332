/** Facts about small files of other tools: their text, and when they were last written. */
import type { Fact } from '../../../../schemas/facts.ts';
import { oncePer } from '../../rules/oncePer.ts';
import { readPlain } from '../../stores/plainValue.ts';
import { missingBecause, stampOf } from './world.ts';
import type { FactWorld } from './world.ts';

export interface SmallFile {
  readonly uri: string;
  readonly text: string;
  readonly sizeBytes: number;
  /** When it was last written, ISO 8601. */
  readonly at: string;
}

/** What a file says as plain values; parsed once, because an answer stays the same object until the file changes. */
export const plainOf = oncePer((file: SmallFile) => readPlain(file.text));

/** Metrics files are small; what is larger holds rows. */
const largestBytes = 4_000_000;

/**
 * A file by its path.
 *
 * @returns known as undefined when nothing is there; unknown when it cannot be read, is a folder, or lies outside
 */
export function fileFact({ files, cache }: FactWorld, path: string, uri: string): Fact<SmallFile | undefined> {
  return cache.get<SmallFile | undefined>(JSON.stringify(['small file', uri, path]), async (knownStamp) => {
    const resolved = await files.resolve(path, uri);
    const stamp = stampOf([resolved]);
    if (stamp === knownStamp) return 'same';
    const unknown = (because: string) => ({ fact: { state: 'unknown', because }, stamp }) as const;
    if (resolved.kind === 'missing') return { fact: { state: 'known', value: undefined }, stamp };
    if (resolved.kind === 'folder') return unknown(`${path} is a folder`);
    if (resolved.kind === 'outside') return unknown(missingBecause(path, resolved));
    const content = await files.readFile(resolved.uri, largestBytes);
    switch (content.kind) {
      case 'content': {
        const { sizeBytes, modifiedMs } = resolved;
        const at = new Date(modifiedMs).toISOString();
        return { fact: { state: 'known', value: { uri: resolved.uri, text: content.text, sizeBytes, at } }, stamp };
      }
      case 'too-large':
        return unknown(`${path} is larger than ${largestBytes / 1e6} MB`);
      case 'missing':
        return { fact: { state: 'known', value: undefined }, stamp };
      case 'failed':
        return unknown(`${path} cannot be read`);
    }
  });
}

/** Several facts as one: pending while one is, unknown as soon as one is. */
export function joinFacts<Value>(facts: readonly Fact<Value>[]): Fact<readonly Value[]> {
  const values: Value[] = [];
  let pending: Fact<never> | undefined;
  for (const fact of facts) {
    if (fact.state === 'unknown') return fact;
    if (fact.state === 'pending') pending = fact;
    else values.push(fact.value);
  }
  return pending ?? { state: 'known', value: values };
}
