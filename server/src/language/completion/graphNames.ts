/** Names of the inputs or outputs of a graph, as keys of `inputs` and `outputs`. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { describeValueType, graphInQuestion } from '../graphInQuestion.ts';
import { describeGraphValue } from '../hover/modelText.ts';
import type { CompletionContext } from './context.ts';
import { noSuggestions } from './suggestion.ts';
import type { SuggestionList } from './suggestion.ts';

/** In the order of the graph; nothing while the model cannot be read. */
export function suggestGraphNames({ snapshot, cursor }: CompletionContext): SuggestionList {
  const question = graphInQuestion(snapshot, cursor.steps);
  if (question === undefined) return noSuggestions;
  const { graph, side } = question;
  if (graph.state !== 'known') return { suggestions: [], isIncomplete: graph.state === 'pending' };
  return {
    suggestions: graph.value[side].map((value) => ({
      label: value.name,
      kind: CompletionItemKind.Field,
      detail: describeValueType(value),
      documentation: () => describeGraphValue(question, value.name) ?? '',
    })),
  };
}
