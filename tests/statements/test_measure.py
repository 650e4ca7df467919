"""The measures of statements against values worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from index.statements.measure import read_rows, score_positions, score_relations, score_spans

Row = dict[str, Any]


def attributed(name: str, *relations: tuple[list[list[int]], list[list[int]], list[list[int]]]) -> Row:
    """A row whose relations are given as source, cue and content."""
    return {
        "id": name,
        "attributions": [{"source": s, "cue": c, "content": t} for s, c, t in relations],
    }


GOLD_SPANS = [
    attributed("a", ([[0, 3]], [[4, 8]], [[9, 20], [25, 30]]), ([[0, 3]], [[40, 44]], [[45, 60]])),
    attributed("b", ([[0, 5]], [[6, 9]], [[10, 15]])),
]


def test_spans_count_piece_by_piece_and_once_a_document() -> None:
    given = [attributed("a", ([[0, 3]], [[4, 8]], [[9, 20]]), ([[0, 2]], [[40, 44]], [[45, 60]]))]
    scores = score_spans(GOLD_SPANS, given)
    # source: gold {a 0-3, b 0-5}, given {0-3, 0-2}; cue: 2 of 2 given, 3 gold; content: 2 of 2 given, 4 gold
    assert [scores[role]["right"] for role in ("source", "cue", "content")] == [1, 2, 2]
    assert scores["source"]["precision"] == pytest.approx(1 / 2)
    assert scores["source"]["recall"] == pytest.approx(1 / 2)
    assert scores["cue"]["precision"] == 1
    assert scores["cue"]["recall"] == pytest.approx(2 / 3)
    assert scores["content"]["recall"] == pytest.approx(2 / 4)
    assert scores["content"]["f1"] == pytest.approx(2 * 2 / (2 + 4))


def test_a_relation_needs_all_its_spans_in_any_order() -> None:
    turned = attributed("a", ([[0, 3]], [[4, 8]], [[25, 30], [9, 20]]), ([[0, 3]], [[40, 44]], [[45, 59]]))
    relation = score_spans(GOLD_SPANS, [turned])["relation"]
    assert (relation["right"], relation["predicted"], relation["gold"]) == (1, 2, 3)


def test_a_document_that_the_prediction_lacks_stays_in_the_denominator() -> None:
    scores = score_spans(GOLD_SPANS, GOLD_SPANS[1:])
    assert scores["relation"]["precision"] == 1
    assert scores["relation"]["recall"] == pytest.approx(1 / 3)
    assert score_spans(GOLD_SPANS, [])["cue"]["f1"] == 0


def test_ids_that_gold_lacks_or_that_come_twice_are_an_error() -> None:
    with pytest.raises(UsageError, match=r"1 ids that gold lacks \('z'\)"):
        score_spans(GOLD_SPANS, [attributed("z")])
    with pytest.raises(UsageError, match="'a' comes twice in the prediction"):
        score_spans(GOLD_SPANS, [attributed("a"), attributed("a")])


def test_rows_are_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [attributed("a\u2028b", ([[0, 3]], [[4, 8]], [])), {"id": "c", "attributions": []}]
    path.write_text("\ufeff" + "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\r\n", "utf-8")
    assert read_rows(path) == rows


def test_all_faults_of_a_file_are_named_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(
        b'{"id": "a", "attributions": []}\n{"id": \xff}\n[1]\n{"id": 3}\n{"id": "a", "attributions": []}\n'
        b'{"id": "d", "attributions": [{"cue": [[3, 3]]}, 7]}\n{"id": "e", "attributions": [{"cue": [[0, true]]}]}\n'
        + b"["
        * 100_000
    )
    with pytest.raises(UsageError) as raised:
        read_rows(path)
    message = str(raised.value)
    for fault in (
        "line 2: not JSON",
        "line 3: not a JSON object",
        "line 4: no id that is a string",
        "line 4: no list of attributions",
        "line 5: the id 'a' is that of line 1 too",
        "line 6: cue of attribution 1 is not",
        "line 6: attribution 2 is not an object",
        "line 7: cue of attribution 1",
        "line 8: not JSON",
    ):
        assert fault in message
    assert "line 1:" not in message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"lost\.jsonl cannot be read"):
        read_rows(tmp_path / "lost.jsonl")


# "Lee called for a truce and refused talks. She, Day and the Guild backed a vote amid calls for calm."
PASSAGE: Row = {
    "holders": [
        {"id": "1", "type": "person", "span": [0, 3]},
        {"id": "1", "type": "person", "span": [42, 45]},
        {"id": "2", "type": "person", "span": [47, 50]},
        {"id": "3", "type": "organisation", "span": [55, 64]},
    ],
    "cues": [
        {"span": [4, 14], "holders": ["1"], "content": "a", "act": "calls_for", "stance": "for"},
        {"span": [27, 34], "holders": ["1"], "content": "b", "act": "refuses", "stance": "against"},
        {"span": [65, 71], "holders": ["1", "2", "3"], "content": "c", "act": "supports", "stance": "for"},
        {"span": [84, 89], "holders": [], "content": "d", "act": "calls_for", "stance": "for"},
    ],
    "contents": {"a": [[15, 22]], "b": [[35, 40]], "c": [[72, 78]], "d": [[94, 98]]},
}


def relation(
    holder: list[int] | None, cue: list[int], content: list[list[int]], act: str = "supports", stance: str = "for"
) -> Row:
    """A predicted relation."""
    return {"holder": holder, "cue": cue, "content": content, "act": act, "stance": stance}


GIVEN = [
    relation([42, 45], [4, 10], [[17, 22]], "calls_for"),  # right: another mention of the same holder
    relation([0, 3], [27, 34], [[35, 40]], "calls_for", "against"),  # another act
    relation([42, 45], [65, 71], [[72, 78]], stance="against"),  # another stance
    relation([47, 50], [65, 71], [[15, 22]]),  # another content
    relation([59, 64], [65, 71], [[72, 78]]),  # less than the holder's mention
    relation([47, 50], [84, 89], [[94, 98]], "calls_for"),  # a call that nobody is said to make
    relation(None, [84, 89], [[94, 98]], "calls_for"),  # neither for nor against
]


def test_relations_are_right_where_all_parts_agree() -> None:
    scores = score_relations([PASSAGE], [GIVEN])
    expected = {
        "full": 1,
        "without act": 2,
        "without stance": 2,
        "without content": 2,
        "link": 3,
        "holder": 4,
        "holder overlaps": 5,
    }
    assert {name: scores[name]["right"] for name in expected} == expected
    # five gold pairs of cue and holder; six predictions with a holder
    assert (scores["full"]["predicted"], scores["full"]["gold"]) == (6, 5)
    assert scores["full"]["f1"] == pytest.approx(2 * 1 / (6 + 5))


def test_labels_are_counted_where_the_link_is_right_and_refusals_apart() -> None:
    scores = score_relations([PASSAGE], [GIVEN])
    assert scores["acts"]["accuracy"] == pytest.approx(2 / 3)
    assert scores["acts"]["confused"] == {"refuses as calls_for": 1}
    assert scores["stances"]["accuracy"] == pytest.approx(2 / 3)
    assert scores["refusals"] == {"act": 0, "stance": 1, "both": 0, "linked": 1}


def test_a_gold_pair_is_taken_once_by_what_overlaps_it_most() -> None:
    some = relation([0, 3], [4, 6], [[15, 22]], "calls_for", "against")
    more = relation([0, 3], [4, 14], [[15, 22]], "calls_for")
    scores = score_relations([PASSAGE], [[some, more, more]])
    assert (scores["full"]["right"], scores["link"]["right"], scores["stances"]["accuracy"]) == (1, 1, 1)


def test_a_cue_without_content_is_not_held_to_one() -> None:
    bare = {**PASSAGE, "cues": [{**PASSAGE["cues"][0], "content": "none"}]}
    assert score_relations([bare], [[relation([0, 3], [4, 14], [], "calls_for")]])["full"]["f1"] == 1


def test_every_passage_needs_its_prediction() -> None:
    with pytest.raises(UsageError, match="1 gold passages and 0 predicted"):
        score_relations([PASSAGE], [])


def position(holder: str, kind: str, stance: str, **more: object) -> Row:
    """A gold position on a truce, unless ``more`` says otherwise."""
    fields = {"count": None, "act": "supports", "topic": "a truce", "as_written": None, "evidence": [0, 1]}
    return {"holder": holder, "type": kind, "stance": stance, **fields, **more}


GOLD: list[Row] = [
    {
        "id": "a",
        "positions": [
            position("Ann Lee", "person", "for"),
            position("Ann Lee", "person", "against", act="refuses"),
            position("Barford Council", "organisation", "partial", act="calls_for"),
            position("26 Barford councillors", "group", "for", count=26, as_written="26"),
            position("Bob Day", "person", "against", topic="a vote"),
        ],
    },
    {"source": "b.txt", "positions": [position("Cy Fox", "person", "for"), position("Dan Roe", "person", "other")]},
]
FOUND = {
    "a truce": [
        ("a", "Lee", "person", None, "against"),  # right: her reversal
        ("a", "Lee", "person", None, "against"),  # the same line again: counted once
        ("a", "the Council of Barford", "organisation", None, "for"),  # found, with another stance
        ("a", "26 members", "group", 26, "for"),  # right
        ("a", "Bob Day", "person", None, "against"),  # wrong: of another topic
        ("b.txt", "Mr. Cy Fox MP", "person", None, "for"),  # right
        ("b.txt", "Ann Lee", "person", None, "for"),  # wrong: of another article
    ]
}


def test_positions_are_found_by_holder_and_right_by_stance() -> None:
    scores = score_positions(GOLD, FOUND)
    # four of six lines are found, of seven gold ones; one of the four has the wrong stance
    assert [scores["found"][name] for name in ("right", "predicted", "gold")] == [4, 6, 7]
    assert scores["full"]["precision"] == pytest.approx(3 / 6)
    assert scores["full"]["recall"] == pytest.approx(3 / 7)
    assert scores["full"]["f1"] == pytest.approx(2 * 3 / (6 + 7))
    assert scores["wrong_stance"] == pytest.approx(1 / 4)


def test_positions_are_scored_by_stance_type_act_and_topic() -> None:
    scores = score_positions(GOLD, FOUND)
    stances = {name: (one["right"], one["predicted"], one["gold"]) for name, one in scores["stances"].items()}
    assert stances == {"for": (2, 4, 3), "against": (1, 2, 2), "partial": (0, 0, 1), "other": (0, 0, 1)}
    assert scores["types"]["organisation"] == {"found": 1, "full": 0, "gold": 1}
    assert scores["types"]["person"]["full"] == pytest.approx(2 / 5)
    assert scores["acts"]["refuses"] == {"found": 1, "full": 1, "gold": 1}
    assert scores["topics"]["a vote"]["gold"] == 1
    assert scores["topics"]["a truce"]["right"] == 3


def test_optional_positions_count_neither_for_nor_against() -> None:
    both = [position("Ann Lee", "person", "partial"), position("Ann Lee", "person", "against", optional=True)]
    gold = [{"id": "a", "positions": [*both, position("Bob Day", "person", "for", optional=True)]}]

    def counts(*stances: str) -> tuple[object, ...]:
        found = score_positions(gold, {"a truce": [("a", "Ann Lee", "person", None, stance) for stance in stances]})
        return tuple(found["full"][name] for name in ("right", "predicted", "gold"))

    assert counts("partial", "against") == (1, 1, 1)
    assert counts("against") == (0, 0, 1)
    assert counts("for") == (0, 1, 1)


def test_what_went_wrong_can_be_read() -> None:
    scores = score_positions(GOLD, FOUND)
    assert {(line["article"], line["holder"], line["topic"]) for line in scores["missed"]} == {
        ("a", "Ann Lee", "a truce"),
        ("a", "Bob Day", "a vote"),
        ("b.txt", "Dan Roe", "a truce"),
    }
    assert {(line["article"], line["holder"]): line["on"] for line in scores["wrong"]} == {
        ("a", "Bob Day"): ["a vote"],
        ("b.txt", "Ann Lee"): [],
    }
    [wrong] = scores["wrong_stances"]
    assert (wrong["holder"], wrong["stance"], wrong["found"]) == ("Barford Council", "partial", "for")


def test_topics_and_articles_that_gold_lacks_are_an_error() -> None:
    with pytest.raises(UsageError, match="1 topics that gold lacks, the first of them 'tea'"):
        score_positions(GOLD, {"tea": []})
    with pytest.raises(UsageError, match=r"1 articles that gold lacks, the first of them 'c\.txt'"):
        score_positions(GOLD, {"a truce": [("c.txt", "Ann Lee", "person", None, "for")]})


def fits(gold: Mapping[str, Any], name: str, count: int | None = None, *others: Mapping[str, Any]) -> bool:
    """Whether a holder of that name is found as the gold one, in an article with ``others``."""
    scores = score_positions(
        [{"id": "a", "positions": [gold, *({**other, "topic": "a vote"} for other in others)]}],
        {"a truce": [("a", name, "person", count, "for")]},
    )
    return bool(scores["found"]["right"])


PERSON = position("Ana Maria Gómez Ruiz", "person", "for")
UNNAMED = position("an unnamed member of the guild", "person", "for", as_written="One member")
PARTY = position("Civic Labour Party", "organisation", "for", as_written="its members")
KINGDOM = position("United Kingdom", "organisation", "for", as_written="Britain")
GROUP = position("Labour shadow ministers", "group", "for", as_written="the shadow ministers")
CROWD = position("protesters outside the hall", "group", "for", as_written="they")
COUNTED = position("more than 150 Labour councillors", "group", "for", count=150, as_written="150 of them")


@pytest.mark.parametrize(
    ("gold", "name", "count"),
    [
        (PERSON, "Ruiz", None),
        (PERSON, "Senator Ana Maria Gomez Ruiz", None),
        (PERSON, "Ana Ruiz", None),
        (UNNAMED, "one member", None),
        (PARTY, "the Civic Labour party", None),
        (PARTY, "Civic Labour", None),
        (PARTY, "CLP", None),
        (KINGDOM, "the UK", None),
        (KINGDOM, "U.K.", None),
        (KINGDOM, "Britain", None),
        (KINGDOM, "Britain's", None),
        (GROUP, "shadow ministers", None),
        (GROUP, "some shadow ministers of the party", None),
        (CROWD, "protesters", None),
        (COUNTED, "150 councillors from London", 150),
        (COUNTED, "over 150 members", 150),
        (COUNTED, "150", 150),
    ],
)
def test_other_names_of_the_same_holder_fit(gold: Row, name: str, count: int | None) -> None:
    assert fits(gold, name, count)


@pytest.mark.parametrize(
    ("gold", "name", "count"),
    [
        (PERSON, "Gómez", None),
        (PERSON, "Luis Ruiz", None),
        (PERSON, "", None),
        (position("Ann Lee", "person", "for", as_written="the leader"), "the leader", None),  # a role is no name
        (position("Ann Lee", "person", "for", as_written="She"), "she", None),
        (PARTY, "Party", None),
        (PARTY, "Rural Labour Party", None),
        (KINGDOM, "kingdom of Norway", None),
        (GROUP, "ministers' aides", None),
        (GROUP, "Conservative backbenchers", None),
        (CROWD, "councillors", None),
        (COUNTED, "150 MPs", 150),
        (COUNTED, "250 Labour councillors", 250),
        (COUNTED, "Labour councillors", None),
    ],
)
def test_names_of_other_holders_do_not_fit(gold: Row, name: str, count: int | None) -> None:
    assert not fits(gold, name, count)


def test_a_shorter_name_fits_only_where_it_is_one_holders() -> None:
    assert fits(position("Ann Lee", "person", "for"), "Lee", None, position("Bob Day", "person", "for"))
    assert not fits(position("Ann Lee", "person", "for"), "Lee", None, position("Cy Lee", "person", "for"))
    assert fits(position("Ann Lee", "person", "for"), "Ann Lee", None, position("Cy Lee", "person", "for"))
    rural = position("Rural Labour", "organisation", "for")
    assert not fits(position("Urban Labour", "organisation", "for"), "Labour", None, rural)
    other = position("protesters at the gate", "group", "for")
    assert not fits(CROWD, "protesters", None, other)
