/** What is compared in place of a column: measures of images and of texts. */
import { pictureMeasureName } from '../../../schemas/pictureMeasures.ts';
import { textMeasures } from '../../../schemas/textMeasures.ts';

/** @returns the column of the table from which a compared one was measured; itself when it was not */
export function columnBehind(compared: string): string {
  if (pictureMeasureName.safeParse(compared).success) return 'image';
  const ending = textMeasures.find((measure) => compared.endsWith(`: ${measure}`));
  return ending === undefined ? compared : compared.slice(0, -`: ${ending}`.length);
}
