/** One entry of a completion list, before it is put into the words of the protocol. */
import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { InsertTextFormat, InsertTextMode, MarkupKind } from 'vscode-languageserver-types';
import { scalarText } from '../../spec/edits.ts';
import type { SpecFile } from '../../spec/specFile.ts';
import { rangeIn } from '../fileRange.ts';
import type { Cursor } from './cursor.ts';

export interface Suggestion {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is inserted, as text of the file; the label unless said. */
  readonly insert?: string;
  /** The same with places to fill in, for clients that can jump to them. */
  readonly snippet?: string;
  /** A few plain words beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** What is replaced, in offsets of the file; the whole key or scalar unless said. */
  readonly span?: { readonly start: number; readonly end: number };
  /** What typing is compared with, when it is not the label. */
  readonly filter?: string;
  /** Whether the next list should open at once. */
  readonly opensNext?: boolean;
}

export interface SuggestionList {
  readonly suggestions: readonly Suggestion[];
  /** Whether more may become known soon. */
  readonly isIncomplete?: boolean;
}

export const noSuggestions: SuggestionList = { suggestions: [] };

/** Several lists as one, in their order. */
export function joinLists(...lists: readonly SuggestionList[]): SuggestionList {
  return {
    suggestions: lists.flatMap(({ suggestions }) => suggestions),
    isIncomplete: lists.some(({ isIncomplete }) => isIncomplete === true),
  };
}

export interface ItemOptions {
  readonly hasSnippets: boolean;
  /** The command that opens the next list; undefined where the client has none. */
  readonly suggestCommand: string | undefined;
}

/** Suggestions as items, in the order given: the client sorts by text, so each gets its number as such. */
export function itemsOf(
  file: SpecFile,
  span: { readonly start: number; readonly end: number },
  suggestions: readonly Suggestion[],
  { hasSnippets, suggestCommand }: ItemOptions,
): CompletionItem[] {
  return suggestions.map((suggestion, index) => {
    const { label, kind, detail, documentation, filter, snippet } = suggestion;
    const isSnippet = snippet !== undefined && hasSnippets;
    const range = rangeIn(file, suggestion.span ?? span);
    return {
      label,
      kind,
      sortText: String(index).padStart(4, '0'),
      ...(filter === undefined ? {} : { filterText: filter }),
      ...(detail === undefined || detail === '' ? {} : { detail }),
      ...(documentation === undefined || documentation === ''
        ? {}
        : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
      textEdit: { range, newText: isSnippet ? snippet : (suggestion.insert ?? label) },
      insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      // Indentation is written out in full, so the editor must not add its own.
      insertTextMode: InsertTextMode.asIs,
      ...(suggestion.opensNext === true && suggestCommand !== undefined
        ? { command: { title: 'Suggest', command: suggestCommand } }
        : {}),
    };
  });
}

/** A value as text of the file: quoted where it must be, escaped where it stands in quotes already. */
export function valueText(value: string, { style }: Pick<Cursor, 'style'>): string {
  switch (style) {
    case 'plain':
      return scalarText(value);
    case 'double-quoted':
      return JSON.stringify(value).slice(1, -1);
    case 'single-quoted':
      return value.replaceAll("'", "''");
    case 'block':
      return value;
  }
}

/** Text that a snippet inserts as it is. */
export function snippetText(text: string): string {
  return text.replace(/[\\$}]/g, (character) => `\\${character}`);
}
