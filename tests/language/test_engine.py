"""A real engine with a tiny model of random weights, made here: its rubbish never reaches a reader."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from assistant.generate import connect
from assistant.language import Prompts, Writer
from index.settings import LanguageSettings
from tests.language.worded import answer


def _make(folder: Path) -> None:
    torch.manual_seed(0)
    special = ["<s>", "</s>", "<unk>"]
    vocabulary = {piece: n for n, piece in enumerate(special + sorted(pre_tokenizers.ByteLevel.alphabet()))}
    pieces = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>"))
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pieces.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=pieces, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="</s>"
    )
    tokenizer.chat_template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    tokenizer.save_pretrained(folder)
    shape = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=16_384,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    LlamaForCausalLM(shape).save_pretrained(folder)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The model's name, and its server's address."""
    folder = tmp_path_factory.mktemp("model")
    _make(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).parent / "transformers")
    words = [program, "serve", str(folder), "--host", "127.0.0.1", "--port", str(port), "--device", "cpu"]
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(folder / "home")}
    with subprocess.Popen(words, stdout=quiet, stderr=quiet, env=environment) as running:
        try:
            _wait(running, port)
            yield str(folder), f"http://127.0.0.1:{port}/v1"
        finally:
            running.kill()


def _wait(running: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(240):
        if running.poll() is not None:
            pytest.fail("the engine did not start")
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    pytest.fail("the engine did not come up")


def test_rubbish_never_reaches_a_reader(engine: tuple[str, str]) -> None:
    model, url = engine
    found = Writer(connect(LanguageSettings("openai", model, url, seconds=20)), Prompts.load()).write(answer())
    assert found.text == answer().text
    assert found.generated is not None
    assert found.generated.sentences == ()
    assert found.generated.note


def test_who_stops_listening_is_left_alone(engine: tuple[str, str]) -> None:
    model, url = engine
    pieces = connect(LanguageSettings("openai", model, url, seconds=60)).stream("hello")
    first = next(pieces)
    assert first
    began = time.monotonic()
    pieces.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5
