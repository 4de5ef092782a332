import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Observed } from '../../../../schemas/verificationRun.ts';
import { compareObserved } from '../../../../server/src/notebook/verify/compare/compareObserved.ts';
import type { CompareOptions } from '../../../../server/src/notebook/verify/compare/compareObserved.ts';
import type { Comparison } from '../../../../server/src/notebook/verify/compare/comparison.ts';
import { tolerances } from '../../../../server/src/notebook/verify/compare/tolerance.ts';
import { number, observedValues } from '../../../support/observedValues.ts';
import type { ObservedValues } from '../../../support/observedValues.ts';

let values: ObservedValues;

beforeEach(() => {
  values = observedValues();
});

function compare(notebook: Observed, inPackage: Observed, options: Partial<CompareOptions> = {}): Comparison {
  const standard = { values: tolerances.values, fitted: tolerances.fitted, isLenient: false };
  return compareObserved(notebook, inPackage, { ...standard, readBlob: values.readBlob, ...options });
}

function differenceOf(notebook: Observed, inPackage: Observed, options?: Partial<CompareOptions>): string {
  const comparison = compare(notebook, inPackage, options);
  return comparison.kind === 'differs' ? comparison.difference : comparison.kind;
}

describe('two tables', () => {
  it('are equal when everything is', () => {
    const table = () => values.frame({ a: values.ints([1, 2]), b: values.texts(['x', undefined]) });
    expect(compare(table(), table())).toEqual({ kind: 'equal' });
  });

  it('differ in columns that one of them lacks', () => {
    const [a, b, c] = [values.ints([1]), values.ints([2]), values.ints([3])];
    expect(differenceOf(values.frame({ a, b }), values.frame({ a, c }))).toBe(
      'lacks the column `b` and has the further column `c`',
    );
  });

  it('differ in the order of columns', () => {
    const [a, b] = [values.ints([1]), values.ints([2])];
    expect(differenceOf(values.frame({ a, b }), values.frame({ b, a }))).toBe(
      'has the columns in another order: `b` and `a` instead of `a` and `b`',
    );
  });

  it('differ in a type, whatever the values', () => {
    const [notebook, inPackage] = [values.frame({ a: values.ints([1]) }), values.frame({ a: values.floats([1]) })];
    expect(differenceOf(notebook, inPackage)).toBe('`a` has dtype float64 instead of int64');
  });

  it('differ in the number of rows', () => {
    const [notebook, inPackage] = [values.frame({ a: values.ints([1, 2]) }), values.frame({ a: values.ints([1]) })];
    expect(differenceOf(notebook, inPackage)).toBe('has 1 row instead of 2 (1 fewer)');
  });

  it('differ in the order of rows when the index tells', () => {
    const notebook = values.frame({ a: values.ints([5, 6, 7]) }, [0, 1, 2]);
    const inPackage = values.frame({ a: values.ints([7, 5, 6]) }, [2, 0, 1]);
    expect(differenceOf(notebook, inPackage)).toContain('the rows stand in another order');
  });

  it('differ in values by a number of rows, the largest distance and the first of them', () => {
    const notebook = values.frame({ a: values.floats([1, 2, 3, 4]) });
    const inPackage = values.frame({ a: values.floats([1, 2.5, 3, 9]) });
    expect(differenceOf(notebook, inPackage)).toBe(
      '`a` differs in 2 of 4 rows, by up to 5 (row 1: 2 in the notebook, 2.5 in the package)',
    );
  });

  it('have a missing value where the other has none', () => {
    const notebook = values.frame({ a: values.texts(['x', 'y']) });
    const inPackage = values.frame({ a: values.texts(['x', undefined]) });
    expect(differenceOf(notebook, inPackage)).toContain('row 1: y in the notebook, missing in the package');
  });

  it('count categories by what they stand for, not by their numbers', () => {
    const category = (codes: readonly number[], labels: readonly string[]) => ({
      ...values.ints(codes, 'category'),
      labels: values.texts(labels),
    });
    const notebook = values.frame({ a: category([0, 1], ['x', 'y']) });
    expect(compare(notebook, values.frame({ a: category([1, 0], ['y', 'x']) }))).toEqual({ kind: 'equal' });
    expect(differenceOf(notebook, values.frame({ a: category([1, 1], ['y', 'x']) }))).toContain('row 1');
  });
});

