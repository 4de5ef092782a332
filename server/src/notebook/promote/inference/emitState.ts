/** `state.py`: what training keeps of what it learned, and how inference applies it. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import type { PlannedCapture, PromotionPlan } from '../plan.ts';

/** Functions of the file that stages call, and those that inference calls; each is there when something calls it. */
const recorders: Readonly<Record<PlannedCapture['with'], string>> = {
  learned: `def learned(name: str, value: Any) -> Any:
    """Keeps a value for inference, and gives it back."""
    LEARNED[name] = value
    return value`,
  fitted: `def fitted(name: str, method: Any) -> Any:
    """A method that fits its object; the object is kept once it is fitted."""
    return _afterwards(name, method, lambda fitted_object: LEARNED.update({name: fitted_object}))`,
  fitted_copy: `def fitted_copy(name: str, method: Any) -> Any:
    """As fitted, for an object that is fitted again later: what is kept is a copy."""
    return _afterwards(name, method, lambda fitted_object: LEARNED.update({name: copy.deepcopy(fitted_object)}))`,
  learned_columns: `def learned_columns(name: str, value: Any) -> Any:
    """Keeps the columns of a table with their types, or the number of columns of an array."""
    if hasattr(value, "dtypes") and hasattr(value, "columns"):
        LEARNED[name] = list(value.dtypes.items())
    else:
        shape: tuple[int, ...] = getattr(value, "shape", ())
        LEARNED[name] = shape[1] if len(shape) > 1 else 1
    _tell(name, value)
    return value`,
  learned_pairs: `def learned_pairs(name: str, value: Any) -> Any:
    """Of a data set of pairs, each of rows and their answers: keeps the form of the rows of the first."""
    learned_columns(name, value[0][0])
    return value`,
  learned_pictures: `def learned_pictures(name: str, value: Any) -> Any:
    """Of a data set of pictures, as the network gets them: keeps how many channels each has."""
    LEARNED[name] = value[0][0].shape[0]
    _tell(name, value)
    return value`,
  learned_dtype: `def learned_dtype(name: str, value: Any) -> Any:
    """Keeps the categories of a column."""
    LEARNED[name] = value.dtype
    return value`,
  learned_groups: `def learned_groups(name: str, transform: Any) -> Any:
    """The transform of groups; what each group gets is kept by its key, with a value for other keys."""

    def call(function: str, *given: Any, **named: Any) -> Any:
        groups = transform.__self__
        _tell(name, groups.obj)
        is_count = function in ("sum", "count", "size", "nunique")
        LEARNED[name] = (groups.agg(function), 0 if is_count else groups.obj.agg(function))
        return transform(function, *given, **named)

    return call`,
};

const tell = `def _tell(name: str, rows: Any) -> None:
    for observe in OBSERVERS:
        observe(name, rows)`;

const afterwards = `def _afterwards(name: str, method: Any, keep: Callable[[Any], None]) -> Any:
    def call(*given: Any, **named: Any) -> Any:
        for rows in [*given, *named.values()][:1]:
            _tell(name, rows)
        result = method(*given, **named)
        keep(method.__self__)
        return result

    bound: Any = call
    bound.__self__ = method.__self__
    return bound`;

const appliers: Readonly<Record<string, string>> = {
  align: `def align(table: pd.DataFrame, columns: list) -> pd.DataFrame:
    """The columns that training had: those it did not see are left out, those that are missing are 0."""
    return table.reindex(columns=[name for name, _ in columns], fill_value=0).astype(dict(columns))`,
  names_of: `def names_of(columns: list) -> list:
    """The names of columns that were kept."""
    return [name for name, _ in columns]`,
  in_order: `def in_order(rows: Any, columns: list | int) -> Any:
    """A copy of raw rows with the columns of training in their order; other columns are left out."""
    if isinstance(columns, list) and hasattr(rows, "columns"):
        rows = rows[[name for name, _ in columns if name in rows.columns]]
    return rows.copy()`,
  from_groups: `def from_groups(groups: tuple, keys: Any) -> pd.Series:
    """What training saw for each key, and its value over all rows for keys that it did not see."""
    values, otherwise = groups
    index = pd.MultiIndex.from_frame(keys) if isinstance(keys, pd.DataFrame) else pd.Index(keys)
    found = pd.Series(values.reindex(index).to_numpy(), index=keys.index)
    return found.where(index.isin(values.index) | keys.isna().any(axis=1), otherwise) if keys.ndim > 1 else found.where(
        index.isin(values.index) | keys.isna(), otherwise
    )`,
};

const check = `def check_features(features: Any, columns: list | int) -> Any:
    """The features in the order of training; others are refused."""
    if isinstance(columns, list):
        if not hasattr(features, "columns"):
            features = pd.DataFrame(features)
        names = [name for name, _ in columns]
        missing = [name for name in names if name not in features.columns]
        other = [name for name in features.columns if name not in names]
        if missing or other:
            what = f"lack {missing}" if missing else f"have {other}, which the model was not trained on"
            raise ValueError(f"The features {what}.")
        return features[names]
    shape: tuple[int, ...] = getattr(features, "shape", ())
    width = shape[1] if len(shape) > 1 else 1
    if width != columns:
        raise ValueError(f"There are {width} features; the model was trained on {columns}.")
    return features


def check_rows(rows: Any, names: list) -> None:
    """Says which columns of the raw rows are missing."""
    missing = [name for name in names if name not in rows.columns]
    if missing:
        raise ValueError(f"The rows lack the columns {missing}.")`;

