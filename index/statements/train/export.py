"""The trained network to the files that the project ships."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto

from index.models.bert import Linear, Shape, exact
from index.models.files import write_atomically
from index.models.onnx import runtime_session
from index.models.quantise import Quantised, Range
from index.statements.labels import HEADS
from index.statements.train.batches import collate, cut
from index.statements.train.data import Example
from index.statements.train.graph import shared_graph, stance_graph, tagger_graph
from index.statements.weights import LINKER, MANIFEST, SHARED, STANCE, TAGGER, TOKENIZER

_LINKER = ("links.", "decide.", "act.", "stance.")
_JUDGE = ("hidden.", "out.")
_TABLE = "bert.embeddings.word_embeddings.weight"
_UNKNOWN = 100  # of BERT's vocabulary, like the special pieces
_SPECIAL = frozenset({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"})
#: windows, and views, on which the ranges of the 8-bit layers are measured
_MEASURED = 400


Build = Callable[[Linear, bool], ModelProto]


@dataclass(frozen=True, slots=True)
class Stanced:
    """A trained stance model.

    Attributes:
        views: inputs by name, of one view each, on which the ranges of its 8-bit layers are measured.
    """

    state: Mapping[str, NDArray[np.float32]]
    views: Sequence[dict[str, Any]]


def export(
    state: Mapping[str, NDArray[np.float32]],
    transitions: Mapping[str, NDArray[np.float32]],
    shape: Shape,
    tokenizer: bytes,
    examples: Sequence[Example],
    folder: Path,
    about: Mapping[str, Any],
    *,
    shared: int,
    stance: Stanced | None = None,
    quantised: bool = True,
) -> None:
    """Write the encoder in 8 bits, the linker in 16, the tokenizer, and the manifest that names their sha256.

    Args:
        examples: training texts, on which the ranges of the 8-bit layers are measured.
        about: what the manifest says beside the digests: settings, data, versions.
        shared: how many of the lowest layers tagger and stance model have in common.
        stance: the stance model; without it its file is not written.
    """
    kept = kept_rows(tokenizer)
    rows = np.full(len(state[_TABLE]), np.searchsorted(kept, _UNKNOWN), dtype=np.int32)
    rows[kept] = np.arange(len(kept))
    state = {**state, _TABLE: state[_TABLE][kept]}

    graphs: dict[str, Build] = {
        SHARED: lambda linear, taps: shared_graph(state, shape, linear, shared, taps=taps),
        TAGGER: lambda linear, taps: tagger_graph(state, shape, linear, shared, taps=taps),
    }
    if stance is not None:
        own = stance
        graphs[STANCE] = lambda linear, taps: stance_graph(own.state, shape, linear, shared, taps=taps)
    measured = {name: Measured(name, build(exact, True)) for name, build in graphs.items()} if quantised else {}
    if quantised:
        _measure(measured, rows, examples, stance)
    files = {
        name: build(Quantised(measured[name].ranges) if quantised else exact, False).SerializeToString()
        for name, build in graphs.items()
    }
    linker = {name: value for name, value in state.items() if name.startswith(_LINKER)}
    linker |= {f"transitions.{head}": transitions[head] for head in HEADS}
    if stance is not None:
        linker |= {f"judge.{name}": value for name, value in stance.state.items() if name.startswith(_JUDGE)}
    buffer = io.BytesIO()
    halves: dict[str, Any] = {name: value.astype(np.float16) for name, value in linker.items()}
    np.savez_compressed(buffer, vocabulary=rows, **halves)
    files |= {LINKER: buffer.getvalue(), TOKENIZER: gzip.compress(tokenizer, mtime=0)}
    for name, content in files.items():
        write_atomically(folder / name, content)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    write_atomically(folder / MANIFEST, json.dumps({**about, "sha256": digests}, indent=1).encode())


def add_to_linker(folder: Path, arrays: Mapping[str, NDArray[np.float32]]) -> None:
    """Put arrays into the linker of finished weights, and its new sha256 into the manifest."""
    with np.load(folder / LINKER, allow_pickle=False) as stored:
        whole: dict[str, Any] = {name: stored[name] for name in stored.files}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **(whole | dict(arrays)))
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["sha256"][LINKER] = hashlib.sha256(buffer.getvalue()).hexdigest()
    write_atomically(folder / LINKER, buffer.getvalue())
    write_atomically(folder / MANIFEST, json.dumps(manifest, indent=1).encode())


def kept_rows(tokenizer: bytes) -> NDArray[np.int64]:
    """The word pieces that the table keeps: those of Latin letters, digits and marks, and the special ones in use."""
    pieces: dict[str, int] = json.loads(tokenizer)["model"]["vocab"]
    kept = [number for piece, number in pieces.items() if piece in _SPECIAL or _is_latin(piece)]
    return np.array(sorted(kept), dtype=np.int64)


def _is_latin(piece: str) -> bool:
    # up to Latin Extended-B, and the general punctuation and currency signs of U+2000 to U+20CF
    return not piece.startswith("[unused") and all(ord(sign) < 0x250 or 0x2000 <= ord(sign) < 0x20D0 for sign in piece)


class Measured:
    """A graph in 32 bits that tells what goes into its linear layers."""

    def __init__(self, name: str, graph: ModelProto) -> None:
        self._session = runtime_session(graph.SerializeToString(), name)
        outputs = [output.name for output in self._session.get_outputs()]
        self._taps = [output for output in outputs if output[:1].isdigit()]
        self._inputs = {given.name for given in self._session.get_inputs()}
        self.ranges: dict[str, Range] = {}

    def see(self, given: Mapping[str, Any], wanted: Sequence[str] = ()) -> list[Any]:
        """Widen the ranges by one text; gives the outputs wanted."""
        feed = {name: value for name, value in given.items() if name in self._inputs}
        found = self._session.run([*wanted, *self._taps], feed)
        for name, values in zip(self._taps, found[len(wanted) :], strict=True):
            seen = Range.of(values[0])
            self.ranges[name] = self.ranges[name].joined(seen) if name in self.ranges else seen
        return list(found[: len(wanted)])


def _measure(
    graphs: Mapping[str, Measured], rows: NDArray[np.int32], examples: Sequence[Example], stance: Stanced | None
) -> None:
    """Lowest and highest inputs of the linear layers, over some windows and views."""
    pieces = cut(examples)
    for at in np.random.default_rng(0).permutation(len(pieces))[:_MEASURED]:
        batch = collate([pieces[at]])
        given = {
            "input_ids": rows[batch.ids.numpy()].astype(np.int64),
            "features": batch.features.numpy(),
            "attention_mask": batch.mask.numpy().astype(np.int32),
        }
        (hidden,) = graphs[SHARED].see(given, ["hidden"])
        graphs[TAGGER].see({**given, "hidden": hidden})
    for view in stance.views[:_MEASURED] if stance else []:
        given = {**view, "input_ids": rows[view["input_ids"]].astype(np.int64)}
        (hidden,) = graphs[SHARED].see(given, ["hidden"])
        graphs[STANCE].see({**given, "hidden": hidden})
