/** Collects what the statements of a notebook read, define and call while they are run in the abstract. */
import type { CellRange } from '../read/notebook.ts';
import type { Argument, Call, Definition, NameUse, ObjectId, Statement, StatementId } from './analysis.ts';
import { union } from './heap.ts';
import type { Binding } from './state.ts';

interface UseDraft extends NameUse {
  readonly definitions: Definition[];
  isUncertain: boolean;
  objects: readonly ObjectId[];
}

type UseDrafts = Map<string | number, UseDraft>;

interface CallDraft extends Call {
  arguments: readonly Argument[];
  receiver: ObjectId | undefined;
  receivers: readonly ObjectId[];
  result: ObjectId | undefined;
  effect: Call['effect'];
}

interface PlacedDraft {
  readonly name: string;
  /** The calls that led there. */
  readonly context: string;
  readonly draft: CallDraft;
}

class StatementDraft {
  readonly id: StatementId;
  readonly at: CellRange;
  readonly type: string;
  readonly isLeftOut: boolean;
  readonly uses: UseDrafts = new Map<string | number, UseDraft>();
  readonly lateUses: UseDrafts = new Map<string | number, UseDraft>();
  readonly definitions: Definition[] = [];
  /** The same by name. */
  readonly definitionsOf = new Map<string, Definition[]>();
  readonly calls: CallDraft[] = [];
  /** The same by where they begin. */
  readonly callsFrom = new Map<number, PlacedDraft[]>();
  isOpaque = false;

  constructor(id: StatementId, at: CellRange, type: string, isLeftOut: boolean) {
    this.id = id;
    this.at = at;
    this.type = type;
    this.isLeftOut = isLeftOut;
  }
}

export class Recorder {
  private readonly drafts: StatementDraft[] = [];

  /** The statement that runs; -1 before the first. */
  get current(): StatementId {
    return this.drafts.length - 1;
  }

  begin(at: CellRange, type: string, isLeftOut: boolean): void {
    this.drafts.push(new StatementDraft(this.drafts.length, at, type, isLeftOut));
  }

  use(name: string, at: CellRange, isWritten: boolean, binding: Binding, isUncertain: boolean): void {
    const draft = this.drafts.at(-1);
    if (draft !== undefined) addUse(draft.uses, name, at, isWritten, binding, isUncertain);
  }

  /** A name that the body of a function reads, where it is written. */
  lateUse(statement: StatementId, name: string, at: CellRange, binding: Binding, isUncertain: boolean): void {
    const draft = this.drafts[statement];
    if (draft !== undefined) addUse(draft.lateUses, name, at, true, binding, isUncertain);
  }

  /** The definition of a place; the same one when the place is reached again. */
  define(name: string, at: CellRange, isWritten: boolean, kind: Definition['kind']): Definition {
    const draft = this.drafts.at(-1);
    const ofName = draft?.definitionsOf.get(name);
    const known = ofName?.find((one) => one.kind === kind && isSamePlace(one.at, at));
    if (known !== undefined) return known;
    const definition: Definition = { statement: this.current, name, at, isWritten, kind };
    draft?.definitions.push(definition);
    if (ofName === undefined) draft?.definitionsOf.set(name, [definition]);
    else ofName.push(definition);
    return definition;
  }

  /** @param statement the one that is said to make the call; the current one unless a function is looked at for itself */
  call(call: Call, context: string, statement: StatementId = this.current): void {
    const draft = this.drafts[statement];
    if (draft === undefined) return;
    const name = call.callee ?? call.text;
    const fromHere = draft.callsFrom.get(call.at.start);
    const known = fromHere?.find(
      (one) => one.name === name && one.context === context && isSamePlace(one.draft.at, call.at),
    )?.draft;
    if (known === undefined) {
      const made: CallDraft = { ...call };
      draft.calls.push(made);
      if (fromHere === undefined) draft.callsFrom.set(call.at.start, [{ name, context, draft: made }]);
      else fromHere.push({ name, context, draft: made });
      return;
    }
    // A loop comes by twice; the second time more is known.
    known.arguments = call.arguments;
    known.effect = call.effect ?? known.effect;
    known.receiver = call.receiver ?? known.receiver;
    if (!isSubset(call.receivers, known.receivers)) {
      known.receivers = [...new Set([...known.receivers, ...call.receivers])];
    }
    known.result = call.result ?? known.result;
  }

  markOpaque(): void {
    const draft = this.drafts.at(-1);
    if (draft !== undefined) draft.isOpaque = true;
  }

  finish(): readonly Statement[] {
    return this.drafts.map(({ id, at, type, isLeftOut, uses, lateUses, definitions, calls, isOpaque }) => ({
      id,
      at,
      type,
      uses: [...uses.values()],
      lateUses: [...lateUses.values()],
      definitions,
      calls,
      isOpaque,
      isLeftOut,
    }));
  }
}

/** More cells than a notebook can have. */
const cellSpan = 1_000_000;

function addUse(
  uses: UseDrafts,
  name: string,
  at: CellRange,
  isWritten: boolean,
  binding: Binding,
  isUncertain: boolean,
): void {
  // Where a name is written there is no other, but in a line of IPython, and in a notebook that such a line runs.
  const here = at.start * cellSpan + at.cell;
  const isShared = isWritten && (uses.get(here)?.name ?? name) !== name;
  const key = isWritten && !isShared ? here : `${placeKey(at)} ${isWritten ? 'written ' : ''}${name}`;
  const known = uses.get(key);
  if (known === undefined) {
    const { objects, definitions } = binding;
    uses.set(key, { name, at, isWritten, definitions: [...definitions], isUncertain, objects });
    return;
  }
  for (const definition of binding.definitions) {
    if (!known.definitions.includes(definition)) known.definitions.push(definition);
  }
  known.isUncertain ||= isUncertain;
  known.objects = union(known.objects, binding.objects);
}

function isSubset(part: readonly ObjectId[], whole: readonly ObjectId[]): boolean {
  return part.every((id) => whole.includes(id));
}

function isSamePlace(one: CellRange, other: CellRange): boolean {
  return one.start === other.start && one.end === other.end && one.cell === other.cell;
}

export function placeKey({ cell, start, end }: CellRange): string {
  return `${cell}:${start}-${end}`;
}
