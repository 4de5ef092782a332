/**
 * Checks a table against a contract: one pass counts what violates each condition, one pass per key counts repeated
 * values, and only what is violated is looked up once more for examples.
 */
import { mostExamples } from '../../../../schemas/contractCheck.ts';
import type { ContractAnswers, ContractViolation, ParsedContractQuestions } from '../../../../schemas/contractCheck.ts';
import type { JobHandler } from '../../../../schemas/jobs.ts';
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import { wholeCell } from '../engine.ts';
import { keepRows } from '../keepRows.ts';
import { withTable } from '../openTable.ts';
import type { OpenOptions, OpenTable } from '../openTable.ts';
import { hiddenColumns } from '../readerSql.ts';
import { quoteName } from '../sqlText.ts';
import { answerWith } from '../tableProblem.ts';
import { planCounts } from './countPlan.ts';
import type { ColumnAnswer, CountPlan, PlannedCount } from './countPlan.ts';
import { countRepeatedRows } from './countRepeated.ts';
import { findExamples } from './examples.ts';

/** Counts in one pass; each is an aggregate over every row. */
const countsPerPass = 200;
const longestReading = 0.4;

type Report = (doing: string, share: number) => void;

export const checkContract: JobHandler<'checkContract'> = ({ source, questions }, context) =>
  answerWith<'checkContract'>(() =>
    withTable(source, context, optionsFor(questions), async (table) => {
      const report: Report = (doing, share) => context.report({ doing, share: Math.min(1, share) });
      const answers = await ask(table, questions, report);
      report(`Checked ${source.label}`, 1);
      return { answers, notes: [...table.notes] };
    }),
  );

/** What the contract calls text is read as text, and nested values as deep as it speaks of them. */
function optionsFor({ columns }: ParsedContractQuestions): OpenOptions {
  const texts = columns.filter(
    ({ types, within }) => within.length === 0 && types?.logical?.includes('string') === true,
  );
  // A leaf below the deepest part that is asked for would be JSON without a type.
  const depth = 2 + Math.max(0, ...columns.map(({ within }) => within.length));
  return { readsAll: true, withOrigin: true, textColumns: texts.map(({ column }) => column), depth };
}

async function ask(table: OpenTable, questions: ParsedContractQuestions, report: Report): Promise<ContractAnswers> {
  const rows = await keepRows(table, table.query, (share) => report(`Reading ${table.label}`, share * longestReading));
  const plan = await planCounts(table, questions);
  const { total, counts } = await countAll(table, rows, plan, report);
  const violations: ContractViolation[] = [...plan.violations];
  const notComputed = [...plan.notComputed];
  for (const planned of plan.counts) {
    const judged = judge(planned, counts.get(planned.key) ?? 0, total);
    if (judged === 'undefined') notComputed.push({ key: planned.key, because: 'the table has no rows' });
    else if (judged !== undefined) {
      report(`Looking up ${planned.key}`, 0.9);
      const { violation, isMasked } = planned;
      const found = violation === undefined ? [] : await findExamples(table, rows, violation, isMasked);
      violations.push({ ...judged, examples: [...found] });
    }
  }
  const repeated = await findRepeated(table, rows, plan, total, report);
  return {
    rows: total,
    violations: [...violations, ...repeated.violations],
    notComputed: [...notComputed, ...repeated.notComputed],
    undescribed: undescribedIn(table, plan.known),
  };
}

function undescribedIn(table: OpenTable, known: readonly ColumnAnswer[]): string[] {
  const described = new Set(known.map(({ column }) => column?.name));
  return table.columns
    .filter(({ name, derivation }) => derivation === undefined && !described.has(name))
    .map(({ name }) => name);
}

async function countAll(
  table: OpenTable,
  rows: string,
  { counts }: CountPlan,
  report: Report,
): Promise<{ readonly total: number; readonly counts: ReadonlyMap<string, number> }> {
  let total = 0;
  const found = new Map<string, number>();
  // What a column demands, a check often demands again.
  const counted = [...Map.groupBy(counts, ({ violation }) => violation?.sql)].flatMap(([sql, same]) =>
    sql === undefined ? [] : [{ sql, same }],
  );
  for (let begin = 0; begin === 0 || begin < counted.length; begin += countsPerPass) {
    report(`Counting in ${table.label}`, longestReading);
    const pass = counted.slice(begin, begin + countsPerPass);
    // Twice as fast as a count of filtered rows; of no rows it is null.
    const fields = pass.map(({ sql }, index) => `coalesce(count_if(${sql}), 0) AS n${index}`);
    const [row = {}] = await table.engine.select(`SELECT ${['count(*) AS total', ...fields].join(', ')} FROM ${rows}`);
    total = wholeCell(row, 'total');
    for (const [index, { same }] of pass.entries()) {
      for (const { key } of same) found.set(key, wholeCell(row, `n${index}`));
    }
  }
  return { total, counts: found };
}

