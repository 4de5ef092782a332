/** Files as hidden variables, so that what is written and read again is followed. */
import type { Place } from '../effects/effect.ts';
import type { CellRange } from '../read/notebook.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { LibraryCall } from './applyEffect.ts';
import type { Literal } from './analysis.ts';
import { carriesRows } from './evaluate.ts';
import { noValue, union } from './heap.ts';
import type { Value } from './heap.ts';
import type { Machine } from './machine.ts';

/** The variable of a file whose path nobody knows. */
const unknownFile = '$file:?';

/** The path that a text, a path or an open file stands for. */
export function pathOf(machine: Machine, value: Value): string | undefined {
  const [only, ...others] = machine.heap.of(value);
  if (only === undefined || others.length > 0) return undefined;
  if (typeof only.literal === 'string') return only.literal;
  const name = only.kind === 'file' ? only.fields.get('.name') : undefined;
  return name === undefined ? undefined : pathOf(machine, name);
}

/** `./data\a.csv` → `data/a.csv` */
export function normalisePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '.' || (part === '' && parts.length > 0)) continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function variableOf(machine: Machine, value: Value): string {
  const path = pathOf(machine, value);
  return path === undefined ? unknownFile : `$file:${normalisePath(path)}`;
}

/**
 * Reads files and other resources.
 *
 * @returns what earlier statements wrote into the files; empty when none did
 */
export function readFiles(
  machine: Machine,
  at: CellRange,
  places: readonly Place[],
  valueAt: (place: Place) => Value,
): Value {
  let stored = noValue;
  for (const place of places) {
    if (typeof place === 'string' && place.startsWith('$')) {
      machine.readResource(place, at);
      continue;
    }
    const variable = variableOf(machine, valueAt(place));
    if (variable === unknownFile) {
      for (const other of machine.resources('$file:')) machine.readResource(other, at, true);
    } else {
      stored = union(stored, machine.readResource(variable, at));
      machine.readResource(unknownFile, at, true);
    }
  }
  return stored;
}

/** @param data what is written */
export function writeFiles(
  machine: Machine,
  node: PythonNode,
  places: readonly Place[],
  valueAt: (place: Place) => Value,
  data: Value,
): void {
  const at = machine.at(node);
  for (const place of places) {
    if (typeof place === 'string' && place.startsWith('$')) {
      machine.changeResource(place, at);
      continue;
    }
    const target = valueAt(place);
    const variable = variableOf(machine, target);
    const content = data.filter((id) => !target.includes(id));
    const isAdded = machine.heap.of(target).some(({ kind }) => kind === 'file') || variable === unknownFile;
    if (isAdded) machine.changeResource(variable, at);
    else machine.setResource(variable, at);
    machine.fillResource(
      variable,
      machine.heap
        .of(content)
        .filter(carriesRows)
        .map(({ id }) => id),
    );
  }
}

const joins: ReadonlySet<string> = new Set(['os.path.join', 'pathlib.Path', 'pathlib.PurePath', 'pathlib.PosixPath']);

/** The path that `os.path.join` and `Path` make of constants; undefined for other calls. */
export function joinedPath(
  { name, given }: LibraryCall,
  constantOf: (value: Value) => Literal | undefined,
): string | undefined {
  if (name === undefined || !joins.has(name) || given.length === 0) return undefined;
  const parts = given.map(({ value }) => constantOf(value));
  const texts = parts.filter((part) => typeof part === 'string');
  if (texts.length !== parts.length) return undefined;
  return texts.reduce((path, part) =>
    /^(?:[/\\]|[A-Za-z]:)/.test(part) ? part : `${path.replace(/[/\\]$/, '')}/${part}`,
  );
}
