import type { JobHandler } from '../../../schemas/jobs.ts';
import { mostSplitsForPairs, pairsOf } from './splitPairs.ts';
import { textCell, wholeCell, type Row } from './engine.ts';
import { withTable, type OpenTable } from './openTable.ts';
import { needsOrigin, writeSplitFilters } from './splitConditions.ts';
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
      const ofSplits = await writeSplitFilters(table, splits);
      const others = await writeOthers(table, request.conditions);
      const { time, positive } = request;
      const flags = new Map([
        ...splits.map(({ id }, index) => [`s${index}`, ofSplits.get(id) ?? 'false'] as const),
        ...others.map(({ sql }, index) => [`c${index}`, sql ?? 'false'] as const),
        ...(positive === undefined ? [] : [['positive', await table.writeFilter(positive)] as const]),
      ]);
      const counts = splits.flatMap((_, index) => [
        `${countWhere(`s${index}`)} AS rows${index}`,
        ...(positive === undefined ? [] : [`${countWhere(`s${index} AND positive`)} AS positives${index}`]),
        ...(time === undefined
          ? []
          : [
              `${writeIso(table, time, `min(first) FILTER (WHERE s${index})`)} AS min${index}`,
              `${writeIso(table, time, `max(last) FILTER (WHERE s${index})`)} AS max${index}`,
            ]),
      ]);
      const shared = pairs.map(([a, b], index) => `${countWhere(`s${a} AND s${b}`)} AS shared${index}`);
      const held = others.map((_, index) => `${countWhere(`c${index}`)} AS held${index}`);
      const moment = time === undefined ? undefined : quoteName(table.column(time).name);
      const [row] = await table.engine.select(
        `SELECT ${[`${countWhere('true')} AS total`, ...counts, ...shared, ...held].join(', ')} FROM (${writeGroups(table.query, flags, moment)})`,
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

/** Conditions up to which rows are grouped by what holds for them; more could make as many groups as rows. */
const mostGroupedFlags = 16;

/**
 * Writes the rows of a table as groups of rows for which the same conditions hold: a few additions of groups are
 * faster than twenty counts of rows. What holds is one number of which each condition is a digit of base two, because
 * an engine groups by one number faster than by many truths.
 *
 * @param flags name → SQL of a condition, which may be null: what counts rows takes null for false
 * @param moment SQL of a time, for the first and last of each group
 */
function writeGroups(rows: string, flags: ReadonlyMap<string, string>, moment: string | undefined): string {
  const time = moment === undefined ? [] : [`${moment} AS time`];
  if (flags.size > mostGroupedFlags) {
    const selected = [...flags].map(([name, sql]) => `(${sql}) AS ${name}`);
    const flagged = `SELECT ${['1 AS n', ...selected, ...time].join(', ')} FROM (${rows})`;
    return moment === undefined ? flagged : `SELECT *, time AS first, time AS last FROM (${flagged})`;
  }
  const digits = [...flags.values()].map((sql, place) => `CASE WHEN ${sql} THEN ${2 ** place} ELSE 0 END`);
  const numbered = `SELECT ${[`${['0', ...digits].join(' + ')} AS held`, ...time].join(', ')} FROM (${rows})`;
  const times = moment === undefined ? [] : ['min(time) AS first', 'max(time) AS last'];
  const grouped = `SELECT ${['held', ...times, 'count(*) AS n'].join(', ')} FROM (${numbered}) GROUP BY held`;
  const named = [...flags.keys()].map((name, place) => `held % ${2 ** (place + 1)} >= ${2 ** place} AS ${name}`);
  return named.length === 0 ? grouped : `SELECT *, ${named.join(', ')} FROM (${grouped})`;
}

function countWhere(condition: string): string {
  return `CAST(coalesce(sum(n) FILTER (WHERE ${condition}), 0) AS BIGINT)`;
}

interface OtherCondition {
  readonly id: string;
  /** SQL that is true for the rows that it holds for; undefined when there is a problem. */
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
      written.push({ id, sql: await table.writeFilter(where) });
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
