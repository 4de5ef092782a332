/** Options of a logical type: which ones the type has, of which form, and whether they agree. */
import { optionTypes } from '../../../schemas/contract/logicalTypes.ts';
import { isUpTo } from '../../../schemas/contract/versions.ts';
import type { ContractColumn } from '../spec/contractFile.ts';
import { removeEntry } from '../spec/edits.ts';
import type { AnyNode } from '../spec/located.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { listOf, shorten } from '../spec/words.ts';
import { invalid, nodeAt } from './problem.ts';
import type { Reading } from './problem.ts';
import { numberOf } from './qualityCheck.ts';

type Options = NonNullable<ContractColumn['fields']['logicalTypeOptions']>;

const integerFormats = ['i8', 'i16', 'i32', 'i64', 'i128', 'u8', 'u16', 'u32', 'u64', 'u128'];
const numberFormats = ['f32', 'f64'];

/** Pairs of which the first must not be greater. */
const pairs = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minimum', 'maximum'],
] as const;

export function* findOptionProblems(column: ContractColumn, reading: Reading): Generator<SpecProblem> {
  const { logicalType, logicalTypeOptions: options } = column.fields;
  if (logicalType === undefined || options === undefined) return;
  const type = logicalType.value;
  for (const entry of options.yaml.entries) {
    const types = Object.entries<readonly string[]>(optionTypes).find(([name]) => name === entry.key)?.[1];
    if (types === undefined || types.includes(type)) continue;
    yield invalid(
      entry.keyPlace,
      `\`${entry.key}\` is an option of ${listOf(types)}, and this column is \`${type}\`: remove it, or correct \`logicalType\`.`,
      [{ title: `Remove \`${entry.key}\``, changes: [removeEntry(options.yaml, entry)] }],
    );
  }
  yield* findFormProblems(options, type, reading);
  for (const [least, most] of pairs) yield* findDisorder(options, least, most);
}

function* findFormProblems(options: Options, type: string, { version }: Reading): Generator<SpecProblem> {
  const isNumber = type === 'integer' || type === 'number';
  const isTime = type === 'date' || type === 'timestamp' || type === 'time';
  const formats = type === 'integer' ? integerFormats : type === 'number' ? numberFormats : undefined;
  const { format } = options.fields;
  if (format !== undefined && formats?.includes(format.text) === false) {
    yield invalid(
      format.place,
      `\`${shorten(format.text)}\` is no format of \`${type}\`: write ${listOf(formats, 'or')}.`,
    );
  }
  const wantsNumber = (node: AnyNode | undefined): node is AnyNode =>
    isNumber && node !== undefined && numberOf(node) === undefined;
  for (const key of ['minimum', 'maximum'] as const) {
    const node = nodeAt(options, key);
    if (wantsNumber(node)) yield invalid(node.place, `\`${key}\` of a column of type \`${type}\` takes a number.`);
  }
  for (const key of ['exclusiveMinimum', 'exclusiveMaximum'] as const) {
    const node = nodeAt(options, key);
    if (node === undefined || !(isNumber || isTime)) continue;
    const isFlag = node.kind === 'scalar' && typeof node.value === 'boolean';
    const bound = key === 'exclusiveMinimum' ? 'minimum' : 'maximum';
    if (isUpTo('v3.1.0', version)) {
      if (!isFlag && !wantsNumber(node)) continue;
      yield invalid(
        node.place,
        `Since v3.1.0 \`${key}\` is the excluded ${isNumber ? 'number' : 'date'} itself, no longer true or false: write it here and drop \`${bound}\`.`,
      );
    } else if (!isFlag) {
      yield invalid(
        node.place,
        `Up to v3.0 \`${key}\` is true or false and belongs to \`${bound}\`: write it so, or raise \`apiVersion\`.`,
      );
    }
  }
}

function* findDisorder(options: Options, least: string, most: string): Generator<SpecProblem> {
  const low = nodeAt(options, least);
  const high = nodeAt(options, most);
  const [from, to] = [numberOf(low), numberOf(high)];
  if (high === undefined || from === undefined || to === undefined || from <= to) return;
  yield invalid(
    high.place,
    `No value can satisfy this, because \`${least}\` (${from}) is greater than \`${most}\` (${to}): correct one of them.`,
  );
}
