/** Whether two statements may change places: neither defines what the other reads or defines. */
import type { Call, Statement } from '../flow/analysis.ts';

export interface Footprint {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

/** What calls that nobody describes may do to each other. */
const unknownWorld = '$unknown';
/** What is printed and drawn, in which order, changes no value. */
const harmless: ReadonlySet<string> = new Set(['$stdout', '$plt']);

/** Names and hidden resources, those of aliases and of called functions included. */
export function footprintOf({ uses, lateUses, definitions, calls }: Statement): Footprint {
  const reads = new Set<string>();
  const writes = new Set<string>();
  for (const { name } of [...uses, ...lateUses]) if (!harmless.has(name)) reads.add(name);
  for (const { name, kind } of definitions) if (!harmless.has(name) && kind !== 'import') writes.add(name);
  if (calls.some(mayDraw)) {
    reads.add(sharedRandom);
    writes.add(sharedRandom);
  }
  const isUnknown = calls.some(({ effect, receiver }) => effect?.source === 'unknown' && receiver === undefined);
  if (isUnknown) writes.add(unknownWorld);
  return { reads, writes };
}

/** The source that scikit-learn draws from, unless a seed is given. */
const sharedRandom = '$rng.numpy';

/** Whether random numbers may be drawn unseen: in folds, in searches, and by models that nobody knows. */
function mayDraw({ effect, callee }: Call): boolean {
  switch (effect?.role) {
    case 'cross-validate':
      return true;
    case 'fit':
    case 'fit-transform':
      return callee === undefined || /^(?:unknown|search|pipeline)\./.test(callee);
    default:
      return false;
  }
}

export function areIndependent(one: Footprint, other: Footprint): boolean {
  return !meet(one.writes, other.reads) && !meet(one.writes, other.writes) && !meet(one.reads, other.writes);
}

export function joinFootprints(one: Footprint, other: Footprint): Footprint {
  return { reads: one.reads.union(other.reads), writes: one.writes.union(other.writes) };
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one];
  for (const name of small) if (large.has(name)) return true;
  return false;
}
