/** Amounts of money that differ from row to row, on their way from a table to the formulas. */
import type { MoneyAmount, MoneyRequest } from '../../../../schemas/evaluationJob.ts';
import { pickFloats } from '../pickPlaces.ts';
import type { ColumnValues, RowColumn } from '../rowSource.ts';

/** By expression, the amount of each row; NaN where the expression gives none. */
export type RowAmounts = ReadonlyMap<string, Float64Array>;

export interface AmountKeeper {
  /** What is read of each row for it, in its order. */
  readonly columns: readonly RowColumn[];
  /**
   * @param values those of `columns`
   * @param rows places in these values
   * @param at where the first of them is kept
   */
  readonly take: (values: readonly ColumnValues[], rows: Uint32Array, at: number) => void;
  /** @param count rows that were kept */
  readonly finish: (count: number) => RowAmounts;
}

/** The expressions that give a number of each row: prices, and the answer of a rule in numbers; each once. */
export function amountExpressionsOf(money: MoneyRequest | undefined): readonly string[] {
  const rule = money?.kind === 'errors' ? money.rule : undefined;
  return [...new Set([...pricesIn(money), ...(rule === undefined ? [] : [rule])])];
}

/** The expressions that prices alone name, each once. */
export function pricesIn(money: MoneyRequest | undefined): readonly string[] {
  return [...new Set(amountsOf(money).flatMap((amount) => (typeof amount === 'number' ? [] : [amount.expr])))];
}

function amountsOf(money: MoneyRequest | undefined): readonly MoneyAmount[] {
  switch (money?.kind) {
    case undefined:
      return [];
    case 'binary':
      return [money.truePositive, money.falsePositive, money.falseNegative, money.trueNegative];
    case 'classes':
      return [money.correct, money.wrong, ...money.pairs.map(({ amount }) => amount)];
    case 'errors':
      return [money.over, money.under];
  }
}

/** @param rows the most rows that will be kept */
export function createAmountKeeper(expressions: readonly string[], rows: number): AmountKeeper {
  const amounts = expressions.map(() => new Float64Array(rows));
  return {
    columns: expressions.map((expression): RowColumn => ({ kind: 'amount', expression })),
    take: (values, picked, at) => {
      for (const [index, own] of amounts.entries()) {
        const column = values[index];
        for (let place = 0; place < picked.length; place++) {
          const value = column?.getItem(picked[place] ?? 0);
          own[at + place] = typeof value === 'number' ? value : NaN;
        }
      }
    },
    finish: (count) =>
      new Map(expressions.map((expression, index) => [expression, amounts[index]?.subarray(0, count) ?? noAmounts])),
  };
}

const noAmounts = new Float64Array();

/** The amounts of rows that were answered. */
export function pickAmounts(amounts: RowAmounts, rows: Uint32Array): RowAmounts {
  return new Map([...amounts].map(([name, values]) => [name, pickFloats(values, rows)]));
}
