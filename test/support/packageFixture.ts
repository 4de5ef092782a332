/** A notebook whose features need everything that training can learn, with rows that have gaps, and words that repeat. */

/** Rows as CSV, the same each time. */
export function shopsTable(rows = 240): string {
  let state = 17;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const lines = ['shop,town,kind,size,age,visits,busy'];
  for (let row = 0; row < rows; row += 1) {
    const town = ['Ulm', 'Bonn', 'Jena'][Math.floor(next() * 3)] ?? 'Ulm';
    const kind = next() > 0.4 ? 'food' : 'books';
    const size = 20 + Math.floor(next() * 300);
    const age = next() > 0.15 ? String(Math.floor(next() * 60)) : '';
    const visits = Math.floor(next() * 90);
    const busy = size + visits * 3 + (town === 'Bonn' ? 90 : 0) + next() * 120 > 330 ? 'yes' : 'no';
    lines.push(`s${row},${town},${kind},${size},${age},${visits},${busy}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Leaks nothing: what is fitted by an object sees training rows alone. */
export const shopsNotebook: readonly string[] = [
  `import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler`,
  'shops = pd.read_csv("shops.csv")',
  'shops = shops[shops["size"] > 25]\nshops = shops.drop_duplicates()',
  `def per_square_metre(visits, size):
    return visits / size

shops["age"] = shops["age"].fillna(shops["age"].median())
shops["density"] = per_square_metre(shops["visits"], shops["size"])
shops["kind"] = shops["kind"].astype("category").cat.codes`,
  'towns = pd.get_dummies(shops["town"], drop_first=True)\nshops = pd.concat([shops, towns], axis=1)',
  'common_size = shops["size"].mean()\nshops["size"] = np.log(shops["size"] / common_size)',
  'X = shops.drop(["shop", "town", "busy"], axis=1)\ny = LabelEncoder().fit_transform(shops["busy"])',
  'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)',
  'scaler = StandardScaler()\nZ_train = scaler.fit_transform(X_train)\nZ_test = scaler.transform(X_test)',
  'model = LogisticRegression(max_iter=500)\nmodel.fit(Z_train, y_train)',
  'predicted = model.predict(Z_test)\nprint(accuracy_score(y_test, predicted))',
];

/** Leaks: the scaler and the means of towns see all rows. */
export const leakingNotebook: readonly string[] = [
  ...shopsNotebook.slice(0, 4),
  'shops["busy"] = (shops["busy"] == "yes").astype(int)\nshops["town_rate"] = shops.groupby("town")["busy"].transform("mean")',
  'scaler = StandardScaler()\nX = pd.DataFrame(scaler.fit_transform(shops[["age", "density", "town_rate"]]), index=shops.index)\ny = shops["busy"]',
  'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25)',
  'model = LogisticRegression(C=0.5)\nmodel.fit(X_train, y_train)',
  'predicted = model.predict(X_test)\nprint(accuracy_score(y_test, predicted))',
];

/** Reads and chooses in functions, and trains inside a block. */
export const functionsNotebook: readonly string[] = [
  `import warnings

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, StandardScaler`,
  `def read_shops(path):
    shops = pd.read_csv(path)
    shops["density"] = shops["visits"] / shops["size"]
    return shops


def choose(shops):
    columns = ["size", "age", "visits", "density"]
    return shops[columns]`,
  'shops = read_shops("shops.csv")\nshops["age"] = shops["age"].fillna(shops["age"].median())',
  'X = choose(shops)\ny = LabelEncoder().fit_transform(shops["busy"])',
  'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)',
  `with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    model.fit(X_train, y_train)`,
  'predicted = model.predict(X_test)\nprint(accuracy_score(y_test, predicted))',
];

/** Trains by a function of a boosting library, which takes a data set of its own. */
function boostedNotebook(library: string, ...boosting: readonly string[]): readonly string[] {
  return [
    `import numpy as np
import pandas as pd
import ${library}
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split`,
    'shops = pd.read_csv("shops.csv")',
    `shops["age"] = shops["age"].fillna(shops["age"].median())
shops["density"] = shops["visits"] / shops["size"]
shops["kind"] = shops["kind"].astype("category")
shops["busy"] = (shops["busy"] == "yes").astype(int)`,
    'X = shops[["kind", "size", "age", "density"]]\ny = shops["busy"]',
    'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)',
    ...boosting,
    'predicted = (chances > 0.5).astype(int)\nprint(accuracy_score(y_test, predicted))',
  ];
}

export const xgboostNotebook = boostedNotebook(
  'xgboost as xgb',
  'dtrain = xgb.DMatrix(X_train, label=y_train, enable_categorical=True)\ndtest = xgb.DMatrix(X_test, y_test, enable_categorical=True)',
  'params = {"objective": "binary:logistic", "max_depth": 3, "seed": 1}\nmodel = xgb.train(params, dtrain, num_boost_round=20)',
  'chances = model.predict(dtest)',
);

export const lightgbmNotebook = boostedNotebook(
  'lightgbm as lgb',
  'train_set = lgb.Dataset(X_train, y_train)',
  'params = {"objective": "binary", "num_leaves": 7, "verbose": -1, "seed": 1}\nmodel = lgb.train(params, train_set, 20)',
  'chances = model.predict(X_test, num_iteration=model.best_iteration)',
);

/** Trains a network of keras, whose answers are chances; the library looks up its backend when it is imported. */
export const kerasNotebook: readonly string[] = [
  `import os

os.environ["KERAS_BACKEND"] = "jax"
import keras
import pandas as pd
from keras import layers
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler`,
  'shops = pd.read_csv("shops.csv")',
  `shops["age"] = shops["age"].fillna(shops["age"].median())
shops["density"] = shops["visits"] / shops["size"]
shops["busy"] = (shops["busy"] == "yes").astype(int)`,
  'X = shops[["size", "age", "density"]]\ny = shops["busy"]',
  'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)',
  'scaler = StandardScaler()\nZ_train = scaler.fit_transform(X_train)\nZ_test = scaler.transform(X_test)',
  `keras.utils.set_random_seed(5)
model = keras.Sequential([
    layers.Input(shape=(Z_train.shape[1],)),
    layers.Dense(8, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(Z_train, y_train, epochs=3, batch_size=32, verbose=0)`,
  'chances = model.predict(Z_test, verbose=0)\npredicted = (chances > 0.5).astype(int).ravel()\nprint(accuracy_score(y_test, predicted))',
];