describe('numbers', () => {
  it('of 64 bits are compared exactly', () => {
    const [notebook, inPackage] = [values.ints([2n ** 60n]), values.ints([2n ** 60n + 1n])];
    expect(differenceOf(values.frame({ a: notebook }), values.frame({ a: inPackage }))).toContain(
      'differs in 1 of 1 row',
    );
  });

  it('within tolerance are close, and say by how much', () => {
    const comparison = compare(values.array([1, 2]), values.array([1, 2 + 1e-10]));
    expect(comparison.kind === 'close' && comparison.largest).toBeCloseTo(1e-10, 12);
  });

  it('that are NaN, infinite or a negative zero equal themselves', () => {
    expect(compare(values.array([Number.NaN, Infinity, 0]), values.array([Number.NaN, Infinity, -0]))).toEqual({
      kind: 'equal',
    });
    expect(differenceOf(values.array([Infinity]), values.array([-Infinity]))).toContain('differs in 1 of 1 item');
  });

  it('in another order are told from other numbers', () => {
    expect(differenceOf(values.array([3, 1, 2]), values.array([1, 2, 3]))).toBe(
      'has the same values in another order, from item 0 on',
    );
  });

  it('whose blobs were not kept differ without a place', () => {
    const options = { readBlob: () => undefined };
    expect(differenceOf(values.array([1]), values.array([2]), options)).toBe('differs, and is too large to say where');
  });

  it('of a metric may have become plain', () => {
    expect(differenceOf(number(0.5, 'float64'), number(0.5))).toContain('instead of');
    expect(compare(number(0.5, 'float64'), number(0.5), { isLenient: true })).toEqual({ kind: 'equal' });
  });

  it('that count are exact even in a metric', () => {
    expect(differenceOf(number(3, 'int'), number(4, 'int'), { isLenient: true })).toBe(
      'is 4 instead of 3, which is 1 off',
    );
  });
});

describe('objects', () => {
  const model = (...parts: readonly (readonly [string, Observed])[]): Observed => ({
    kind: 'estimator',
    class: 'a.Model',
    parts,
  });

  it('of a class that the package calls otherwise are held against each other by what they hold', () => {
    const renamed = (value: number): Observed => ({
      kind: 'estimator',
      class: 'a.Model_3',
      parts: [['coef_', values.array([value])]],
    });
    expect(compare(model(['coef_', values.array([1])]), renamed(1))).toEqual({ kind: 'equal' });
    expect(differenceOf(model(['coef_', values.array([1])]), renamed(2))).toContain('`coef_`');
    expect(differenceOf(renamed(1), model(['coef_', values.array([1])]))).toBe('is Model instead of Model_3');
  });

  it('differ in the attribute that differs', () => {
    const [notebook, inPackage] = [model(['coef_', values.array([1])]), model(['coef_', values.array([2])])];
    expect(differenceOf(notebook, inPackage)).toBe(
      '`coef_`: differs in 1 of 1 item, by up to 1 (item 0: 1 in the notebook, 2 in the package)',
    );
  });

  it('differ in attributes that one of them lacks', () => {
    expect(differenceOf(model(['a', number(1)]), model())).toBe('lacks `a`');
    expect(differenceOf(model(), model(['a', number(1)]))).toBe('also has `a`');
  });

  it('may hold as a tuple what was a list', () => {
    const sizes = (name: string): Observed => ({
      kind: 'collection',
      class: name,
      length: 1,
      parts: [['0', number(8, 'int')]],
    });
    expect(compare(model(['sizes', sizes('list')]), model(['sizes', sizes('tuple')]))).toEqual({ kind: 'equal' });
    expect(differenceOf(sizes('list'), sizes('tuple'))).toBe('is tuple instead of list');
  });

  it('that cannot be looked at prove nothing', () => {
    const opaque: Observed = { kind: 'opaque', class: 'function', name: 'f' };
    expect(compare(opaque, opaque)).toEqual({ kind: 'opaque' });
    expect(differenceOf(opaque, number(1))).toContain('instead of function');
  });
});

describe('any column', () => {
  const column = fc.array(fc.double(), { maxLength: 40 });

  it('equals itself', () => {
    fc.assert(
      fc.property(column, (numbers) => {
        expect(compare(values.array(numbers), values.array(numbers))).toEqual({ kind: 'equal' });
      }),
    );
  });

  it('differs once one number moves beyond tolerance', () => {
    const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(numbers, fc.nat(), (before, at) => {
        const after = before.map((value, index) => (index === at % before.length ? value + 1 : value));
        expect(compare(values.array(before), values.array(after)).kind).toBe('differs');
      }),
    );
  });
});
