/** Parts of what the JSON Schema of SARIF 2.1.0 (errata 01) asks, for the tests of reports. */
import * as z from 'zod';

export const one = z.int().min(1);
export const message = z.strictObject({ text: z.string().min(1) });
export const region = z.strictObject({ startLine: one, startColumn: one, endLine: one, endColumn: one });
/** `uri-reference`, without a scheme: the base address completes it. */
const relativeAddress = z.string().regex(/^(?:[\w.~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$/);
export const artifactLocation = z.strictObject({ uri: relativeAddress, uriBaseId: z.literal('WORKINGDIRECTORY') });
export const physicalLocation = z.strictObject({ artifactLocation, region });

/** `uniqueItems` of the schema. */
export function unique<Item extends z.ZodType>(item: Item) {
  return z.array(item).refine((items) => new Set(items.map((one) => JSON.stringify(one))).size === items.length);
}
