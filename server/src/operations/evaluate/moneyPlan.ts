/** What the spec says that answers are worth, as amounts of one currency that a job can compute with row by row. */
import type { MoneyAmount, MoneyRequest } from '../../../../schemas/evaluationJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import { againstBaseline, isRuleAlone } from '../../rules/economicsView.ts';
import { taskOfModel } from '../../rules/metricView.ts';
import { labelUnitOf } from '../../rules/money/errorPrices.ts';
import { decimal } from '../../spec/decimal.ts';
import { known, undefinedBecause } from '../../spec/known.ts';
import type { Known } from '../../spec/known.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { makeQuantity } from '../../spec/quantity.ts';
import type { Quantity } from '../../spec/quantity.ts';
import { convertQuantity } from '../../spec/quantityArithmetic.ts';
import { readUnit } from '../../spec/units.ts';

type Spec = ObjectNode<SpecShape>;
type ValueNode = NonNullable<NonNullable<ObjectNode<SpecShape>['fields']['economics']>['fields']['value']>;
type AmountNode = NonNullable<ValueNode['fields']['tp']>;

/** Amounts as they are read: all of one currency, and errors per one unit of the label. */
interface AmountReader {
  /** Set by the first amount. */
  currency: string | undefined;
  /** Symbol of the unit of the label; undefined before the first amount of a unit, and where there is none. */
  per: string | undefined;
}

/**
 * @param modelId whose answers they are; the numbers of a regression count in the unit of its goals
 * @returns undefined because an amount is missing or in another currency
 */
export function readMoney(spec: Spec, modelId: string | undefined): Known<MoneyRequest> {
  const value = spec.fields.economics?.fields.value;
  if (value === undefined) return undefinedBecause('`economics` says of no answer what it is worth');
  const reader: AmountReader = { currency: undefined, per: undefined };
  switch (taskOfModel(spec, modelId)) {
    case 'binary-classification':
      return readBinary(spec, value, reader);
    case 'multiclass-classification':
      return readClasses(value, reader);
    case 'regression': {
      const { over, under } = value.fields;
      const per = perUnitOf(over) ?? perUnitOf(under);
      if (per !== undefined) reader.per = labelUnitOf(spec, modelId, per);
      const rule = againstBaseline(spec)?.node.fields.rule?.text;
      return withCurrency(reader, readAmounts({ over, under }, reader), (amounts) => ({
        kind: 'errors',
        ...amounts,
        ...(rule === undefined ? {} : { rule }),
      }));
    }
    default:
      return undefinedBecause('answers of this task have no amounts row by row');
  }
}

/** What an amount is per: `h` of `-60 USD/h`; undefined where it is per nothing. */
function perUnitOf(node: AmountNode | undefined): string | undefined {
  if (node?.kind === 'quantity') return node.quantity.unit.per?.symbol;
  const reading = node?.fields.unit === undefined ? undefined : readUnit(node.fields.unit.text);
  return reading?.kind === 'unit' ? reading.unit.per?.symbol : undefined;
}

type WithoutCurrency<Money> = Money extends unknown ? Omit<Money, 'currency'> : never;

function withCurrency<Amounts>(
  { currency }: AmountReader,
  amounts: Known<Amounts>,
  make: (amounts: Amounts) => WithoutCurrency<MoneyRequest>,
): Known<MoneyRequest> {
  if (amounts.kind === 'undefined') return amounts;
  if (currency === undefined) return undefinedBecause('no value is stated');
  return known({ ...make(amounts.value), currency });
}

function readBinary(spec: Spec, { fields: { tp, fp, fn, tn } }: ValueNode, reader: AmountReader): Known<MoneyRequest> {
  const amounts = readAmounts({ tp, fp, fn, tn }, reader);
  const isEqual = amounts.kind === 'known' && Object.values(amounts.value).every((one) => typeof one === 'number');
  const baseline = againstBaseline(spec)?.node;
  // Where all rows are worth the same, the rates of the other policy are compared with, if the spec states them.
  const isStated = isEqual && baseline !== undefined && !isRuleAlone(baseline);
  const rule = isStated ? undefined : baseline?.fields.rule?.text;
  return withCurrency(reader, amounts, (read) => ({
    kind: 'binary',
    truePositive: read.tp,
    falsePositive: read.fp,
    falseNegative: read.fn,
    trueNegative: read.tn,
    ...(rule === undefined ? {} : { rule }),
  }));
}

function readClasses({ fields: { correct, wrong, pairs } }: ValueNode, reader: AmountReader): Known<MoneyRequest> {
  const amounts = readAmounts({ correct, wrong }, reader);
  if (amounts.kind === 'undefined') return amounts;
  const read: { truth: string; answer: string; amount: MoneyAmount }[] = [];
  for (const [name, node] of pairs?.entries ?? []) {
    const [truth = '', answer, ...rest] = name.split(' as ');
    if (answer === undefined || rest.length > 0) {
      return undefinedBecause(`the pair \`${name}\` is not written as \`true class as answered class\``);
    }
    const amount = readAmount(`the pair \`${name}\``, node, reader);
    if (amount.kind === 'undefined') return amount;
    read.push({ truth, answer, amount: amount.value });
  }
  return withCurrency(reader, amounts, (own) => ({ kind: 'classes', ...own, pairs: read }));
}

function readAmounts<Name extends string>(
  nodes: Readonly<Record<Name, AmountNode | undefined>>,
  reader: AmountReader,
): Known<Readonly<Record<Name, MoneyAmount>>>;
function readAmounts(
  nodes: Readonly<Record<string, AmountNode | undefined>>,
  reader: AmountReader,
): Known<Readonly<Record<string, MoneyAmount>>> {
  const amounts: Record<string, MoneyAmount> = {};
  for (const [name, node] of Object.entries(nodes)) {
    const amount = readAmount(`the value of ${name}`, node, reader);
    if (amount.kind === 'undefined') return amount;
    amounts[name] = amount.value;
  }
  return known(amounts);
}

function readAmount(what: string, node: AmountNode | undefined, reader: AmountReader): Known<MoneyAmount> {
  if (node === undefined) return undefinedBecause(`${what} is not stated`);
  if (node.kind === 'quantity') {
    const amount = amountIn(what, node.quantity, reader);
    return amount.kind === 'known' ? known(amount.value) : amount;
  }
  const { expr, unit } = node.fields;
  if (expr === undefined || unit === undefined) return undefinedBecause(`${what} has no \`expr\` with a \`unit\``);
  const reading = readUnit(unit.text);
  if (reading.kind === 'unknown') return undefinedBecause(`${what}: \`${unit.text}\` is no unit`);
  const factor = amountIn(what, makeQuantity(decimal(1), reading.unit), reader);
  if (factor.kind === 'undefined') return factor;
  return known({ expr: factor.value === 1 ? expr.text : `(${expr.text}) * ${factor.value}` });
}

/** An amount in the currency of those before it, per the same unit of the label. */
function amountIn(what: string, quantity: Quantity, reader: AmountReader): Known<number> {
  const { of } = quantity.dimension;
  if (of.kind !== 'money') return undefinedBecause(`${what}, \`${quantity.text}\`, is no money`);
  reader.currency ??= of.currency;
  const { per } = quantity.unit;
  if (per !== undefined) reader.per ??= per.symbol;
  const unit = per === undefined ? reader.currency : `${reader.currency}/${reader.per ?? per.symbol}`;
  const converted = convertQuantity(quantity, unit);
  return converted.kind === 'known'
    ? known(Number(converted.value.amount.toString()))
    : undefinedBecause(`${what}: ${converted.because}`);
}
