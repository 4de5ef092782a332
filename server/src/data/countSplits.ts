import type { JobHandler } from '../../../schemas/jobs.ts';
import { mostSplitsForPairs, pairsOf } from './splitPairs.ts';
import { textCell, wholeCell, type Row } from './engine.ts';
import { withTable, type OpenTable } from './openTable.ts';
import { needsOrigin, writeSplits } from './splitConditions.ts';
import { quoteName } from './sqlText.ts';
import { answerWith, TableProblem } from './tableProblem.ts';

/** Counts the rows of every split, and of every other condition, in one pass over the table. */
export const countSplits: JobHandler<'countSplits'> = (request, context) =>
  answerWith<'countSplits'>(async () => {
    const { source, splits } = request;
    if (request.overlaps && splits.length > mostSplitsForPairs) {
      throw new TableProblem(`Overlaps are counted for at most ${mostSplitsForPairs} splits.`);
    }
    const pairs = request.overlaps ? pairsOf(splits) : [];
    context.report({ doing: `Reading ${source.label}`, share: 0 });
    return withTable(source, context, { readsAll: true, withOrigin: needsOrigin(splits) }, async (table) => {
      const ofSplits = await writeSplits(table, splits);
      const others = await writeOthers(table, request.conditions);
      const selected = splits.map(({ id }, index) => `(${ofSplits.get(id) ?? 'false'}) AS s${index}`);
      if (request.positive !== undefined)
        selected.push(`(${await table.writeCondition(request.positive)}) AS positive`);
      if (request.time !== undefined) selected.push(`${quoteName(table.column(request.time).name)} AS time`);
      const { time } = request;
      const counts = splits.flatMap((_, index) => [
        `count(*) FILTER (WHERE s${index}) AS rows${index}`,
        ...(request.positive === undefined
          ? []
          : [`count(*) FILTER (WHERE s${index} AND positive) AS positives${index}`]),
        ...(time === undefined
          ? []
          : ['min', 'max'].map(
              (extreme) =>
                `${writeIso(table, time, `${extreme}(time) FILTER (WHERE s${index})`)} AS ${extreme}${index}`,
            )),
      ]);
      const shared = pairs.map(([a, b], index) => `count(*) FILTER (WHERE s${a} AND s${b}) AS shared${index}`);
      for (const [index, { sql }] of others.entries()) selected.push(`(${sql ?? 'false'}) AS c${index}`);
      const held = others.map((_, index) => `count(*) FILTER (WHERE c${index}) AS held${index}`);
      const [row] = await table.engine.select(
        `SELECT ${['count(*) AS total', ...counts, ...shared, ...held].join(', ')} FROM (SELECT ${['1 AS one', ...selected].join(', ')} FROM (${table.query}))`,
      );
      if (row === undefined) throw new TypeError('A count gave no row.');
      context.report({ doing: `Read ${source.label}`, share: 1 });
      return {
        total: wholeCell(row, 'total'),
        splits: splits.map(({ id }, index) => ({
          id,
          rows: wholeCell(row, `rows${index}`),
          ...(request.positive === undefined ? {} : { positives: wholeCell(row, `positives${index}`) }),
          ...optionalText(row, `min${index}`, 'first'),
          ...optionalText(row, `max${index}`, 'last'),
        })),
        overlaps: pairs.flatMap(([a, b], index) => {
          const rows = wholeCell(row, `shared${index}`);
          const [first, second] = [splits[a]?.id, splits[b]?.id];
          return rows === 0 || first === undefined || second === undefined ? [] : [{ first, second, rows }];
        }),
        conditions: others.map(({ id, problem }, index) =>
          problem === undefined ? { id, rows: wholeCell(row, `held${index}`) } : { id, sentence: problem.message },
        ),
        notes: [...table.notes],
      };
    });
  });

interface OtherCondition {
  readonly id: string;
  /** SQL that is true or false for every row; undefined when there is a problem. */
  readonly sql?: string;
  readonly problem?: TableProblem;
}

/** Writes conditions of which one that cannot be used does not keep the others from being counted. */
async function writeOthers(
  table: OpenTable,
  conditions: readonly { readonly id: string; readonly where: string }[],
): Promise<readonly OtherCondition[]> {
  const written: OtherCondition[] = [];
  for (const { id, where } of conditions) {
    try {
      written.push({ id, sql: await table.writeCondition(where) });
    } catch (error) {
      if (!(error instanceof TableProblem)) throw error;
      written.push({ id, problem: error });
    }
  }
  return written;
}

/** SQL of the ISO text of a time. @param time SQL of a value of the column */
function writeIso(table: OpenTable, name: string, time: string): string {
  const { kind, type } = table.column(name);
  if (kind === 'date') return `CAST(${time} AS VARCHAR)`;
  if (kind !== 'timestamp') throw new TableProblem(`The column "${name}" of ${table.label} holds no dates.`);
  const zone = type.endsWith('TIME ZONE') ? 'Z' : '';
  return `strftime(CAST(${time} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S${zone}')`;
}

function optionalText<Key extends string>(row: Row, column: string, key: Key): Partial<Record<Key, string>> {
  const result: Partial<Record<Key, string>> = {};
  if (typeof row[column] === 'string') result[key] = textCell(row, column);
  return result;
}
