/** What a call does, by the shipped table. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withProjectEffects } from '../../../../server/src/notebook/effects/effectTable.ts';
import { lookUpAttribute } from '../../../../server/src/notebook/effects/lookUpAttribute.ts';
import { lookUpEffect } from '../../../../server/src/notebook/effects/lookUpEffect.ts';
import { readProjectEffects } from '../../../../server/src/notebook/effects/projectEffects.ts';
import { loadShippedEffects } from '../../../../server/src/notebook/effects/shippedEffects.ts';
import { callOf, methodOf, something } from './support.ts';

const table = loadShippedEffects();
const scaler = { kind: 'transformer', type: 'sklearn.preprocessing.StandardScaler' };

describe('reading and writing files', () => {
  it('reads the file that the first argument names', () => {
    const effect = lookUpEffect(table, callOf('pandas.read_csv', ['a.csv']));
    expect(effect).toMatchObject({
      reads: [0],
      returns: { kind: 'frame', identity: 'fresh' },
      rows: [],
      stage: 'data',
    });
  });

  it('finds the file when it is given by name', () => {
    expect(lookUpEffect(table, callOf('pandas.read_csv', [], { sep: ';', filepath_or_buffer: 'a.csv' })).reads).toEqual(
      [1],
    );
  });

  it('writes the receiver into a file', () => {
    const effect = lookUpEffect(table, methodOf('frame', 'to_csv', ['a.csv']));
    expect(effect).toMatchObject({ writes: [0], data: 'self', mutates: [] });
  });

  it.each([
    ['r', { reads: [0], writes: [] }],
    ['wb', { reads: ['$cwd'], writes: [0] }],
  ])('opens a file with mode %s', (mode, expected) => {
    expect(lookUpEffect(table, callOf('builtins.open', ['a.txt', mode]))).toMatchObject(expected);
  });
});

describe('what a call says of itself', () => {
  it.each([
    ['transformers.BertForMaskedLM.from_pretrained', 'MaskedLM'],
    ['transformers.AutoModelForSequenceClassification', 'SequenceClassification'],
    ['transformers.TFLongformerForQuestionAnswering.from_pretrained', 'QuestionAnswering'],
    ['transformers.BertModel.from_pretrained', undefined],
    ['sklearn.linear_model.Ridge', undefined],
  ])('is the task of the model that %s makes', (name, task) => {
    expect(lookUpEffect(table, callOf(name, [something])).task).toBe(task);
  });

  it('is a task of a project’s own', () => {
    const { file } = readProjectEffects('mylib.load_ranker: {returns: estimator, task: ranking}\n');
    const own = withProjectEffects(table, file);
    expect(lookUpEffect(own, callOf('mylib.load_ranker')).task).toBe('ranking');
  });

  it('is where it reports how long it took', () => {
    const call = callOf('sklearn.model_selection.cross_validate', [something, something, something]);
    expect(lookUpEffect(table, call).timings).toEqual(['fit_time', 'score_time']);
    expect(lookUpEffect(table, callOf('pandas.read_csv', ['a.csv'])).timings).toEqual([]);
  });
});

describe('changes in place', () => {
  it('gives a new frame without inplace', () => {
    const effect = lookUpEffect(table, methodOf('frame', 'dropna'));
    expect(effect.mutates).toEqual([]);
    expect(effect.rows).toEqual([{ from: 'self', to: 'result', relation: 'part', isCertain: true }]);
  });

  it('changes the frame and returns nothing with inplace=True', () => {
    const effect = lookUpEffect(table, methodOf('frame', 'dropna', [], { inplace: true }));
    expect(effect).toMatchObject({ mutates: [{ target: 'self', isCertain: true }], returns: { kind: 'none' } });
    expect(effect.rows).toEqual([{ from: 'self', to: 'self', relation: 'part', isCertain: true }]);
  });

  it('may change the frame when inplace is a variable', () => {
    const effect = lookUpEffect(table, methodOf('frame', 'dropna', [], { inplace: something }));
    expect(effect.mutates).toEqual([{ target: 'self', isCertain: false }]);
  });

  it('changes the argument that numpy is told to write to', () => {
    const effect = lookUpEffect(table, callOf('numpy.exp', [something], { out: something }));
    expect(effect).toMatchObject({ mutates: [{ target: 1 }], returns: { identity: 'alias', of: 1 } });
  });

  it('appends to a list, but makes a new frame', () => {
    expect(lookUpEffect(table, methodOf('list', 'append', [something])).mutates).toEqual([
      { target: 'self', isCertain: true },
    ]);
    expect(lookUpEffect(table, methodOf('frame', 'append', [something])).mutates).toEqual([]);
  });
});

describe('rows', () => {
  const relation = (call: Parameters<typeof lookUpEffect>[1]): unknown =>
    lookUpEffect(table, call)
      .rows.filter(({ relation: word }) => word !== 'uses')
      .map(({ from, relation: word }) => [from, word]);

  it('drops rows by label, and columns by name', () => {
    expect(relation(methodOf('frame', 'drop', [something]))).toEqual([['self', 'part']]);
    expect(relation(methodOf('frame', 'drop', [something], { axis: 1 }))).toEqual([['self', 'same']]);
    expect(relation(methodOf('frame', 'drop', [], { columns: something }))).toEqual([['self', 'same']]);
  });

  it('mixes rows in a mean, unless it goes along the columns', () => {
    expect(relation(methodOf('frame', 'mean'))).toEqual([['self', 'summary']]);
    expect(relation(methodOf('frame', 'mean', [1]))).toEqual([['self', 'same']]);
  });

  it('mixes rows when cut has to find the edges', () => {
    expect(relation(callOf('pandas.cut', [something, 4]))).toEqual([
      [0, 'same'],
      [0, 'summary'],
    ]);
    expect(relation(callOf('pandas.cut', [something, something]))).toEqual([[0, 'same']]);
  });

  it('joins frames below each other, and columns beside each other', () => {
    expect(relation(callOf('pandas.concat', [something]))).toEqual([[0, 'contains']]);
    expect(relation(callOf('pandas.concat', [something], { axis: 1 }))).toEqual([[0, 'same']]);
  });

  it('makes copies of rows in over-sampling, and leaves rows out in under-sampling', () => {
    const sampler = (type: string) => methodOf({ kind: 'resampler', type }, 'fit_resample', [something, something]);
    expect(relation(sampler('imblearn.over_sampling.SMOTE'))).toEqual([[0, 'duplicates']]);
    expect(relation(sampler('imblearn.under_sampling.RandomUnderSampler'))).toEqual([[0, 'part']]);
  });

  it('lets the other arguments be used', () => {
    const effect = lookUpEffect(table, methodOf('frame', 'fillna', [something]));
    expect(effect.rows).toContainEqual({ from: 0, to: 'result', relation: 'uses', isCertain: true });
  });

  it('splits each array into two parts that do not overlap', () => {
    const effect = lookUpEffect(table, callOf('sklearn.model_selection.train_test_split', [something, something]));
    expect(effect).toMatchObject({ splits: 'pairs', role: 'split', draws: ['numpy'] });
    expect(effect.rows.map(({ from, relation: word }) => [from, word])).toEqual([
      [0, 'part'],
      [1, 'part'],
    ]);
  });
});

describe('fitting', () => {
  it('learns from the rows first, and then gives all of them', () => {
    const effect = lookUpEffect(table, methodOf(scaler, 'fit_transform', [something]));
    expect(effect).toMatchObject({ role: 'fit-transform', data: 0, traits: { role: 'reducer' } });
    expect(effect.rows).toEqual([
      { from: 0, to: 'self', relation: 'summary', isCertain: true },
      { from: 0, to: 'result', relation: 'same', isCertain: true },
      { from: 'self', to: 'result', relation: 'uses', isCertain: true },
    ]);
  });

  it('returns the fitted object itself', () => {
    const effect = lookUpEffect(table, methodOf(scaler, 'fit', [something]));
    expect(effect.returns).toMatchObject({ identity: 'alias', of: 'self', type: scaler.type });
  });

  it('learns nothing that could leak in an encoder', () => {
    const encoder = { kind: 'transformer', type: 'sklearn.preprocessing.LabelEncoder' };
    const effect = lookUpEffect(table, methodOf(encoder, 'fit_transform', [something]));
    expect(effect.rows.map(({ relation }) => relation)).not.toContain('summary');
  });

  it('learns nothing in an imputer with a constant', () => {
    const made = lookUpEffect(table, callOf('sklearn.impute.SimpleImputer', [], { strategy: 'constant' }));
    expect(made.traits?.role).toBe('stateless');
    const receiver = { kind: 'transformer', type: 'sklearn.impute.SimpleImputer', traits: made.traits };
    expect(lookUpEffect(table, methodOf(receiver, 'fit', [something])).rows).toEqual([]);
  });

  it('knows the validation data of a boosted model', () => {
    const model = { kind: 'estimator', type: 'xgboost.XGBClassifier' };
    const effect = lookUpEffect(table, methodOf(model, 'fit', [something, something], { eval_set: something }));
    expect(effect).toMatchObject({ data: 0, labels: 1, validation: [2], role: 'fit' });
  });

  it('shares the methods of estimators with clusterers, searches and pipelines', () => {
    for (const kind of ['clusterer', 'search', 'pipeline']) {
      expect(lookUpEffect(table, methodOf(kind, 'fit', [something])).key).toBe('estimator.fit');
    }
  });
});

describe('random numbers', () => {
  it('draws from nothing that is shared when a seed is given', () => {
    const seeded = callOf('sklearn.model_selection.train_test_split', [something], { random_state: 0 });
    expect(lookUpEffect(table, seeded)).toMatchObject({ draws: [], seed: 1 });
  });

  it('takes a seed of None for no seed', () => {
    const unseeded = callOf('sklearn.model_selection.train_test_split', [something], { random_state: null });
    expect(lookUpEffect(table, unseeded).draws).toEqual(['numpy']);
  });

  it('draws when the model is fitted, not when it is made', () => {
    const made = lookUpEffect(table, callOf('sklearn.ensemble.RandomForestClassifier'));
    expect(made).toMatchObject({ draws: [], seedParameter: 'random_state', traits: { draws: ['numpy'] } });
    const model = { kind: made.returns.kind, type: made.returns.type, traits: made.traits };
    expect(lookUpEffect(table, methodOf(model, 'fit', [something])).draws).toEqual(['numpy']);
  });

  it('draws nothing in a regression whose solver is exact', () => {
    expect(lookUpEffect(table, callOf('sklearn.linear_model.LogisticRegression')).traits?.draws).toEqual([]);
    const solver = callOf('sklearn.linear_model.LogisticRegression', [], { solver: 'saga' });
    expect(lookUpEffect(table, solver).traits?.draws).toEqual(['numpy']);
  });

  it('draws folds only when they are shuffled', () => {
    expect(lookUpEffect(table, callOf('sklearn.model_selection.KFold', [5])).traits?.draws).toEqual([]);
    expect(lookUpEffect(table, callOf('sklearn.model_selection.KFold', [5], { shuffle: true })).traits?.draws).toEqual([
      'numpy',
    ]);
  });

  it('seeds', () => {
    expect(lookUpEffect(table, callOf('numpy.random.seed', [0])).seeds).toEqual(['numpy']);
  });
});

describe('names', () => {
  it.each([
    ['tensorflow.keras.layers.Dense', 'keras-layer', 'keras.layers.Dense'],
    ['sklearn.cross_validation.KFold', 'splitter', 'sklearn.model_selection.KFold'],
    ['keras.models.Sequential', 'keras-model', 'keras.Sequential'],
    ['torch.nn.Linear', 'torch-module', 'torch.nn.Linear'],
  ])('knows %s', (name, kind, type) => {
    expect(lookUpEffect(table, callOf(name)).returns).toMatchObject({ kind, type, identity: 'fresh' });
  });

  it('prefers an entry by name to one with a star', () => {
    expect(lookUpEffect(table, callOf('matplotlib.pyplot.imread', ['a.png'])).key).toBe('matplotlib.pyplot.imread');
    expect(lookUpEffect(table, callOf('matplotlib.pyplot.plot', [something]))).toMatchObject({
      key: 'matplotlib.pyplot.*',
      role: 'show',
    });
  });

  it('tells the kind of an unknown object by a method that no other kind has', () => {
    expect(lookUpEffect(table, methodOf('unknown', 'drop_duplicates')).key).toBe('frame.drop_duplicates');
  });

  it('assumes the worst of a call that nobody describes, and is sure of nothing', () => {
    const effect = lookUpEffect(table, methodOf('unknown', 'polish', [something, 3]));
    expect(effect).toMatchObject({ source: 'unknown', key: undefined, returns: { identity: 'unknown' } });
    expect(effect.mutates).toEqual([
      { target: 'self', isCertain: false },
      { target: 0, isCertain: false },
    ]);
    expect(effect.rows.every(({ isCertain }) => !isCertain)).toBe(true);
  });

  it('never changes a text', () => {
    expect(lookUpEffect(table, methodOf('text', 'polish', [something])).mutates).toEqual([]);
  });

  it('answers any call', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('frame', 'fit', 'numpy.random.', 'constructor', '__proto__', '*'),
    );
    const argument = fc.record({ keyword: fc.option(text, { nil: undefined }), literal: fc.constant(undefined) });
    const receiver = fc.record({ kind: text, type: fc.option(text, { nil: undefined }) });
    const call = fc.record({
      name: fc.option(text, { nil: undefined }),
      receiver: fc.option(receiver, { nil: undefined }),
      method: fc.option(text, { nil: undefined }),
      arguments: fc.array(argument),
    });
    fc.assert(
      fc.property(call, (site) => {
        const { mutates } = lookUpEffect(table, site);
        const targets = mutates.map(({ target }) => target).filter((target) => typeof target === 'number');
        return targets.every((index) => index < site.arguments.length);
      }),
    );
  });
});

describe('attributes', () => {
  it('shares memory between a frame and its values', () => {
    const meaning = lookUpAttribute(table, { kind: 'frame', type: undefined }, 'values');
    expect(meaning?.returns).toMatchObject({ kind: 'array', identity: 'view', of: 'self' });
  });

  it('keeps the rows out of a shape', () => {
    expect(lookUpAttribute(table, { kind: 'frame', type: 'pandas.DataFrame' }, 'shape')?.rows).toEqual([]);
  });

  it('knows the options of matplotlib as a resource', () => {
    expect(lookUpAttribute(table, 'matplotlib.pyplot', 'rcParams')?.resource).toBe('$options');
  });

  it('knows nothing about other attributes', () => {
    expect(lookUpAttribute(table, { kind: 'frame', type: undefined }, 'age')).toBeUndefined();
  });
});

describe('entries of a project', () => {
  const project = withProjectEffects(
    table,
    readProjectEffects(
      'mylib.clean: {mutates: none, rows: same}\nModel.train: {mutates: self, role: train}\nframe.dropna: {rows: same}\n',
    ).file,
  );

  it('describe what the table does not know', () => {
    const effect = lookUpEffect(project, { ...callOf('mylib.clean', [something]) });
    expect(effect).toMatchObject({ source: 'project', mutates: [], role: undefined });
  });

  it('describe methods of their own classes', () => {
    const effect = lookUpEffect(project, methodOf({ kind: 'unknown', type: 'Model' }, 'train', [something]));
    expect(effect).toMatchObject({ source: 'project', mutates: [{ target: 'self', isCertain: true }], role: 'fit' });
  });

  it('win over the table', () => {
    expect(lookUpEffect(project, methodOf('frame', 'dropna')).rows[0]?.relation).toBe('same');
  });
});
