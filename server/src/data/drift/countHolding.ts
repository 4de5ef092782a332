/** Counts, window by window, the rows for which a condition holds. */
import type { JobHandler } from '../../../../schemas/jobs.ts';
import { wholeCell } from '../engine.ts';
import { withTable } from '../openTable.ts';
import { needsOrigin, writeSplitFilters } from '../splitConditions.ts';
import { answerWith, TableProblem } from '../tableProblem.ts';
import { cutWindows } from './windowSql.ts';

export const countHolding: JobHandler<'countHolding'> = ({ source, splits, split, where, chunks }, context) =>
  answerWith<'countHolding'>(async () => {
    context.report({ doing: `Reading ${source.label}`, share: 0 });
    return withTable(source, context, { readsAll: true, withOrigin: needsOrigin(splits) }, async (table) => {
      let rows = `(${table.query})`;
      if (split !== undefined) {
        const condition = (await writeSplitFilters(table, splits)).get(split);
        if (condition === undefined) throw new TableProblem(`There is no split ${split} of ${table.label}.`);
        rows = `(SELECT * FROM ${rows} WHERE ${condition})`;
      }
      const holds = await table.writeCondition(where);
      const { number, windows, left } = await cutWindows(table, rows, chunks);
      const counted = await table.engine.select(
        `SELECT number, count(*) AS n, count(*) FILTER (WHERE holds) AS held FROM (SELECT ${number} AS number, (${holds}) AS holds FROM ${rows}) WHERE number IS NOT NULL GROUP BY number`,
      );
      const byNumber = new Map(counted.map((row) => [wholeCell(row, 'number'), row]));
      context.report({ doing: `Read ${source.label}`, share: 1 });
      return {
        windows: windows.map(({ label, isIncomplete }, index) => {
          const row = byNumber.get(index);
          const [all, held] = row === undefined ? [0, 0] : [wholeCell(row, 'n'), wholeCell(row, 'held')];
          return { label, isIncomplete, rows: all, holds: held };
        }),
        notes: [
          ...table.notes,
          ...(left === 0 ? [] : [`${left.toLocaleString('en')} rows have no time and lie in no window.`]),
        ],
      };
    });
  });
