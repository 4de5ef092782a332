/** Distributions that a call needs though nothing imports them: `read_excel` needs openpyxl. */
import * as z from 'zod';
import implied from './implied.json' with { type: 'json' };

const rule = z.strictObject({
  /** Keys of the table of effects. */
  uses: z.array(z.string()).min(1),
  distribution: z.string().min(1),
  pathEndsWith: z.array(z.string()).optional(),
  pathEndsNotWith: z.array(z.string()).optional(),
  pathStartsWith: z.array(z.string()).optional(),
});
const rules = z.array(rule);

export interface ImpliedTable {
  readonly rules: readonly z.infer<typeof rule>[];
}

export function loadImplied(): ImpliedTable {
  return { rules: rules.parse(implied) };
}

/**
 * @param key of the entry of the table of effects that describes the call or attribute: `pandas.read_excel`
 * @param path the file that it reads or writes, as written; undefined when it is no literal
 * @returns names of distributions, none twice; of several by kind of file, the usual one when the path is not known
 */
export function impliedDistributions(table: ImpliedTable, key: string, path: string | undefined): readonly string[] {
  const lower = path?.toLowerCase();
  const fits = ({ pathEndsWith, pathEndsNotWith, pathStartsWith }: z.infer<typeof rule>): boolean =>
    (pathEndsWith?.some((end) => lower?.endsWith(end)) ?? true) &&
    !(pathEndsNotWith?.some((end) => lower?.endsWith(end)) ?? false) &&
    (pathStartsWith?.some((start) => lower?.startsWith(start)) ?? true);
  const found = table.rules.filter((candidate) => candidate.uses.includes(key) && fits(candidate));
  return [...new Set(found.map(({ distribution }) => distribution))];
}
