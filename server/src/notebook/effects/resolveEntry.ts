/** From an entry of the table and a call to the effect of that very call. */
import type {
  CallEffect,
  CallRole,
  ClassEffect,
  ClassRole,
  EffectRelation,
  NotebookStage,
  RandomSource,
  ReturnedValue,
  RowsEntry,
} from '../../../../schemas/effects.ts';
import type { CallSite, Effect, Mutation, ObjectTraits, Returned, RowFlow } from './effect.ts';
import { argumentsAt } from './argumentsAt.ts';
import { holds } from './conditions.ts';
import type { Places } from './places.ts';
import { createPlaces } from './places.ts';
import { returnedOf } from './returned.ts';
import { flowsOf } from './rowFlows.ts';

/** An entry as found: what it says, and under which key. */
export interface FoundEntry {
  readonly source: 'table' | 'project';
  readonly key: string;
  readonly entry: CallEffect | ClassEffect;
  /** The class that is called, when it is one. */
  readonly constructs: string | undefined;
  /** Of the receiver. */
  readonly traits: ObjectTraits | undefined;
}

type Facts = Omit<CallEffect, 'when' | 'role'> & { readonly role?: CallRole | ClassRole | undefined };

/** The stage in which objects of a class are made, unless its entry says it. */
const stageOfRole: Readonly<Record<ClassRole, NotebookStage>> = {
  reducer: 'features',
  encoder: 'features',
  stateless: 'features',
  clusterer: 'train',
  'outlier-detector': 'train',
  estimator: 'train',
  search: 'train',
  composite: 'features',
  splitter: 'split',
  resampler: 'split',
  augmenter: 'features',
};

/** Fitting these learns nothing of the rows that a leak could carry. */
const learnNothing: ReadonlySet<ClassRole | undefined> = new Set<ClassRole>(['encoder', 'stateless']);

export function resolveEntry(found: FoundEntry, call: CallSite): Effect {
  const { facts, uncertain, isInPlace } = applyConditions(found.entry, call);
  const places = createPlaces(facts.parameters ?? [], call);
  const classRole = found.constructs === undefined ? undefined : asClassRole(facts.role);
  const sources = drawnSources(facts.rng ?? [], found.traits);
  const isSeeded = facts.seed !== undefined && isSeedGiven(facts.seed, facts.parameters ?? [], call);
  const traits = found.constructs === undefined ? found.traits : { role: classRole, draws: isSeeded ? [] : sources };
  const into = mutations(facts, uncertain, places);
  const returns = resolveReturned(facts, found, places, call);
  return {
    source: found.source,
    key: found.key,
    mutates: into,
    returns,
    rows: [...resolveRows(facts, found, into, places, call), ...(isInPlace ? usedInPlace(facts, places, call) : [])],
    splits: facts.splits,
    // A constructor draws nothing itself; its object does later, as its traits say.
    draws: found.constructs === undefined && !isSeeded ? sources : [],
    seedParameter: facts.seed,
    seed: facts.seed === undefined ? undefined : places.first(facts.seed),
    seeds: facts.seeds ?? [],
    reads: places.all(facts.reads ?? []),
    writes: places.all(facts.writes ?? []),
    calls: places.all(facts.calls ?? []),
    holds: (facts.holds ?? []).flatMap((name) => places.all([name]).map((place) => ({ place, name }))),
    stage: facts.stage ?? (classRole === undefined ? undefined : stageOfRole[classRole]),
    role: found.constructs === undefined ? asCallRole(facts.role) : undefined,
    traits,
    data: facts.data === undefined ? undefined : places.first(facts.data),
    trains: facts.trains === undefined ? undefined : places.first(facts.trains),
    labels: facts.labels === undefined ? undefined : places.first(facts.labels),
    validation: places.all(facts.validation ?? []),
    timings: facts.timings ?? [],
    task: facts.task === undefined ? undefined : taskNamed(facts.task, call.name ?? ''),
    isOpaque: facts.isOpaque ?? false,
  };
}

/** `For*` is `MaskedLM` in a call of `transformers.BertForMaskedLM`, or of a method of that class. */
function taskNamed(task: string, name: string): string | undefined {
  if (!task.endsWith('*')) return task;
  const before = task.slice(0, -1);
  const [holder = ''] = name.split('.').filter((word) => /^[A-Z]/.test(word));
  const at = holder.indexOf(before);
  return at < 0 ? undefined : holder.slice(at + before.length);
}

const classRoles: ReadonlySet<string> = new Set(Object.keys(stageOfRole));

function isClassRole(role: CallRole | ClassRole): role is ClassRole {
  return classRoles.has(role);
}

