/** From an attribute to what reading it gives. */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { CallSite, Receiver, Returned, RowFlow } from './effect.ts';
import type { EffectTable } from './effectTable.ts';
import { canonicalName, keysOfMember } from './effectTable.ts';
import { createPlaces } from './places.ts';
import { returnedOf } from './returned.ts';
import { flowsOf } from './rowFlows.ts';

export interface AttributeMeaning {
  /** The entry that says it. */
  readonly key: string;
  /** `self` is the owner. */
  readonly returns: Returned;
  readonly rows: readonly RowFlow[];
  /** The resource that a write to it changes: `$options` for `plt.rcParams`. */
  readonly resource: string | undefined;
  readonly stage: NotebookStage | undefined;
}

/**
 * What reading an attribute of an object, or of a module, gives.
 *
 * @param owner an object, or the qualified name of a module or class
 * @returns undefined when the table does not know it
 */
export function lookUpAttribute(
  table: EffectTable,
  owner: Receiver | string,
  attribute: string,
): AttributeMeaning | undefined {
  const receiver = typeof owner === 'string' ? undefined : owner;
  const keys =
    typeof owner === 'string' ? [canonicalName(table, `${owner}.${attribute}`)] : keysOfMember(table, owner, attribute);
  for (const { attributes } of [table.project, table.shipped]) {
    for (const key of keys) {
      const entry = attributes.get(key);
      if (entry === undefined) continue;
      const reading: CallSite = { name: undefined, receiver, method: attribute, arguments: [] };
      const places = createPlaces([], reading);
      return {
        key,
        returns: returnedOf(entry.returns ?? {}, [], places, reading),
        rows: flowsOf(entry.rows ?? {}, 'result', [], places, reading),
        resource: entry.resource,
        stage: entry.stage,
      };
    }
  }
  return undefined;
}
