"""The statements of articles: stored with them, read anew when the reader changes, gone with them, never half."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import check, ingest, rebuild, remove_article
from index.collection import Collection, Writer, migrations
from index.collection.entries import Reading
from index.collection.ledgers import Rows, put
from index.collection.migrations import migrate
from index.errors import CollectionDamaged, CollectionFull, ModelError
from index.models.embedder import HashingEmbedder, Vectors
from index.settings import Settings
from index.statements.labels import Act, HolderType, Stance
from index.statements.records import Holder, Kind, Ledger, Named, NoReader, Role, Statement
from index.types import Article, Sentence, Span
from tests.cli.cli_runs import onrecord
from tests.collection.making import EMBEDDER, CouncillorReader, fill, settings_for, write_article, write_articles
from tests.collection.test_ingest import Counting
from tests.collection.test_writers_and_readers import started

DATABASE = "collection.sqlite"
TEXT = "👩‍👩‍👧 Zoë O’Neill said: “No — ‘never’!”\r\n\n🇬🇧 e\u0301galite\u0301 \u202eabc\u202c \x00 \ud83c\uddec 水"


@pytest.fixture(scope="module")
def made(memory: Path) -> Path:
    """A collection of 6 articles, read by the first version of the reader, beside its sources."""
    root = memory / "read-for-statements"
    write_articles(root / "sources", 6)
    fill(root / "collection", root / "sources", reader=CouncillorReader())
    return root


@pytest.fixture
def folder(made: Path, scratch: Path) -> Path:
    shutil.copytree(made / "collection", scratch / "collection")
    return scratch / "collection"


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    yield connection
    connection.close()


def read_by(folder: Path) -> list[int]:
    """Which version's statements each article has, 0 for one that has not been read; all of them, and no others."""
    with Collection.open(folder) as collection:
        ids = [article.id for article in collection.articles()]
        ledgers = collection.statements(ids)
        assert collection.count_statements() == sum(len(ledger.statements) for ledger in ledgers.values())
        return [_version(collection, article_id, ledgers.get(article_id)) for article_id in ids]


def _version(collection: Collection, article_id: str, ledger: Ledger | None) -> int:
    article = collection.article(article_id)
    assert article is not None
    if ledger is None:
        return 0
    found = [version for version in range(1, 10) if CouncillorReader(version).of(article.text) == ledger]
    assert len(found) == 1
    return found[0]


def as_it_was_before_statements(folder: Path) -> None:
    """Take the second step of the schema back."""
    connection = sqlite3.connect(folder / DATABASE, isolation_level=None)
    for table in ("statements", "holders", "readings"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DELETE FROM migrations WHERE number > 1")
    connection.execute("PRAGMA user_version = 1")
    connection.close()


# --- one ledger, there and back


def _spans(text: str) -> st.SearchStrategy[Span]:
    whole = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text)))
    return whole.filter(lambda at: text[at[0] : at[1]].strip() != "").map(lambda at: Span(*at))


def _ledgers(text: str) -> st.SearchStrategy[Ledger]:
    spans = _spans(text)
    words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    named = st.builds(lambda at, rule, shown: Named(at.start, at.end, rule, shown), spans, words, st.none() | spans)
    roles = spans.map(lambda at: Role(at.start, at.end, at.of(text)))
    holders = st.builds(
        Holder,
        name=words.filter(bool),
        type=st.sampled_from(HolderType),
        count=st.none() | st.integers(0, 2**63 - 1),
        roles=st.lists(roles, max_size=2).map(tuple),
        mentions=st.lists(named, min_size=1, max_size=3).map(tuple),
    )

    def with_statements(found: tuple[Holder, ...]) -> st.SearchStrategy[Ledger]:
        number = st.none() | st.integers(0, len(found) - 1) if found else st.none()
        statements = st.builds(
            Statement,
            holder=number,
            mention=st.none() | spans,
            cue=spans,
            content=st.lists(spans, max_size=3).map(tuple),
            act=st.sampled_from(Act),
            stance=st.sampled_from(Stance),
            kind=st.sampled_from(Kind),
            reporter=number,
            evidence=spans,
            when=st.none() | st.dates(),
            certainty=st.floats(0, 1),
            reasons=st.lists(st.text(max_size=8), max_size=3).map(tuple),
        )
        return st.builds(Ledger, st.just(found), st.lists(statements, max_size=4).map(tuple))

    return st.lists(holders, max_size=3).map(tuple).flatmap(with_statements)


