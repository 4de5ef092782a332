/** The second lock: the SQL that we wrote for an expression is read back by the engine and walked before it runs. */
import type { Engine } from './engine.ts';
import { textCell } from './engine.ts';
import { quoteText } from './sqlText.ts';

/** Classes of parts that may occur, with the types that each may have; `true` means any. */
const allowedClasses: Readonly<Record<string, true | ReadonlySet<string>>> = {
  COLUMN_REF: true,
  CONSTANT: true,
  COMPARISON: true,
  CONJUNCTION: true,
  BETWEEN: true,
  CAST: new Set(['OPERATOR_CAST']),
  FUNCTION: true,
  OPERATOR: new Set([
    'OPERATOR_NOT',
    'OPERATOR_IS_NULL',
    'OPERATOR_IS_NOT_NULL',
    'OPERATOR_COALESCE',
    'COMPARE_IN',
    'COMPARE_NOT_IN',
  ]),
};

/** Functions without a side effect that the expression language needs. */
const allowedFunctions: ReadonlySet<unknown> = new Set([
  ...['+', '-', '*', '/', '~~', '!~~'],
  ...['abs', 'lower', 'upper', 'length', 'round', 'floor', 'ceil', 'date_part', 'date_diff', 'nullif'],
]);

/**
 * Throws unless a text is one expression over the given columns and nothing else.
 *
 * @param sql the exact text that will run, as a value or a condition
 * @throws {RangeError} with what was found: a bug of ours or an attack, never an ordinary mistake of a user
 */
export async function requireHarmless(engine: Engine, sql: string, columns: ReadonlySet<string>): Promise<void> {
  const [row] = await engine.select(
    `SELECT json_serialize_sql(${quoteText(`SELECT 1 FROM t WHERE (${sql})`)}) AS tree`,
  );
  if (row === undefined) throw new RangeError('The engine gave no tree.');
  const tree: unknown = JSON.parse(textCell(row, 'tree'));
  const statements = isRecord(tree) && tree['error'] === false ? tree['statements'] : undefined;
  const [statement, ...others] = Array.isArray(statements) ? (statements as readonly unknown[]) : [];
  const node = isRecord(statement) ? statement['node'] : undefined;
  if (others.length > 0 || !isRecord(node) || !isPlainSelect(node))
    throw new RangeError('The text is not one expression.');
  const { where_clause: condition, ...rest } = node;
  if (condition === null || condition === undefined) throw new RangeError('The text has no condition.');
  requireNothingElse(rest);
  walk(condition, columns);
}

function isPlainSelect(node: Readonly<Record<string, unknown>>): boolean {
  const from = node['from_table'];
  return (
    node['type'] === 'SELECT_NODE' && isRecord(from) && from['type'] === 'BASE_TABLE' && from['table_name'] === 't'
  );
}

/** Everything beside the condition must be as in `SELECT 1 FROM t`. */
function requireNothingElse(node: Readonly<Record<string, unknown>>): void {
  const { cte_map: named, select_list: selected } = node;
  const isPlain =
    ['modifiers', 'group_expressions', 'group_sets'].every((key) => isEmpty(node[key])) &&
    ['having', 'sample', 'qualify'].every((key) => node[key] === null) &&
    isRecord(named) &&
    isEmpty(named['map']) &&
    Array.isArray(selected) &&
    selected.length === 1;
  if (!isPlain) throw new RangeError('The text adds a clause.');
}

function walk(part: unknown, columns: ReadonlySet<string>): void {
  if (Array.isArray(part)) {
    for (const item of part) walk(item, columns);
    return;
  }
  if (!isRecord(part)) return;
  if (typeof part['class'] === 'string') requireAllowed(part, part['class'], columns);
  for (const [key, value] of Object.entries(part)) {
    // The value of a constant is data, and says nothing by its keys.
    if (!(key === 'value' && part['class'] === 'CONSTANT')) walk(value, columns);
  }
}

function requireAllowed(part: Readonly<Record<string, unknown>>, name: string, columns: ReadonlySet<string>): void {
  const types = allowedClasses[name];
  if (types === undefined || (types !== true && !types.has(String(part['type'])))) {
    throw new RangeError(`The text has a part of the class ${name}.`);
  }
  if (name === 'FUNCTION') {
    const isPlain = allowedFunctions.has(part['function_name']) && part['schema'] === '' && part['catalog'] === '';
    if (!isPlain) throw new RangeError(`The text calls ${String(part['function_name'])}.`);
  }
  if (name === 'COLUMN_REF') {
    const names = part['column_names'];
    const [column] = Array.isArray(names) && names.length === 1 ? (names as readonly unknown[]) : [];
    if (typeof column !== 'string' || !columns.has(column)) throw new RangeError('The text names another column.');
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