/** @param used the names of functions that inference calls */
export function emitState(
  { packageName }: PromotionPlan,
  captures: readonly PlannedCapture[],
  used: ReadonlySet<string>,
): GeneratedFile {
  const kinds = new Set(captures.map((capture) => capture.with));
  const kept = Object.entries(recorders).filter(([name]) => [...kinds].some((kind) => kind === name));
  const applied = Object.entries(appliers).filter(([name]) => used.has(name));
  const body = [
    ...kept.map(([, code]) => code),
    ...(kinds.has('fitted') || kinds.has('fitted_copy') ? [afterwards] : []),
    ...(captures.some((capture) => capture.with !== 'learned' && capture.with !== 'learned_dtype') ? [tell] : []),
    ...applied.map(([, code]) => code),
    check,
  ];
  const head = `"""What training learns from rows: kept by the stages, saved once, applied by inference."""

from __future__ import annotations

${kinds.has('fitted_copy') ? 'import copy\n' : ''}from collections.abc import Callable
from typing import Any

import pandas as pd

LEARNED: dict[str, Any] = {}
"""What the stages of this process have kept."""

OBSERVERS: list[Callable[[str, Any], None]] = []
"""Told the name of what is learned, with the rows that it is learned from; tests look at them."""`;
  return { path: `src/${packageName}/state.py`, text: `${[head, ...body].join('\n\n\n')}\n` };
}

/** @param network that its library saves, in a file of its own; undefined for all other models */
export function emitArtifacts(
  { packageName }: PromotionPlan,
  distributions: readonly string[],
  network: SavedNetwork | undefined,
): GeneratedFile {
  const { imports = '', save = '', load = '', functions = '' } = network === undefined ? {} : networkParts(network);
  const text = `"""Saves what training learned, with the versions that it was learned with."""

from __future__ import annotations

import logging
import pickle
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import joblib
${imports}
logger = logging.getLogger(__name__)

DISTRIBUTIONS = (${distributions.map((name) => JSON.stringify(name)).join(', ')}${distributions.length === 1 ? ',' : ''})
FILE = "state.joblib"


@dataclass(frozen=True)
class Artifacts:
    """What inference needs: the model and all that was learned, by name."""

    values: dict[str, Any]
    versions: dict[str, str]


def save(values: dict[str, Any], folder: str | Path) -> Path:
    """Writes what was learned as ${network === undefined ? 'one file' : 'one file, and the network beside it'}, whole or not at all."""
    path = Path(folder) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
${save}    kept = {name: value for name, value in values.items() if _can_be_saved(name, value)}
    beside = path.with_suffix(".part")
    joblib.dump({"values": kept, "versions": _versions()}, beside)
    beside.replace(path)
    return path


def load(folder: str | Path) -> Artifacts:
    """Reads what was saved.

    Loading runs code that is in the file: load files that you have made alone.
    """
    path = Path(folder) / FILE
    if not path.exists():
        raise FileNotFoundError(f"{path} is not there: train first, by python -m ${packageName} run.")
    saved = joblib.load(path)
    now = _versions()
    for name, then in saved["versions"].items():
        if now.get(name) != then:
            logger.warning("The model was trained with %s %s; %s is installed.", name, then, now.get(name, "none"))
    return Artifacts(values=${load === '' ? 'saved["values"]' : load}, versions=saved["versions"])

${functions}
def _versions() -> dict[str, str]:
    found = {}
    for name in DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _can_be_saved(name: str, value: Any) -> bool:
    try:
        pickle.dumps(value)
    except Exception as error:  # noqa: BLE001 - what cannot be pickled raises anything
        logger.warning("%s cannot be saved for inference: %s", name, error)
        return False
    return True
`;
  return { path: `src/${packageName}/artifacts.py`, text };
}

/** A network that is saved by its library, and how. */
export interface SavedNetwork {
  readonly library: 'torch' | 'keras';
  /** Key of the network in the saved state. */
  readonly model: string;
  /** What imports keras as the notebook does. */
  readonly imported: string;
}

interface NetworkParts {
  readonly imports: string;
  readonly save: string;
  readonly load: string;
  readonly functions: string;
}

function networkParts({ library, model, imported }: SavedNetwork): NetworkParts {
  const key = JSON.stringify(model);
  if (library === 'torch') {
    return {
      imports: 'import torch\n',
      save: `    values = dict(values)
    weights = values.pop(${key}).state_dict()
    torch.save(weights, path.with_name("${model}.part"))
    path.with_name("${model}.part").replace(path.with_name("${model}.pt"))
`,
      load: '',
      functions: `
def load_weights(folder: str | Path, name: str) -> dict[str, Any]:
    """The weights of a network, for the processor; reading them runs no code."""
    return torch.load(Path(folder) / f"{name}.pt", map_location="cpu", weights_only=True)

`,
    };
  }
  return {
    imports: `${imported}\n`,
    save: `    values = dict(values)
    values.pop(${key}).save(path.with_name("${model}.part.keras"))
    path.with_name("${model}.part.keras").replace(path.with_name("${model}.keras"))
`,
    load: `{**saved["values"], ${key}: keras.models.load_model(path.with_name("${model}.keras"))}`,
    functions: '',
  };
}
