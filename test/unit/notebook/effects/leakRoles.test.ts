/** What mixes rows and what does not: the words on which every finding about leaks rests. */
import { describe, expect, it } from 'vitest';
import { lookUpEffect } from '../../../../server/src/notebook/effects/lookUpEffect.ts';
import { loadShippedEffects } from '../../../../server/src/notebook/effects/shippedEffects.ts';
import { callOf, methodOf, something } from './support.ts';

const table = loadShippedEffects();

/** How rows of the first argument, or of the receiver, reach the result. */
function relationsOf(call: Parameters<typeof lookUpEffect>[1]): readonly string[] {
  const from = call.receiver === undefined ? 0 : 'self';
  return lookUpEffect(table, call)
    .rows.filter((flow) => flow.from === from && flow.to === 'result')
    .map(({ relation }) => relation);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}

function roleOf(type: string): string | undefined {
  return lookUpEffect(table, callOf(type)).traits?.role;
}

describe('classes', () => {
  it.each(
    words(`
      preprocessing.StandardScaler preprocessing.MinMaxScaler preprocessing.MaxAbsScaler preprocessing.RobustScaler
      preprocessing.PowerTransformer preprocessing.QuantileTransformer preprocessing.KBinsDiscretizer
      preprocessing.SplineTransformer preprocessing.KernelCenterer impute.SimpleImputer impute.IterativeImputer
      impute.KNNImputer preprocessing.Imputer feature_selection.SelectKBest feature_selection.SelectPercentile
      feature_selection.SelectFromModel feature_selection.SequentialFeatureSelector feature_selection.RFE
      feature_selection.RFECV feature_selection.VarianceThreshold decomposition.PCA decomposition.IncrementalPCA
      decomposition.KernelPCA decomposition.TruncatedSVD decomposition.NMF decomposition.FastICA manifold.TSNE
      feature_extraction.text.CountVectorizer feature_extraction.text.TfidfVectorizer preprocessing.TargetEncoder
    `).map((name) => `sklearn.${name}`),
  )('%s mixes rows when it is fitted', (type) => {
    expect(roleOf(type)).toBe('reducer');
  });

  it.each(
    words(`
      preprocessing.LabelEncoder preprocessing.OneHotEncoder preprocessing.OrdinalEncoder preprocessing.LabelBinarizer
      preprocessing.MultiLabelBinarizer preprocessing.Normalizer preprocessing.Binarizer
      preprocessing.FunctionTransformer preprocessing.PolynomialFeatures feature_extraction.text.HashingVectorizer
    `).map((name) => `sklearn.${name}`),
  )('%s does not', (type) => {
    expect(['encoder', 'stateless']).toContain(roleOf(type));
  });

  it.each([
    ['sklearn.cluster.KMeans', 'clusterer'],
    ['sklearn.mixture.GaussianMixture', 'clusterer'],
    ['sklearn.ensemble.IsolationForest', 'outlier-detector'],
    ['sklearn.compose.ColumnTransformer', 'composite'],
    ['imblearn.pipeline.Pipeline', 'composite'],
    ['sklearn.pipeline.Pipeline', 'composite'],
    ['sklearn.model_selection.GridSearchCV', 'search'],
    ['imblearn.over_sampling.SMOTE', 'resampler'],
    ['category_encoders.TargetEncoder', 'reducer'],
    ['umap.UMAP', 'reducer'],
    ['keras.layers.Normalization', 'reducer'],
    ['lightgbm.LGBMClassifier', 'estimator'],
    ['sklearn.linear_model.LinearRegression', 'estimator'],
  ])('%s is a %s', (type, role) => {
    expect(roleOf(type)).toBe(role);
  });
});

describe('frames', () => {
  it.each(
    words(`mean median std var mode min max quantile sum count skew kurt describe corr cov rank nlargest nsmallest agg
      value_counts cumsum cumprod cummax cummin diff pct_change interpolate bfill ffill`),
  )('%s mixes rows', (method) => {
    expect(relationsOf(methodOf('frame', method))).toContain('summary');
  });

  it.each(words('dropna drop_duplicates sort_values isnull map shift copy astype reset_index clip get'))(
    '%s does not',
    (method) => {
      expect(relationsOf(methodOf('frame', method))).not.toContain('summary');
    },
  );

  it.each(words('mean transform agg cumsum'))('%s of groups mixes rows', (method) => {
    expect(relationsOf(methodOf('groupby', method, [something]))).toContain('summary');
  });
});

describe('functions', () => {
  it.each(
    words(`sklearn.preprocessing.scale sklearn.preprocessing.minmax_scale sklearn.preprocessing.maxabs_scale
      sklearn.preprocessing.robust_scale sklearn.preprocessing.quantile_transform
      sklearn.preprocessing.power_transform scipy.stats.zscore scipy.stats.boxcox pandas.qcut numpy.mean numpy.median
      numpy.std numpy.percentile numpy.histogram`),
  )('%s mixes rows', (name) => {
    expect(relationsOf(callOf(name, [something]))).toContain('summary');
  });

  it.each(words('pandas.get_dummies pandas.factorize sklearn.preprocessing.normalize numpy.log numpy.where'))(
    '%s does not',
    (name) => {
      expect(relationsOf(callOf(name, [something]))).toEqual(['same']);
    },
  );

  it.each([
    callOf('sklearn.utils.resample', [something]),
    callOf('numpy.repeat', [something, 2]),
    methodOf('frame', 'sample', [], { replace: true }),
    methodOf('keras-generator', 'flow', [something]),
  ])('makes copies of rows', (call) => {
    expect(lookUpEffect(table, call).rows.map(({ relation }) => relation)).toContain('duplicates');
  });

  it.each([
    ['sklearn.metrics.accuracy_score', 'metric'],
    ['sklearn.model_selection.cross_val_score', 'cross-validate'],
    ['xgboost.train', 'fit'],
    ['torch.utils.data.random_split', 'split'],
    ['seaborn.heatmap', 'show'],
    ['joblib.dump', 'save'],
    ['joblib.load', 'load'],
  ])('%s has the role %s', (name, role) => {
    expect(lookUpEffect(table, callOf(name, [something, something])).role).toBe(role);
  });
});

describe('stages', () => {
  it.each([
    [
      'data',
      words('pandas.read_csv glob.glob os.listdir cv2.imread PIL.Image.open sklearn.datasets.load_iris pandas.merge'),
    ],
    ['features', words('pandas.get_dummies pandas.cut numpy.log keras.utils.pad_sequences sklearn.decomposition.PCA')],
    [
      'split',
      words('sklearn.model_selection.train_test_split sklearn.model_selection.KFold torch.utils.data.random_split'),
    ],
    [
      'train',
      words('sklearn.svm.SVC keras.Sequential sklearn.model_selection.cross_val_score lightgbm.train pickle.dump'),
    ],
    [
      'evaluate',
      words('sklearn.metrics.confusion_matrix sklearn.metrics.roc_curve sklearn.inspection.permutation_importance'),
    ],
    ['infer', words('joblib.load keras.models.load_model')],
    ['explore', words('seaborn.pairplot matplotlib.pyplot.show builtins.print IPython.display.display')],
  ])('seeds %s', (stage, names) => {
    const others = names.filter((name) => lookUpEffect(table, callOf(name, [something, something])).stage !== stage);
    expect(others).toEqual([]);
  });
});
