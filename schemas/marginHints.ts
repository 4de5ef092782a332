/** What inlay hints carry through the client and back, so that their explanations can be made later. */
import * as z from 'zod';

/** What a part of a hint speaks of; each can be switched off. */
export const hintCategory = z.enum(['money', 'measured', 'counts']);
export type HintCategory = z.infer<typeof hintCategory>;

export const hintData = z.strictObject({
  uri: z.string().min(1).max(8192).meta({ description: 'The file in which the hint stands.' }),
  path: z.string().min(1).meta({ description: 'Keys from the top of the spec to what the hint is about.' }),
  categories: z.array(hintCategory).meta({ description: 'What was shown when the hint was made.' }),
});
export type HintData = z.infer<typeof hintData>;
