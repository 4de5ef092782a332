/** Groups, such as patients, that lie in two splits. */
import { mostSharedExamples } from '../../../schemas/tableJobs.ts';
import type { JobHandler } from '../../../schemas/jobs.ts';
import { textCell, wholeCell, type Row } from './engine.ts';
import { withTable } from './openTable.ts';
import { needsOrigin, writeSplits } from './splitConditions.ts';
import { mostSplitsForPairs, pairsOf } from './splitPairs.ts';
import { quoteName } from './sqlText.ts';
import { answerWith, TableProblem } from './tableProblem.ts';

/** Characters of a group that are shown. */
const shownLength = 60;

/** Counts, for each pair of splits, the groups that have rows in both; one pass over the table. */
export const countSharedGroups: JobHandler<'countSharedGroups'> = (request, context) =>
  answerWith<'countSharedGroups'>(async () => {
    const { source, splits, group, showsValues } = request;
    if (splits.length > mostSplitsForPairs) {
      throw new TableProblem(`Shared groups are counted for at most ${mostSplitsForPairs} splits.`);
    }
    const pairs = pairsOf(splits);
    context.report({ doing: `Reading ${source.label}`, share: 0 });
    return withTable(source, context, { readsAll: true, withOrigin: needsOrigin(splits) }, async (table) => {
      const conditions = await writeSplits(table, splits);
      const column = `CAST(${quoteName(table.column(group).name)} AS VARCHAR)`;
      const selected = splits.map(({ id }, index) => `bool_or(${conditions.get(id) ?? 'false'}) AS s${index}`);
      // A row without a group belongs to none.
      const groups = `SELECT ${column} AS value, ${selected.join(', ')} FROM (${table.query}) WHERE ${column} IS NOT NULL GROUP BY 1`;
      const counted = pairs.flatMap(([a, b], index) => {
        const isShared = `FILTER (WHERE s${a} AND s${b})`;
        const smallest = `min(left(value, ${shownLength}), ${mostSharedExamples}) ${isShared}`;
        const examples = Array.from(
          { length: mostSharedExamples },
          (_, at) => `${smallest}[${at + 1}] AS e${index}_${at}`,
        );
        return [`count(*) ${isShared} AS shared${index}`, ...(showsValues ? examples : [])];
      });
      const [row] = await table.engine.select(
        `SELECT ${['count(*) AS groups', ...counted].join(', ')} FROM (${groups})`,
      );
      if (row === undefined) throw new TypeError('A count gave no row.');
      context.report({ doing: `Read ${source.label}`, share: 1 });
      return {
        groups: wholeCell(row, 'groups'),
        shared: pairs.flatMap(([a, b], index) => {
          const shared = wholeCell(row, `shared${index}`);
          const [first, second] = [splits[a]?.id, splits[b]?.id];
          if (shared === 0 || first === undefined || second === undefined) return [];
          return [{ first, second, groups: shared, examples: examplesOf(row, index) }];
        }),
      };
    });
  });

function examplesOf(row: Row, pair: number): string[] {
  return Array.from({ length: mostSharedExamples }, (_, at) => `e${pair}_${at}`).flatMap((name) =>
    typeof row[name] === 'string' ? [textCell(row, name)] : [],
  );
}