type Judgement = Omit<ContractViolation, 'examples'> | 'undefined' | undefined;

/** What a count means: a violation, nothing, or nothing that can be said. */
function judge({ key, compare, kind }: PlannedCount, count: number, total: number): Judgement {
  if (compare === undefined) return count === 0 ? undefined : { key, kind, count };
  const rows = compare.isOfAllRows ? total : count;
  if (compare.isPercent && total === 0) return 'undefined';
  const value = compare.isPercent ? (100 * rows) / total : rows;
  if (isAllowed(value, compare.allowed)) return undefined;
  return compare.isOfAllRows ? { key, kind, value } : { key, kind, count, value };
}

type Allowed = NonNullable<PlannedCount['compare']>['allowed'];

function isAllowed(value: number, { low, high, isLowExcluded, isHighExcluded, isNegated }: Allowed): boolean {
  const isAbove = low === undefined || value > low || (value === low && !isLowExcluded);
  const isBelow = high === undefined || value < high || (value === high && !isHighExcluded);
  return (isAbove && isBelow) !== isNegated;
}

/** What each key and each check of duplicates finds. */
async function findRepeated(
  table: OpenTable,
  rows: string,
  { repetitions }: CountPlan,
  total: number,
  report: Report,
): Promise<Pick<ContractAnswers, 'violations' | 'notComputed'>> {
  const violations: ContractViolation[] = [];
  const notComputed: ContractAnswers['notComputed'] = [];
  // The same columns are asked for by a key and by a check alike.
  const asked = Map.groupBy(repetitions, ({ columns }) => columns.map(({ name }) => quoteName(name)).join(', '));
  let done = 0;
  for (const [together, same] of asked) {
    const columns = same[0]?.columns ?? [];
    const names = columns.map(({ name }) => name);
    report(`Looking for repeated values of ${names.join(', ')}`, 0.6 + (0.3 * done) / repetitions.length);
    done += same.length;
    const present = names.map((name) => `${quoteName(name)} IS NOT NULL`).join(' AND ');
    const isEnough = (most: number) => same.every((planned) => allowsUpTo(planned, most, total));
    const count = await countRepeatedRows(table.engine, { rows, total, present, together }, isEnough);
    for (const planned of same) {
      const judged = judge(planned, count, total);
      if (judged === 'undefined') notComputed.push({ key: planned.key, because: 'the table has no rows' });
      if (judged === undefined || judged === 'undefined') continue;
      const examples = count === 0 ? [] : await repeatedExamples(table, rows, columns, present, planned.isMasked);
      violations.push({ ...judged, examples: [...examples] });
    }
  }
  return { violations, notComputed };
}

/** Whether any count from none to a number is fine. */
function allowsUpTo(planned: PlannedCount, most: number, total: number): boolean {
  // Without a part that is forbidden in between, what holds at both ends holds for all.
  if (planned.compare?.allowed.isNegated === true) return false;
  return [0, most].every((count) => judge(planned, count, total) === undefined);
}

/** The second rows of a few groups of equal ones. */
async function repeatedExamples(
  table: OpenTable,
  rows: string,
  columns: readonly TableColumn[],
  present: string,
  isMasked: boolean,
): Promise<ContractViolation['examples']> {
  const together = columns.map(({ name }) => quoteName(name)).join(', ');
  const groups = `SELECT ${together} FROM ${rows} WHERE ${present} GROUP BY ${together} HAVING count(*) > 1 LIMIT ${mostExamples}`;
  const [file, row] = [hiddenColumns.file, hiddenColumns.row].map(quoteName);
  const order = `row_number() OVER (PARTITION BY ${together} ORDER BY ${file ?? ''}, ${row ?? ''}) AS turn`;
  const second = `(SELECT * FROM (SELECT *, ${order} FROM ${rows} SEMI JOIN (${groups}) USING (${together})) WHERE turn = 2)`;
  const value = columns.map(({ name }) => `CAST(${quoteName(name)} AS VARCHAR)`).join(` || ', ' || `);
  return findExamples(table, second, { sql: 'true', value }, isMasked);
}
