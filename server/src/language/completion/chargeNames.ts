/** Services, tags and projects that match no category yet, as keys of `map` in an import of actual costs. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { decimal } from '../../spec/decimal.ts';
import { formatMoney, formatNumber } from '../../spec/quantityFormat.ts';
import { keysOf } from '../treePath.ts';
import type { CompletionContext } from './context.ts';
import { noSuggestions } from './suggestion.ts';
import type { SuggestionList } from './suggestion.ts';

/** Those that occur in the files, largest sum first; nothing while the files cannot be read. */
export function suggestChargeNames({ snapshot, cursor }: CompletionContext): SuggestionList {
  const [section, part, id, key] = keysOf(cursor.steps);
  if (section !== 'costs' || part !== 'actuals' || id === undefined || key !== 'map') return noSuggestions;
  const fact = snapshot.facts.actuals(id);
  if (fact.state !== 'known') return { suggestions: [], isIncomplete: fact.state === 'pending' };
  return {
    suggestions: (fact.value.mapKeys ?? []).map(({ key: name, amount, unit }) => ({
      label: name,
      kind: CompletionItemKind.Property,
      detail: `${amountWords(amount, unit)} ${unit === 'kWh' ? 'measured' : 'match no category'}`,
    })),
  };
}

function amountWords(amount: string, unit: string): string {
  return unit === 'h' || unit === 'kWh'
    ? `${formatNumber(decimal(amount))} ${unit}`
    : formatMoney(decimal(amount), unit);
}
