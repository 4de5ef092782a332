/** Which columns of a source hold personal data, as the spec says. */
import { derivationsOf, lineageOf } from '../../rules/sources.ts';
import type { dataSourceOf } from './tableRequests.ts';

type DataNode = NonNullable<ReturnType<typeof dataSourceOf>>;

/** Whether values of a column may be personal: it is named so, or personal data is there and no column is named. */
export function mayBePersonal(node: DataNode, column: string): boolean {
  const named = personalColumns(node);
  const lineage = lineageOf(column, derivationsOf(node));
  if (named.some((name) => lineage.has(name))) return true;
  return named.length === 0 && node.fields.privacy?.fields.personal_data?.value === true;
}

/** The columns that the spec names. */
export function personalColumns(node: DataNode): string[] {
  return (node.fields.privacy?.fields.fields?.items ?? []).map((item) => item.text);
}
