/** Rules about columns: they must exist, and inputs must not know the answer. */
import { nearest } from '../../spec/nearest.ts';
import type { Fix } from '../../spec/edits.ts';
import { listOf, shorten } from '../../spec/words.ts';
import { columnUsesOf } from '../columnUses.ts';
import type { ColumnUse } from '../columnUses.ts';
import { inputColumnsOf } from '../inputColumns.ts';
import type { InputColumn } from '../inputColumns.ts';
import type { Rule } from '../rule.ts';
import { createColumnFinder, derivationsOf, lineageOf } from '../sources.ts';

/** Names that a message lists; beyond, the completion list is the better help. */
const listedColumns = 8;

function fixesOf(use: ColumnUse, meant: string | undefined): readonly Fix[] {
  const change = meant === undefined ? undefined : use.rename(meant);
  if (change === undefined || meant === undefined) return [];
  return [{ title: `Change to \`${meant}\``, changes: [change], isPreferred: true }];
}

/** Why an input knows the label: the column that both come from. Undefined when it does not. */
function findTargetLeak({
  name,
  source,
  lineage,
}: InputColumn): { readonly via: string; readonly label: string } | undefined {
  const { label, time } = source?.fields.roles?.fields ?? {};
  if (label === undefined) return undefined;
  if (lineage.has(label.text)) return { via: label.text, label: label.text };
  const derived = derivationsOf(source);
  const ofLabel = lineageOf(label.text, derived);
  // The moment of the forecast is known by definition, even when the label counts from it.
  const shared = [...lineage].find((column) => ofLabel.has(column) && !derived.has(column) && column !== time?.text);
  return shared === undefined || name === time?.text ? undefined : { via: shared, label: label.text };
}

export const dataColumnRules: readonly Rule[] = [
  {
    id: 'data/column-missing',
    severity: 'E/E/E',
    finds: 'a column that the data source does not have',
    why: 'A mistyped column is the first error of every run, often after an hour of loading. Names are compared with the header of the table and the derived columns, or with the contract while the table cannot be read.',
    hasFix: true,
    *check(context) {
      const columnsOfSource = createColumnFinder(context);
      for (const use of columnUsesOf(context.spec)) {
        const known = columnsOfSource(use.dataId);
        if (known === undefined || known.names.has(use.name)) continue;
        const meant = nearest(use.name, known.names);
        const advice =
          meant !== undefined
            ? `did you mean \`${meant}\`?`
            : known.names.size > listedColumns
              ? 'choose one of the completion list, or derive it.'
              : `there is ${listOf([...known.names])}.`;
        yield {
          place: use.place,
          message: `By ${known.origin}, \`${use.dataId}\` has no column \`${shorten(use.name)}\`: ${advice}`,
          fixes: fixesOf(use, meant),
        };
      }
    },
  },
  {
    id: 'data/target-as-input',
    severity: 'E/E/E',
    finds: 'an input that is the label, or is computed from the same columns',
    why: 'Such a model looks perfect in every evaluation and fails on the first day, because the answer is not there when it is asked. Remove the input. The time column is excepted: the moment of the forecast is known.',
    *check(context) {
      for (const input of inputColumnsOf(context)) {
        const leak = findTargetLeak(input);
        if (leak === undefined) continue;
        const { label } = input.source?.fields.roles?.fields ?? {};
        const because =
          input.name === leak.label
            ? 'is the label'
            : leak.via === leak.label
              ? `is computed from the label \`${leak.label}\``
              : input.name === leak.via
                ? `is what the label \`${leak.label}\` is computed from`
                : `is computed from \`${leak.via}\`, as the label \`${leak.label}\` is`;
        yield {
          place: input.place,
          message: `\`${shorten(input.name)}\` ${because}: as an input it gives the answer away, so remove it.`,
          related: label === undefined ? [] : [{ place: label.place, message: 'The label is named here.' }],
        };
      }
    },
  },
  {
    id: 'data/known-after-decision',
    severity: 'E/E/E',
    finds: 'an input that is known only after the decision, or is computed from one that is',
    why: 'When the model must answer, this column is still empty; in old data it is full, so every evaluation is too good. Remove the input, or remove the column from `after` when it is known in time.',
    *check(context) {
      for (const input of inputColumnsOf(context)) {
        // The more specific finding wins.
        if (findTargetLeak(input) !== undefined) continue;
        const after = input.source?.fields.roles?.fields.after?.items ?? [];
        const late = after.find(({ text }) => input.lineage.has(text));
        if (late === undefined) continue;
        const how = late.text === input.name ? 'is' : `is computed from \`${shorten(late.text)}\`, which is`;
        yield {
          place: input.place,
          message: `\`${shorten(input.name)}\` ${how} known only after the decision: a model cannot have it in time.`,
          related: [
            { place: late.place, message: `\`${shorten(late.text)}\` is said here to be known only afterwards.` },
          ],
        };
      }
    },
  },
];
