/** Drafts a data contract from what a table shows: names, types and what was counted, and no promise beyond. */
import { approvedVersion } from '../../../schemas/contract/versions.ts';
import type { LogicalType } from '../../../schemas/contract/logicalTypes.ts';
import type { ColumnKind } from '../../../schemas/profile.ts';
import { scalarText } from '../spec/edits.ts';

export interface DraftColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Type as the engine names it. */
  readonly type: string;
  /** What the file itself promises; undefined when it says nothing. */
  readonly isNullable?: boolean | undefined;
  /** Rows without a value; undefined when nobody counted. */
  readonly missing?: number | undefined;
  /** Different values, when counted exactly. */
  readonly distinct?: number | undefined;
}

export interface ContractDraft {
  /** Identity of the contract; it should be the only one of that name in the organisation. */
  readonly id: string;
  /** Name of the object, by which a spec names it. */
  readonly object: string;
  /** The file of the table, as the project names it. */
  readonly path: string;
  readonly columns: readonly DraftColumn[];
  /** Rows that were counted; undefined when nobody did. */
  readonly rows?: number | undefined;
}

/**
 * Writes a contract that the table keeps and that the checks of this version accept.
 *
 * `required` is written only where the file promises it or no counted row lacks a value; that values never repeat is
 * left as a comment, because it may be chance.
 *
 * @returns the text of a `*.odcs.yaml` file
 */
export function draftContract(draft: ContractDraft): string {
  const format = formatOf(draft.path);
  const servers =
    format === undefined
      ? []
      : [
          'servers:',
          '  - server: local',
          '    type: local',
          `    path: ${scalarText(draft.path)}`,
          `    format: ${format}`,
          '',
        ];
  const lines = [
    `# Drafted from ${oneLine(draft.path)}${draft.rows === undefined ? '' : ` (${draft.rows.toLocaleString('en')} rows)`}: say what each column means, and what you promise.`,
    `apiVersion: ${approvedVersion}`,
    'kind: DataContract',
    `id: ${scalarText(draft.id)}`,
    'version: 0.1.0',
    'status: draft',
    '',
    ...servers,
    'schema:',
    `  - name: ${scalarText(draft.object)}`,
    '    logicalType: object',
    ...(draft.columns.length === 0
      ? []
      : ['    properties:', ...draft.columns.flatMap((column) => columnLines(column, draft.rows))]),
  ];
  return `${lines.join('\n')}\n`;
}

function columnLines(column: DraftColumn, rows: number | undefined): readonly string[] {
  const { name, type, isNullable, missing, distinct } = column;
  const logical = logicalTypeOf(column);
  const isCounted = rows !== undefined && rows > 0 && missing !== undefined;
  const why =
    isNullable === false
      ? 'the file promises it'
      : `no value is missing in ${rows?.toLocaleString('en') ?? 'the'} rows`;
  const isRequired = isNullable === false || (isCounted && missing === 0);
  const isUnique = isCounted && distinct !== undefined && distinct > 1 && distinct === rows - missing;
  return [
    `      - name: ${scalarText(name)}`,
    ...(logical === undefined ? [] : [`        logicalType: ${logical}`]),
    `        physicalType: ${scalarText(oneLine(type))}`,
    ...(isRequired ? [`        required: true # ${why}`] : []),
    ...(isCounted && missing > 0
      ? [`        # ${missing.toLocaleString('en')} of ${rows.toLocaleString('en')} rows have no value.`]
      : []),
    ...(isUnique ? ['        # No value occurs twice: add `unique: true` if that is a promise and not chance.'] : []),
  ];
}

function logicalTypeOf({ kind, type }: DraftColumn): LogicalType | undefined {
  switch (kind) {
    case 'integer':
    case 'boolean':
    case 'date':
    case 'timestamp':
    case 'time':
      return kind;
    case 'float':
      return /^U?HUGEINT$|^DECIMAL\(\d+,0\)$/.test(type) ? 'integer' : 'number';
    case 'text':
      return 'string';
    case 'opaque':
      if (type.endsWith(']')) return 'array';
      return type.startsWith('STRUCT(') ? 'object' : undefined;
  }
}

/** The format of a file by its ending, as contracts name it. */
function formatOf(path: string): string | undefined {
  const ending = /\.(csv|tsv|jsonl|ndjson|parquet|parq)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase();
  switch (ending) {
    case 'ndjson':
      return 'jsonl';
    case 'parq':
      return 'parquet';
    default:
      return ending;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
