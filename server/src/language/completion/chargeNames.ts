/** Names of charges that match no item yet, as keys of `map` in an import of actual costs. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { decimal } from '../../spec/decimal.ts';
import { formatMoney } from '../../spec/quantityFormat.ts';
import { keysOf } from '../treePath.ts';
import type { CompletionContext } from './context.ts';
import { noSuggestions } from './suggestion.ts';
import type { SuggestionList } from './suggestion.ts';

/** Largest sum first; nothing while the charges cannot be read. */
export function suggestChargeNames({ snapshot, cursor }: CompletionContext): SuggestionList {
  const [section, part, id, key] = keysOf(cursor.steps);
  if (section !== 'costs' || part !== 'actuals' || id === undefined || key !== 'map') return noSuggestions;
  const fact = snapshot.facts.actuals(id);
  if (fact.state !== 'known') return { suggestions: [], isIncomplete: fact.state === 'pending' };
  return {
    suggestions: fact.value.unmapped.map(({ name, amount, currency }) => ({
      label: name,
      kind: CompletionItemKind.Property,
      detail: `${formatMoney(decimal(amount), currency)} match no item`,
    })),
  };
}
