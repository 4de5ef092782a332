"""Describes Python values, so that two runs can be compared without keeping the values themselves.

A description is a tree of plain JSON. Long columns of numbers and texts lie beside it as blobs, named by their hash, so
that equal columns are stored once and compared by name. Nothing here draws random numbers or changes a value.

Works with any interpreter from 3.8 on, and with whichever of numpy, pandas, scipy and torch the code itself imported.
"""

import datetime
import decimal
import hashlib
import inspect
import json
import numbers
import os
import struct
import sys
import types
from array import array

# A value with more parts than this is described up to here, and says so.
MOST_PARTS = 100_000
# Deeper parts are described by their class alone.
DEEPEST = 24
# Shorter texts are shown in the description itself.
SHOWN_TEXT = 200
# Trees of scikit-learn that find neighbours.
SEARCH_TREES = ("KDTree", "BallTree")
# Results of clocks, which no two runs share: of cross-validation, and of trainers of transformers.
CLOCKS = ("fit_time", "score_time", "refit_time", "_runtime", "_samples_per_second", "_steps_per_second")


class Describer:
    """Describes values; `folder` receives the blobs, at most `most_bytes` of them."""

    def __init__(self, folder, most_bytes, home_modules=("__main__",)):
        self.folder = folder
        self.left = most_bytes
        self.home_modules = tuple(home_modules)
        self.parts = 0
        self.ancestors = set()

    def describe(self, value):
        """The description of a value at this moment."""
        self.parts = 0
        self.ancestors = set()
        return self._describe(value, 0)

    # Dispatch.

    def _describe(self, value, depth):
        self.parts += 1
        simple = self._scalar(value)
        if simple is not None:
            return simple
        if self.parts > MOST_PARTS or depth > DEEPEST or id(value) in self.ancestors:
            return self._opaque(value)
        self.ancestors.add(id(value))
        try:
            return self._compound(value, depth)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException:  # What an object does when it is looked at is its own affair: then it is opaque.
            return self._opaque(value)
        finally:
            self.ancestors.discard(id(value))

    def _scalar(self, value):
        if value is None:
            return {"kind": "scalar", "type": "None", "text": "None"}
        kind = type(value)
        if kind is bool:
            return {"kind": "scalar", "type": "bool", "text": str(value)}
        if kind is str:
            return self._text(value, "str")
        if kind in (bytes, bytearray):
            digest = hashlib.sha256(value).hexdigest()
            return {"kind": "text", "type": kind.__name__, "length": len(value), "sha256": digest, "text": None}
        if kind in (int, float):
            return self._number(value, kind.__name__)
        numpy = sys.modules.get("numpy")
        if numpy is not None and isinstance(value, numpy.generic):
            return self._numpy_scalar(numpy, value)
        if isinstance(value, (decimal.Decimal, datetime.date, datetime.time, datetime.timedelta, complex)):
            return {"kind": "scalar", "type": kind.__name__, "text": str(value)}
        if isinstance(value, numbers.Number) and hasattr(value, "numerator"):
            return {"kind": "scalar", "type": kind.__name__, "text": str(value)}
        if type(value).__name__ in ("NAType", "NaTType"):
            return {"kind": "scalar", "type": kind.__name__, "text": "missing"}
        if isinstance(value, os.PathLike):
            return {"kind": "scalar", "type": "path", "text": os.path.basename(os.fspath(value))}
        return None

    def _number(self, value, name):
        number = float(value) if name == "float" or abs(value) < 2**53 else None
        shown = {"kind": "scalar", "type": name, "text": repr(value)}
        if number is not None and number == number and abs(number) != float("inf"):
            shown["number"] = number
        return shown

    def _numpy_scalar(self, numpy, value):
        if isinstance(value, numpy.bool_):
            return {"kind": "scalar", "type": "bool", "text": str(bool(value))}
        if isinstance(value, numpy.str_):
            return self._text(str(value), "str")
        if isinstance(value, (numpy.floating, numpy.integer)):
            return self._number(value.item(), str(value.dtype))
        return {"kind": "scalar", "type": str(value.dtype), "text": str(value)}

    def _text(self, value, name):
        raw = value.encode("utf-8", "surrogatepass")
        shown = value if len(value) <= SHOWN_TEXT else None
        digest = hashlib.sha256(raw).hexdigest()
        return {"kind": "text", "type": name, "length": len(value), "sha256": digest, "text": shown}

    def _compound(self, value, depth):
        pandas = sys.modules.get("pandas")
        if pandas is not None and hasattr(pandas, "DataFrame"):
            if isinstance(value, pandas.DataFrame):
                return self._frame(value)
            if isinstance(value, pandas.Series):
                return self._series(value)
            if isinstance(value, pandas.Index):
                return {"kind": "index", "class": type(value).__name__, **self._index(value)}
            if isinstance(value, pandas.api.extensions.ExtensionArray):
                return self._described_column("array", value)
        numpy = sys.modules.get("numpy")
        if numpy is not None and hasattr(numpy, "ndarray"):
            if isinstance(value, numpy.ndarray):
                return self._array(numpy, value)
            if isinstance(value, numpy.dtype):
                return {"kind": "scalar", "type": "dtype", "text": str(value)}
            if isinstance(value, (numpy.random.RandomState, numpy.random.Generator)):
                state = value.get_state() if isinstance(value, numpy.random.RandomState) else value.bit_generator.state
                return {"kind": "object", "class": type(value).__name__, "parts": [["state", self._describe(state, depth + 1)]]}
        tensor = self._tensor(value)
        if tensor is not None:
            return tensor
        if isinstance(value, (list, tuple, set, frozenset, dict)) or isinstance(value, (types.MappingProxyType,)):
            return self._collection(value, depth)
        if isinstance(value, array):
            return {"kind": "array", "class": "array", "shape": [len(value)], "column": self._plain(list(value))}
        if isinstance(value, range):
            return {"kind": "scalar", "type": "range", "text": repr(value)}
        if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType)):
            return self._opaque(value)
        if inspect.isgenerator(value) or hasattr(value, "__next__"):
            return self._opaque(value)
        if "scipy.sparse" in sys.modules and sys.modules["scipy.sparse"].issparse(value):
            return self._sparse(value, depth)
        return self._object(value, depth)

    # Tables.

    def _frame(self, frame):
        columns = []
        for position, label in enumerate(frame.columns):
            # By position: labels may occur twice.
            columns.append({"name": self._label(label), **self._column(frame.iloc[:, position])})
        return {
            "kind": "frame",
            "class": type(frame).__name__,
            "shape": list(frame.shape),
            "columns": columns,
            "index": self._index(frame.index),
        }

    def _series(self, series):
        return {
            "kind": "series",
            "class": type(series).__name__,
            "name": None if series.name is None else self._label(series.name),
            "shape": list(series.shape),
            "column": self._column(series),
            "index": self._index(series.index),
        }

    def _index(self, index):
        if hasattr(index, "levels"):
            levels = [index.get_level_values(level) for level in range(index.nlevels)]
        else:
            levels = [index]
        names = [None if level.name is None else self._label(level.name) for level in levels]
        return {"names": names, "levels": [self._column(level) for level in levels]}

    def _label(self, label):
        return label if isinstance(label, str) else repr(label) if not hasattr(label, "item") else repr(label.item())

    def _column(self, values):
        """A Series, an Index or an extension array: its dtype and its values."""
        dtype = str(values.dtype)
        if dtype == "category":
            codes = values.cat.codes if hasattr(values, "cat") else values.codes
            categories = values.cat.categories if hasattr(values, "cat") else values.categories
            ordered = values.cat.ordered if hasattr(values, "cat") else values.ordered
            column = self._plain_array(codes.to_numpy() if hasattr(codes, "to_numpy") else codes)
            return {
                "dtype": "category (ordered)" if ordered else "category",
                **column,
                "labels": self._column(categories),
            }
        if dtype.startswith("Sparse"):
            return {"dtype": dtype, **self._plain_array(values.to_numpy())}
        if dtype in ("object", "str", "string") or dtype.startswith(("string", "period", "interval")):
            return {"dtype": dtype, **self._texts(values)}
        numpy = sys.modules["numpy"]
        raw = values.dtype
        if isinstance(raw, numpy.dtype):
            return {"dtype": dtype, **self._plain_array(values.to_numpy())}
        if dtype.startswith("datetime64"):
            # With a time zone: the instants are what counts, the zone stands in the dtype.
            return {"dtype": dtype, **self._plain_array(values.to_numpy(dtype="datetime64[ns]"))}
        # Masked and Arrow columns: values with what is missing apart.
        missing = values.isna()
        missing = missing.to_numpy() if hasattr(missing, "to_numpy") else missing
        if getattr(raw, "kind", "O") in "iufb":
            filled = values.fillna(0).to_numpy(dtype={"b": "bool", "i": "int64", "u": "uint64"}.get(raw.kind, "float64"))
            column = self._plain_array(filled)
            if missing.any():
                column["missing"] = self._store(missing.astype("u1").tobytes())
            return {"dtype": dtype, **column}
        return {"dtype": dtype, **self._texts(values)}

    def _described_column(self, kind, values):
        column = self._column(values)
        return {"kind": kind, "class": type(values).__name__, "shape": [len(values)], "column": column}

    # Arrays.

    def _array(self, numpy, value):
        if value.dtype.names:
            fields = [[name, self._array(numpy, value[name])] for name in value.dtype.names]
            return {"kind": "collection", "class": "structured array", "length": len(value), "parts": fields}
        column = {"dtype": str(value.dtype), **self._plain_array(value.reshape(-1))}
        return {"kind": "array", "class": type(value).__name__, "shape": list(value.shape), "column": column}

    def _plain_array(self, values):
        numpy = sys.modules["numpy"]
        values = numpy.asarray(values)
        kind = values.dtype.kind
        count = int(values.size)
        if kind == "f":
            return {"encoding": "float", "count": count, "values": self._store(values.astype("<f8").tobytes())}
        if kind == "c":
            return {"encoding": "float", "count": count * 2, "values": self._store(values.astype("<c16").tobytes())}
        if kind == "i":
            return {"encoding": "int", "count": count, "values": self._store(values.astype("<i8").tobytes())}
        if kind == "u":
            return {"encoding": "uint", "count": count, "values": self._store(values.astype("<u8").tobytes())}
        if kind == "b":
            return {"encoding": "bool", "count": count, "values": self._store(values.astype("u1").tobytes())}
        if kind in "mM":
            return {"encoding": "time", "count": count, "values": self._store(values.astype("<i8").tobytes())}
        return self._texts(values)

    def _plain(self, values):
        """A list of plain numbers: as a column of their type."""
        if all(type(value) is bool for value in values):
            return {"dtype": "bool", "encoding": "bool", "count": len(values), "values": self._store(bytes(values))}
        if all(type(value) is int and -(2**63) <= value < 2**63 for value in values):
            raw = struct.pack("<%dq" % len(values), *values)
            return {"dtype": "int", "encoding": "int", "count": len(values), "values": self._store(raw)}
        raw = struct.pack("<%dd" % len(values), *values)
        return {"dtype": "float", "encoding": "float", "count": len(values), "values": self._store(raw)}

    def _texts(self, values):
        """Anything else, item by item: numbers of texts, in the order in which the texts first occur."""
        codes, labels = self._factorize(values)
        return {
            "encoding": "text",
            "count": len(codes) // 4,
            "values": self._store(codes),
            "texts": self._store(json.dumps(labels).encode("utf-8")),
        }

    def _factorize(self, values):
        pandas = sys.modules.get("pandas")
        numpy = sys.modules["numpy"]
        if pandas is not None and str(values.dtype) in ("str", "string"):
            codes, uniques = pandas.factorize(values)
            return codes.astype("<i4").tobytes(), [str(text) for text in uniques]
        known = {}
        labels = []
        codes = numpy.empty(len(values), dtype="<i4")
        for position, item in enumerate(values):
            if _is_missing(item):
                codes[position] = -1
                continue
            key = item if type(item) is str else self._item_text(item)
            if key not in known:
                known[key] = len(labels)
                labels.append(key)
            codes[position] = known[key]
        return codes.tobytes(), labels

    def _item_text(self, item):
        if _is_plain(item):
            return "%s %r" % (type(item).__name__, item.item() if hasattr(item, "item") else item)
        shown = json.dumps(self._describe(item, 1), sort_keys=True)
        return "%s %s" % (type(item).__name__, hashlib.sha256(shown.encode("utf-8")).hexdigest()[:16])

    def _tensor(self, value):
        torch = sys.modules.get("torch")
        numpy = sys.modules.get("numpy")
        if torch is not None and hasattr(torch, "Tensor") and isinstance(value, torch.Tensor):
            held = value.detach().cpu()
            column = {"dtype": str(value.dtype), **self._plain_array(held.to(torch.float64).numpy().reshape(-1))}
            return {"kind": "array", "class": "Tensor", "shape": list(value.shape), "column": column}
        module = type(value).__module__.split(".")[0]
        if module in ("tensorflow", "keras") and hasattr(value, "numpy") and numpy is not None:
            return self._array(numpy, numpy.asarray(value.numpy()))
        if module == "PIL" and hasattr(value, "getbands") and numpy is not None:
            return self._array(numpy, numpy.asarray(value))
        return None

    def _sparse(self, value, depth):
        rows = value.tocsr(copy=True)
        rows.sum_duplicates()
        parts = [[name, self._describe(getattr(rows, name), depth + 1)] for name in ("indptr", "indices", "data")]
        text = "%s of %s" % (value.format, "×".join(str(size) for size in value.shape))
        return {"kind": "collection", "class": text, "length": int(value.nnz), "parts": parts}

    # Collections and objects.

    def _collection(self, value, depth):
        name = type(value).__name__
        if isinstance(value, (dict, types.MappingProxyType)):
            items = [
                (self._label(key), part) for key, part in value.items() if not str(key).endswith(CLOCKS)
            ]
        elif isinstance(value, (set, frozenset)):
            items = sorted((self._label(part), part) for part in value)
        else:
            if len(value) > 8 and all(type(part) in (int, float) for part in value):
                column = self._plain(value)
                return {"kind": "array", "class": name, "shape": [len(value)], "column": column}
            items = [(str(position), part) for position, part in enumerate(value)]
        room = max(0, MOST_PARTS - self.parts)
        described = [[key, self._describe(part, depth + 1)] for key, part in items[:room]]
        return {"kind": "collection", "class": name, "length": len(items), "parts": described}

    def _object(self, value, depth):
        state = self._state(value)
        if state is None:
            return self._opaque(value)
        is_estimator = callable(getattr(value, "get_params", None)) and callable(getattr(value, "fit", None))
        parts = [
            [str(name), self._describe(part, depth + 1)]
            for name, part in sorted(state.items(), key=lambda item: str(item[0]))
            if not str(name).rstrip("_").endswith(CLOCKS) and not is_address(str(name), part)
        ]
        kind = "estimator" if is_estimator or self._is_model(value) else "object"
        return {"kind": kind, "class": self._class(value), "parts": parts}

    def _is_model(self, value):
        return any(base.__name__ in ("Module", "Model", "Booster") for base in type(value).__mro__)

    def _state(self, value):
        """What an object consists of: by itself, else as it would be pickled; None when that is nothing to look at."""
        state_dict = getattr(value, "state_dict", None)
        if callable(state_dict) and "torch" in sys.modules:
            return dict(state_dict())
        if callable(getattr(value, "get_weights", None)) and callable(getattr(value, "get_config", None)):
            return {"weights": value.get_weights(), "config": value.get_config()}
        own = getattr(type(value), "__getstate__", None)
        if own is not None and own is not getattr(object, "__getstate__", None):
            state = value.__getstate__()
            if type(value).__name__.startswith(SEARCH_TREES) and isinstance(state, tuple) and len(state) > 11:
                # What they count while they are asked is no part of what they know.
                state = state[:7] + state[11:]
            return state if isinstance(state, dict) else {"state": state}
        if hasattr(value, "__dict__"):
            return dict(vars(value))
        reduced = value.__reduce_ex__(2)
        if isinstance(reduced, str):
            return None
        state = {"arguments": reduced[1][1:] if reduced[1] else ()}
        for name, part in zip(("state", "items"), reduced[2:4]):
            if part is not None:
                state[name] = part if not hasattr(part, "__next__") else list(part)
        return state

    def _class(self, value):
        kind = type(value)
        return self._qualified(kind.__module__, kind.__qualname__)

    def _qualified(self, module, name):
        """Classes and functions of the notebook and of the package have the same name."""
        module = module or ""
        if any(module == home or module.startswith(home + ".") for home in self.home_modules):
            return name
        return "%s.%s" % (module, name) if module else name

    def _opaque(self, value):
        name = getattr(value, "__qualname__", None)
        module = getattr(value, "__module__", None)
        shown = self._qualified(module, name) if isinstance(name, str) else None
        return {"kind": "opaque", "class": self._class(value), "name": shown}

    # Blobs.

    def _store(self, raw):
        digest = hashlib.sha256(raw).hexdigest()
        location = os.path.join(self.folder, digest)
        if len(raw) <= self.left and not os.path.exists(location):
            self.left -= len(raw)
            part = "%s.%d" % (location, os.getpid())
            with open(part, "wb") as file:
                file.write(raw)
            os.replace(part, location)
        return digest


def is_address(name, part):
    """Whether an attribute keeps the `id()` of an object, which is another one in each run."""
    return name.startswith("_") and name.endswith("_id") and type(part) is int


def _is_missing(item):
    if item is None or type(item).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(item, float) and item != item


def _is_plain(item):
    return item is None or isinstance(
        item, (str, bytes, int, float, complex, datetime.date, datetime.timedelta, decimal.Decimal)
    ) or type(item).__module__ == "numpy" and not hasattr(item, "__len__") or type(item).__name__ in ("NAType", "NaTType")
