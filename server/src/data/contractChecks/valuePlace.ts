/** Where in a row the values of a condition stand: in a column, in a part of one, in the elements of a list. */
import type { ValueStep } from '../../../../schemas/contractCheck.ts';
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import { readNestedType } from '../../contract/nestedType.ts';
import { nearest } from '../../spec/nearest.ts';
import { columnKindOf } from '../columnKind.ts';
import { quoteName, quoteText } from '../sqlText.ts';

/** A column, or a value inside of one. */
export interface ValueColumn extends TableColumn {
  /** SQL of the value, where it is no column of its own. */
  readonly sql?: string;
}

export interface ValuePlace {
  readonly value: ValueColumn;
  /** From SQL of a condition on the value to SQL of one on the row. */
  readonly onRow: (condition: string) => string;
  /** SQL that is true where the value can be expected: whatever holds it is there. */
  readonly holder: string;
  /** SQL of the text that shows the row. */
  readonly shown: string;
}

export type PlaceFound =
  | ({ readonly kind: 'place' } & ValuePlace)
  /** A part that the data does not have, with the nearest name that it has. */
  | { readonly kind: 'missing'; readonly near: string | undefined }
  | { readonly kind: 'opaque'; readonly because: string };

/** SQL of a column or of a value inside of one. */
export function sqlOf({ name, sql }: ValueColumn): string {
  return sql ?? quoteName(name);
}

/** Follows steps from a column of the table. */
export function findPlace(column: TableColumn, steps: readonly ValueStep[]): PlaceFound {
  let value: ValueColumn = column;
  let holder = 'true';
  let onRow = (condition: string): string => condition;
  let shown = `CAST(${quoteName(column.name)} AS VARCHAR)`;
  for (const [depth, step] of steps.entries()) {
    const nested = readNestedType(value.type);
    const whole = sqlOf(value);
    if (step.kind === 'elements') {
      if (nested.kind !== 'list') return opaque(value);
      const element = quoteName(`__plumbline_element_${depth}`);
      const outer = onRow;
      onRow = (condition) => outer(`len(list_filter(${whole}, lambda ${element}: ${condition})) > 0`);
      value = inside(column, nested.element, element);
      holder = 'true';
      continue;
    }
    if (nested.kind !== 'struct') return opaque(value);
    const field = nested.fields.find(({ name }) => name === step.name);
    if (field === undefined) {
      const near = nearest(
        step.name,
        nested.fields.map(({ name }) => name),
      );
      return { kind: 'missing', near };
    }
    value = inside(column, field.type, `struct_extract(${whole}, ${quoteText(step.name)})`);
    holder = `${whole} IS NOT NULL`;
    if (steps.slice(0, depth + 1).every(({ kind }) => kind === 'part')) shown = `CAST(${sqlOf(value)} AS VARCHAR)`;
  }
  return { kind: 'place', value, holder, onRow, shown };
}

function inside({ name }: TableColumn, type: string, sql: string): ValueColumn {
  return { name, type, kind: columnKindOf(type), sql };
}

function opaque({ type }: ValueColumn): PlaceFound {
  return { kind: 'opaque', because: `it lies in a ${type.slice(0, 60)}, whose parts are not looked into` };
}