function asClassRole(role: CallRole | ClassRole | undefined): ClassRole | undefined {
  return role !== undefined && isClassRole(role) ? role : undefined;
}

function asCallRole(role: CallRole | ClassRole | undefined): CallRole | undefined {
  return role === undefined || isClassRole(role) ? undefined : role;
}

function drawnSources(
  rng: readonly (RandomSource | 'self')[],
  traits: ObjectTraits | undefined,
): readonly RandomSource[] {
  return [...new Set(rng.flatMap((source) => (source === 'self' ? (traits?.draws ?? []) : [source])))];
}

function isSeedGiven(parameter: string, parameters: readonly string[], call: CallSite): boolean {
  const [index] = argumentsAt(parameters, call.arguments, parameter);
  return index !== undefined && call.arguments[index]?.literal !== null;
}

/** Puts what holds for these arguments over what holds in general; what may hold is kept apart. */
function applyConditions(
  entry: CallEffect | ClassEffect,
  call: CallSite,
): { readonly facts: Facts; readonly uncertain: readonly Facts[]; readonly isInPlace: boolean } {
  let facts: Facts = entry;
  let isInPlace = false;
  const uncertain: Facts[] = [];
  const parameters = entry.parameters ?? [];
  for (const clause of entry.when ?? []) {
    const verdict = holds(clause, parameters, call.arguments);
    if (verdict === 'yes') facts = { ...facts, ...clause.then };
    if (verdict === 'maybe') uncertain.push(clause.then);
  }
  if (facts.inPlace !== undefined) {
    const verdict = holds({ argument: facts.inPlace, is: [true] }, parameters, call.arguments);
    const inPlace: Facts = { mutates: ['self'], returns: { kind: 'none' } };
    if (verdict === 'yes') facts = { ...facts, ...inPlace, receives: rowsOfSelf(facts.rows), rows: 'none' };
    if (verdict === 'maybe') uncertain.push(inPlace);
    isInPlace = verdict === 'yes';
  }
  if (facts.out !== undefined && holds({ argument: facts.out, isGiven: true }, parameters, call.arguments) === 'yes') {
    facts = { ...facts, mutates: [...(facts.mutates ?? []), facts.out], returns: { alias: facts.out } };
  }
  return { facts, uncertain, isInPlace };
}

/** What the arguments of a change in place show in the object: the result would show it otherwise. */
function usedInPlace(facts: Facts, places: Places, call: CallSite): readonly RowFlow[] {
  const named = typeof facts.receives === 'object' ? places.all(Object.keys(facts.receives)) : [];
  const others = [...call.arguments.keys()].filter(
    (index) => !named.includes(index) && call.arguments[index]?.literal === undefined,
  );
  return others.map((from) => ({ from, to: 'self', relation: 'uses', isCertain: true }));
}

/** What a change in place does to the rows of the object: the same as to the result otherwise. */
function rowsOfSelf(rows: RowsEntry | undefined): Record<string, EffectRelation[]> {
  if (rows === undefined) return {};
  return typeof rows === 'string' ? { self: [rows] } : rows;
}

function mutations(facts: Facts, uncertain: readonly Facts[], places: Places): readonly Mutation[] {
  const certain = places.all(facts.mutates ?? []);
  const possible = places.all(uncertain.flatMap((other) => other.mutates ?? []));
  return [
    ...certain.map((target) => ({ target, isCertain: true })),
    ...possible.filter((target) => !certain.includes(target)).map((target) => ({ target, isCertain: false })),
  ];
}

function resolveReturned(facts: Facts, found: FoundEntry, places: Places, call: CallSite): Returned {
  const made: ReturnedValue | undefined =
    found.constructs !== undefined && 'kind' in found.entry
      ? { kind: found.entry.kind, type: found.constructs, ...facts.returns }
      : facts.returns;
  return returnedOf(made ?? {}, facts.parameters ?? [], places, call);
}

function resolveRows(
  facts: Facts,
  found: FoundEntry,
  into: readonly Mutation[],
  places: Places,
  call: CallSite,
): readonly RowFlow[] {
  const learned = into.flatMap(({ target, isCertain }) =>
    typeof target === 'string' && target.startsWith('$')
      ? []
      : flowsOf(facts.receives ?? {}, target, facts.parameters ?? [], places, call).map((flow) => ({
          ...flow,
          isCertain: flow.isCertain && isCertain,
        })),
  );
  const learnsNothing = learnNothing.has(found.traits?.role) && facts.role !== 'predict';
  const flows = [...learned, ...flowsOf(facts.rows ?? {}, 'result', facts.parameters ?? [], places, call)];
  return learnsNothing ? flows.filter((flow) => flow.relation !== 'summary') : flows;
}
