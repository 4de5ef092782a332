/** Packages that are there although nobody declares them: under another name, or because a declared one brings them. */
import type { DeclaredVersions } from './declaredVersions.ts';

/** Distributions that can stand for each other: the same module, or another engine for the same thing. */
const alternatives: readonly (readonly string[])[] = [
  ['opencv-python', 'opencv-python-headless', 'opencv-contrib-python', 'opencv-contrib-python-headless'],
  ['tensorflow', 'tensorflow-cpu', 'tensorflow-gpu', 'tensorflow-macos', 'tensorflow-intel'],
  ['psycopg2', 'psycopg2-binary', 'psycopg'],
  ['faiss-cpu', 'faiss-gpu'],
  ['pyarrow', 'fastparquet'],
  ['lxml', 'html5lib'],
  ['onnxruntime', 'onnxruntime-gpu'],
  ['pillow', 'pillow-simd'],
  ['scikit-learn', 'sklearn'],
  ['beautifulsoup4', 'bs4'],
  ['dask', 'dask-expr'],
  ['pandas-profiling', 'ydata-profiling'],
  ['fbprophet', 'prophet'],
  ['lightning', 'pytorch-lightning'],
  ['cupy', 'cupy-cuda11x', 'cupy-cuda12x', 'cupy-cuda13x'],
];

