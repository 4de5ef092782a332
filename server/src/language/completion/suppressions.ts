/** Rules inside a comment that ignores them. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { ProjectFile } from '../../spec/contractFile.ts';
import { lineStartOf } from '../../yaml/lines.ts';
import { suggestRule, suggestRules } from './names.ts';
import { noSuggestions } from './suggestion.ts';
import type { SuggestionList } from './suggestion.ts';

/** Suggestions at an offset inside a comment; findings of the lines that the comment covers come first. */
export function suggestInComment(snapshot: ProjectSnapshot, file: ProjectFile, offset: number): SuggestionList {
  const { text } = file.yaml;
  const lineStart = lineStartOf(text, offset);
  const before = text.slice(lineStart, offset);
  const opened = /#[ \t]*plumbline:[ \t]*ignore[ \t]*\[([^\]]*)$/.exec(before);
  if (opened !== null) return suggestIds(snapshot, file, offset, opened[1] ?? '');
  const comment = /(?:^|\s)#[ \t]*([a-z:]*)$/.exec(before);
  if (comment === null) return noSuggestions;
  const span = { start: offset - (comment[1]?.length ?? 0), end: offset };
  return {
    suggestions: [
      {
        label: 'plumbline: ignore[rule] reason',
        filter: 'plumbline: ignore',
        kind: CompletionItemKind.Snippet,
        insert: 'plumbline: ignore[',
        snippet: 'plumbline: ignore[$1] ${2:reason}',
        documentation: 'Silences a rule on this line, or on the whole value of the key below.',
        span,
        opensNext: true,
      },
    ],
  };
}

function suggestIds(snapshot: ProjectSnapshot, file: ProjectFile, offset: number, list: string): SuggestionList {
  const typed = /[^,\s]*$/.exec(list)?.[0] ?? '';
  const listed = new Set(list.slice(0, list.length - typed.length).split(/[,\s]+/));
  const rest = /^[^\],\s]*/.exec(file.yaml.text.slice(offset))?.[0].length ?? 0;
  const span = { start: offset - typed.length, end: offset + rest };
  const covers = file.suppressions.find(({ comment }) => comment.start <= offset && offset <= comment.end)?.covers;
  const { text } = file.yaml;
  const line = { start: lineStartOf(text, offset), end: offset };
  const { start, end } = covers ?? line;
  const here = snapshot.result.findings
    .filter((finding) => finding.uri === file.uri && start <= finding.start && finding.start <= end)
    .map(({ rule }) => rule);
  const ids = [...new Set([...here, ...suggestRules().suggestions.map(({ label }) => label)])];
  return { suggestions: ids.filter((id) => !listed.has(id)).map((id) => ({ ...suggestRule(id), span })) };
}
