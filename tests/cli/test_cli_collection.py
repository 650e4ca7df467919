"""Commands on a real collection, with an embedder that needs no model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.models.embedder import HashingEmbedder
from index.settings import ModelSettings
from index.statements.records import NoReader
from tests.cli.cli_runs import onrecord

EVIL = "Bad \x1b[31m news\u202e [1]"


@pytest.fixture(autouse=True)
def quick_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_: ModelSettings) -> HashingEmbedder:
        return HashingEmbedder()

    monkeypatch.setattr("index.models.embed.load_embedder", load)
    monkeypatch.setattr("index.statements.load_reader", lambda _: NoReader(), raising=False)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    (folder / "hull").mkdir(parents=True)
    (folder / "hull" / "a.txt").write_text("Ann Lee called for a ceasefire on Monday.\n\nShe leads the council.")
    rows = [
        {
            "id": "b1",
            "title": EVIL,
            "outlet": "Echo",
            "date": "2023-10-27",
            "text": "It rained all day in Hull.",
        }
    ]
    (folder / "b.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder


@pytest.fixture
def collection(tmp_path: Path, news: Path) -> str:
    folder = str(tmp_path / "collection")
    assert onrecord("ingest", str(news), "-c", folder).code == 0
    return folder


def test_ingest_says_what_it_did_and_the_second_time_that_nothing_changed(tmp_path: Path, news: Path) -> None:
    folder = str(tmp_path / "c")
    first = onrecord("ingest", str(news), "-c", folder)
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("Ingested: 2 added, in ")
    assert f"2 articles in 2 passages are in {folder}." in " ".join(first.out.split())
    again = onrecord("ingest", str(news), "-c", folder, "--json").document
    assert (again["added"], again["unchanged"], again["articles"], again["skipped"]) == (0, 2, 2, [])


def test_one_bad_file_is_named_and_skipped_and_the_exit_code_says_so(tmp_path: Path, news: Path) -> None:
    (news / "empty.txt").write_text("")
    (news / "photo.bin").write_bytes(b"\x00\x01")
    run = onrecord("ingest", str(news), str(tmp_path / "nowhere"), "-c", str(tmp_path / "c"), "--json")
    assert run.code == 1
    assert run.document["added"] == 2
    skipped = {Path(error["source"]).name: error["error"] for error in run.document["skipped"]}
    assert {"empty.txt", "nowhere"} <= set(skipped)
    assert all(error["source"] in run.err and error["reason"] for error in run.document["skipped"])


def test_a_url_is_refused_in_one_sentence(tmp_path: Path) -> None:
    run = onrecord("ingest", "https://news.example/feed", "-c", str(tmp_path / "c"))
    assert run.code == 1
    assert run.err.count("\n") == 1
    assert "https://news.example/feed" in run.err


def test_articles_are_listed_with_tabs_in_a_pipe(collection: str) -> None:
    lines = onrecord("articles", "list", "-c", collection).out.splitlines()
    assert lines[0].split("\t") == ["id", "date", "outlet", "title", "source"]
    cells = [line.split("\t") for line in lines[1:]]
    assert [row[4] for row in cells] == ["b1", "hull/a.txt"]
    assert cells[0][1:4] == ["2023-10-27", "Echo", "Bad [31m news [1]"]


def test_articles_are_a_table_on_a_terminal(collection: str) -> None:
    run = onrecord("articles", "list", "-c", collection, terminal=True)
    assert run.code == 0
    assert "hull/a.txt" in run.out
    assert "\t" not in run.out


def test_an_article_is_shown_by_the_start_of_its_id(collection: str) -> None:
    listed = onrecord("articles", "list", "-c", collection, "--json").document
    wanted = next(article for article in listed if article["source"] == "hull/a.txt")
    assert "text" not in wanted
    shown = onrecord("articles", "show", wanted["id"][:8], "-c", collection, "--json").document
    assert shown["text"] == "Ann Lee called for a ceasefire on Monday.\n\nShe leads the council."
    assert {name: shown[name] for name in wanted if name != "chars"} == {
        name: value for name, value in wanted.items() if name != "chars"
    }
    plain = onrecord("articles", "show", wanted["id"], "-c", collection).out
    assert plain.endswith("\n\nAnn Lee called for a ceasefire on Monday.\n\nShe leads the council.\n")


@pytest.mark.parametrize("command", ["show", "remove"])
@pytest.mark.parametrize("name", ["ffffffffffffffff", "abc", "x'; DROP TABLE articles", ""])
def test_an_unknown_id_is_one_sentence(collection: str, command: str, name: str) -> None:
    run = onrecord("articles", command, name, "-c", collection)
    assert (run.code, run.out) == (2, "")
    assert "articles list" in run.err


def test_a_removed_article_is_gone_and_named(collection: str) -> None:
    listed = onrecord("articles", "list", "-c", collection, "--json").document
    run = onrecord("articles", "remove", listed[0]["id"], "-c", collection, "--json")
    assert (run.code, run.document["removed"]["source"]) == (0, "b1")
    left = onrecord("articles", "list", "-c", collection, "--json").document
    assert [article["source"] for article in left] == ["hull/a.txt"]


def test_status_check_and_rebuild_agree(collection: str) -> None:
    status = onrecord("status", "-c", collection, "--json").document
    assert (status["articles"], status["passages"], status["collection"]) == (2, 2, collection)
    plain = onrecord("status", "-c", collection).out
    assert [line.split("  ")[0] for line in plain.splitlines()] == [name.replace("_", " ") for name in status]
    rebuilt = onrecord("rebuild", "-c", collection, "--json").document
    assert rebuilt["generation"] > status["generation"]
    checked = onrecord("check", "-c", collection, "--json")
    assert (checked.code, checked.document["ok"], checked.document["problems"]) == (0, True, [])


def test_damage_is_found_and_exits_with_3(collection: str) -> None:
    derived = [path for path in Path(collection).rglob("*") if path.is_file() and "derived" in path.parts]
    largest = max(derived, key=lambda path: path.stat().st_size)
    body = bytearray(largest.read_bytes())
    body[len(body) // 2] ^= 1
    largest.write_bytes(body)
    run = onrecord("check", "-c", collection, "--json")
    assert (run.code, run.document["ok"]) == (3, False)
    assert run.document["problems"]
    assert onrecord("rebuild", "-c", collection).code == 0
    assert onrecord("check", "-c", collection).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ["status"],
        ["check"],
        ["rebuild"],
        ["articles", "list"],
        ["articles", "show", "abcdef"],
        ["articles", "remove", "abcdef"],
        ["ask", "Who called for a ceasefire?"],
    ],
)
def test_a_missing_collection_exits_with_3_and_names_it(words: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    run = onrecord(*words, "-c", str(folder), "--json")
    assert run.code == 3
    assert str(folder) in run.document["error"]
    assert not folder.exists()


def test_a_damaged_collection_exits_with_3(collection: str) -> None:
    (Path(collection) / "collection.sqlite").write_bytes(b"no database" * 1_000)
    for words in (["status"], ["articles", "list"]):
        run = onrecord(*words, "-c", collection)
        assert (run.code, run.out, run.err.count("\n")) == (3, "", 1)
