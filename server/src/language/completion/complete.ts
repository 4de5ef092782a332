/** The completion list at an offset. */
import type { CompletionList } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { specShape } from '../../spec/specFile.ts';
import { contractFileOf } from '../contract/contractFiles.ts';
import { suggestInContract } from '../contract/contractCompletion.ts';
import { fileOf } from '../fileRange.ts';
import type { LanguageFiles } from '../languageFiles.ts';
import { followShapes, likeliest } from '../shapePath.ts';
import type { ShapePath } from '../shapePath.ts';
import type { Step } from '../treePath.ts';
import type { CompletionContext } from './context.ts';
import { readCursor, readCursorAfterColon } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { suggestKeys } from './keys.ts';
import { itemsOf, noSuggestions } from './suggestion.ts';
import type { ItemOptions, ItemSpan, SuggestionList } from './suggestion.ts';
import { suggestInComment } from './suppressions.ts';
import { suggestValues } from './values.ts';

export type CompletionOptions = ItemOptions;

/** What can be typed at an offset; empty where nothing is known to fit. */
export async function complete(
  snapshot: ProjectSnapshot,
  uri: string,
  offset: number,
  files: LanguageFiles,
  options: CompletionOptions,
): Promise<CompletionList> {
  const contract = contractFileOf(snapshot.project, uri);
  const file = contract ?? fileOf(snapshot.project, uri);
  if (file === undefined || !file.yaml.isRead) return { isIncomplete: false, items: [] };
  const suggest = (cursor: Cursor): Promise<SuggestionList> =>
    contract === undefined
      ? suggestInSpec(snapshot, uri, files, offset, cursor)
      : suggestInContract(snapshot, contract, files, offset, cursor);
  const listed = (span: ItemSpan, { suggestions, isIncomplete }: SuggestionList): CompletionList => ({
    isIncomplete: isIncomplete ?? false,
    items: itemsOf(file, span, suggestions, options),
  });

  const afterColon = readCursorAfterColon(file.yaml, offset);
  const values = afterColon === undefined ? noSuggestions : await suggest(afterColon);
  if (afterColon !== undefined && values.suggestions.length > 0) return listed(afterColon, values);
  const cursor = readCursor(file.yaml, offset);
  return cursor === undefined
    ? listed({ start: offset, end: offset }, suggestInComment(snapshot, file, offset))
    : listed(cursor, await suggest(cursor));
}

async function suggestInSpec(
  snapshot: ProjectSnapshot,
  uri: string,
  files: LanguageFiles,
  offset: number,
  cursor: Cursor,
): Promise<SuggestionList> {
  const file = fileOf(snapshot.project, uri);
  return file === undefined ? noSuggestions : suggestAt({ snapshot, file, files, offset, cursor });
}

async function suggestAt(context: Omit<CompletionContext, 'shapes'>): Promise<SuggestionList> {
  const { cursor } = context;
  const shapes = shapesOf(cursor);
  const last = cursor.steps.at(-1);
  if (cursor.at === 'key' && last?.kind === 'entry') {
    const owners = likeliest(
      shapes.shapes.filter((shape) => shape.kind === 'object' || shape.kind === 'map'),
      last.map,
    );
    if (owners.length > 0) return suggestKeys({ ...context, shapes }, last.map, owners);
    // A word on a line of its own below `key:` is the value of that key.
    return suggestValues({ ...context, shapes }, shapes.shapes);
  }
  return suggestValues({ ...context, shapes }, shapes.shapes);
}

/** The shapes of the value that is typed, or of the map whose key is typed. */
function shapesOf({ at, steps }: Cursor): ShapePath {
  const above: readonly Step[] = at === 'key' ? steps.slice(0, -1) : steps;
  return above.length === 0 ? { shapes: [specShape()], owners: [], field: undefined } : followShapes(above);
}
