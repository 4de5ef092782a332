/** What a call of a library does, as the table of effects says it. */
import type { RandomSource } from '../../../../schemas/effects.ts';
import type { Effect, Place, Returned, RowFlow } from '../effects/effect.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import { moveItems } from './containers.ts';
import { carriesRows, itemsOf, literalOf } from './evaluate.ts';
import { readFiles, joinedPath, pathOf, writeFiles } from './files.ts';
import { callFunction, positional } from './functions.ts';
import { canChange, noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import type { ObjectId } from './analysis.ts';
import type { EvaluatedArgument } from './invoke.ts';
import type { Machine } from './machine.ts';
import { rootName } from './targets.ts';

export interface LibraryCall {
  readonly node: PythonNode;
  readonly callee: PythonNode;
  readonly effect: Effect;
  readonly receiver: HeapObject | undefined;
  readonly name: string | undefined;
  readonly given: readonly EvaluatedArgument[];
}

/** Holding these is changing with them: fitting a pipeline fits its steps. */
const deepKinds: ReadonlySet<string> = new Set(['pipeline', 'optimizer', 'scheduler']);

export function applyEffect(machine: Machine, call: LibraryCall): Value {
  const { node, effect } = call;
  const at = machine.at(node);
  for (const source of effect.seeds) machine.setResource(`$rng.${source}`, at);
  for (const source of drawnBy(machine, call)) machine.changeResource(`$rng.${source}`, at);
  const stored = readFiles(machine, at, effect.reads, (place) => valueAt(call, place));
  const answers = callBack(machine, call);
  const result = resultOf(machine, call, stored);
  relateRows(machine, call, effect.rows, result);
  relateAnswers(machine, call, answers, result);
  moveItems(machine, call, result, (place) => valueAt(call, place));
  for (const { target, isCertain } of effect.mutates) change(machine, call, target, isCertain, result);
  writeFiles(machine, node, effect.writes, (place) => valueAt(call, place), writtenData(call));
  if (effect.isOpaque) readEverything(machine, at);
  return result;
}

/** Each source once; most calls draw nothing. */
function drawnBy(machine: Machine, call: LibraryCall): readonly RandomSource[] {
  const { draws } = call.effect;
  const inside = drawnInside(machine, call);
  return inside.length === 0 ? draws : [...new Set([...draws, ...inside])];
}

const nothingDrawn: readonly RandomSource[] = [];

/** What models, steps and splitters draw that a training holds or is given, such as those of a search. */
function drawnInside(machine: Machine, { effect, receiver, given }: LibraryCall): readonly RandomSource[] {
  if (effect.role !== 'fit' && effect.role !== 'fit-transform' && effect.role !== 'cross-validate') return nothingDrawn;
  const outer = given.reduce((all, { value }) => union(all, value), receiver === undefined ? noValue : [receiver.id]);
  return machine.heap.of(heldIn(machine, outer)).flatMap(({ id, traits }) =>
    // Of what is fitted itself the effect has said it.
    id === receiver?.id ? [] : (traits?.draws ?? []),
  );
}

function valueAt({ receiver, given }: LibraryCall, place: Place): Value {
  if (place === 'self') return receiver === undefined ? noValue : [receiver.id];
  if (typeof place === 'string' && place.startsWith('self.')) {
    return receiver?.fields.get(place.slice('self'.length)) ?? noValue;
  }
  return typeof place === 'number' ? (given[place]?.value ?? noValue) : noValue;
}

/** What a writer writes: its object, else everything that is no path. */
function writtenData({ receiver, given, effect }: LibraryCall): Value {
  if (receiver !== undefined && receiver.kind !== 'file') return [receiver.id];
  return given
    .filter((_, index) => !effect.writes.includes(index))
    .reduce<Value>((all, { value }) => union(all, value), noValue);
}

function change(machine: Machine, call: LibraryCall, target: Place, isCertain: boolean, result: Value): void {
  const at = machine.at(call.node);
  if (typeof target === 'string' && target.startsWith('$')) {
    machine.changeResource(target, at);
    return;
  }
  const value = target === 'result' ? result : valueAt(call, target);
  const written =
    target === 'self' ? receiverNode(call) : typeof target === 'number' ? call.given[target]?.node : undefined;
  // What `df.plot.hist()` draws on is no part of the frame.
  const isDrawing = call.receiver?.kind === 'axes' && call.receiver.bases.length === 0;
  const isNamed = written?.type === 'identifier' || !isDrawing;
  const root = written === undefined || !isNamed ? undefined : rootName(machine, written);
  const deep = target === 'self' && call.receiver !== undefined && deepKinds.has(call.receiver.kind);
  machine.mutate(deep ? heldIn(machine, value) : value, at, root, isCertain);
}

function receiverNode({ callee }: LibraryCall): PythonNode {
  return callee.children.find(({ field }) => field === 'object') ?? callee;
}

/** Objects with all that is in them. */
function heldIn(machine: Machine, value: Value): Value {
  let all = value;
  let open = value;
  for (let depth = 0; depth < 4 && open.length > 0; depth += 1) {
    const held = machine.heap
      .of(open)
      .flatMap((object) => [...object.fields].flatMap(([field, inner]) => (field === '.__class__' ? [] : inner)));
    open = held.filter((id) => !all.includes(id));
    all = union(all, open);
  }
  return all;
}

/** What a function gives back for each row, or each column, shows in the result. */
function relateAnswers(machine: Machine, { effect }: LibraryCall, answers: Value, result: Value): void {
  const sources = dataIn(machine, answers);
  for (const object of machine.heap.of(result)) {
    machine.heap.relate(
      object,
      { relation: 'uses', through: machine.statement, share: undefined },
      sources.filter((id) => id !== object.id),
      effect.source !== 'unknown',
    );
  }
}

/** Calls of whole columns; all others give functions a row, a value or a group at a time. */
function givesColumns(machine: Machine, { effect, given }: LibraryCall): boolean {
  if (effect.key !== 'frame.apply')
    return effect.key?.startsWith('frame.') === true && effect.key !== 'frame.applymap' && effect.key !== 'frame.map';
  const axis = given.find(({ keyword }, index) => keyword === 'axis' || (keyword === undefined && index === 1));
  const literal = axis === undefined ? 0 : literalOf(machine, axis.value);
  return literal === 0 || literal === 'index' || literal === 'rows';
}

/** What a call gives to a function: a column or a row of a frame, a group of rows, or who knows what. */
function givenKind(key: string | undefined): HeapObject['kind'] {
  if (key === 'frame.apply' || key === 'groupby.transform') return 'series';
  return key === 'groupby.apply' || key === 'frame.pipe' ? 'frame' : 'unknown';
}

/**
 * Functions that are given to a call may be called by it, some time.
 *
 * @returns what they give back
 */
function callBack(machine: Machine, call: LibraryCall): Value {
  const { node, effect, receiver, given } = call;
  const isUnknown = effect.source === 'unknown';
  let answers = noValue;
  given.forEach(({ value }, index) => {
    if (!isUnknown && !effect.calls.includes(index)) return;
    for (const { code, id } of machine.heap.of(value)) {
      if (code?.kind !== 'function') continue;
      const item = machine.allocate(node, `for ${id}`, { kind: isUnknown ? 'unknown' : givenKind(effect.key) });
      const sources = receiver === undefined || !carriesRows(receiver) ? [] : [receiver.id];
      const relation = isUnknown || givesColumns(machine, call) ? 'same' : 'part';
      machine.heap.relate(item, { relation, through: machine.statement, share: undefined }, sources, !isUnknown);
      const result = callFunction(machine, code, node, [positional([item.id])], undefined);
      machine.heap.put(machine.allocate(node, 'results', { kind: 'list' }), '[]', result);
      answers = union(answers, result);
    }
  });
  return answers;
}

function resultOf(machine: Machine, call: LibraryCall, stored: Value): Value {
  const { effect, node, given } = call;
  const result = build(machine, call, effect.returns, 'result');
  for (const object of machine.heap.of(result)) {
    if (effect.traits !== undefined && effect.returns.identity === 'fresh' && effect.role === undefined) {
      object.traits = effect.traits;
    }
    for (const { place, name } of effect.holds) machine.heap.put(object, `.${name}`, valueAt(call, place));
    if (object.kind === 'file')
      machine.heap.put(object, '.name', valueAt(call, effect.reads[0] ?? effect.writes[0] ?? 0));
  }
  split(machine, call, result);
  const path = joinedPath(call, (value) => literalOf(machine, value) ?? pathOf(machine, value));
  if (path !== undefined) {
    return [machine.allocate(node, `path ${path}`, { kind: effect.returns.kind, literal: path }).id];
  }
  if (stored.length > 0 && effect.returns.kind === 'unknown') {
    // What was saved comes back as what it was, in a copy.
    const [first] = machine.heap.of(stored);
    const loaded = machine.allocate(node, 'loaded', { kind: first?.kind ?? 'unknown', type: first?.type });
    loaded.traits = first?.traits;
    machine.heap.relate(loaded, { relation: 'same', through: machine.statement, share: undefined }, stored);
    return [loaded.id];
  }
  for (const object of machine.heap.of(result)) {
    const sources = stored.filter((id) => !given.some(({ value }) => value.includes(id)));
    machine.heap.relate(object, { relation: 'same', through: machine.statement, share: undefined }, sources);
  }
  return result;
}

function build(machine: Machine, call: LibraryCall, returned: Returned, part: string): Value {
  const shared = returned.of === undefined ? noValue : valueAt(call, returned.of);
  if (returned.identity === 'alias' && shared.length > 0) return shared;
  const like = returned.like === undefined ? undefined : machine.heap.of(valueAt(call, returned.like))[0];
  const kind = returned.kind === 'unknown' && like !== undefined ? like.kind : returned.kind;
  const object = machine.allocate(call.node, part, { kind, type: returned.type ?? like?.type });
  if (returned.identity === 'view') for (const id of shared) machine.heap.share(object, id);
  if (returned.identity === 'unknown') {
    const involved = [
      call.receiver === undefined ? noValue : [call.receiver.id],
      ...call.given.map(({ value }) => value),
    ];
    for (const value of involved)
      for (const base of machine.heap.of(value)) if (canChange(base)) machine.heap.share(object, base.id);
  }
  returned.items?.forEach((item, index) => {
    machine.heap.put(object, `[${index}]`, build(machine, call, item, `${part}.${index}`));
  });
  if (returned.each !== undefined) machine.heap.put(object, '[]', build(machine, call, returned.each, `${part}.each`));
  if (returned.rows !== undefined) relateRows(machine, call, returned.rows, [object.id]);
  return [object.id];
}

/** The parts of a split do not overlap: each gets a share with a number of its own. */
function split(machine: Machine, call: LibraryCall, result: Value): void {
  const { effect, node, given, receiver, callee } = call;
  if (effect.splits === undefined) return;
  const [container] = machine.heap.of(result);
  if (container === undefined) return;
  const at = machine.at(node);
  const name = machine.text(callee).split('.').at(-1) ?? '';
  const share = (part: number): string => `${name}@${at.cell}:${at.start}#${part}`;
  const piece = (
    sources: readonly HeapObject[],
    key: string,
    part: number,
    kind: HeapObject['kind'] | undefined,
  ): HeapObject => {
    const [source] = sources;
    const made = machine.allocate(node, `piece ${key}`, {
      kind: kind ?? source?.kind ?? 'unknown',
      type: source?.type,
    });
    const relation = { relation: 'part', through: machine.statement, share: share(part) } as const;
    machine.heap.relate(
      made,
      relation,
      sources.map(({ id }) => id),
    );
    return made;
  };
  const data = given
    .filter(({ keyword, isSplat }) => keyword === undefined && !isSplat)
    .map(({ value }) => machine.heap.of(value));
  if (effect.splits === 'pairs') {
    data.forEach((sources, index) => {
      for (const part of [0, 1]) {
        const position = index * 2 + part;
        machine.heap.put(container, `[${position}]`, [piece(sources, String(position), part, undefined).id]);
      }
    });
    return;
  }
  const [first = given.length > 0 ? machine.heap.of(given[0]?.value ?? noValue) : []] = data;
  const sources = first.length > 0 || receiver === undefined ? first : [receiver];
  if (effect.splits === 'parts') {
    for (const part of [0, 1, 2, 3]) {
      machine.heap.put(container, `[${part}]`, [piece(sources, String(part), part, undefined).id]);
    }
    return;
  }
  const pair = machine.allocate(node, 'fold', { kind: 'tuple' });
  for (const part of [0, 1]) machine.heap.put(pair, `[${part}]`, [piece(sources, String(part), part, 'array').id]);
  machine.heap.put(container, '[]', [pair.id]);
}

/** Rows and values flow as the table says. */
function relateRows(machine: Machine, call: LibraryCall, flows: readonly RowFlow[], result: Value): void {
  const through = machine.statement;
  for (const { from, to, relation, isCertain } of flows) {
    const sources = dataIn(machine, valueAt(call, from));
    for (const object of machine.heap.of(to === 'result' ? result : valueAt(call, to))) {
      machine.heap.relate(object, { relation, through, share: undefined }, sources, isCertain);
      // A column that changes changes its frame.
      if (to === 'result' || relation === 'same') continue;
      for (const whole of machine.heap.dataBehind(object)) {
        machine.heap.relate(whole, { relation: 'uses', through, share: undefined }, sources, isCertain);
        if (relation === 'summary')
          machine.heap.relate(whole, { relation, through, share: undefined }, sources, isCertain);
      }
    }
  }
}

/** Objects with rows, also those in a list of them. */
function dataIn(machine: Machine, value: Value): Value {
  if (value.length === 0) return noValue;
  let all = value;
  for (const { id, kind } of machine.heap.of(value)) {
    if (kind === 'list' || kind === 'tuple' || kind === 'dict') all = union(all, itemsOf(machine, [id]));
  }
  const found: ObjectId[] = [];
  for (const object of machine.heap.of(all)) if (carriesRows(object)) found.push(object.id);
  return found;
}

/** `exec`, `globals()` and the like may read and write every name. */
function readEverything(machine: Machine, at: ReturnType<Machine['at']>): void {
  if (machine.isAside) return;
  machine.recorder.markOpaque();
  for (const name of machine.resources('')) {
    if (!name.includes(':') && !name.startsWith('$')) machine.readResource(name, at, true);
  }
}