@pytest.fixture(scope="module")
def one_article() -> Iterator[sqlite3.Connection]:
    """A database with one article, without a collection around it."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection)
    connection.execute(
        "INSERT INTO articles (key, id, source, chars, added, signature, quotations, text) "
        "VALUES (1, 'abc', 'a.txt', ?, 1, x'', x'', ?)",
        (len(_stored(TEXT)), _stored(TEXT)),
    )
    yield connection
    connection.close()


def _stored(text: str) -> str:
    """Without half characters, which no article has."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ledger=_ledgers(_stored(TEXT)))
def test_a_ledger_comes_back_as_it_went_in(ledger: Ledger, one_article: sqlite3.Connection) -> None:
    put(one_article, 1, Reading("reader", ledger))
    found = Rows(one_article, [1]).ledger(1)
    assert found == ledger
    assert repr(found) == repr(ledger)
    for holder in found.holders:
        assert all(role.of(_stored(TEXT)) == role.text for role in holder.roles)


def test_a_stored_record_is_like_one_that_was_made_by_its_class(folder: Path) -> None:
    with Collection.open(folder) as collection:
        ids = [article.id for article in collection.articles()]
        statement = collection.statements(ids)[ids[0]].statements[0]
    values = {field.name: getattr(statement, field.name) for field in dataclasses.fields(Statement)}
    made = Statement(**values)
    assert type(statement) is Statement
    assert type(statement.cue) is Span
    assert (statement, hash(statement), repr(statement)) == (made, hash(made), repr(made))
    assert dataclasses.replace(statement, when=date(2023, 10, 27)) == dataclasses.replace(made, when=date(2023, 10, 27))
    for record, name in ((statement, "holder"), (statement.cue, "start")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, name, 1)


def test_a_group_too_large_to_be_stored_counts_as_the_largest(one_article: sqlite3.Connection) -> None:
    crowd = Holder("everybody", HolderType.GROUP, 10**30, (), (Named(0, 3, "name"),))
    put(one_article, 1, Reading("reader", Ledger((crowd,), ())))
    assert Rows(one_article, [1]).ledger(1).holders[0].count == 2**63 - 1


