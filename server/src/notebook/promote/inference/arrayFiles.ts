/** Rows that are no table: arrays of a file, and data sets that a library brings. */
import type { Call } from '../../flow/analysis.ts';

/** Reads one array, with a row for each item. */
export const readsArray = 'np.load(path)';

/** Rows of different lengths, as lists in JSON: numpy would have to run code of the file for them. */
const readsLists = 'np.array(json.loads(Path(path).read_text(encoding="utf-8")), dtype=object)';

/**
 * For a call that gives rows and answers of training, and of testing.
 *
 * @returns how other rows of the same form are read from the file at `path`; undefined for all other calls
 */
export function readerOfPairs({ callee = '' }: Call): string | undefined {
  const name = /^(?:tensorflow\.)?keras\.datasets\.(?<name>\w+)\.load_data$/.exec(callee)?.groups?.['name'];
  if (name === undefined) return undefined;
  return name === 'imdb' || name === 'reuters' ? readsLists : readsArray;
}

/** Whether a call reads a file that holds arrays by name. */
export function readsSeveralArrays({ callee, arguments: given }: Call): boolean {
  const path = given[0]?.literal;
  return callee === 'numpy.load' && typeof path === 'string' && /\.npz$/i.test(path);
}
