/** What groups of rows, such as those of one customer, mean for probabilities. */
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { dataSourceOf } from '../facts/tableRequests.ts';

/**
 * @param dataId the source of the reference; undefined for a profile
 * @returns one sentence where the source says that its rows belong to groups, which no block holds together
 */
export function sayGroups(spec: ObjectNode<SpecShape>, dataId: string | undefined): readonly string[] {
  const group = dataId === undefined ? undefined : dataSourceOf(spec, dataId)?.fields.roles?.fields.group;
  if (group === undefined) return [];
  const column = group.kind === 'object' ? group.fields.column?.text : group.text;
  if (column === undefined) return [];
  return [
    `Rows of one ${column} count as independent of each other; where they are alike, probabilities are too small, and the smallest effect that counts is what holds alarms back.`,
  ];
}
