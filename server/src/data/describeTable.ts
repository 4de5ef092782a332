import type { JobHandler } from '../../../schemas/jobs.ts';
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import { textCell, wholeCell } from './engine.ts';
import { withTable, type OpenTable } from './openTable.ts';
import { quoteText, quoteTexts } from './sqlText.ts';
import { answerWith } from './tableProblem.ts';

/** Reads columns and types from the header; rows are given where a footer states them. */
export const describeTable: JobHandler<'describeTable'> = ({ source }, context) =>
  answerWith<'describeTable'>(() =>
    withTable(source, context, { readsAll: false, withOrigin: false }, async (table) => {
      const footer = table.files[0]?.format === 'parquet' ? await readFooters(table) : undefined;
      return {
        columns: table.columns.map((column) => promise(column, footer?.required)),
        ...(footer === undefined ? {} : { rows: footer.rows }),
        sizeBytes: table.files.reduce((sum, file) => sum + file.sizeBytes, 0),
        notes: [...table.notes],
      };
    }),
  );

interface Footers {
  readonly rows: number;
  /** Column → whether the file promises a value in every row. */
  readonly required: ReadonlyMap<string, boolean>;
}

async function readFooters(table: OpenTable): Promise<Footers> {
  const paths = quoteTexts(table.files.map((file) => file.path));
  const [counted] = await table.engine.select(
    `SELECT CAST(sum(num_rows) AS BIGINT) AS rows FROM parquet_file_metadata(${paths})`,
  );
  if (counted === undefined) throw new TypeError('A footer gave no row.');
  const fields = await table.engine.select(
    `SELECT name, repetition_type, num_children FROM parquet_schema(${quoteText(table.files[0]?.path ?? '')})`,
  );
  const required = new Map<string, boolean>();
  // The schema is a tree in pre-order: the root first, then each column followed by what it contains.
  let nested = 0;
  for (const field of fields.slice(1)) {
    const children = field['num_children'] === null ? 0 : wholeCell(field, 'num_children');
    if (nested === 0) required.set(textCell(field, 'name'), field['repetition_type'] === 'REQUIRED');
    else nested -= 1;
    nested += children;
  }
  return { rows: wholeCell(counted, 'rows'), required };
}

function promise(column: TableColumn, required: Footers['required'] | undefined): TableColumn {
  const isRequired = required?.get(column.name);
  return isRequired === undefined ? column : { ...column, isNullable: !isRequired };
}
