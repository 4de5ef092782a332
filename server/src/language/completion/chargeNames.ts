/** What charges of an import of actual costs are called and tagged, for its `map` and its `tags`. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { ActualsFact } from '../../../../schemas/facts.ts';
import { decimal } from '../../spec/decimal.ts';
import { formatMoney, formatNumber } from '../../spec/quantityFormat.ts';
import { keysOf } from '../treePath.ts';
import type { CompletionContext } from './context.ts';
import { noSuggestions, valueText } from './suggestion.ts';
import type { Suggestion, SuggestionList } from './suggestion.ts';

/**
 * Keys of `map` for services, tags and projects that match no category yet, and names of tags for `tags`: those that
 * occur in the files, largest sum first; nothing while the files cannot be read.
 */
export function suggestChargeNames(context: CompletionContext): SuggestionList {
  return suggestFrom(context, ([key], { mapKeys = [], tags = [] }) => {
    switch (key) {
      case 'map':
        return mapKeys.map(({ key: name, amount, unit }) => ({
          label: name,
          kind: CompletionItemKind.Property,
          detail: `${amountWords(amount, unit)} ${unit === 'kWh' ? 'measured' : 'match no category'}`,
        }));
      case 'tags':
        return [...Map.groupBy(tags, (tag) => tag.key)].map(([name, own]) => ({
          label: name,
          kind: CompletionItemKind.Property,
          detail: own.length === 1 ? `always ${own[0]?.value ?? ''}` : `${own.length} values`,
        }));
      default:
        return [];
    }
  });
}

/** Values of the tag at the cursor. */
export function suggestTagValues(context: CompletionContext): SuggestionList {
  return suggestFrom(context, ([key, tag], { tags = [] }) =>
    tags
      .filter((one) => key === 'tags' && one.key === tag)
      .map(({ value, amount, unit }) => ({
        label: value,
        kind: CompletionItemKind.Value,
        insert: valueText(value, context.cursor),
        detail: amountWords(amount, unit),
      })),
  );
}

/** @param suggest from the keys below the import on the way to the cursor */
function suggestFrom(
  { snapshot, cursor }: CompletionContext,
  suggest: (keys: readonly (string | undefined)[], known: ActualsFact) => readonly Suggestion[],
): SuggestionList {
  const [section, part, id, ...keys] = keysOf(cursor.steps);
  if (section !== 'costs' || part !== 'actuals' || id === undefined) return noSuggestions;
  const fact = snapshot.facts.actuals(id);
  if (fact.state !== 'known') return { suggestions: [], isIncomplete: fact.state === 'pending' };
  return { suggestions: suggest(keys, fact.value) };
}

function amountWords(amount: string, unit: string): string {
  return unit === 'h' || unit === 'kWh'
    ? `${formatNumber(decimal(amount))} ${unit}`
    : formatMoney(decimal(amount), unit);
}
