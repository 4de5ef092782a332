/** Calls of what libraries have dropped. */
import { describe, expect, it } from 'vitest';
import { removedFile } from '../../../../schemas/removedApi.ts';
import { findRemoved, loadRemoved } from '../../../../server/src/notebook/effects/findRemoved.ts';
import type { Removed } from '../../../../server/src/notebook/effects/findRemoved.ts';
import type { CallSite } from '../../../../server/src/notebook/effects/effect.ts';
import removed from '../../../../server/src/notebook/effects/removed.json' with { type: 'json' };
import { loadShippedEffects } from '../../../../server/src/notebook/effects/shippedEffects.ts';
import { compareVersions, exactly, readSpecifier } from '../../../../server/src/notebook/packages/versions.ts';
import { callOf, methodOf, something } from './support.ts';

const table = loadRemoved();
const effects = loadShippedEffects();

/** What is found with one version of every library. */
function found(call: CallSite, version: string): readonly Removed[] {
  return findRemoved(table, effects, call, () => exactly(version, 'installed'));
}

describe('findRemoved', () => {
  it('finds a function that is gone', () => {
    expect(found(callOf('sklearn.datasets.load_boston'), '1.2')).toMatchObject([
      { state: 'removed', argument: undefined },
    ]);
  });

  it('is silent in a version that has it', () => {
    expect(found(callOf('sklearn.datasets.load_boston'), '0.24.2')).toEqual([]);
  });

  it('tells that it warns already', () => {
    expect(found(callOf('sklearn.datasets.load_boston'), '1.1.3')).toMatchObject([{ state: 'deprecated' }]);
  });

  it('finds whatever lies in a module that is gone, with its new name', () => {
    expect(found(callOf('sklearn.cross_validation.train_test_split'), '1.5')).toMatchObject([
      { symbol: 'sklearn.cross_validation', rename: { to: 'sklearn.model_selection' } },
    ]);
  });

  it('finds a method by the kind of its object', () => {
    expect(found(methodOf('frame', 'append', [something]), '2.0')).toMatchObject([
      { symbol: 'frame.append', state: 'removed' },
    ]);
    expect(found(methodOf('series', 'iteritems'), '2.2')).toMatchObject([{ rename: { to: 'items' } }]);
    expect(found(methodOf('list', 'append', [something]), '2.0')).toEqual([]);
  });

  it('finds a method by the class that it comes from', () => {
    const model = { kind: 'estimator', type: 'xgboost.XGBClassifier' };
    const call = methodOf(model, 'fit', [something, something], { early_stopping_rounds: 10 });
    expect(found(call, '2.1')).toMatchObject([{ argument: 2, entry: { argument: 'early_stopping_rounds' } }]);
  });

  it('finds an argument, and leaves the rest of the call alone', () => {
    const name = 'sklearn.preprocessing.OneHotEncoder';
    expect(found(callOf(name, [], { handle_unknown: 'ignore', sparse: false }), '1.4')).toMatchObject([
      { argument: 1, rename: { to: 'sparse_output' } },
    ]);
    expect(found(callOf(name, [], { handle_unknown: 'ignore' }), '1.4')).toEqual([]);
  });

  it('finds a value by name and in its place', () => {
    const name = 'sklearn.tree.DecisionTreeRegressor';
    expect(found(callOf(name, ['mse']), '1.2')).toMatchObject([{ argument: 0, rename: { to: 'squared_error' } }]);
    expect(found(callOf(name, [], { criterion: 'mae' }), '1.2')).toMatchObject([{ rename: { to: 'absolute_error' } }]);
    expect(found(callOf(name, [], { criterion: something }), '1.2')).toEqual([]);
  });

  it('puts None in the place of a value', () => {
    const call = callOf('sklearn.linear_model.LogisticRegression', [], { penalty: 'none' });
    expect(found(call, '1.4')).toMatchObject([{ rename: { to: null } }]);
  });

  it('finds arguments that must be named by now', () => {
    expect(found(methodOf('frame', 'drop', ['age', 1]), '2.0')).toMatchObject([{ argument: 1 }]);
    expect(found(methodOf('frame', 'drop', ['age'], { axis: 1 }), '2.0')).toEqual([]);
  });

  it('is sure of nothing when no version is known', () => {
    const call = callOf('sklearn.datasets.load_boston');
    expect(findRemoved(table, effects, call, () => undefined)).toMatchObject([{ state: 'possible' }]);
  });

  it.each([
    ['>=1.2', 'removed'],
    ['>=0.22', 'possible'],
    ['==1.0.*', 'deprecated'],
    ['>=0.20,<1.0', undefined],
  ])('decides by a declared range %s', (specifier, state) => {
    const call = callOf('sklearn.datasets.load_boston');
    expect(findRemoved(table, effects, call, () => readSpecifier(specifier))[0]?.state).toBe(state);
  });
});

describe('removed.json', () => {
  const entries = removedFile.parse(removed);

  it('never takes a version for gone before it warns', () => {
    const wrong = entries.filter(
      ({ deprecatedIn, removedIn }) =>
        deprecatedIn !== undefined && removedIn !== undefined && compareVersions(deprecatedIn, removedIn) >= 0,
    );
    expect(wrong).toEqual([]);
  });

  it('is found by each of its symbols, from the version on that it names', () => {
    const missed = entries.flatMap((entry) =>
      entry.symbols.flatMap((symbol) => {
        const literal = entry.values?.[0] ?? something;
        const positional =
          entry.position === undefined ? [] : Array<typeof something>(entry.position + 1).fill(something);
        const named: Parameters<typeof callOf>[2] = entry.argument === undefined ? {} : { [entry.argument]: literal };
        const call = callOf(symbol, positional, named);
        const version = entry.removedIn ?? entry.deprecatedIn ?? '';
        return found(call, version).some((one) => one.entry.replacement === entry.replacement) ? [] : [symbol];
      }),
    );
    expect(missed).toEqual([]);
  });
});
