/** Derived columns and expressions of the user over the columns of a table. */
import type { ColumnKind } from '../../../schemas/profile.ts';
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import type { TableSource } from '../../../schemas/tableSource.ts';
import { parseExpression, columnsOf, type Expression } from '../spec/expression.ts';
import { nearest } from '../spec/nearest.ts';
import { columnKindOf } from './columnKind.ts';
import { requireHarmless } from './conditionLock.ts';
import { textCell, type Engine } from './engine.ts';
import { explainExpression, isExpressionError } from './engineProblem.ts';
import type { SqlDialect } from './engines/dialect.ts';
import { requirePortable } from './engines/requirePortable.ts';
import { writeCondition, writeExpression } from './expressionSql.ts';
import type { FormattedFile } from './fileFormat.ts';
import type { OpenTable } from './openTable.ts';
import { quoteName } from './sqlText.ts';
import { TableProblem } from './tableProblem.ts';

type SqlWriter = (root: Expression, kindOf: (column: string) => ColumnKind, dialect?: SqlDialect) => string;

/** Adds derived columns one by one, each over those before it. */
export class TableBuilder {
  private readonly engine: Engine;
  private readonly source: TableSource;
  private readonly columns = new Map<string, TableColumn>();
  private readonly origins = new Map<string, ReadonlySet<string>>();
  private query: string;
  private readonly dialect: SqlDialect;

  /** @param dialect of the engine in which the table lies */
  constructor(
    engine: Engine,
    source: TableSource,
    columns: readonly TableColumn[],
    query: string,
    dialect: SqlDialect = engine.dialect,
  ) {
    this.engine = engine;
    this.source = source;
    this.query = query;
    this.dialect = dialect;
    for (const column of columns) this.columns.set(column.name, column);
  }

  async derive(): Promise<void> {
    const waiting = new Map<string, { text: string; root: Expression }>();
    for (const { column, expression: text } of this.source.derive) {
      if (this.columns.has(column) || waiting.has(column)) {
        throw new TableProblem(
          `${this.source.label} already has a column "${column}"; give the derived one another name.`,
        );
      }
      waiting.set(column, { text, root: this.parse(text) });
    }
    while (waiting.size > 0) {
      const next = [...waiting].find(([, { root }]) => !columnsOf(root).some((use) => waiting.has(use.name)));
      if (next === undefined) {
        throw new TableProblem(
          `The derived columns ${[...waiting.keys()].join(', ')} use each other; break the circle.`,
        );
      }
      const [column, { text, root }] = next;
      waiting.delete(column);
      const { sql, type } = await this.write(text, root, writeExpression);
      this.query = `SELECT *, ${sql} AS ${quoteName(column)} FROM (${this.query})`;
      this.origins.set(column, new Set([column, ...columnsOf(root).flatMap((use) => [...this.originsOf(use.name)])]));
      this.columns.set(column, { name: column, type, kind: columnKindOf(type), derivation: text });
    }
  }

  build(files: readonly FormattedFile[], notes: readonly string[]): OpenTable {
    return {
      engine: this.engine,
      label: this.source.label,
      files,
      images: this.source.images === undefined ? undefined : new Set(this.source.files),
      columns: [...this.columns.values()],
      notes,
      query: this.query,
      column: (name) => this.column(name),
      originsOf: (name) => this.originsOf(name),
      writeCondition: (text) => this.writeTruth(text, writeCondition),
      writeFilter: (text) => this.writeTruth(text, writeExpression),
      writeAmount: async (text) => {
        const { sql, type } = await this.write(text, this.parse(text), writeExpression);
        const kind = columnKindOf(type);
        if (kind !== 'integer' && kind !== 'float') {
          throw new TableProblem(`The expression \`${text}\` gives no number, and an amount of money is needed.`);
        }
        return sql;
      },
    };
  }

  private originsOf(name: string): ReadonlySet<string> {
    return this.origins.get(name) ?? new Set([name]);
  }

  private column(name: string): TableColumn {
    const column = this.columns.get(name);
    if (column !== undefined) return column;
    const near = nearest(name, this.columns.keys());
    const hint = near === undefined ? 'check the name' : `did you mean "${near}"?`;
    throw new TableProblem(`${this.source.label} has no column "${name}"; ${hint}${near === undefined ? '.' : ''}`);
  }

  private parse(text: string): Expression {
    const reading = parseExpression(text);
    if (reading.kind === 'expression') return reading.root;
    throw new TableProblem(`The expression \`${text.slice(0, 80)}\` cannot be read: ${reading.message}`);
  }

  private async writeTruth(text: string, writeSql: SqlWriter): Promise<string> {
    const { sql, type } = await this.write(text, this.parse(text), writeSql);
    if (type === 'BOOLEAN') return sql;
    throw new TableProblem(`The expression \`${text}\` is no condition; compare it with something.`);
  }

  /** Writes an expression, reads it back (the second lock), and tries it on a row of nulls, which finds its type. */
  private async write(
    text: string,
    root: Expression,
    writeSql: SqlWriter,
  ): Promise<{ readonly sql: string; readonly type: string }> {
    let sql: string;
    const used = new Set(columnsOf(root).map((use) => use.name));
    const nulls = [...used].map((name) => `CAST(NULL AS ${this.column(name).type}) AS ${quoteName(name)}`);
    try {
      sql = writeSql(root, (name) => this.column(name).kind);
    } catch (error) {
      if (error instanceof TableProblem) throw explainExpression(error, text);
      throw error;
    }
    await requireHarmless(this.engine, sql, used);
    const rows = await this.engine
      .select(`SELECT ${sql} AS value, typeof(${sql}) AS type FROM (SELECT ${['1 AS one', ...nulls].join(', ')})`)
      .catch((error: unknown) => {
        throw isExpressionError(error) ? explainExpression(error, text) : error;
      });
    const [row] = rows;
    if (row === undefined) throw new RangeError('The engine gave no type.');
    const type = textCell(row, 'type');
    if (this.dialect === this.engine.dialect) return { sql, type };
    requirePortable(root, text, this.dialect);
    return { sql: writeSql(root, (name) => this.column(name).kind, this.dialect), type };
  }
}
