"""Writes the trained network as an ONNX graph that takes text and numbers as they are.

The first layer of the network sees one column per hour, weekday, origin and destination. A product with such a one-hot
row only picks one row of the weights, so the graph looks rows up instead: no encoding outside the model, hence none
that serving could do differently.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from .features import NUMBERS

OPSET = 17
ML_OPSET = 3
# Files of this version are read by every runtime of the last years; newer ones add nothing that is used here.
IR_VERSION = 8


@dataclass(frozen=True)
class Airports:
    """Airport codes that have a row of weights of their own; code i has row i + 1, every other airport row 0."""

    codes: tuple[str, ...]

    def rows(self, airports: npt.NDArray[np.object_]) -> npt.NDArray[np.int64]:
        """Row of each airport."""
        known = {code: row for row, code in enumerate(self.codes, start=1)}
        return np.fromiter((known.get(code, 0) for code in airports), np.int64, len(airports))

    def __len__(self) -> int:
        return len(self.codes) + 1


@dataclass(frozen=True)
class Network:
    """Weights of the network.

    hours [24, h], weekdays [7, h], origins [len(origin_airports), h], destinations [len(destination_airports), h] and
    distance [h] are the parts of the first layer, bias [h] its bias; `layers` are the (weights [in, out], bias [out])
    of the rest, the last with one output: the log odds of arriving late. The distance enters as
    (log(miles) - center) / spread.
    """

    origin_airports: Airports
    destination_airports: Airports
    center: float
    spread: float
    hours: npt.NDArray
    weekdays: npt.NDArray
    origins: npt.NDArray
    destinations: npt.NDArray
    distance: npt.NDArray
    bias: npt.NDArray
    layers: tuple[tuple[npt.NDArray, npt.NDArray], ...]


def to_onnx(network: Network) -> onnx.ModelProto:
    """The graph: numbers float32 [N, 3], origin and destination string [N, 1] → probabilities float32 [N, 2]."""
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []

    def constant(name: str, values: npt.ArrayLike, kind: npt.DTypeLike = np.float32) -> str:
        constants.append(numpy_helper.from_array(np.asarray(values, dtype=kind), name))
        return name

    def add(operator: str, inputs: list[str], output: str, **attributes: object) -> str:
        nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def looked_up(rows: str, table: npt.NDArray, name: str) -> str:
        picked = add("Gather", [constant(f"{name}_weights", table), rows], f"{name}_picked", axis=0)
        return add("Flatten", [picked], name, axis=1)

    def number(name: str) -> str:
        # Kept as [N, 1], so that looking up gives [N, 1, h] for numbers and text alike.
        position = constant(f"{name}_position", [NUMBERS.index(name)], np.int64)
        return add("Gather", ["numbers", position], f"{name}_value", axis=1)

    def airport(name: str, airports: Airports, table: npt.NDArray) -> str:
        row = add(
            "LabelEncoder",
            [name],
            f"{name}_row",
            domain="ai.onnx.ml",
            keys_strings=list(airports.codes),
            values_int64s=list(range(1, len(airports))),
            default_int64=0,
        )
        return looked_up(row, table, f"{name}_part")

    parts = [
        looked_up(add("Cast", [number(name)], f"{name}_row", to=TensorProto.INT64), table, f"{name}_part")
        for name, table in (("hour", network.hours), ("weekday", network.weekdays))
    ]
    parts.append(airport("origin", network.origin_airports, network.origins))
    parts.append(airport("destination", network.destination_airports, network.destinations))
    logarithm = add("Log", [number("distance")], "distance_log")
    centred = add("Sub", [logarithm, constant("distance_center", network.center)], "distance_centred")
    scaled = add("Div", [centred, constant("distance_spread", network.spread)], "distance_scaled")
    parts.append(
        add("MatMul", [scaled, constant("distance_weights", network.distance.reshape(1, -1))], "distance_part")
    )

    hidden = add("Sum", [*parts, constant("bias_0", network.bias)], "sum_0")
    for depth, (weights, bias) in enumerate(network.layers, start=1):
        hidden = add("Relu", [hidden], f"hidden_{depth}")
        hidden = add("MatMul", [hidden, constant(f"weights_{depth}", weights)], f"product_{depth}")
        hidden = add("Add", [hidden, constant(f"bias_{depth}", bias)], f"sum_{depth}")
    late = add("Sigmoid", [hidden], "late")
    on_time = add("Sub", [constant("one", 1.0), late], "on_time")
    add("Concat", [on_time, late], "probabilities", axis=1)

    graph = helper.make_graph(
        nodes,
        "flight-delays",
        [
            helper.make_tensor_value_info("numbers", TensorProto.FLOAT, ["N", len(NUMBERS)]),
            helper.make_tensor_value_info("origin", TensorProto.STRING, ["N", 1]),
            helper.make_tensor_value_info("destination", TensorProto.STRING, ["N", 1]),
        ],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", 2])],
        constants,
    )
    model = helper.make_model(
        graph,
        producer_name="flight_delays",
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)],
    )
    helper.set_model_props(model, {"classes": "on-time,late", "numbers": ",".join(NUMBERS)})
    onnx.checker.check_model(model, full_check=True)
    return model
