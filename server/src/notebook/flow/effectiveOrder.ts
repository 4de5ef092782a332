/** In which order the cells of a notebook make sense (reference, 2.4). */
import { placeKey } from './recorder.ts';
import type { Definition, NameUse, Statement, VariableName } from './analysis.ts';

/** A cell that reads a name which only another cell binds, and too late. */
export interface Unmet {
  readonly statement: Statement;
  readonly name: VariableName;
  /** Cells that bind it, in the order of the run. */
  readonly definers: readonly number[];
}

/** What a run shows to be read before it is defined; names that nothing defines are no matter of order. */
export function findUnmet(statements: readonly Statement[]): readonly Unmet[] {
  const definers = new Map<VariableName, number[]>();
  for (const { definitions, isLeftOut } of statements) {
    if (isLeftOut) continue;
    for (const { name, kind, at } of definitions) {
      if (kind === 'mutate' || kind === 'maybe-mutate' || kind === 'delete' || name.startsWith('$')) continue;
      const cells = definers.get(name);
      if (cells === undefined) definers.set(name, [at.cell]);
      else if (!cells.includes(at.cell)) cells.push(at.cell);
    }
  }
  const unmet: Unmet[] = [];
  for (const statement of statements) {
    if (statement.isLeftOut) continue;
    for (const { name, definitions, isUncertain } of statement.uses) {
      if (definitions.length > 0 || isUncertain) continue;
      const others = (definers.get(name) ?? []).filter((cell) => cell !== statement.at.cell);
      if (others.length > 0) unmet.push({ statement, name, definers: others });
    }
  }
  return unmet;
}

export interface CountedCell {
  readonly cell: number;
  readonly count: number | undefined;
}

/** The cells that were run, in the order of their counts; undefined when no cell has a count. */
export function countOrder(cells: readonly CountedCell[]): readonly number[] | undefined {
  const counted = cells.flatMap(({ cell, count }) => (count === undefined ? [] : [{ cell, count }]));
  if (counted.length === 0) return undefined;
  return counted.sort((one, other) => one.count - other.count || one.cell - other.cell).map(({ cell }) => cell);
}

/**
 * Puts cells that were never run into the count order where something needs them: before the first that does.
 *
 * @param unmet of a run of `order` with all other cells behind it, the never-run ones not left out
 */
export function withNeededCells(order: readonly number[], unmet: readonly Unmet[]): readonly number[] {
  const result = [...order];
  for (const { statement, definers } of unmet) {
    const [definer] = definers.filter((cell) => !order.includes(cell));
    const reader = result.indexOf(statement.at.cell);
    if (definer === undefined || reader < 0 || definers.some((cell) => order.includes(cell))) continue;
    const known = result.indexOf(definer);
    if (known >= 0 && known < reader) continue;
    if (known >= 0) result.splice(known, 1);
    result.splice(reader, 0, definer);
  }
  return result;
}

/** File order with as few cells moved as dependencies need: each definer goes before the first that needs it. */
export function movedOrder(cells: readonly number[], unmet: readonly Unmet[]): readonly number[] {
  const needs = new Map<number, number[]>();
  for (const { statement, definers } of unmet) {
    const [first] = definers;
    if (first === undefined) continue;
    needs.set(statement.at.cell, [...(needs.get(statement.at.cell) ?? []), first]);
  }
  const order: number[] = [];
  const placed = new Set<number>();
  const place = (cell: number): void => {
    if (placed.has(cell)) return;
    // Before its needs are placed: a circle then ends where it began.
    placed.add(cell);
    for (const need of needs.get(cell) ?? []) place(need);
    order.push(cell);
  };
  for (const cell of cells) place(cell);
  return order;
}

/** Names whose uses see other definitions in one run than in another, where that can matter. */
export function differingNames(one: readonly Statement[], other: readonly Statement[]): readonly VariableName[] {
  const uses = new Map<string, NameUse>();
  for (const { uses: found, isLeftOut } of one) {
    if (!isLeftOut) for (const use of found) uses.set(keyOfUse(use), use);
  }
  const names = new Set<VariableName>();
  for (const { uses: found, isLeftOut } of other) {
    if (isLeftOut) continue;
    for (const use of found) {
      const first = uses.get(keyOfUse(use));
      if (first === undefined || isHarmless(use.name) || names.has(use.name)) continue;
      // The same import again gives the same thing.
      if ([...first.definitions, ...use.definitions].every(({ kind }) => kind === 'import')) continue;
      if (reachKey(first.definitions) !== reachKey(use.definitions)) names.add(use.name);
    }
  }
  return [...names].sort();
}

/** Printing, drawing and settings in another order change no value. */
function isHarmless(name: VariableName): boolean {
  return /^\$(?:stdout|plt|options|env|cwd)$/.test(name);
}

function keyOfUse({ name, at, isWritten }: NameUse): string {
  return `${placeKey(at)} ${isWritten ? 'written' : ''} ${name}`;
}

function reachKey(definitions: readonly Definition[]): string {
  return definitions
    .map(({ at, kind }) => `${placeKey(at)} ${kind}`)
    .sort()
    .join();
}
