/** Places in files, as panels show and open them. Positions count from zero, as in the language server protocol. */
import * as z from 'zod';

export const textPosition = z.strictObject({
  line: z.int().min(0).meta({ description: 'Line, from 0.' }),
  character: z.int().min(0).meta({ description: 'UTF-16 code unit within the line, from 0.' }),
});

export const textRange = z.strictObject({
  start: textPosition.meta({ description: 'First character.' }),
  end: textPosition.meta({ description: 'Character after the last one.' }),
});

export const sourceLocation = z.strictObject({
  uri: z.string().min(1).meta({ description: 'URI of the file.' }),
  range: textRange.meta({ description: 'What to select when the file is opened.' }),
  label: z
    .string()
    .min(1)
    .meta({ description: 'The place as a reader knows it: `plumbline.yaml:34`, counted from 1.' }),
});

export type TextRange = z.infer<typeof textRange>;
export type SourceLocation = z.infer<typeof sourceLocation>;
