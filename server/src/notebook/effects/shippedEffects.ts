/** The shipped table, from its files: one for each library, generated lists before what is written by hand. */
import type { EffectTable, ShippedEffects } from './effectTable.ts';
import { createEffectTable } from './effectTable.ts';
import builtins from './library/builtins.json' with { type: 'json' };
import standardLibrary from './library/standard-library.json' with { type: 'json' };
import io from './library/io.json' with { type: 'json' };
import pickle from './library/pickle.json' with { type: 'json' };
import pandas from './library/pandas.json' with { type: 'json' };
import numpy from './library/numpy.json' with { type: 'json' };
import scipy from './library/scipy.json' with { type: 'json' };
import scikitLearnClasses from './library/scikit-learn-classes.json' with { type: 'json' };
import scikitLearn from './library/scikit-learn.json' with { type: 'json' };
import sklearnPandas from './library/sklearn-pandas.json' with { type: 'json' };
import categoryEncoders from './library/category-encoders.json' with { type: 'json' };
import imbalancedLearnClasses from './library/imbalanced-learn-classes.json' with { type: 'json' };
import imbalancedLearn from './library/imbalanced-learn.json' with { type: 'json' };
import xgboost from './library/xgboost.json' with { type: 'json' };
import lightgbm from './library/lightgbm.json' with { type: 'json' };
import catboost from './library/catboost.json' with { type: 'json' };
import statsmodels from './library/statsmodels.json' with { type: 'json' };
import prophet from './library/prophet.json' with { type: 'json' };
import pymc from './library/pymc.json' with { type: 'json' };
import survival from './library/survival.json' with { type: 'json' };
import torch from './library/torch.json' with { type: 'json' };
import lightning from './library/lightning.json' with { type: 'json' };
import datasets from './library/datasets.json' with { type: 'json' };
import transformers from './library/transformers.json' with { type: 'json' };
import keras from './library/keras.json' with { type: 'json' };
import matplotlib from './library/matplotlib.json' with { type: 'json' };
import seaborn from './library/seaborn.json' with { type: 'json' };
import plots from './library/plots.json' with { type: 'json' };

/** As they lie in the folder `library`, for the tests that look at every entry. */
export const shippedEffectFiles: readonly ShippedEffects[] = [
  builtins,
  standardLibrary,
  io,
  pickle,
  pandas,
  numpy,
  scipy,
  scikitLearnClasses,
  scikitLearn,
  sklearnPandas,
  categoryEncoders,
  imbalancedLearnClasses,
  imbalancedLearn,
  xgboost,
  lightgbm,
  catboost,
  statsmodels,
  prophet,
  pymc,
  survival,
  torch,
  lightning,
  datasets,
  transformers,
  keras,
  matplotlib,
  seaborn,
  plots,
];

let table: EffectTable | undefined;

/** Made once in a process, and never changed. What the files hold is tested, so that nothing of it is checked here. */
export function loadShippedEffects(): EffectTable {
  return (table ??= createEffectTable(shippedEffectFiles));
}
