"""The weights that ship: whole, checked, small enough, and the network that was trained."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.statements.scorer import decisions, pair_scores
from index.statements.weights import FOLDER, MANIFEST, load_weights


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "weights")
    return tmp_path / "weights"


def test_everything_together_takes_no_more_than_25_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 25_000_000


def test_every_file_is_the_one_that_the_manifest_names() -> None:
    manifest = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
    assert set(manifest["sha256"]) == {"shared.onnx", "tagger.onnx", "stance.onnx", "linker.npz", "tokenizer.json.gz"}
    load_weights()


@pytest.mark.parametrize("name", ["shared.onnx", "tagger.onnx", "stance.onnx", "linker.npz", "tokenizer.json.gz"])
def test_one_bit_more_or_less_is_refused(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(ModelError, match=name):
        load_weights(copied)


def test_a_manifest_that_names_a_file_elsewhere_is_refused(copied: Path) -> None:
    manifest = json.loads((copied / MANIFEST).read_text(encoding="utf-8"))
    manifest["sha256"]["../secret"] = "0" * 64
    (copied / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelError, match="outside its folder"):
        load_weights(copied)


def test_a_missing_file_is_said_with_the_way_out(copied: Path) -> None:
    (copied / "linker.npz").unlink()
    with pytest.raises(ModelError, match=r"index\.statements train"):
        load_weights(copied)


def test_the_linker_in_numpy_is_the_network_that_is_trained() -> None:
    torch = pytest.importorskip("torch")
    from index.statements.train.model import SPAN, Scorer

    torch.manual_seed(3)
    scorer = Scorer().eval()
    state = {f"links.x.{name}": value.detach().numpy() for name, value in scorer.state_dict().items()}
    random = np.random.default_rng(3)
    anchors, arguments = (random.normal(size=(n, SPAN)).astype(np.float32) for n in (3, 5))
    features = np.stack([random.integers(0, size, (3, 5)) for size in (21, 9, 7, 15, 16)], axis=-1)
    theirs = scorer(torch.from_numpy(anchors), torch.from_numpy(arguments), torch.from_numpy(features))
    np.testing.assert_allclose(
        pair_scores(state, "x", anchors, arguments, features), theirs.detach().numpy(), atol=1e-4
    )


def test_decisions_have_a_row_for_each_cue() -> None:
    weights = load_weights().linker
    width = weights["decide.weight"].shape[1] // 2
    act, stance = decisions(weights, np.zeros((2, width), np.float32), np.zeros((2, width), np.float32))
    assert act.shape == (2, 12)
    assert stance.shape == (2, 4)
