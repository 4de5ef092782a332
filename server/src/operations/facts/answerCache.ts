/** Answers to questions about the world: given at once if known, found out in the background if not. */
import type { Fact } from '../../../../schemas/facts.ts';

/** What asking gave. */
export interface Answer<Value> {
  readonly fact: Fact<Value>;
  /** Equal for equal inputs outside the text: sizes and times of the files that were read. */
  readonly stamp: string;
}

/**
 * Finds an answer.
 *
 * @param knownStamp stamp of the answer at hand; when it is still true, `same` saves the work
 */
export type Ask<Value> = (knownStamp: string | undefined) => Promise<Answer<Value> | 'same'>;

/** The answers as one project sees them. */
export interface AnswerCache {
  /**
   * The answer at hand, or `pending` while it is found out. The question is asked once per key, and again after
   * `markStale`; the old answer holds until the new one is there.
   */
  get<Value>(key: string, ask: Ask<Value>): Fact<Value>;
  /** Grows with each answer to a question of this project that differs from the one before. */
  readonly version: number;
}

/** The answers of all projects: what several ask is found out once. */
export interface AnswerStore {
  /** @param asker name of a project */
  of(asker: string): AnswerCache;
  /** Something outside may have changed. */
  markStale(): void;
  /** Forgets everything, such as when trust is granted. */
  clear(): void;
  /** Resolves when no question is open. */
  idle(): Promise<void>;
}

interface Entry {
  fact: Fact<unknown>;
  stamp: string | undefined;
  isStale: boolean;
  asking: Promise<void> | undefined;
  /** Who has asked since the store was cleared. */
  readonly askers: Set<string>;
}

/** Answers that are kept; the ones asked for longest ago go first. */
const keptAnswers = 5000;

/** @param onChange told who had asked for an answer that is new */
export function createAnswerStore(onChange: (askers: readonly string[]) => void): AnswerStore {
  let entries = new Map<string, Entry>();
  const versions = new Map<string, number>();
  const caches = new Map<string, AnswerCache>();
  let clearings = 0;

  function get<Value>(asker: string, key: string, ask: Ask<Value>): Fact<Value> {
    const entry: Entry = entries.get(key) ?? {
      fact: { state: 'pending' },
      stamp: undefined,
      isStale: true,
      asking: undefined,
      askers: new Set(),
    };
    entry.askers.add(asker);
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > keptAnswers) {
      const oldest = entries.keys().next();
      if (oldest.done !== true) entries.delete(oldest.value);
    }
    if (entry.isStale && entry.asking === undefined) entry.asking = settle(entry, ask, entries);
    // A key stands for one kind of question, so its answer has that question's type.
    return entry.fact as Fact<Value>;
  }

  async function settle<Value>(entry: Entry, ask: Ask<Value>, owner: Map<string, Entry>): Promise<void> {
    entry.isStale = false;
    try {
      const answer = await ask(entry.fact.state === 'known' ? entry.stamp : undefined).catch(failed);
      if (answer === 'same' || owner !== entries) return;
      const isNew = JSON.stringify(answer.fact) !== JSON.stringify(entry.fact) || answer.stamp !== entry.stamp;
      entry.fact = answer.fact;
      entry.stamp = answer.stamp;
      if (!isNew) return;
      for (const asker of entry.askers) versions.set(asker, (versions.get(asker) ?? 0) + 1);
      onChange([...entry.askers]);
    } finally {
      entry.asking = undefined;
    }
  }

  return {
    of: (asker) => {
      const cache = caches.get(asker) ?? {
        get: (key, ask) => get(asker, key, ask),
        get version() {
          return clearings + (versions.get(asker) ?? 0);
        },
      };
      caches.set(asker, cache);
      return cache;
    },
    markStale: () => {
      for (const entry of entries.values()) entry.isStale = true;
    },
    clear: () => {
      entries = new Map();
      clearings += 1;
    },
    idle: async () => {
      for (;;) {
        const open = [...entries.values()].flatMap((entry) => (entry.asking === undefined ? [] : [entry.asking]));
        if (open.length === 0) return;
        await Promise.all(open);
      }
    },
  };
}

/** A fault of ours: what depends on the answer is not known, and the rest goes on. */
function failed(error: unknown): Answer<never> {
  const message = error instanceof Error ? error.message : String(error);
  return { fact: { state: 'unknown', because: `looking it up failed unexpectedly (${message})` }, stamp: '' };
}

/** Words of ours that begin a sentence; any other first word may be the name of a file, a program or a column. */
const firstWords =
  /^(?:An?|Another|The|Th[ei]se?|Those|That|It|Its|In|No|Not|Nothing|Nobody|None|Neither|Only|There|What|When|Where|While|Without|[A-Z][a-z]+ing)(?= )/;

/** A sentence as the end of "not known because …". */
export function becauseOf(sentence: string): string {
  const text = sentence.trim().replace(/\.$/, '');
  return firstWords.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
