import type { Profile } from '../../../schemas/profile.ts';

/**
 * The text of a profile's file: JSON with one pair of value and rows per line, so that a diff shows what changed.
 *
 * Equal profiles give equal bytes: keys stand in the order of the schema, which the maker of a profile keeps.
 */
export function printProfile(profile: Profile): string {
  return `${print(profile, '')}\n`;
}

function print(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    if (items.length === 0) return '[]';
    if (items.every((item) => typeof item !== 'object'))
      return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
    return `[\n${items.map((item) => inner + print(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) return '{}';
    const lines = entries.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${print(item, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/** The text whose hash says whether two profiles have the same columns: names and kinds, in their order. */
export function schemaText(columns: readonly Pick<Profile['columns'][number], 'name' | 'kind'>[]): string {
  return JSON.stringify(columns.map(({ name, kind }) => [name, kind]));
}
