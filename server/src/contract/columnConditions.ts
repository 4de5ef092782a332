/** Conditions that a contract puts on each value of a column. */
import type { ValueCondition } from '../../../schemas/contractCheck.ts';
import type { ContractColumn } from '../spec/contractFile.ts';
import type { AnyNode } from '../spec/located.ts';
import { shorten } from '../spec/words.ts';
import { nodeAt } from './problem.ts';
import { numberOf } from './qualityCheck.ts';

export interface ColumnCondition {
  readonly condition: ValueCondition;
  /** Where it stands. */
  readonly node: AnyNode;
  /** As the end of "must". */
  readonly must: string;
}

/** Formats that speak of how a value is written, not of the value. */
const silentFormats: ReadonlySet<string> = new Set(['f32', 'f64', 'password', 'byte', 'binary']);

/** A column, a part of one, or an element of a list: whatever has values. */
export type ContractValue = Pick<ContractColumn, 'fields'>;

export function columnConditions(column: ContractValue): readonly ColumnCondition[] {
  const { required, primaryKey, logicalType, enum: values } = column.fields;
  const conditions: ColumnCondition[] = [];
  const node = required?.value === true ? required : primaryKey?.value === true ? primaryKey : undefined;
  if (node !== undefined) conditions.push({ condition: { kind: 'present' }, node, must: 'have a value' });
  const words = (values?.items ?? []).flatMap(({ fields }) => fields.value?.text ?? []);
  if (values !== undefined && words.length > 0) {
    conditions.push({ condition: { kind: 'oneOf', values: words }, node: values, must: 'be one of the listed values' });
  }
  return [...conditions, ...optionConditions(column, logicalType?.value)];
}

function* optionConditions(column: ContractValue, type: string | undefined): Generator<ColumnCondition> {
  const options = column.fields.logicalTypeOptions;
  if (options === undefined) return;
  const at = (key: string): AnyNode | undefined => nodeAt(options, key);
  yield* lengths(at);
  for (const end of ['minimum', 'maximum'] as const) yield* ends(at, end);
  const { multipleOf, pattern, format, uniqueItems } = options.fields;
  if (multipleOf !== undefined && multipleOf.value > 0) {
    const must = `be a multiple of ${multipleOf.text}`;
    yield { condition: { kind: 'multipleOf', step: multipleOf.value }, node: multipleOf, must };
  }
  if (pattern !== undefined && pattern.text !== '') {
    const must = `match \`${shorten(pattern.text)}\``;
    yield { condition: { kind: 'pattern', pattern: pattern.text }, node: pattern, must };
  }
  if (format !== undefined && format.text !== '' && !silentFormats.has(format.text)) {
    const must = `have the format \`${shorten(format.text)}\``;
    // Formats of dates and times say how they are written; in a table they are values.
    if (type === 'string') yield { condition: { kind: 'textFormat', format: format.text }, node: format, must };
    if (type === 'integer') yield { condition: { kind: 'integerFormat', format: format.text }, node: format, must };
  }
  if (uniqueItems?.value === true) {
    yield { condition: { kind: 'uniqueItems' }, node: uniqueItems, must: 'have no element twice' };
  }
  for (const part of options.fields.required?.items ?? []) {
    if (part.text === '') continue;
    yield { condition: { kind: 'part', name: part.text }, node: part, must: `have the part \`${shorten(part.text)}\`` };
  }
}

const lengthWords = {
  minLength: 'have at least % characters',
  maxLength: 'have at most % characters',
  minItems: 'have at least % elements',
  maxItems: 'have at most % elements',
  minProperties: 'have at least % parts',
  maxProperties: 'have at most % parts',
} as const;

function* lengths(at: (key: string) => AnyNode | undefined): Generator<ColumnCondition> {
  for (const kind of ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'] as const) {
    const node = at(kind);
    const length = numberOf(node);
    if (node === undefined || length === undefined || !Number.isInteger(length) || length < 0) continue;
    yield { condition: { kind, length }, node, must: lengthWords[kind].replace('%', String(length)) };
  }
}

/** A lower or upper end, and the one that is itself excluded: by a flag up to v3.0, by its own number since. */
function* ends(at: (key: string) => AnyNode | undefined, kind: 'minimum' | 'maximum'): Generator<ColumnCondition> {
  const exclusive = at(kind === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum');
  const isFlag = exclusive?.kind === 'scalar' && typeof exclusive.value === 'boolean';
  yield* endAt(at(kind), kind, isFlag && exclusive.value);
  if (!isFlag) yield* endAt(exclusive, kind, true);
}

function* endAt(
  node: AnyNode | undefined,
  kind: 'minimum' | 'maximum',
  isExclusive: boolean,
): Generator<ColumnCondition> {
  if (node?.kind !== 'scalar' || typeof node.value === 'boolean') return;
  const beyond =
    kind === 'minimum' ? (isExclusive ? 'greater than' : 'at least') : isExclusive ? 'less than' : 'at most';
  const bound = numberOf(node) ?? node.text;
  yield { condition: { kind, bound, isExclusive }, node, must: `be ${beyond} ${shorten(node.text)}` };
}
