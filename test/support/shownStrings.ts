/** Every text of an answer that somebody gets to see, with the keys that lead to it. */

/** Keys below which text is written into files, compared, sent back or opened, and not shown. */
const unseen: ReadonlySet<string> = new Set([
  ...['newText', 'insertText', 'filterText', 'sortText', 'commitCharacters', 'snippet'],
  ...['uri', 'targetUri', 'target', 'specUri', 'mainUri', 'href', 'data', 'arguments', 'resultId', 'changes'],
  // What an inlay hint or a rename puts into the file, and texts of whole files.
  ...['textEdits', 'placeholder', 'baseText', 'dataIds'],
]);

export interface ShownString {
  readonly path: string;
  readonly text: string;
  /** Whether the editor reads it as Markdown. */
  readonly isMarkdown: boolean;
}

export function shownStrings(answer: unknown, path = ''): readonly ShownString[] {
  if (typeof answer === 'string') return [{ path, text: answer, isMarkdown: false }];
  if (Array.isArray(answer)) return answer.flatMap((item: unknown) => shownStrings(item, `${path}[]`));
  if (typeof answer !== 'object' || answer === null) return [];
  const entries = Object.entries(answer);
  const isMarkdown = entries.some(([key, value]) => key === 'kind' && value === 'markdown');
  return entries.flatMap(([key, value]: [string, unknown]) => {
    if (unseen.has(key)) return [];
    if (isMarkdown && key === 'value' && typeof value === 'string')
      return [{ path: `${path}.${key}`, text: value, isMarkdown: true }];
    return shownStrings(value, `${path}.${key}`);
  });
}
