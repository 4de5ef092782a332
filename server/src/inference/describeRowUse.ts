/** What a user should know of a model that does not answer each row by that row alone. */
import type { RowUse } from '../onnx/readRowUse.ts';

/** @param together most rows that it is asked at once */
export function describeRowUse(use: RowUse, label: string, together: number): readonly string[] {
  switch (use.kind) {
    case 'random':
      return [`${label} answers otherwise each time, because ${use.because}; its values cannot be measured again.`];
    case 'together':
      return together > 1
        ? [`${label} answers a row by the rows beside it, because ${use.because}; alone it answers otherwise.`]
        : [];
    case 'alone':
    case 'unknown':
      return [];
  }
}
