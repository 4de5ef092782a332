/** `infer.py`: predictions from raw rows, with what training learned. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import { cellName } from '../project/cellName.ts';
import type { PromotionPlan } from '../plan.ts';
import { sortImports } from '../sortImports.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';
import { aliasClashes, freeNames, importAs, ownImports, stateFunctions } from './aliasClashes.ts';
import type { Preprocess } from './derivePreprocess.ts';
import type { MadeAgain } from './networks/readAtTop.ts';
import type { InferencePlan } from './planInference.ts';

export interface EmittedInfer {
  readonly file: GeneratedFile;
  /** Functions of `state.py` that it calls. */
  readonly uses: ReadonlySet<string>;
}

export function emitInfer(plan: PromotionPlan, planned: InferencePlan, parser: PythonParser): EmittedInfer {
  const { inference, used, aliases } = aliasClashes(plan, planned, parser);
  const body = [
    ...(inference.network?.make === undefined ? [] : [makeFunction(inference.network.make)]),
    loadFunction(inference),
    ...(inference.preprocess?.reader === undefined ? [] : [readFunction(inference.preprocess.reader)]),
    ...(inference.preprocess?.pictures === undefined ? [] : [readPictures]),
    inference.preprocess === undefined
      ? processedFunction(inference)
      : preprocessFunction(inference, inference.preprocess),
    predictFunction(inference),
    postprocessFunction(inference),
    predictFile(inference),
  ].join('\n\n\n');
  const names = freeNames(parser, body);
  const fromState = stateFunctions.filter((name) => names.has(name));
  const batch = /\bBATCH\b/.test(body) ? '\n\nBATCH = 1024\n"""Rows that the network is asked about at once."""' : '';
  const text = `"""Predicts${inference.preprocess === undefined ? ' from features that are processed already' : ' from raw rows'}, with what training learned. Reads no training data."""

${importsOf(plan, inference, names, used, aliases, fromState).join('\n')}${batch}


${body}
`;
  return { file: { path: `src/${plan.packageName}/infer.py`, text }, uses: new Set(fromState) };
}

function loadFunction({ network, model }: InferencePlan): string {
  const head = `def load(folder: str | Path = "models") -> Artifacts:
    """What training has saved in a folder."""`;
  if (network?.make === undefined) return `${head}\n    return artifacts.load(folder)`;
  return `${head}
    known = artifacts.load(folder)
    network = make_network(known.values)
    network.load_state_dict(artifacts.load_weights(folder, ${JSON.stringify(model)}))
    return Artifacts(values={**known.values, ${JSON.stringify(model)}: network}, versions=known.versions)`;
}

/** What makes the network as the notebook does, for its weights. */
function makeFunction({ steps, result }: MadeAgain): string {
  return [
    'def make_network(state: dict[str, Any]) -> Any:',
    '    """The network before it has learned: training saves its weights alone."""',
    ...steps.map(({ code }) => `    ${code}`),
    `    return ${result}`,
  ].join('\n');
}

function readFunction(reader: string): string {
  return `def read(path: str | Path) -> Any:
    """Reads raw rows as the notebook does."""
    return ${reader.includes('\n') ? `(${reader})` : reader}`;
}

const readPictures = `def read(path: str | Path) -> Any:
    """The picture of a file, or those of a folder and the folders in it, in the order of their names."""
    path = Path(path)
    known = Image.registered_extensions()
    files = sorted(file for file in path.rglob("*") if file.suffix.lower() in known) if path.is_dir() else [path]
    return [Image.open(file) for file in files]`;

function processedFunction({ because }: InferencePlan): string {
  const told = because === undefined ? '' : `\n\n    ${because.replaceAll('\\', '/').replaceAll('"""', "'''")}`;
  return `def preprocess(rows: Any, state: dict[str, Any]) -> Any:
    """Features that are processed already: the steps of training cannot be repeated here.${told}
    """
    return check_features(rows, state["model_columns"])`;
}

function preprocessFunction(inference: InferencePlan, preprocess: Preprocess): string {
  const lines = [
    'def preprocess(rows: Any, state: dict[str, Any]) -> Any:',
    ...(preprocess.pictures === undefined
      ? [
          '    """Features of the model, one row for each raw row."""',
          ...requiredColumns(preprocess),
          '    rows = in_order(rows, state["rows"])',
        ]
      : ['    """Tensors of pictures, as the evaluation of the notebook makes them."""']),
  ];
  let cell = -1;
  for (const step of preprocess.steps) {
    if (step.cell !== cell) lines.push(`    # from ${cellName(step.cell)}`);
    cell = step.cell;
    lines.push(`    ${step.code}`);
  }
  const { result } = preprocess;
  lines.push(`    return check_features(${result}, state[${JSON.stringify(inference.features)}])`);
  return lines.join('\n');
}

