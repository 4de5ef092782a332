/** One entry of a completion list, before it is put into the words of the protocol. */
import type { CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { InsertTextFormat, InsertTextMode, MarkupKind } from 'vscode-languageserver-types';
import { scalarText } from '../../spec/edits.ts';
import type { ProjectFile } from '../../spec/contractFile.ts';
import { shownText } from '../../text/shownText.ts';
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
  /** Markdown, or how to write it when the user looks at the entry. */
  readonly documentation?: string | (() => string);
  /** Characters that accept the entry and are typed after it. */
  readonly commit?: readonly string[];
  /** What is replaced, in offsets of the file; the whole key or scalar unless said. */
  readonly span?: { readonly start: number; readonly end: number };
  /** What typing is compared with, when it is not the label. */
  readonly filter?: string;
  /** Whether the next list should open at once. */
  readonly opensNext?: boolean;
  /** Whether help with arguments should open at once. */
  readonly opensHelp?: boolean;
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

/** Texts about the entries of one list, in their order. */
export type Documentations = readonly (string | (() => string) | undefined)[];

export interface ItemOptions {
  readonly hasSnippets: boolean;
  /** The command that opens the next list; undefined where the client has none. */
  readonly suggestCommand: string | undefined;
  /** Whether the client knows characters that accept an entry. */
  readonly hasCommitCharacters: boolean;
  /** Keeps texts until they are asked for, and gives the number of the list; undefined where clients want them at once. */
  readonly keepDocumentations: ((texts: Documentations) => number) | undefined;
}

/** What an item replaces, and where the space before it is still missing, in offsets of the file. */
export type ItemSpan = Pick<Cursor, 'start' | 'end' | 'spaceAt'>;

/** Suggestions as items, in the order given: the client sorts by text, so each gets its number as such. */
export function itemsOf(
  file: ProjectFile,
  span: ItemSpan,
  suggestions: readonly Suggestion[],
  { hasSnippets, suggestCommand, hasCommitCharacters, keepDocumentations }: ItemOptions,
): CompletionItem[] {
  const list = keepDocumentations?.(suggestions.map(({ documentation }) => documentation));
  return suggestions.map((suggestion, index) => {
    const { label, kind, detail, documentation, filter, snippet, commit } = suggestion;
    const isSnippet = snippet !== undefined && hasSnippets;
    const replaced = suggestion.span ?? span;
    const range = rangeIn(file, replaced);
    // Two edits at one place have no order, so the space is a part of what is inserted there.
    const lead = span.spaceAt === replaced.start ? ' ' : '';
    return {
      label: shownText(label),
      kind,
      sortText: String(index).padStart(4, '0'),
      ...filterOf(filter, label),
      ...(detail === undefined || detail === '' ? {} : { detail: shownText(detail) }),
      ...(list === undefined
        ? documentationOf(documentation)
        : documentation === undefined
          ? {}
          : { data: [list, index] }),
      ...(commit === undefined || !hasCommitCharacters ? {} : { commitCharacters: [...commit] }),
      textEdit: { range, newText: lead + (isSnippet ? snippet : (suggestion.insert ?? label)) },
      ...spaceBefore(file, span, replaced),
      insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      // Indentation is written out in full, so the editor must not add its own.
      insertTextMode: InsertTextMode.asIs,
      ...commandAfter(suggestion, suggestCommand),
    };
  });
}

/** Writes the space after the colon of a key when only the end of a longer value is replaced. */
function spaceBefore(
  file: ProjectFile,
  { spaceAt }: ItemSpan,
  replaced: { readonly start: number },
): Pick<CompletionItem, 'additionalTextEdits'> {
  if (spaceAt === undefined || spaceAt === replaced.start) return {};
  const range = rangeIn(file, { start: spaceAt, end: spaceAt });
  return { additionalTextEdits: [{ range, newText: ' ' }] };
}

/** Clients compare typing with the label unless told otherwise, which must not be what a text is shown as. */
function filterOf(filter: string | undefined, label: string): Pick<CompletionItem, 'filterText'> {
  const text = filter ?? (shownText(label) === label ? undefined : label);
  return text === undefined ? {} : { filterText: text };
}

/** Opens what comes next. The editors that have the one command have the other. */
function commandAfter(
  { opensNext, opensHelp }: Suggestion,
  suggestCommand: string | undefined,
): Pick<CompletionItem, 'command'> {
  if (suggestCommand === undefined) return {};
  if (opensNext === true) return { command: { title: 'Suggest', command: suggestCommand } };
  return opensHelp === true
    ? { command: { title: 'Help with arguments', command: 'editor.action.triggerParameterHints' } }
    : {};
}

/** The text about an entry in the words of the protocol; nothing when there is none. */
export function documentationOf(documentation: Documentations[number]): Pick<CompletionItem, 'documentation'> {
  const value = typeof documentation === 'function' ? documentation() : (documentation ?? '');
  return value === '' ? {} : { documentation: { kind: MarkupKind.Markdown, value } };
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
