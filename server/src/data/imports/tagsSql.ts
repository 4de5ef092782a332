/** Tags of charges: JSON text of one flat object, whose keys may have a prefix of the provider. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { quoteText } from '../sqlText.ts';

/** The column as a map from text to text; null where it is no JSON object. A tag without a value is `true`. */
export function readTagsSql(column: string): string {
  return `TRY_CAST(TRY_CAST(${column} AS JSON) AS MAP(VARCHAR, VARCHAR))`;
}

/** Whether a map has a tag with a value; false for null. Prefixes end with a colon or a slash: `aws:user:project`. */
export function hasTagSql(map: string, key: string, value: string): string {
  const isKey = [
    `e.key = ${quoteText(key)}`,
    `suffix(e.key, ${quoteText(`:${key}`)})`,
    `suffix(e.key, ${quoteText(`/${key}`)})`,
  ].join(' OR ');
  const hits = `len(list_filter(map_entries(${map}), lambda e: (${isKey}) AND e.value = ${quoteText(value)}))`;
  return `coalesce(${hits} > 0, false)`;
}

/** Keys of all tags by which an import is filtered or mapped, in any case and number. */
export function askedTagKeys({ tags, map }: Pick<ImportRequest, 'tags' | 'map'>): readonly string[] {
  return [...tags.map(({ key }) => key), ...map.flatMap(({ key }) => splitTagKey(key)?.key ?? [])];
}

/**
 * Where tags are columns: the alias under which that of a key is selected, one for all cases of a key, because names of
 * columns are compared without case, by the engine as well.
 */
export function tagAlias(key: string): string {
  return `tag ${key.toLowerCase()}`;
}

/** `tag:key=value` as its parts; undefined for any other text. */
export function splitTagKey(text: string): { readonly key: string; readonly value: string } | undefined {
  const match = /^tag:([^=]+)=(.*)$/s.exec(text);
  return match === null ? undefined : { key: (match[1] ?? '').trim(), value: (match[2] ?? '').trim() };
}
