/** The rules about silencing rules, for comments and tags of notebooks. */
import type { CellRange } from '../../notebook/read/notebook.ts';
import {
  idleMessage,
  noReasonMessage,
  rangeWithoutIds,
  suppressTexts,
  unknownRuleProblem,
} from '../suppressionWords.ts';
import { firstLineOf } from './cellLines.ts';
import type { CellSuppression } from './cellSuppressions.ts';
import type { NotebookContext, NotebookFinding, NotebookFix, NotebookRule } from './notebookRule.ts';

type IdRange = CellSuppression['rules'][number];

export const notebookSuppressRules: readonly NotebookRule[] = [
  {
    ...suppressTexts.noReason,
    *check({ notebook, suppressions }) {
      for (const suppression of suppressions) {
        if (suppression.reason !== '') continue;
        const { cell, isTag, comment } = suppression;
        const at = isTag ? firstLineOf(notebook, cell) : { cell, start: comment.start, end: comment.end };
        yield { at, message: noReasonMessage };
      }
    },
  },
  {
    ...suppressTexts.unknownRule,
    *check({ notebook, suppressions, knownRuleIds }) {
      for (const suppression of suppressions) {
        for (const rule of suppression.rules) {
          if (knownRuleIds.has(rule.id)) continue;
          const { message, meant } = unknownRuleProblem(rule.id, knownRuleIds);
          const at = placeOf({ notebook }, suppression, rule);
          yield { at, message, fixes: meant === undefined || suppression.isTag ? [] : [changeTo(at, meant)] };
        }
      }
    },
  },
  {
    ...suppressTexts.unused,
    check: () => [],
    *conclude(context, { usedSuppressions, isChecked }) {
      for (const suppression of context.suppressions) {
        const used = usedSuppressions.get(suppression);
        const idle = suppression.rules.filter(({ id }) => isChecked(id) && used?.has(id) !== true);
        for (const rule of idle) {
          const isAll = idle.length === suppression.rules.length;
          const finding: NotebookFinding = {
            at: placeOf(context, suppression, rule),
            message: idleMessage(rule.id),
            tag: 'unnecessary',
          };
          const fix = removal(context, suppression, isAll ? undefined : rule);
          yield fix === undefined ? finding : { ...finding, fixes: [fix] };
        }
      }
    },
  },
];

/** A tag has no place in the text, so its cell stands for it. */
function placeOf(
  { notebook }: Pick<NotebookContext, 'notebook'>,
  { cell, isTag }: CellSuppression,
  { start, end }: IdRange,
): CellRange {
  return isTag ? firstLineOf(notebook, cell) : { cell, start, end };
}

function changeTo(at: CellRange, newText: string): NotebookFix {
  return { title: `Change to \`${newText}\``, changes: [{ at, newText }], isPreferred: true };
}

function removal(
  { notebook }: NotebookContext,
  suppression: CellSuppression,
  rule: IdRange | undefined,
): NotebookFix | undefined {
  const text = notebook.cells[suppression.cell]?.text;
  if (suppression.isTag || text === undefined) return undefined;
  const { title, start, end } = rangeWithoutIds(text, suppression, rule);
  return { title, changes: [{ at: { cell: suppression.cell, start, end }, newText: '' }], isPreferred: true };
}