/** The raw columns without which nothing can be said. */
function requiredColumns({ need }: Preprocess): readonly string[] {
  if (need.isAll) return [];
  const names = [...need.names].toSorted().map((name) => JSON.stringify(name));
  return names.length === 0 ? [] : [`    check_rows(rows, [${names.join(', ')}])`];
}

function predictFunction({ method, model, boosted, network, scores }: InferencePlan): string {
  const head = `def predict(rows: Any, artifacts: Artifacts) -> Any:
    """What the model answers for each row, as the notebook's evaluation has it."""
    state = artifacts.values`;
  if (network?.library === 'torch') {
    return `${head}
    network = state[${JSON.stringify(model)}].eval()
    where = next(network.parameters()).device
    features = preprocess(rows, state)
    given = ${network.toInput === 'features' ? 'torch.as_tensor(features)' : network.toInput}
    with torch.no_grad():
        raw = torch.cat([torch.atleast_1d(network(part.to(where))) for part in given.split(BATCH)]).cpu()
    return np.atleast_1d(${network.scores})`;
  }
  if (network !== undefined) {
    const asked = `state[${JSON.stringify(model)}].${method}(preprocess(rows, state)${method === 'predict' ? ', verbose=0' : ''})`;
    return network.scores === 'raw'
      ? `${head}\n    return ${asked}`
      : `${head}\n    raw = ${asked}\n    return np.atleast_1d(${network.scores})`;
  }
  if (boosted !== undefined) {
    return `${head}
    model = state[${JSON.stringify(model)}]
    features = preprocess(rows, state)
    return model.${method}(${boosted.features}${boosted.others})`;
  }
  const asked = `state[${JSON.stringify(model)}].${method}(preprocess(rows, state))`;
  return scores === 'raw' ? `${head}\n    return ${asked}` : `${head}\n    raw = ${asked}\n    return ${scores}`;
}

function postprocessFunction({ label }: InferencePlan): string {
  return label === undefined
    ? `def postprocess(raw: Any, state: dict[str, Any]) -> Any:
    """Answers in the terms of the data: the model gives them so."""
    return raw`
    : `def postprocess(raw: Any, state: dict[str, Any]) -> Any:
    """Answers in the terms of the data: ${label.meaning}."""
    return ${label.code}`;
}

function predictFile({ preprocess }: InferencePlan): string {
  const isRead = preprocess?.reader !== undefined || preprocess?.pictures !== undefined;
  const reader = isRead ? 'read' : 'pd.read_csv';
  return `def predict_file(source: str | Path, target: str | Path, folder: str | Path = "models") -> None:
    """Answers each row of a file, in the order of the file."""
    known = load(folder)
    answers = postprocess(predict(${reader}(source), known), known.values)
    if getattr(answers, "ndim", 1) == 1:
        answers = {"prediction": list(answers)}
    pd.DataFrame(answers).to_csv(target, index=False)`;
}

/** @param used names that code of the notebook uses, as the notebook calls them; `names` are those of the whole file */
function importsOf(
  plan: PromotionPlan,
  { boosted }: InferencePlan,
  names: ReadonlySet<string>,
  used: ReadonlySet<string>,
  aliases: ReadonlyMap<string, string>,
  fromState: readonly string[],
): readonly string[] {
  const third = plan.imports
    .filter(({ binds, text }) => used.has(binds) && !ownImports.has(text))
    .map(({ binds, text }) => importAs(text, aliases.get(binds)));
  const numpy = names.has('np') && !third.some((text) => / as np$/.test(text)) ? ['import numpy as np'] : [];
  const torch =
    names.has('torch') && !third.some((text) => /^import torch(?: as torch)?$/.test(text)) ? ['import torch'] : [];
  const pillow =
    names.has('Image') && !third.some((text) => /\bimport Image$/.test(text)) ? ['from PIL import Image'] : [];
  const pandas = third.some((text) => / as pd$/.test(text)) ? [] : ['import pandas as pd'];
  const library = boosted?.module === undefined ? [] : [`import ${boosted.module}`];
  const definitions = plan.definitions.filter(({ name }) => used.has(name));
  const byModule = Map.groupBy(definitions, ({ module }) => module);
  return [
    'from __future__ import annotations',
    '',
    ...(names.has('json') && !third.includes('import json') ? ['import json'] : []),
    ...(names.has('os') && !third.includes('import os') ? ['import os'] : []),
    'from pathlib import Path',
    'from typing import Any',
    '',
    ...sortImports([...third, ...numpy, ...pandas, ...pillow, ...torch, ...library]),
    '',
    'from . import artifacts',
    'from .artifacts import Artifacts',
    ...[...byModule]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(
        ([module, own]) =>
          `from .${module} import ${own
            .map(({ name }) => (aliases.has(name) ? `${name} as ${aliases.get(name) ?? ''}` : name))
            .toSorted()
            .join(', ')}`,
      ),
    ...(fromState.length === 0 ? [] : [`from .state import ${fromState.join(', ')}`]),
  ];
}
