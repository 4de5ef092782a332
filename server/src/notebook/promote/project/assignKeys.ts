/** Gives each value of configuration a key that is readable and its own. */
import type { ConfigurationValue } from '../plan.ts';
import type { Candidate } from './configurationInput.ts';
import { pythonName } from './pythonName.ts';

/** Equal values keep keys of their own, unless they share an identity. */
export function assignKeys(candidates: readonly Candidate[]): readonly ConfigurationValue[] {
  const keys = createKeys();
  const byIdentity = new Map<string, string>();
  return candidates.map((candidate) => {
    const { identity, value, at, role, json, sequence, access, note } = candidate;
    const shared = identity === undefined ? undefined : byIdentity.get(identity);
    const key = shared ?? keys.keyOf(candidate);
    if (identity !== undefined) byIdentity.set(identity, key);
    return { key, value, at, role, json, sequence, access, note };
  });
}

interface Keys {
  keyOf(candidate: Candidate): string;
}

function createKeys(): Keys {
  const leaves = new Set<string>();
  /** Group and owner → the call that has them. */
  const groups = new Map<string, string | undefined>();
  const take = (words: readonly string[]): boolean => {
    const key = words.join('.');
    const outer = prefixesOf(words);
    if (leaves.has(key) || groups.has(key) || outer.some((prefix) => leaves.has(prefix))) return false;
    leaves.add(key);
    for (const prefix of outer) if (!groups.has(prefix)) groups.set(prefix, undefined);
    return true;
  };
  /** Owners by call, so that all values of one call stand together. */
  const owners = new Map<string, readonly string[]>();
  const ownerOf = ({ words, ownedBy, otherOwner }: Candidate): readonly string[] => {
    const outer = words.slice(0, -1).map(wordName);
    if (ownedBy === undefined || outer.length === 0) return outer;
    const known = owners.get(ownedBy);
    if (known !== undefined) return known;
    const last = outer.at(-1) ?? '';
    const others = otherOwner === undefined ? [] : [pythonName(otherOwner)];
    for (const word of wordsFor(last, others)) {
      // A group without an owner, such as that of splits, gets one from the second call on.
      const own = word === last ? outer : outer.length > 1 ? [...outer.slice(0, -1), word] : [...outer, word];
      const path = own.join('.');
      if (leaves.has(path) || (groups.get(path) !== undefined && groups.get(path) !== ownedBy)) continue;
      groups.set(path, ownedBy);
      owners.set(ownedBy, own);
      return own;
    }
    return outer;
  };
  return {
    keyOf: (candidate) => {
      const owner = ownerOf(candidate);
      const name = wordName(candidate.words.at(-1) ?? 'value');
      for (const word of wordsFor(name)) if (take([...owner, word])) return [...owner, word].join('.');
      return [...owner, name].join('.');
    },
  };
}

/** The word, other words for the same, then the word with a number; made one by one, for most are never asked for. */
function* wordsFor(word: string, others: readonly string[] = []): Generator<string> {
  yield word;
  yield* others;
  for (let next = 2; next < 10_000; next += 1) yield `${word}_${next}`;
}

function prefixesOf(words: readonly string[]): readonly string[] {
  return words.slice(0, -1).map((_, index) => words.slice(0, index + 1).join('.'));
}

/** Parameters keep their case: `C` is the `C` of the library. */
function wordName(word: string): string {
  const isParameter = /^[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*$/.test(word) && pythonName(word) === word.toLowerCase();
  if (!isParameter) return pythonName(word);
  return word.length > 1 && word === word.toUpperCase() ? word.toLowerCase() : word;
}