/** What a distribution, or an extra of it, has required in every version that is in use. */
const brings: ReadonlyMap<string, readonly string[]> = new Map([
  ['pandas', ['numpy', 'python-dateutil']],
  ['scipy', ['numpy']],
  ['matplotlib', ['numpy', 'pillow', 'python-dateutil', 'packaging']],
  ['seaborn', ['numpy', 'pandas', 'matplotlib']],
  ['scikit-learn', ['numpy', 'scipy', 'joblib', 'threadpoolctl']],
  ['sklearn', ['scikit-learn']],
  ['statsmodels', ['numpy', 'scipy', 'pandas', 'patsy']],
  ['imbalanced-learn', ['scikit-learn']],
  ['category-encoders', ['scikit-learn', 'pandas', 'statsmodels']],
  ['xgboost', ['numpy', 'scipy']],
  ['lightgbm', ['numpy', 'scipy']],
  ['catboost', ['numpy', 'scipy', 'pandas', 'matplotlib', 'plotly']],
  ['tensorflow', ['numpy', 'keras', 'h5py', 'tensorboard']],
  ['keras', ['numpy', 'h5py']],
  ['torchvision', ['torch', 'numpy', 'pillow']],
  ['torchaudio', ['torch']],
  ['lightning', ['torch', 'numpy']],
  ['pytorch-lightning', ['torch', 'numpy', 'pyyaml']],
  ['fastai', ['torch', 'torchvision', 'matplotlib', 'pandas', 'scikit-learn', 'scipy', 'pillow', 'requests']],
  ['transformers', ['numpy', 'requests', 'tqdm', 'tokenizers', 'pyyaml']],
  ['datasets', ['numpy', 'pandas', 'pyarrow', 'tqdm', 'requests']],
  ['mlxtend', ['scikit-learn', 'pandas', 'matplotlib', 'joblib']],
  ['yellowbrick', ['scikit-learn', 'matplotlib']],
  ['shap', ['numpy', 'scipy', 'scikit-learn', 'pandas', 'tqdm', 'numba']],
  ['pycaret', ['scikit-learn', 'pandas', 'matplotlib', 'lightgbm', 'plotly']],
  ['gensim', ['numpy', 'scipy']],
  ['nltk', ['joblib', 'regex', 'tqdm', 'click']],
  ['spacy', ['numpy', 'tqdm', 'requests', 'pydantic']],
  ['prophet', ['pandas', 'numpy', 'matplotlib']],
  ['geopandas', ['pandas', 'shapely', 'pyproj']],
  ['plotly', ['packaging']],
  ['mlflow', ['pandas', 'numpy', 'scikit-learn', 'matplotlib', 'sqlalchemy', 'flask', 'pyarrow', 'scipy']],
  ['flask', ['jinja2', 'werkzeug', 'click']],
  ['jupyter', ['ipywidgets']],
  ['bokeh', ['jinja2', 'numpy', 'pandas', 'pillow', 'pyyaml']],
  ['wordcloud', ['numpy', 'pillow', 'matplotlib']],
  ['missingno', ['numpy', 'pandas', 'matplotlib', 'seaborn', 'scipy']],
  ['librosa', ['numpy', 'scipy', 'scikit-learn', 'numba', 'soundfile', 'joblib']],
  ['scikit-image', ['numpy', 'scipy', 'pillow', 'networkx', 'imageio']],
  ['umap-learn', ['numpy', 'scipy', 'scikit-learn', 'numba', 'tqdm']],
  ['hdbscan', ['numpy', 'scipy', 'scikit-learn', 'joblib']],
  ['pmdarima', ['numpy', 'pandas', 'scikit-learn', 'scipy', 'statsmodels', 'joblib']],
  ['lifelines', ['numpy', 'pandas', 'scipy', 'matplotlib']],
  ['optuna', ['numpy', 'tqdm', 'sqlalchemy', 'pyyaml']],
  ['pyspark', ['py4j']],
  ['pandas[excel]', ['openpyxl', 'xlrd', 'xlsxwriter', 'odfpy', 'pyxlsb']],
  ['pandas[parquet]', ['pyarrow']],
  ['pandas[feather]', ['pyarrow']],
  ['pandas[hdf5]', ['tables']],
  ['pandas[html]', ['lxml', 'html5lib', 'beautifulsoup4']],
  ['pandas[xml]', ['lxml']],
  ['pandas[plot]', ['matplotlib']],
  ['pandas[output-formatting]', ['jinja2', 'tabulate']],
  ['pandas[computation]', ['scipy', 'xarray']],
  ['pandas[performance]', ['numba', 'numexpr', 'bottleneck']],
  ['pandas[postgresql]', ['sqlalchemy', 'psycopg2']],
  ['pandas[mysql]', ['sqlalchemy', 'pymysql']],
  ['pandas[aws]', ['s3fs']],
  [
    'pandas[all]',
    [
      'openpyxl',
      'xlrd',
      'pyarrow',
      'tables',
      'lxml',
      'matplotlib',
      'jinja2',
      'tabulate',
      'scipy',
      'sqlalchemy',
      's3fs',
    ],
  ],
  ['transformers[torch]', ['torch', 'accelerate']],
  ['transformers[sentencepiece]', ['sentencepiece', 'protobuf']],
  ['transformers[vision]', ['pillow']],
  ['datasets[audio]', ['soundfile']],
  ['datasets[vision]', ['pillow']],
  ['xgboost[pandas]', ['pandas']],
  ['xgboost[plotting]', ['graphviz', 'matplotlib']],
  ['xgboost[scikit-learn]', ['scikit-learn']],
  ['lightgbm[pandas]', ['pandas']],
  ['lightgbm[scikit-learn]', ['scikit-learn', 'scipy']],
  ['seaborn[stats]', ['scipy', 'statsmodels']],
  ['dask[dataframe]', ['pandas', 'numpy', 'pyarrow']],
  ['dask[array]', ['numpy']],
  ['dask[complete]', ['pandas', 'numpy', 'pyarrow', 'distributed', 'bokeh', 'jinja2']],
  [
    'anaconda',
    ['numpy', 'pandas', 'scipy', 'scikit-learn', 'matplotlib', 'seaborn', 'statsmodels', 'openpyxl', 'xlrd'],
  ],
]);

/**
 * Whether a package is there once all declared ones are installed.
 *
 * @param distribution normalised name
 */
export function isCovered(distribution: string, declared: DeclaredVersions): boolean {
  const wanted = new Set(namesFor(distribution));
  const open = [...declared.keys()];
  const seen = new Set(open);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (wanted.has(name)) return true;
    for (const brought of namesFor(name).flatMap((one) => brings.get(one) ?? [])) {
      if (!seen.has(brought)) open.push(brought);
      seen.add(brought);
    }
  }
  return false;
}

function namesFor(distribution: string): readonly string[] {
  return alternatives.find((names) => names.includes(distribution)) ?? [distribution];
}
