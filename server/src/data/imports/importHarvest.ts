/** Imports detailed time reports of Harvest. Names of persons and their notes never leave this file. */
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { quoteName, quoteText } from '../sqlText.ts';
import { isNumberSql } from './exactSql.ts';
import { importHours, placeColumns, type HoursForm } from './importTimesheet.ts';
import { askedTagKeys, splitTagKey, tagAlias } from './tagsSql.ts';
import type { Tally } from './tally.ts';
import type { ImportWorld, TextTable, WantedColumn } from './textTable.ts';

/**
 * Sums hours by month and task, at the cost rate of the person; what work is billed at is no cost.
 *
 * A report usually holds all projects of a company, so `tags` and `tag:` ask its columns, such as `Project`. A cost rate
 * of 0 is how Harvest writes that there is none, and the plan has to say what the hour costs. Cost rates are in the
 * currency of the account, taken for that of the plan: the column Currency names what the client pays in.
 */
export async function importHarvest(request: ImportRequest, world: ImportWorld, tally: Tally): Promise<void> {
  const form: HoursForm = {
    columns: {
      date: column('Date', true),
      hours: column('Hours', true),
      category: column('Task', true),
      rate: column('Cost Rate', false),
      firstName: column('First Name', false),
      lastName: column('Last Name', false),
      ...Object.fromEntries(askedTagKeys(request).map((key) => [tagAlias(key), column(key, false)])),
    },
    tellsPersons: (table) => table.has('firstName') || table.has('lastName'),
    writeRows: (table) => {
      for (const { key } of request.tags) {
        if (table.has(tagAlias(key))) continue;
        tally.problem(`${request.label} has no column "${key}", by which \`tags\` chooses rows, so none counts.`, 0);
      }
      return writeRows(request, table);
    },
  };
  await importHours(form, request, world, tally);
}

function column(name: string, isRequired: boolean): WantedColumn {
  return { names: [name], isRequired };
}

function writeRows({ tags, map }: ImportRequest, table: TextTable): string {
  const isCell = (key: string, value: string): string => `${quoteName(tagAlias(key))} = ${quoteText(value)}`;
  const byTag = map.flatMap(({ key }) => {
    const tag = splitTagKey(key);
    return tag === undefined ? [] : [`WHEN ${isCell(tag.key, tag.value)} THEN ${quoteText(key)}`];
  });
  const category = byTag.length === 0 ? 'category' : `CASE ${byTag.join(' ')} ELSE category END`;
  const wanted = tags.map(({ key, value }) => isCell(key, value));
  return `SELECT date, hours, ${category} AS category, CAST(NULL AS VARCHAR) AS item,
      CASE WHEN ${isNumberSql('rate')} AND TRY_CAST(rate AS DOUBLE) = 0 THEN NULL ELSE rate END AS rate,
      CAST(NULL AS VARCHAR) AS currency,
      nullif(concat_ws(' ', "firstName", "lastName"), '') AS person, ${placeColumns}
    FROM (${table.query}) WHERE ${['true', ...wanted].join(' AND ')}`;
}
