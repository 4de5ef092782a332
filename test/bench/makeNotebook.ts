/** A notebook as people write them, in thirty cells: reading, cleaning, looking, features, several models, a search. */

/** Groups of tables, functions and models, told apart by a number. */
const groups = 5;

/** The code cells of a notebook; another number gives other names, columns and settings. */
export function makeNotebook(number: number): readonly string[] {
  const parts = Array.from({ length: groups }, (_, index) => partOf(number, index)).flat();
  return [
    [
      'import numpy as np',
      'import pandas as pd',
      'import matplotlib.pyplot as plt',
      'import seaborn as sns',
      'from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier',
      'from sklearn.linear_model import LogisticRegression',
      'from sklearn.metrics import accuracy_score, confusion_matrix, roc_auc_score',
      'from sklearn.model_selection import GridSearchCV, cross_val_score, train_test_split',
      'from sklearn.preprocessing import OneHotEncoder, StandardScaler',
      '%matplotlib inline',
    ].join('\n'),
    ...parts,
  ].slice(0, 30);
}

function partOf(number: number, index: number): readonly string[] {
  const table = `visits_${index}`;
  const column = `amount_${number % 11}`;
  const target = `returned_${index}`;
  return [
    [
      `${table} = pd.read_csv("data/visits_${number}_${index}.csv", parse_dates=["seen"])`,
      `print(${table}.shape, ${table}.columns)`,
      `${table}.head()`,
      `${table} = ${table}.rename(columns={"Amount": "${column}", "City": "city"})`,
      `${table}["city"] = ${table}["city"].str.strip().str.lower()`,
      `for name in ["${column}", "age", "items"]:`,
      `    ${table}[name] = pd.to_numeric(${table}[name], errors="coerce")`,
      `    print(name, ${table}[name].isnull().sum())`,
      `${table} = ${table}.drop_duplicates().dropna(subset=["${target}"])`,
    ].join('\n'),
    [
      `fig, axes = plt.subplots(2, 2, figsize=(${8 + (number % 4)}, 6))`,
      `axes[0, 0].hist(${table}["${column}"], bins=${20 + index})`,
      `axes[0, 1].boxplot(${table}["age"].dropna())`,
      `sns.countplot(x="city", data=${table}, ax=axes[1, 0])`,
      `sns.heatmap(${table}[["${column}", "age", "items"]].corr(), annot=True, ax=axes[1, 1])`,
      `axes[0, 0].set_title(f"{len(${table})} visits of ${column}")`,
      'plt.tight_layout()',
      'plt.show()',
      `${table}.groupby("city")["${column}"].agg(["mean", "count"]).sort_values("mean", ascending=False)[:10]`,
    ].join('\n'),
    [
      `def clean_${index}(rows, limit=${100 + number}):`,
      '    rows = rows.copy()',
      `    rows = rows[rows["${column}"].between(0, limit)]`,
      `    rows["log_${index}"] = np.log1p(rows["${column}"])`,
      '    rows["is_large"] = (rows["items"] > 3).astype(int)',
      '    for city in ["rome", "oslo", "bern"]:',
      '        rows[f"is_{city}"] = (rows["city"] == city).astype(int)',
      '    return rows',
      '',
      '',
      `${table} = clean_${index}(${table})`,
      `${table}["weekday"] = ${table}["seen"].dt.dayofweek`,
      `${table}["per_item"] = ${table}["${column}"] / ${table}["items"].clip(lower=1)`,
    ].join('\n'),
    [
      `numbers_${index} = ["${column}", "age", "items", "log_${index}", "per_item"]`,
      `X_${index} = ${table}[numbers_${index} + ["weekday", "is_large"]]`,
      `y_${index} = ${table}["${target}"]`,
      `X_train_${index}, X_test_${index}, y_train_${index}, y_test_${index} = train_test_split(`,
      `    X_${index}, y_${index}, test_size=0.25, random_state=${number}, stratify=y_${index}`,
      ')',
      `scaler_${index} = StandardScaler()`,
      `train_${index} = scaler_${index}.fit_transform(X_train_${index})`,
      `test_${index} = scaler_${index}.transform(X_test_${index})`,
      `print(train_${index}.shape, test_${index}.shape)`,
    ].join('\n'),
    [
      `models_${index} = {`,
      `    "linear": LogisticRegression(C=${1 + index}, max_iter=500),`,
      `    "forest": RandomForestClassifier(n_estimators=${50 + number}, random_state=0),`,
      '    "boosting": GradientBoostingClassifier(random_state=0),',
      '}',
      `scores_${index} = {}`,
      `for name, model in models_${index}.items():`,
      `    scores_${index}[name] = cross_val_score(model, train_${index}, y_train_${index}, cv=5).mean()`,
      `    print(f"{name}: {scores_${index}[name]:.3f}")`,
      `best_${index} = max(scores_${index}, key=scores_${index}.get)`,
    ].join('\n'),
    [
      `search_${index} = GridSearchCV(RandomForestClassifier(random_state=0), {"max_depth": [3, 5, 9]}, cv=3)`,
      `search_${index}.fit(train_${index}, y_train_${index})`,
      `answers_${index} = search_${index}.predict(test_${index})`,
      `print(accuracy_score(y_test_${index}, answers_${index}))`,
      `print(roc_auc_score(y_test_${index}, search_${index}.predict_proba(test_${index})[:, 1]))`,
      `sns.heatmap(confusion_matrix(y_test_${index}, answers_${index}), annot=True, fmt="d")`,
      'plt.show()',
    ].join('\n'),
  ];
}
