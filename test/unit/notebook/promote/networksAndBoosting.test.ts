/** Notebooks as people write them with torch, keras, lightgbm and xgboost, in `test/fixtures/promotions`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import type { PythonFormatter } from '../../../../server/src/operations/promote/pythonFormatter.ts';
import { checkFixture, readFixture } from '../../../support/notebookFixture.ts';
import { loadRuff, polishPackage } from '../../../support/polishedPackage.ts';
import type { PolishedPackage } from '../../../support/polishedPackage.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

const names = [
  'torch-loop',
  'torch-helpers',
  'keras',
  'lightgbm',
  'xgboost',
  'transformers',
  'lightning',
  'tf-data',
] as const;

let parser: PythonParser;
let ruff: PythonFormatter;
beforeAll(async () => {
  parser = await loadPythonParser();
  ruff = await loadRuff();
});

const read = (name: string) => {
  const file = path.resolve(import.meta.dirname, `../../../fixtures/promotions/${name}.py`);
  return readFixture({ form: 'percent', text: readFileSync(file, 'utf8') });
};
const promoted = (name: (typeof names)[number]): PolishedPackage => polishPackage(parser, ruff, read(name).notebook);
const cells = (...texts: readonly string[]): PolishedPackage => polishPackage(parser, ruff, texts);

describe.each(names)('%s', (name) => {
  it('has no leak', () => {
    expect(checkFixture(read(name), parser).filter(({ rule }) => rule.startsWith('leak/'))).toEqual([]);
  });

  it('becomes modules that parse, without undefined or unused names', () => {
    expect(promoted(name).problems).toEqual([]);
  });

  it('makes each value before a stage takes it', () => {
    const made = new Set<string>();
    const early = promoted(name).promotion.plan.functions.flatMap(({ inputs, outputs }) => {
      const missing = inputs.filter((input) => !made.has(input.name)).map((input) => input.name);
      for (const output of outputs) made.add(output.name);
      return missing;
    });
    expect(early).toEqual([]);
  });

  it('leaves nothing', () => {
    expect(promoted(name).promotion.report.statements.filter(({ outcome }) => outcome === 'left')).toEqual([]);
  });
});

describe('a training loop', () => {
  it.each([
    ['torch-loop', 'loss.backward()'],
    ['torch-helpers', 'train_one_epoch(model, train_loader'],
  ] as const)('of %s belongs to training, though it measures each epoch', (name, line) => {
    expect(promoted(name).module('train')).toContain(line);
    expect(promoted(name).module('evaluate')).not.toContain(line);
  });

  it('gives back the model and what it has gathered, not the names of its turns', () => {
    const { module } = promoted('torch-loop');
    expect(module('train')).toContain('    return test_loader, model, optimizer, history, loss\n');
    expect(module('train')).not.toContain('running_loss = None');
  });

  it('answers pictures where a data set of torchvision reads them', () => {
    const { module, promotion } = promoted('torch-helpers');
    expect(module('infer')).toContain('transforms.Normalize((0.1307,), (0.3081,))');
    expect(module('infer')).toContain('transform(picture.convert("L")) for picture in rows');
    expect(promotion.plan.decisions).toEqual([]);
  });

  it('is seeded as the notebook is, by a name', () => {
    const params = promoted('torch-loop').promotion.files.find(({ path: file }) => file === 'params.yaml')?.text;
    expect(params).toContain('seed: 42  # as the notebook sets it');
  });
});

describe('a model that a trainer trains', () => {
  it.each([
    ['transformers', 'model', 'trainer.train'],
    ['lightning', 'model', 'trainer.fit'],
  ] as const)('of %s is the model, and is not answered with', (name, model, training) => {
    const { promotion } = promoted(name);
    expect(promotion.plan.model?.name).toBe(model);
    expect(promotion.plan.decisions).toEqual([
      `Inference: The model is trained by \`${training}\`, for which inference is not derived: save the model with its own library, and load it by that.`,
    ]);
  });

  it('draws from torch, which the pipeline seeds and hands on though the notebook does not import it', () => {
    const { module, promotion } = promoted('transformers');
    const pipeline = module('pipeline');
    for (const line of ['import torch\n', 'torch.manual_seed(seed)', 'torch.set_rng_state(states["torch"])'])
      expect(pipeline).toContain(line);
    const project = promotion.files.find(({ path: file }) => file === 'pyproject.toml')?.text ?? '';
    expect(project).toMatch(/"accelerate",[^]*"torch",/);
  });

  it('reports its times, in which two runs may differ', () => {
    const testOf = (name: (typeof names)[number]): string =>
      promoted(name).promotion.files.find(({ path: file }) => file === 'tests/test_determinism.py')?.text ?? '';
    expect(testOf('transformers')).toContain('if key.endswith(("_per_second", "_runtime")):\n                continue');
    expect(testOf('xgboost')).not.toContain('_runtime');
  });

  it('is told of in the README, whatever it is called', () => {
    const { promotion } = cells(
      'from transformers import AutoModelForSequenceClassification as Net, Trainer, TrainingArguments\nfrom datasets import load_dataset',
      'rows = load_dataset("imdb")\ndef make():\n    return Net.from_pretrained("bert-base-uncased", num_labels=2)',
      'trainer = Trainer(model_init=make, args=TrainingArguments("out"), train_dataset=rows["train"])\ntrainer.train()\nprint(trainer.evaluate(rows["test"]))',
    );
    const readme = promotion.files.find(({ path: file }) => file === 'README.md')?.text ?? '';
    expect(readme).not.toContain('trains no model');
    expect(readme).toContain('The model is trained by `trainer.train`');
  });

  it.each([
    [
      'a class of the notebook',
      'class OwnTrainer(Trainer):\n    def compute_loss(self, model, inputs):\n        return model(**inputs).loss',
      'trainer = OwnTrainer(model=net, train_dataset=rows)\ntrainer.train()\nprint(trainer.state)',
      'The model is trained by `trainer.train`',
    ],
    [
      'optimum',
      'from optimum.onnxruntime import ORTTrainer',
      'trainer = ORTTrainer(model=net, train_dataset=rows)\ntrainer.train()\nprint(trainer.evaluate(rows))',
      'The model is trained by `trainer.train`',
    ],
    [
      'a step of Flax',
      'import jax\ndef step(state, batch):\n    return state.apply_gradients(grads=jax.grad(net)(batch))',
      'step = jax.pmap(step)\nfor batch in rows:\n    state = step(net, batch)\nprint(state)',
      'The model is trained by a loop of the notebook itself',
    ],
  ])('is trained by %s', (_, definition, training, sentence) => {
    const { promotion } = cells(
      'from transformers import Trainer\nfrom datasets import load_dataset\nfrom mylib import net',
      'rows = load_dataset("imdb", split="train")',
      definition,
      training,
    );
    expect(promotion.plan.decisions.join()).toContain(sentence);
    const readme = promotion.files.find(({ path: file }) => file === 'README.md')?.text ?? '';
    expect(readme).not.toContain('trains no model');
  });

  it('is another thing than one that was trained before', () => {
    const { promotion } = cells(
      'from transformers import pipeline\nimport pandas as pd',
      'mail = pd.read_csv("mail.csv")\nask = pipeline("sentiment-analysis")',
      'answers = ask(mail["text"].tolist())\npd.DataFrame(answers).to_csv("answers.csv")',
    );
    expect(promotion.plan.decisions).toEqual([
      'Inference: The notebook trains no model: it asks one that `pipeline` loads.',
    ]);
  });
});

describe('numbers that a notebook measures by itself', () => {
  it('are reported where a helper counts them', () => {
    expect(promoted('torch-helpers').module('evaluate')).toContain('metrics["test_acc"] = test_acc');
  });

  it('are reported where one call gives several', () => {
    expect(promoted('keras').module('evaluate')).toContain('metrics["model.evaluate"] = [loss, acc]');
  });

  it('are reported where a helper of the notebook gives several', () => {
    const check =
      'def check(model, X, y):\n    p = model.predict(X)\n    return ((p - y) ** 2).mean(), abs(p - y).mean()';
    const { module, problems } = cells(
      'import pandas as pd\nfrom sklearn.linear_model import Ridge',
      'train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")\nmodel = Ridge()\nmodel.fit(train[["a"]], train["y"])',
      check,
      'test_loss, test_mae = check(model, test[["a"]], test["y"])',
      'print(f"loss {test_loss:.3f}, error {test_mae:.3f}")',
    );
    expect(problems).toEqual([]);
    expect(module('evaluate')).toContain('metrics["check"] = [test_loss, test_mae]');
  });

  const scored = (line: string): PolishedPackage =>
    cells(
      'import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\nfrom sklearn.metrics import accuracy_score, mean_squared_error',
      'train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")\nmodel = Ridge()\nmodel.fit(train[["a"]], train["y"])',
      `pred = model.predict(test[["a"]])\n${line}`,
    );

  it.each([
    ['rmse = np.sqrt(mean_squared_error(test["y"], pred))', 'metrics["root_mean_squared_error"] = rmse'],
    ['rmse = mean_squared_error(test["y"], pred) ** 0.5', 'metrics["rmse"] = rmse'],
    ['print(np.sqrt(mean_squared_error(test["y"], pred)))', 'metrics["root_mean_squared_error"] = np.sqrt('],
    ['print(mean_squared_error(test["y"], pred) ** 0.5)', 'metrics["root_mean_squared_error"] = mean_squared_error('],
    ['missed = 1 - accuracy_score(test["y"], pred)', 'metrics["missed"] = missed'],
    ['mse = mean_squared_error(test["y"], pred)', 'metrics["mean_squared_error"] = mse'],
  ])('are called what they are: %s', (line, reported) => {
    expect(scored(line).module('evaluate')).toContain(reported);
  });

  it('are no other values that a helper makes with a model', () => {
    expect(
      scored('def answer(m):\n    return m.predict(test[["a"]])\nanswers = answer(model)').module('evaluate'),
    ).not.toContain('metrics["answers"]');
  });
});

describe('boosting by functions of the library', () => {
  it.each([
    ['lightgbm', 'num_leaves', 'num_leaves: 63', 'lightgbm.num_boost_round'],
    ['xgboost', 'eta', 'eta: 0.1', 'xgboost.num_boost_round'],
  ] as const)('%s takes its parameters from the configuration', (name, parameter, line, rounds) => {
    const { module, promotion } = promoted(name);
    expect(module('train')).toContain(`"${parameter}": config.train.params.${parameter},`);
    expect(module('train')).toContain(`num_boost_round=config.train.${rounds},`);
    expect(promotion.files.find(({ path: file }) => file === 'params.yaml')?.text).toContain(`    ${line}  # cell 5\n`);
  });

  it('keeps the model, and the columns of what its data set is made of', () => {
    expect(promoted('xgboost').module('train')).toContain('xgb.DMatrix(learned_columns("model_columns", X_train),');
    expect(promoted('xgboost').module('train')).toMatch(/model = learned\(\s*"model",\s*xgb\.train\(/);
    expect(promoted('lightgbm').module('train')).toContain(
      'lgb.Dataset(\n        learned_columns("model_columns", X_tr),',
    );
  });

  it('answers raw rows as the notebook asks the model', () => {
    expect(promoted('xgboost').module('infer')).toContain(
      'model.predict(xgboost.DMatrix(features), iteration_range=(0, model.best_iteration + 1))',
    );
    expect(promoted('xgboost').module('infer')).toMatch(/^import xgboost$/m);
    expect(promoted('lightgbm').module('infer')).toContain(
      'model.predict(features, num_iteration=model.best_iteration)',
    );
  });

  it('undoes what is done to the answers before a data set takes them', () => {
    expect(promoted('lightgbm').module('infer')).toContain('return np.expm1(raw)');
  });

  const asked = (predict: string, dataset = 'xgb.DMatrix(test[["a"]])') =>
    cells(
      'import pandas as pd\nimport xgboost as xgb\nfrom sklearn.metrics import mean_squared_error',
      'train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")\nrounds = len(train) // 10',
      `model = xgb.train({"eta": 0.3}, xgb.DMatrix(train[["a"]], train["y"]))\nother = ${dataset}`,
      `print(mean_squared_error(test["y"], ${predict}))`,
    );

  it('keeps what a data set says of its values, and nothing of answers and weights', () => {
    const dataset = 'xgb.DMatrix(test[["a"]], label=test["y"], missing=-1, weight=test["w"])';
    expect(asked('model.predict(other)', dataset).module('infer')).toContain(
      'model.predict(xgboost.DMatrix(features, missing=-1))',
    );
  });

  it('has no inference where the notebook asks with what inference does not know', () => {
    const { promotion, module } = asked('model.predict(other, iteration_range=(0, rounds))');
    expect(module('infer')).toBe('');
    expect(promotion.plan.decisions).toContain(
      'Inference: `iteration_range=(0, rounds)` cannot be said for inference.',
    );
  });

  it('says why there is no inference for a model that a loop makes', () => {
    const { promotion } = cells(
      'import pandas as pd\nimport xgboost as xgb',
      'train = pd.read_csv("train.csv")\ndata = xgb.DMatrix(train[["a"]], train["y"])',
      'for depth in [2, 3]:\n    model = xgb.train({"max_depth": depth}, data)\nprint(model.predict(data))',
    );
    expect(promotion.plan.decisions.join(' ')).toContain('inside a function or a loop, where it cannot be kept.');
  });
});
