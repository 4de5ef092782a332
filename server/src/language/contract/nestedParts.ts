/** Parts of nested columns, at the place in a contract that describes them. */
import { readNestedType } from '../../contract/nestedType.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { entryOf } from '../../yaml/nodes.ts';
import type { YamlMap } from '../../yaml/nodes.ts';
import { findColumn } from '../columns.ts';
import type { Step } from '../treePath.ts';

/** A part of a column, or its elements, as the table has it. */
export interface NestedPart {
  readonly name: string;
  /** As the engine names it. */
  readonly type: string;
}

/** Whether keys lead to the name of a column, or of a part of one. */
export function isNameOfPart(keys: readonly (string | undefined)[]): boolean {
  const path = keys.filter((key) => key !== undefined).join('.');
  return /^schema\.properties(?:\.(?:properties|items))*\.name$/.test(path);
}

/**
 * The parts of the value whose `properties` hold a place, as the table of a source has them.
 *
 * @param steps from the top of the contract to the place, `schema.properties.….properties.<key>`
 * @returns undefined when the place describes a column itself, or nothing is known of the type
 */
export function partsAt(
  snapshot: ProjectSnapshot,
  sources: readonly string[],
  steps: readonly Step[],
): readonly NestedPart[] | undefined {
  const [column, ...rest] = wayTo(steps) ?? [];
  if (column === undefined || column === elements) return undefined;
  let type = findColumn(snapshot, sources, column)?.type;
  for (const step of rest) {
    const nested = type === undefined ? undefined : readNestedType(type);
    if (nested?.kind === 'list' && step === elements) type = nested.element;
    else if (nested?.kind === 'struct' && step !== elements)
      type = nested.fields.find(({ name }) => name === step)?.type;
    else return undefined;
  }
  const last = type === undefined ? undefined : readNestedType(type);
  return last?.kind === 'struct' ? last.fields : undefined;
}

const elements = Symbol('elements');

/** Names of the column and the parts around a place, outermost first; undefined while one has no name. */
function wayTo(steps: readonly Step[]): readonly (string | typeof elements)[] | undefined {
  const way: (string | typeof elements)[] = [];
  for (const [index, step] of steps.entries()) {
    // The first three steps lead to the columns of the object.
    if (index < 3 || step.kind !== 'entry') continue;
    const { key } = step.entry;
    if (key !== 'properties' && key !== 'items') continue;
    const before = steps[index - 1];
    const isInElement = before?.kind === 'entry' && before.entry.key === 'items';
    const name = isInElement ? elements : nameIn(step.map);
    if (name === undefined) return undefined;
    if (!isInElement) way.push(name);
    if (key === 'items') way.push(elements);
  }
  return way;
}

function nameIn(map: YamlMap): string | undefined {
  const name = (entryOf(map, 'physicalName') ?? entryOf(map, 'name'))?.value;
  return name?.kind === 'scalar' ? name.text : undefined;
}