HERE = Span(0, 1)
GOOD = Statement(0, None, HERE, (HERE,), Act.SAYS, Stance.FOR, Kind.DIRECT, None, HERE, None, 0.5)
HOLDER = Holder("Zoë", HolderType.PERSON, None, (), (Named(0, 1, "name"),))
FAULTS: dict[str, Ledger] = {
    "statement 0 at \\[3, 3\\)": Ledger((HOLDER,), (dataclasses.replace(GOOD, cue=Span(3, 3)),)),
    "statement 1 at \\[0, 900\\) of": Ledger((HOLDER,), (GOOD, dataclasses.replace(GOOD, evidence=Span(0, 900)))),
    "statement 0 at \\[-1, 3\\)": Ledger((HOLDER,), (dataclasses.replace(GOOD, content=(Span(-1, 3),)),)),
    "statement 0 by holder 1 where there are 1": Ledger((HOLDER,), (dataclasses.replace(GOOD, reporter=1),)),
    "statement 0 with a certainty of nan": Ledger((HOLDER,), (dataclasses.replace(GOOD, certainty=float("nan")),)),
    "holder 0 without a name or without a mention": Ledger((dataclasses.replace(HOLDER, mentions=()),), ()),
    "holder 0 with a role that is not in the text": Ledger(
        (dataclasses.replace(HOLDER, roles=(Role(0, 3, "mayor"),)),), ()
    ),
    "only white space": Ledger((dataclasses.replace(HOLDER, mentions=(Named(5, 6, "name"),)),), ()),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_in_the_article_is_refused(fault: str, one_article: sqlite3.Connection) -> None:
    put(one_article, 1, Reading("reader", Ledger((HOLDER,), (GOOD,))))
    with pytest.raises(ModelError, match=f"article abc, .*{fault}"):
        put(one_article, 1, Reading("reader", FAULTS[fault]))
    assert Rows(one_article, [1]).ledger(1) == Ledger((HOLDER,), (GOOD,))


# --- ingest


def test_new_articles_are_read_once_and_as_they_are_committed(made: Path, scratch: Path) -> None:
    reader = CouncillorReader()
    fill(scratch / "new", made / "sources", reader=reader)
    assert reader.read_articles == 6
    assert fill(scratch / "new", made / "sources", reader=reader).notes == ()
    assert reader.read_articles == 6
    assert read_by(scratch / "new") == [1] * 6
    with Collection.open(scratch / "new") as collection:
        status = collection.status()
        assert collection.generation == 1
    assert status.statements > status.holders / 2 > 10
    assert (status.reader, status.unread) == ("councillors-1", 0)


def test_without_a_reader_the_statements_stay_as_they_are(folder: Path, made: Path, scratch: Path) -> None:
    shutil.copytree(made / "sources", scratch / "sources")
    write_article(scratch / "sources" / "006.md", 6)
    fill(folder, scratch / "sources")
    assert sorted(read_by(folder)) == [0, *[1] * 6]
    with Collection.open(folder) as collection:
        assert (collection.status().reader, collection.status().unread) == ("councillors-1", 1)
    assert check(folder).problems == ()


def test_another_reader_reads_stored_articles_anew_and_nothing_is_embedded(folder: Path, made: Path) -> None:
    embedder, reader = Counting(), CouncillorReader(2)
    with Collection.open(folder) as before:
        report = fill(folder, made / "sources", embedder=embedder, reader=reader)
        assert before.newest_generation() == before.generation + 1
        assert before.status().reader == "councillors-1"
    assert (report.unchanged, report.articles, embedder.embedded, reader.read_articles) == (6, 6, 0, 6)
    assert report.notes == ("This version's reader of statements had not read 6 stored articles: it has now",)
    assert read_by(folder) == [2] * 6
    assert check(folder).problems == ()


class Stopping(CouncillorReader):
    """Stops at its call number ``calls``."""

    def __init__(self, version: int, calls: int) -> None:
        super().__init__(version)
        self.calls = calls

    def read(self, articles: Sequence[Article], sentences: Sequence[Sequence[Sentence]]) -> list[Ledger]:
        self.calls -= 1
        if self.calls < 0:
            raise KeyboardInterrupt
        return super().read(articles, sentences)


def test_reading_anew_that_was_stopped_goes_on_where_it_was(
    folder: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.build.anew._BATCH_ARTICLES", 2)
    with pytest.raises(KeyboardInterrupt, match="6 articles safe"):
        fill(folder, made / "sources", reader=Stopping(2, 2))
    assert sorted(read_by(folder)) == [1, 1, 2, 2, 2, 2]
    with Collection.open(folder) as collection:
        assert (collection.status().reader, collection.status().unread) == ("mixed", 0)
    reader = CouncillorReader(2)
    assert "2 stored articles" in fill(folder, made / "sources", reader=reader).notes[0]
    assert reader.read_articles == 2
    assert read_by(folder) == [2] * 6


def test_progress_tells_of_reading_anew(folder: Path, made: Path) -> None:
    told: list[str] = []

    class Seen:
        def total(self, n: int) -> None:
            told.append(f"of {n}")

        def advance(self, n: int = 1) -> None:
            told.append(f"{n} more")

        def describe(self, text: str) -> None:
            told.append(text)

    ingest([str(made / "sources")], settings_for(folder), EMBEDDER, reader=CouncillorReader(2), progress=Seen())
    assert told[:3] == ["of 6", "Reading for statements", "6 more"]


def test_a_change_of_model_keeps_the_statements(folder: Path, made: Path) -> None:
    reader = CouncillorReader()
    fill(folder, made / "sources", embedder=HashingEmbedder(32), reader=reader)
    assert reader.read_articles == 0
    assert read_by(folder) == [1] * 6


class Wrong(CouncillorReader):
    """Finds, in one article of all, a statement beyond its text."""

    def ledger(self, text: str, sentences: Sequence[Sentence]) -> Ledger:
        found = super().ledger(text, sentences)
        if "item 7" not in text:
            return found
        far = Span(len(text), len(text) + 3)
        return dataclasses.replace(found, statements=(dataclasses.replace(found.statements[0], cue=far),))


def test_a_reader_that_is_wrong_stores_nothing_of_its_batch(folder: Path, made: Path) -> None:
    with pytest.raises(ModelError, match="the reader of statements gave, for article"):
        fill(folder, made / "sources", reader=Wrong(2))
    assert read_by(folder) == [1] * 6
    assert check(folder).problems == ()


def test_articles_of_another_ingest_that_is_not_published_are_not_seen(
    folder: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_articles(scratch / "more", 2, seed=1)
    with Collection.open(folder) as collection:
        before = collection.count_statements()
    seen: list[tuple[int, int]] = []

    def publish(writer: Writer) -> int:
        new = [writer.article(key).id for key in writer.unread()][6:]
        with Collection.open(folder) as collection:
            assert len(new) == 2
            assert collection.statements(new) == {}
            seen.append((collection.count_statements(), collection.status().statements))
        raise KeyboardInterrupt

    monkeypatch.setattr(Writer, "publish", publish)
    with pytest.raises(KeyboardInterrupt):
        fill(folder, scratch / "more", reader=CouncillorReader())
    assert seen == [(before, before)]
    assert read_by(folder) == [1] * 8


# --- what was there before, and what goes


def test_a_collection_of_the_old_schema_has_all_its_articles_unread(folder: Path, made: Path) -> None:
    as_it_was_before_statements(folder)
    assert check(folder).problems == ()
    with Collection.open(folder) as collection:
        status = collection.status()
        assert (status.schema, status.articles, status.statements, status.holders) == (migrations.SCHEMA, 6, 0, 0)
        assert (status.reader, status.unread) == (None, 6)
        assert collection.statements([article.id for article in collection.articles()]) == {}
        assert collection.search("vote", None, limit=3)
    assert check(folder).problems == ()
    embedder = Counting()
    report = fill(folder, made / "sources", embedder=embedder, reader=CouncillorReader())
    assert "had not read 6 stored articles" in report.notes[0]
    assert embedder.embedded == 0
    assert read_by(folder) == [1] * 6


def test_a_writer_brings_the_old_schema_up_to_date_and_reads_everything(folder: Path) -> None:
    as_it_was_before_statements(folder)
    rebuild(folder, statements=True, reader=CouncillorReader(2))
    assert read_by(folder) == [2] * 6


def test_the_statements_of_a_removed_article_go_with_it(folder: Path, database: sqlite3.Connection) -> None:
    tables = ("statements", "holders", "readings")

    def rows() -> list[dict[int, int]]:
        count = "SELECT article, count(*) FROM {} GROUP BY article"
        return [dict(database.execute(count.format(table))) for table in tables]

    before = rows()
    key, article_id = database.execute("SELECT key, id FROM articles WHERE source = '003.md'").fetchone()
    assert all(table.pop(key) for table in before)
    assert remove_article(folder, article_id)
    assert rows() == before
    assert read_by(folder) == [1] * 5


def test_the_statements_of_a_changed_article_are_those_of_its_new_text(scratch: Path) -> None:
    write_articles(scratch / "sources", 6)
    fill(scratch / "new", scratch / "sources", reader=CouncillorReader())
    write_article(scratch / "sources" / "002.md", 902)
    reader = CouncillorReader()
    report = fill(scratch / "new", scratch / "sources", reader=reader)
    assert (report.changed, report.unchanged, reader.read_articles) == (1, 5, 1)
    assert read_by(scratch / "new") == [1] * 6


# --- rebuild


def test_rebuild_reads_the_stored_texts_without_files_or_embedding(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> Vectors:
        pytest.fail("a file was read or a text embedded")

    monkeypatch.setattr("index.build.run.read_source", never)
    monkeypatch.setattr(HashingEmbedder, "encode", never)
    with Collection.open(folder) as collection:
        before = collection.generation
        ids = [article.id for article in collection.articles()]
    assert rebuild(folder, statements=True, reader=CouncillorReader(2)) == before + 1
    assert read_by(folder) == [2] * 6
    with Collection.open(folder) as collection:
        assert [article.id for article in collection.articles()] == ids
        assert collection.status().reader == "councillors-2"


def test_rebuild_reads_anew_what_the_same_reader_has_read(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("UPDATE statements SET certainty = 0.25")
    reader = CouncillorReader()
    rebuild(folder)
    rebuild(folder, statements=True, reader=reader)
    assert reader.read_articles == 6
    assert read_by(folder) == [1] * 6


def test_rebuild_takes_the_projects_own_reader(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Settings] = []

    def load(settings: Settings) -> CouncillorReader:
        asked.append(settings)
        return CouncillorReader(2)

    monkeypatch.setattr("index.statements.load_reader", load, raising=False)
    rebuild(folder, statements=True)
    assert [settings.collection for settings in asked] == [folder]
    assert read_by(folder) == [2] * 6


def keep_rebuilding(folder: Path, rounds: int) -> None:
    """Read all statements anew, one article a batch, by one reader after the other."""
    from index.build import anew

    vars(anew)["_BATCH_ARTICLES"] = 1
    for number in range(rounds):
        rebuild(folder, statements=True, reader=CouncillorReader(2 - number % 2))


def test_readers_during_a_rebuild_see_whole_articles_old_or_new(folder: Path) -> None:
    with Collection.open(folder) as still:
        ids = [article.id for article in still.articles()]
        before = still.statements(ids[:3])
        writer = started(keep_rebuilding, folder, 7)
        seen: set[int] = set()
        while writer.is_alive():
            seen |= set(read_by(folder))
        writer.join()
        assert writer.exitcode == 0
        assert seen == {1, 2}
        assert still.statements(ids) == before | still.statements(ids[3:])
        assert {_version(still, article_id, ledger) for article_id, ledger in still.statements(ids).items()} == {1}
    assert read_by(folder) == [2] * 6


# --- a disk that takes no more


class Wordy(CouncillorReader):
    """Gives every statement a long reason, so that the disk is soon full."""

    def ledger(self, text: str, sentences: Sequence[Sentence]) -> Ledger:
        found = super().ledger(text, sentences)
        longer = tuple(dataclasses.replace(one, reasons=("x" * 5_000,)) for one in found.statements)
        return dataclasses.replace(found, statements=longer)


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from index.build import anew, rebuild
from index.errors import CollectionFull
from tests.collection.test_statements import Wordy
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
anew._BATCH_ARTICLES = 2
try:
    rebuild(Path(sys.argv[1]), statements=True, reader=Wordy(2))
except CollectionFull as error:
    print("full:", error)
"""


@pytest.mark.parametrize("limit", [40_000, 100_000, 200_000, 280_000])
def test_a_full_disk_is_one_clear_error_and_no_article_is_half_read(limit: int, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(folder), str(limit)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert "could not be written" in done.stdout
    with Collection.open(folder) as collection:
        articles = [collection.article(article.id) for article in collection.articles()]
        ledgers = collection.statements([article.id for article in articles if article])
        for article in articles:
            assert article is not None
            assert ledgers[article.id] in (CouncillorReader().of(article.text), Wordy(2).of(article.text))
    assert check(folder).problems == ()
    rebuild(folder, statements=True, reader=CouncillorReader(2))
    assert read_by(folder) == [2] * 6


def test_a_refused_commit_leaves_the_old_statements(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.collection import failpoints

    def full(name: str) -> None:
        if name == "half of the statements stored":
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(failpoints, "_armed", full)
        with pytest.raises(CollectionFull, match="free some space"):
            rebuild(folder, statements=True, reader=CouncillorReader(2))
    assert read_by(folder) == [1] * 6


# --- reading


def test_statements_are_given_in_the_order_asked_and_unknown_ids_are_left_out(folder: Path) -> None:
    with Collection.open(folder) as collection:
        ids = [article.id for article in collection.articles()]
        assert list(collection.statements([ids[3], "f" * 16, ids[0], ids[3]])) == [ids[3], ids[0]]
        assert list(collection.statements(ids[::-1])) == ids[::-1]
        assert collection.statements([]) == {}
        assert collection.statements(["x'; DROP TABLE statements", "", ids[0][:8]]) == {}


def test_an_article_that_says_nothing_is_read_all_the_same(made: Path, scratch: Path) -> None:
    fill(scratch / "new", made / "sources", reader=NoReader())
    with Collection.open(scratch / "new") as collection:
        ids = [article.id for article in collection.articles()]
        assert collection.statements(ids) == dict.fromkeys(ids, Ledger((), ()))
        assert (collection.status().reader, collection.status().unread) == ("none", 0)


def test_a_thousand_and_more_ids_are_asked_for_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Collection.open(folder) as collection:
        ids = [article.id for article in collection.articles()]
        whole = collection.statements(ids)
    many = [f"{number:016x}" for number in range(40_000)]
    monkeypatch.setattr("index.collection.ledgers._AT_ONCE", 4)
    monkeypatch.setattr("index.collection.reader._KEPT", 2)
    with Collection.open(folder) as collection:
        assert collection.statements([*many[:20_000], *ids, *many[20_000:]]) == whole
        assert len(collection._ledgers) == 2
        assert collection.statements(ids) == whole


def test_many_threads_get_the_same_statements(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.collection.reader._KEPT", 3)
    with Collection.open(folder) as collection:
        ids = [article.id for article in collection.articles()]
        expected = collection.statements(ids)
        answers: list[bool] = []

        def ask(first: int) -> None:
            for number in range(first, first + 25):
                some = [ids[number % 6], ids[(number + 1) % 6]]
                answers.append(collection.statements(some) == {one: expected[one] for one in some})

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert answers == [True] * 200


# --- damage

CHANGES = {
    "a cue beyond the text": "UPDATE statements SET cue_end = 100000 WHERE article = 2 AND number = 1",
    "a cue that is empty": "UPDATE statements SET cue_end = cue_start WHERE article = 2 AND number = 1",
    "a mention without its end": "UPDATE statements SET mention_end = NULL WHERE article = 2 AND number = 1",
    "a content cut short": "UPDATE statements SET content = substr(content, 1, 7) WHERE article = 2 AND number = 1",
    "a content beyond the text": "UPDATE statements SET content = x'00000000ffffff00' WHERE article = 2 AND number = 1",
    "an act that there is not": "UPDATE statements SET act = 'sings' WHERE article = 2 AND number = 1",
    "a day that there is not": "UPDATE statements SET \"when\" = '2023-02-30' WHERE article = 2 AND number = 1",
    "a certainty above 1": "UPDATE statements SET certainty = 7 WHERE article = 2 AND number = 1",
    "reasons that are no JSON": "UPDATE statements SET reasons = '[\"' WHERE article = 2 AND number = 1",
    "a holder that there is not": "UPDATE statements SET holder = 99 WHERE article = 2 AND number = 1",
    "a reporter that there is not": "UPDATE statements SET reporter = -1 WHERE article = 2 AND number = 1",
    "a statement that is gone": "DELETE FROM statements WHERE article = 2 AND number = 1",
    "the last statement gone": "DELETE FROM statements WHERE article = 2 AND number = "
    "(SELECT max(number) FROM statements WHERE article = 2)",
    "a type that there is not": "UPDATE holders SET type = 'robot' WHERE article = 2 AND number = 1",
    "a holder without a name": "UPDATE holders SET name = '' WHERE article = 2 AND number = 1",
    "a holder without mentions": "UPDATE holders SET mentions = '[]' WHERE article = 2 AND number = 1",
    "mentions that are no JSON": "UPDATE holders SET mentions = '[[1,2' WHERE article = 2 AND number = 1",
    "mentions that are something else": "UPDATE holders SET mentions = '{\"a\":1}' WHERE article = 2 AND number = 1",
    "a role that is not in the text": "UPDATE holders SET roles = '[[0,4,\"mayor\"]]' WHERE article = 2 AND number = 1",
    "a holder that is gone": "DELETE FROM holders WHERE article = 2 AND number = 1",
    "a holder too many": "INSERT INTO holders SELECT article, number + 100, name, type, count, roles, mentions "
    "FROM holders WHERE article = 2 AND number = 1",
}


@pytest.mark.parametrize("change", CHANGES)
def test_check_finds_damage_in_one_sentence_and_rebuild_mends_it(
    change: str, folder: Path, database: sqlite3.Connection
) -> None:
    database.execute(CHANGES[change])
    database.close()
    problems = check(folder).problems
    assert len(problems) == 1
    assert problems[0].startswith("article ")
    assert problems[0].endswith(": run `onrecord rebuild --statements`")
    rebuild(folder, statements=True, reader=CouncillorReader())
    assert check(folder).problems == ()
    assert read_by(folder) == [1] * 6


def test_rows_that_lost_their_reading_are_found_and_replaced(folder: Path, database: sqlite3.Connection) -> None:
    database.execute("DELETE FROM readings WHERE article = 2")
    database.close()
    assert any("points to nothing in readings" in problem for problem in check(folder).problems)
    rebuild(folder, statements=True, reader=CouncillorReader())
    assert check(folder).problems == ()


def test_damaged_statements_are_an_error_that_names_the_way_out(folder: Path, database: sqlite3.Connection) -> None:
    database.execute(CHANGES["an act that there is not"])
    database.close()
    with Collection.open(folder) as collection:
        ids = [article.id for article in collection.articles()]
        with pytest.raises(CollectionDamaged, match=r"statements of article \w+ in .* are damaged: run `onrecord reb"):
            collection.statements(ids)
        assert collection.search("vote", None, limit=3)


# --- the command line


@pytest.fixture
def quick_models(monkeypatch: pytest.MonkeyPatch) -> None:
    def embedder(_: object) -> HashingEmbedder:
        return EMBEDDER

    def reader(_: Settings) -> CouncillorReader:
        return CouncillorReader(2)

    monkeypatch.setattr("index.models.embed.load_embedder", embedder)
    monkeypatch.setattr("index.statements.load_reader", reader, raising=False)


@pytest.mark.usefixtures("quick_models")
def test_the_command_ingest_reads_for_statements_and_status_says_so(made: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    assert onrecord("ingest", str(made / "sources"), "-c", str(new)).code == 0
    assert read_by(new) == [2] * 6
    status: dict[str, Any] = onrecord("status", "-c", str(new), "--json").document
    assert (status["reader"], status["unread"]) == ("councillors-2", 0)
    assert status["statements"] > 0
    assert status["holders"] > 0


@pytest.mark.usefixtures("quick_models")
def test_the_command_rebuild_reads_anew_only_when_asked(folder: Path) -> None:
    assert onrecord("rebuild", "-c", str(folder)).code == 0
    assert read_by(folder) == [1] * 6
    run = onrecord("rebuild", "--statements", "-c", str(folder), "--json")
    assert (run.code, run.document["reader"], run.err) == (0, "councillors-2", "")
    assert read_by(folder) == [2] * 6
    plain = onrecord("rebuild", "--statements", "-c", str(folder))
    assert f"So are its statements: {run.document['statements']}" in plain.out


@pytest.mark.usefixtures("quick_models")
def test_the_command_rebuild_says_at_once_that_there_is_no_collection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.statements.load_reader", lambda _: pytest.fail("a model was loaded"))
    run = onrecord("rebuild", "--statements", "-c", str(tmp_path / "nowhere"), "--json")
    assert run.code == 3
    assert "nowhere" in json.loads(run.out)["error"]


@pytest.mark.usefixtures("quick_models")
def test_the_sample_is_read_for_statements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.engine import ensure_sample

    monkeypatch.setattr("index.settings.default_collection", lambda: tmp_path / "default")
    assert ensure_sample(Settings(tmp_path / "default"))
    with Collection.open(tmp_path / "default") as collection:
        assert (collection.status().reader, collection.status().unread) == ("councillors-2", 0)
