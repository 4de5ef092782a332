/**
 * Which notebooks of leakage-analysis score several unrelated models on one test set, and on what we say so.
 *
 * Its authors label two kinds of leaks, and not this one. These labels are ours, by the definition that the rule page
 * gives: all 39 files were read, and labelled before the rule was asked. Every file that is not named has none: it scores
 * one model, chooses on folds or on rows kept for it, or leaves a test part of the same table alone.
 */
export const multiTestLabels: ReadonlyMap<string, string> = new Map([
  [
    'dktalaicha_credit-card-fraud-detection-using-smote-adasyn.py',
    'Four searches, each of another model, are scored on `X_test_under`.',
  ],
  ['nb_1080148.py', 'A first and a chosen `LogisticRegression` are scored on `Xtestlr`.'],
  ['nb_1090319.py', 'Two regressions and a search of neighbours are scored on `X_test`.'],
  ['nb_1215904.py', 'Three networks are scored on the test part of one table of digits.'],
  ['nb_132929.py', 'A loop over six linear models, then another model, are scored on `X_test`.'],
  ['nb_205857.py', 'Numbers of trees are tried in a loop that scores each on `testX`.'],
  ['nb_248151.py', 'A vector machine and a forest are scored on `X_test`, then ten models in a loop.'],
  ['nb_273933.py', 'Three models are scored on `X_test`, each with three sizes of training data.'],
  ['nb_292583.py', 'Three models, the chosen one and one with fewer features are scored on `X_test`.'],
  ['nb_303674.py', 'Shares of features are tried in a loop that scores each on the test part.'],
  ['nb_334422.py', 'Eleven regressions are scored on `X_test`.'],
  ['nb_344814.py', 'A first and a chosen regression are scored on `X_test`.'],
  ['nb_362989.py', 'A loop over six linear models, then another model, are scored on `X_test`.'],
  ['nb_473437.py', 'A table of models is scored on `X_test`, one after the other.'],
  [
    'shahules_tackling-class-imbalance.py',
    'Five ways to resample are compared by models that one function scores on parts of the same rows.',
  ],
]);
