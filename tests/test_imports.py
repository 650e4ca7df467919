"""The house's rules about who may import what, read from the source; and what a cold question imports."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "index").rglob("*.py"), *(ROOT / "assistant").rglob("*.py"), ROOT / "app.py"])

#: what a question on the command line must never load: seconds of imports, or gigabytes of libraries
HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "llama_index",
    "gradio",
    "trafilatura",
    "dateparser",
    "pypdf",
    "docx",
    "pandas",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file, as an absolute dotted name."""
    package = name(path).removesuffix(".py").split("/")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def importers(*modules: str) -> list[str]:
    """The files that import one of ``modules`` or something inside it."""
    return [
        name(path)
        for path in SOURCES
        if any(found == module or found.startswith(f"{module}.") for found in imports(path) for module in modules)
    ]


def test_the_index_knows_nothing_of_the_assistant() -> None:
    assert [path for path in importers("assistant") if path.startswith("index/")] == []


def test_only_the_chat_imports_gradio() -> None:
    assert [path for path in importers("gradio") if path != "app.py" and not path.startswith("assistant/chat/")] == []


def test_only_one_module_may_talk_to_a_language_model() -> None:
    models = ("openai", "anthropic", "litellm", "ollama", "llama_index.llms", "llama_index.core.llms")
    assert [path for path in importers(*models) if path != "assistant/generate.py"] == []


def test_nothing_is_unpickled() -> None:
    assert importers("pickle", "cloudpickle", "dill", "joblib", "shelve", "marshal") == []


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        name(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in ("environ", "environb", "getenv", "getenvb"))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and any("env" in alias.name for alias in node.names)
        )
    ]
    assert set(readers) <= {"index/settings.py"}


def test_no_naked_assert_outside_the_tests() -> None:
    found = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert found == []


def test_relative_and_nested_imports_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "index" / "reading"
    folder.mkdir(parents=True)
    (folder / "x.py").write_text("def f():\n    import a.b\n    from .. import c\n    from ..d import e\n")
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert set(imports(folder / "x.py")) == {"a.b", "index", "index.c", "index.d", "index.d.e"}


PUBLIC = {
    "index.collection": ["Collection", "Writer"],
    "index.build": ["IngestReport", "Progress", "ingest"],
    "index.passages": ["CHUNKER", "split_passages", "split_sentences"],
    "index.reading": ["find_sources", "read_source"],
    "index.models.embed": ["load_embedder"],
    "index.models.embedder": ["Embedder", "HashingEmbedder"],
    "assistant.engine": ["Engine", "ensure_sample"],
    "assistant.types": ["Answer", "Citation", "Conflict", "Coverage", "Holder", "Kind", "Stance", "Turn"],
    "assistant.cli": ["main"],
    "assistant.evaluate": ["Outcome", "Question", "QuestionSetError", "Ranking", "load", "run"],
}


@pytest.mark.parametrize("module", PUBLIC)
def test_the_public_names_are_there(module: str) -> None:
    found = __import__(module, fromlist=["_"])
    assert [public for public in PUBLIC[module] if not hasattr(found, public)] == []


@pytest.mark.parametrize(
    ("statement", "also"),
    [
        ("import assistant.cli", ["rich", "index.collection", "numpy"]),
        ("import assistant.cli.ask", ["rich", "index.build", "index.reading"]),
        ("import assistant.cli.articles, assistant.cli.upkeep", ["rich", "onnxruntime"]),
        ("import assistant.evaluate.measures", ["rich", "scipy", "index.collection", "onnxruntime"]),
    ],
)
def test_a_command_imports_no_more_than_it_needs(statement: str, also: list[str]) -> None:
    code = f"{statement}\nimport sys\nprint(*sorted(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=dict(os.environ),
    )
    loaded = set(run.stdout.split())
    assert loaded & {*HEAVY, *also} == set()
