"""BERT as an ONNX graph of our own, written straight from its weights.

torch.onnx.export gives the same model in some four times as many operators, and ONNX Runtime's own fusions no
longer know its patterns. Here attention is one operator, and each of the linear layers is whatever ``linear``
makes of it: as it is, or in 8 bits (``quantise.py``). The equations are those of Devlin et al. 2019
(arXiv:1810.04805), after each block LayerNorm(block(x) + x).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

Weights = Mapping[str, NDArray[np.float32]]
MICROSOFT = "com.microsoft"  # ONNX Runtime's own operators
OPSET = 18
_IR = 9


@dataclass(frozen=True, slots=True)
class Shape:
    """What a BERT's configuration says of its form.

    Attributes:
        epsilon: of LayerNorm.
        pooling: ``mean`` over the word pieces, or ``cls``, the first of them.
    """

    layers: int
    heads: int
    width: int
    epsilon: float
    pooling: str


@dataclass(slots=True)
class Graph:
    """A graph in the making. Values are named by the strings that ``add`` and ``constant`` return.

    Attributes:
        taps: what goes into the linear layers, by the layer's name, for calibration.
    """

    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)
    taps: dict[str, str] = field(default_factory=dict)

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """One operator with one output."""
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def constant(self, value: Any, dtype: Any = np.float32) -> str:
        """A tensor that is part of the model."""
        name = f"constant_{len(self.constants)}"
        array = np.asarray(value, dtype=dtype, order="C")
        self.constants.append(numpy_helper.from_array(array, name))
        return name


@dataclass(frozen=True, slots=True)
class Layer:
    """Linear layers that share an input, side by side.

    Attributes:
        name: ``<layer>.qkv``, ``.attended``, ``.up`` or ``.down``.
        weights: one or more. *Shape:* ``(inputs, outputs)`` each.
        bias: of the only one, or None where the operator that follows adds it.
    """

    name: str
    weights: tuple[NDArray[np.float32], ...]
    bias: NDArray[np.float32] | None = None


Linear = Callable[[Graph, Layer, str], list[str]]


def exact(graph: Graph, layer: Layer, given: str) -> list[str]:
    """Linear layers in 32 bits, as they are."""
    made = [graph.add("MatMul", given, graph.constant(weight)) for weight in layer.weights]
    return made if layer.bias is None else [graph.add("Add", made[0], graph.constant(layer.bias))]


def build(weights: Weights, shape: Shape, linear: Linear, *, taps: bool = False) -> ModelProto:
    """The model: ``input_ids`` (int64) and ``attention_mask`` (int32), both (texts, length), to ``vectors``.

    Args:
        taps: put what goes into the linear layers out as well, each under its layer's name.
    """
    graph = Graph()
    # 16 bits halve the file, most of which is this table; the vectors move by less than one part in a million
    table = graph.constant(weights["embeddings.word_embeddings.weight"], np.float16)
    words = graph.add("Cast", graph.add("Gather", table, "input_ids"), to=TensorProto.FLOAT)
    hidden = embed(graph, weights, shape, words)
    for number in range(shape.layers):
        hidden = block(graph, weights, shape, number, hidden, linear)
    _pool(graph, shape, hidden)
    inputs = {"input_ids": TensorProto.INT64, "attention_mask": TensorProto.INT32}
    return finish(graph, inputs, {"vectors": ["texts", shape.width]}, taps=taps)


def finish(
    graph: Graph,
    inputs: Mapping[str, int],
    outputs: Mapping[str, list[str | int]],
    *,
    taps: bool,
    shapes: Mapping[str, list[str | int]] | None = None,
) -> ModelProto:
    """The model around a graph whose last nodes put out ``outputs``, by name and shape.

    Args:
        inputs: types by name; (texts, length) where ``shapes`` does not say otherwise.
        taps: as in ``build``.
    """
    put_out = [helper.make_tensor_value_info(name, TensorProto.FLOAT, form) for name, form in outputs.items()]
    if taps:
        for name, value in graph.taps.items():
            graph.nodes.append(helper.make_node("Identity", [value], [name]))
            put_out.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    forms = {name: (shapes or {}).get(name, ["texts", "length"]) for name in inputs}
    given = [helper.make_tensor_value_info(name, kind, forms[name]) for name, kind in inputs.items()]
    body = helper.make_graph(graph.nodes, "bert", given, put_out, graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=_IR)


def embed(graph: Graph, weights: Weights, shape: Shape, words: str, *, halved: bool = False) -> str:
    """What goes into the first block, from the vectors of the word pieces. *Shape:* ``(texts, length, width)``.

    Args:
        halved: keep the vectors of the places in 16 bits.
    """
    # every text is of token type 0
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    length = graph.add("Gather", graph.add("Shape", "input_ids"), graph.constant([1], np.int64))
    zero = graph.constant([0], np.int64)
    used = graph.add("Slice", graph.constant(places, np.float16 if halved else np.float32), zero, length, zero)
    if halved:
        used = graph.add("Cast", used, to=TensorProto.FLOAT)
    return _norm(graph, weights, shape, "embeddings.LayerNorm", graph.add("Add", words, used))


def block(graph: Graph, weights: Weights, shape: Shape, number: int, hidden: str, linear: Linear) -> str:
    """One layer: attention, then the two linear layers, what came in added to each."""
    prefix = f"encoder.layer.{number}"

    def weight(name: str) -> NDArray[np.float32]:
        return weights[f"{prefix}.{name}.weight"].T

    def bias(name: str) -> NDArray[np.float32]:
        return weights[f"{prefix}.{name}.bias"]

    def apply(name: str, given: str, layers: tuple[str, ...], *, biased: bool) -> list[str]:
        graph.taps[f"{number}.{name}"] = given
        layer = Layer(f"{number}.{name}", tuple(map(weight, layers)), bias(layers[0]) if biased else None)
        return linear(graph, layer, given)

    parts = tuple(f"attention.self.{part}" for part in ("query", "key", "value"))
    projected = apply("qkv", hidden, parts, biased=False)
    biases = graph.constant(np.concatenate([bias(part) for part in parts]))
    attended = graph.add(
        "MultiHeadAttention", *projected, biases, "attention_mask", domain=MICROSOFT, num_heads=shape.heads
    )
    (out,) = apply("attended", attended, ("attention.output.dense",), biased=True)
    hidden = _norm(graph, weights, shape, f"{prefix}.attention.output.LayerNorm", graph.add("Add", out, hidden))
    (up,) = apply("up", hidden, ("intermediate.dense",), biased=False)
    active = graph.add("BiasGelu", up, graph.constant(bias("intermediate.dense")), domain=MICROSOFT)
    (down,) = apply("down", active, ("output.dense",), biased=True)
    return _norm(graph, weights, shape, f"{prefix}.output.LayerNorm", graph.add("Add", down, hidden))


def _norm(graph: Graph, weights: Weights, shape: Shape, name: str, given: str) -> str:
    # LayerNormalization after Add: ONNX Runtime's fused SkipLayerNormalization takes ten times as long
    gain, shift = graph.constant(weights[f"{name}.weight"]), graph.constant(weights[f"{name}.bias"])
    return graph.add("LayerNormalization", given, gain, shift, axis=-1, epsilon=shape.epsilon)


def _pool(graph: Graph, shape: Shape, hidden: str) -> None:
    """The sum (its length is put right later) or the first of the word pieces, named ``vectors``."""
    if shape.pooling == "cls":
        first = [hidden, graph.constant(0, np.int64)]
        graph.nodes.append(helper.make_node("Gather", first, ["vectors"], axis=1))
        return
    one = graph.constant([1], np.int64)
    mask = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=TensorProto.FLOAT), one)
    graph.nodes.append(helper.make_node("Squeeze", [graph.add("MatMul", mask, hidden), one], ["vectors"]))
