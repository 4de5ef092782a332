/** Columns, functions and words of the expression language. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { countedFields, keywords, timeFields } from '../../spec/expression.ts';
import { profileOfColumn } from '../columns.ts';
import { dataInQuestion } from '../dataInQuestion.ts';
import { sentences } from '../markdown.ts';
import { signatures } from '../signatures.ts';
import type { Signature } from '../signatures.ts';
import type { CompletionContext } from './context.ts';
import { suggestColumns } from './names.ts';
import { noSuggestions, snippetText } from './suggestion.ts';
import type { Suggestion, SuggestionList } from './suggestion.ts';

const word = /[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/** What can stand at the cursor inside an expression. */
export function suggestInExpression(context: CompletionContext): SuggestionList {
  const { before } = context.cursor;
  const isInText = (before.replaceAll("''", '').match(/'/g)?.length ?? 0) % 2 === 1;
  if (isInText) return suggestValues(context);
  const typed = word.exec(before)?.[0] ?? '';
  const span = wordSpan(context, typed);
  const lead = before.slice(0, before.length - typed.length);
  if (/\bextract\s*\(\s*$/i.test(lead)) return { suggestions: timeFields.map((field) => fieldOf(field, span)) };
  // After a number or a text no name can begin.
  if (typed === '' && /[\w')]\s*$/.test(lead) && !/\b(?:and|or|not|in|between|from|like)\s+$/i.test(lead)) {
    return /\s$/.test(lead)
      ? { suggestions: operators.map((operator) => operatorOf(context.cursor, operator, span)) }
      : noSuggestions;
  }
  const columns = suggestColumns(context);
  return {
    suggestions: [
      ...columns.suggestions.map((column) => columnOf(context, column, span)),
      ...Object.entries(signatures).map(([name, signature]) => functionOf(name, signature, span)),
      ...['not', 'and', 'or', 'is null', 'true', 'false'].map((text) => operatorOf(context.cursor, text, span)),
    ],
    isIncomplete: columns.isIncomplete ?? false,
  };
}

type Span = NonNullable<Suggestion['span']>;

function wordSpan({ cursor, offset }: CompletionContext, typed: string): Span {
  const rest = /^[\p{L}\p{M}\p{N}_]*/u.exec(cursor.after)?.[0].length ?? 0;
  return { start: offset - typed.length, end: offset + rest };
}

const operators = ['and', 'or', 'in', 'between', 'is null', 'is not null', 'like', '=', '!=', '<', '<=', '>', '>='];

/** Where the operands of operators with more than one word go. */
const operands: Readonly<Record<string, string>> = {
  in: "in ('$1')$0",
  between: 'between $1 and $0',
  like: "like '$1%'$0",
};

function operatorOf({ style }: CompletionContext['cursor'], label: string, span: Span): Suggestion {
  const snippet = operands[label];
  // Inside single quotes of YAML, those of a text would have to be doubled.
  const isPlain = snippet === undefined || style === 'single-quoted';
  return { label, kind: CompletionItemKind.Operator, span, ...(isPlain ? {} : { insert: label, snippet }) };
}

function fieldOf(label: string, span: Span): Suggestion {
  return { label, kind: CompletionItemKind.EnumMember, detail: 'part of a time', span };
}

function functionOf(label: string, signature: Signature, span: Span): Suggestion {
  const names = signature.parameters.map(({ name }) => name);
  return {
    label,
    kind: CompletionItemKind.Function,
    detail: `${label}(${names.join(signature.separator)})`,
    documentation: sentences(signature.meaning),
    insert: label,
    snippet: signature.separator === ' from ' ? `${label}($0 from )` : `${label}($0)`,
    opensHelp: true,
    span,
  };
}

/** A column as the expression writes it; the first word of an empty value brings the quotes that YAML wants. */
function columnOf({ cursor }: CompletionContext, column: Suggestion, span: Span): Suggestion {
  const isBare = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(column.label) && !keywords.has(column.label.toLowerCase());
  const name = isBare ? column.label : `"${column.label.replaceAll('"', '""')}"`;
  if (cursor.style === 'double-quoted') return { ...column, insert: JSON.stringify(name).slice(1, -1), span };
  if (cursor.style === 'single-quoted') return { ...column, insert: name.replaceAll("'", "''"), span };
  const isAlone = cursor.before.trim() === '' && cursor.after.trim() === '' && isBare;
  return isAlone
    ? { ...column, insert: name, snippet: `"${snippetText(name)} $0"`, span }
    : { ...column, insert: name, span };
}

/** Values of the column with which a text is compared, most frequent first. */
function suggestValues(context: CompletionContext): SuggestionList {
  const { snapshot, cursor, offset } = context;
  const counted = /\bdate_diff\s*\(\s*'(\w*)$/i.exec(cursor.before)?.[1];
  if (counted !== undefined) {
    const span = wordSpan(context, counted);
    return { suggestions: countedFields.map((field) => fieldOf(field, span)) };
  }
  const match =
    /(?:([\p{L}_][\p{L}\p{M}\p{N}_]*)|"([^"]+)")\s*(?:=|==|!=|<>|in\s*\((?:\s*'[^']*'\s*,)*)\s*'([^']*)$/u.exec(
      cursor.before.replaceAll('\\"', '"'),
    );
  const name = match?.[1] ?? match?.[2];
  if (match === null || name === undefined) return noSuggestions;
  for (const dataId of dataInQuestion(snapshot.project, cursor.steps)) {
    const plot = profileOfColumn(snapshot, dataId, name)?.plot;
    if (plot?.kind !== 'categories') continue;
    const typed = match[3] ?? '';
    const rest = /^[^'"]*/.exec(cursor.after)?.[0].length ?? 0;
    return {
      suggestions: plot.top.map(({ label, count }) => ({
        label,
        kind: CompletionItemKind.Value,
        detail: `${count.toLocaleString('en')} rows`,
        insert: label.replaceAll("'", "''"),
        span: { start: offset - typed.length, end: offset + rest },
      })),
    };
  }
  return noSuggestions;
}
