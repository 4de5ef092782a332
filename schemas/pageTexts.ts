/** Texts of a page in the language of the editor, handed to the page with its document. */
import * as z from 'zod';

/** Id of the JSON script element that carries them; absent where the language is English. */
export const pageTextsId = 'plumbline-texts';

export const pageTexts = z
  .record(z.string(), z.string())
  .meta({ description: 'English text, with {0}, {1}, … for what is filled in → text in the language of the editor.' });
